"""Every address of the site, with real objects of the demo city put into its gaps."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from activities.models import Activity
from awards.models import AwardCase, AwardRound
from bulletins.models import Attachment, Bulletin, BulletinPhoto
from campaigns.models import Campaign, Contribution
from deputies.models import Deputy, Post, RosterImport, Term
from duties.models import PartyReport, PresidiumMeeting, TownshipSession, TrainingClass
from liaison.accounts.models import User
from liaison.divisions.models import Division
from liaison.portal.demo import KEEPERS_STATION
from opinions.models import Opinion
from progress.models import MonthlyReport, ReportAttachment
from receptions.models import Reception, ReceptionRule
from standing.models import Assessment
from stations.models import LedgerImport, Station

STAFF = ("work/", "admin/", "accounts/")
GAP = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One line of the URL conf: its route as written and its name."""

    route: str
    name: str

    @property
    def gaps(self) -> list[str]:
        """What has to be filled in."""
        return [first or second for first, second in GAP.findall(self.route)]

    def filled(self, values: dict[str, Any]) -> str:
        """The address a browser would ask for."""
        route = GAP.sub(lambda gap: str(values[gap[1] or gap[2]]), self.route)
        return "/" + re.sub(r"[\^$]|\\[AZ]|\(\?:[^)]*\)\??", "", route).replace("\\", "")


def walk(patterns: Any = None, route: str = "", prefix: str = "") -> Iterator[Address]:
    """All addresses, in the order of the URL conf."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from walk(entry.url_patterns, route + str(entry.pattern), prefix + space)
        elif isinstance(entry, URLPattern):
            yield Address(route + str(entry.pattern), prefix + (entry.name or ""))


def is_for_staff(address: Address) -> bool:
    """Whether the address stands behind the sign-in."""
    return address.route.startswith(STAFF)


def is_public(address: Address) -> bool:
    """Whether anybody may go there, without an account."""
    return not address.route.startswith(STAFF)


def the_station() -> Station:
    """The station whose keeper has a demo account."""
    return Station.objects.get(name=KEEPERS_STATION, division__county__code="410782")


KINDS: tuple[tuple[str, type[models.Model]], ...] = (
    ("work/imports/rosters/", RosterImport),
    ("work/imports/", LedgerImport),
    (r"(work/)?bulletins/(.*/)?photos/<int:pk>", BulletinPhoto),
    (r"(work/)?bulletins/(.*/)?files/<int:pk>", Attachment),
    (r"(work/)?bulletins/", Bulletin),
    ("work/standing/<", Assessment),
    ("work/contributions/", Contribution),
    ("work/awards/", AwardCase),
    ("work/reports/", ReportAttachment),
    ("work/opinions/", Opinion),
    ("work/receptions/rules/", ReceptionRule),
    ("work/receptions/", Reception),
    (r"(work/)?activities/", Activity),
    ("deputies/", Deputy),
)
"""What stands at addresses outside the admin: the first pattern that fits counts."""


def model_of(address: Address) -> type[models.Model] | None:
    """The model whose records stand at this address, read off its name or route."""
    for start, model in KINDS:
        if re.match(start, address.route):
            return model
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if address.name.startswith(label):
            return model
    found = re.match(r"admin/(\w+)/(\w+)/", address.route)
    return apps.get_model(found[1], found[2]) if found and address.gaps else None


def sample(model: type[models.Model]) -> models.Model | None:
    """A row of this kind that the keeper's station or its county owns."""
    station = the_station()
    if model is Station:
        return station
    if model is Division:
        return station.division
    if model is User:
        return User.objects.get(username="huixian-leader")
    if model in OF_THE_COUNTY:
        return OF_THE_COUNTY[model](station)
    rows = model._default_manager.order_by("pk")
    if any(field.name == "station" for field in model._meta.fields):
        return rows.filter(station=station).first()
    return rows.first()


