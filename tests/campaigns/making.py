"""Makers of the campaigns' tests, with honest defaults. Everything here is fictional."""

import io
import zipfile
from datetime import date
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import Campaign, CampaignDocument, Contribution
from campaigns.models.campaign import CampaignState
from deputies.actions import assign
from deputies.models import Deputy
from liaison.divisions.models import Division
from stations.models import Station
from tests import make

_numbers = count(1)


def campaign(city: Division, year: int = 0, **more: Any) -> Campaign:
    """This year's running campaign of a city."""
    year = year or timezone.localdate().year
    facts = {
        "theme": "办好民生实事",
        "state": CampaignState.RUNNING,
        "since": date(year, 1, 1),
        "until": date(year, 12, 31),
        "aims": "每名代表办成一件实事",
    } | more
    return Campaign.objects.create(city=city, year=year, **facts)


def serving(division: Division, name: str = "", station: Station | None = None) -> Deputy:
    """A deputy of a county's congress, placed at `station` if one is given."""
    deputy = make.deputy(division, make.term(division), name=name)
    if station:
        assign(deputy, station, "territory", since=date(2025, 6, 1), by=None)
    return deputy


def contribution(campaign: Campaign, deputy: Deputy, **more: Any) -> Contribution:
    """A draft about street lights, done today or on the campaign's last day, kept at the deputy's station."""
    place = deputy.assignments.open().first()
    facts = {
        "post": "deputy",
        "title": f"装上第{next(_numbers)}段路灯",
        "result": "新装路灯 16 盏",
        "done_on": min(timezone.localdate(), campaign.until),
        "division": deputy.division,
        "station": place.station if place else None,
    } | more
    return Contribution.objects.create(campaign=campaign, deputy=deputy, **facts)


def pdf(name: str = "方案.pdf") -> SimpleUploadedFile:
    """The smallest thing that is a PDF by content."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def word(text: str = "方案", name: str = "方案.docx") -> SimpleUploadedFile:
    """A Word file with one paragraph."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document><w:p><w:t>{text}</w:t></w:p></w:document>")
    return SimpleUploadedFile(name, out.getvalue())


def document(campaign: Campaign, title: str = "活动方案") -> CampaignDocument:
    """A PDF to download."""
    return CampaignDocument.objects.create(campaign=campaign, title=title, file=pdf("x.pdf"), size=412_000)