OF_THE_COUNTY: dict[type[models.Model], Callable[[Station], models.Model | None]] = {
    Activity: lambda station: station.activities.public().exclude(photos=None).order_by("pk").first(),
    Deputy: lambda station: Deputy.objects.at(station).order_by("pk").first(),
    Term: lambda station: Term.objects.running().filter(division=station.division.county).first(),
    Assessment: lambda station: station.assessments.order_by("-round__year").first(),
    Campaign: lambda station: Campaign.objects.running().first(),
    Contribution: lambda station: station.contributions.filter(state="returned").first(),
    AwardRound: lambda station: AwardRound.objects.open().first(),
    AwardCase: lambda station: station.award_cases.filter(state="draft").first(),
    TownshipSession: lambda station: TownshipSession.objects.filter(division=station.division).first(),
    PresidiumMeeting: lambda station: PresidiumMeeting.objects.filter(division=station.division).first(),
    TrainingClass: lambda station: TrainingClass.objects.filter(organiser=station.division.county).first(),
    PartyReport: lambda station: PartyReport.objects.filter(division=station.division.county).first(),
    Post: lambda station: Post.objects.filter(division=station.division).order_by("pk").first(),
}
"""Of these the demo city has many: the one that the station's keeper or the county's officer works with."""


def values_for(address: Address) -> dict[str, Any] | None:
    """What to put into the gaps; None when nothing of this kind exists in the demo city."""
    values: dict[str, Any] = {}
    for gap in address.gaps:
        value = value_for(gap, address)
        if value is None:
            return None
        values[gap] = value
    return values


def value_for(gap: str, address: Address) -> Any:
    """One value: a code, an app, or the key of a sample row."""
    if gap in FIXED:
        return FIXED[gap](address)
    row = sample(model_of(address) or Station)
    return row and row.pk


def code_for(address: Address) -> str:
    """A township of the officer's county where one may establish a station; else a station's code."""
    if "establish" in address.route:
        covered = Station.objects.values("division")
        gaps = Division.objects.townships().filter(county__code="410782").exclude(pk__in=covered)
        return gaps.order_by("code").first().code
    if "fill" in address.route:
        return the_station().division.code
    return the_station().code


def mandate_of(_: Address) -> Any:
    """A mandate in force of the sample deputy."""
    return sample(Deputy).mandates.open().order_by("pk").values_list("pk", flat=True).first()


def issue_of(address: Address) -> Bulletin:
    """A public issue: of the main series, or of another where the address names one."""
    rows = Bulletin.objects.public(timezone.now()).filter(series__is_main="<slug" not in address.route)
    return rows.select_related("series").latest("published_at")


def point_of(_: Address) -> Any:
    """A point of the sample assessment."""
    return sample(Assessment).items.order_by("pk").values_list("pk", flat=True).first()


def photo_of(address: Address) -> Any:
    """A photo of the sample that the address is about."""
    return sample(model_of(address) or AwardCase).photos.values_list("pk", flat=True).first()


def month_of(address: Address) -> Any:
    """The month whose report the county's officer is writing; for the public, one that counts."""
    reports = MonthlyReport.objects.filter(county__code="410782").order_by("-month")
    if is_public(address):
        reports = reports.in_force()
    return f"{reports.values_list('month', flat=True).first():%Y-%m}"


FIXED: dict[str, Callable[[Address], Any]] = {
    "slug": lambda address: issue_of(address).series.slug,
    "year": lambda address: issue_of(address).year,
    "number": lambda address: issue_of(address).number,
    "code": code_for,
    "app_label": lambda _: "stations",
    "url": lambda _: "nothing/",
    "content_type_id": lambda _: ContentType.objects.get_for_model(Station).pk,
    "mandate": mandate_of,
    "county": lambda _: "410782",
    "kind": lambda _: "bulletin",
    "month": month_of,
    "name": lambda _: "submit",
    "deputy": lambda _: sample(Deputy).pk,
    "document": lambda _: sample(Campaign).documents.values_list("pk", flat=True).first(),
    "photo": photo_of,
    "size": lambda _: "small",
    "step": lambda _: "judge",
    "item": point_of,
    "evidence": lambda _: the_station().evidence.order_by("pk").values_list("pk", flat=True).first(),
}
