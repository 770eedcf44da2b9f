"""Makers of the award's tests, with honest defaults. Everything here is fictional."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from awards.models import AwardCase, AwardRound, CasePhoto
from liaison.divisions.models import Division
from liaison.lib.images import prepare_photo
from tests import make

_numbers = count(1)


def award(city: Division, year: int = 0, **more: Any) -> AwardRound:
    """This year's open round, closing in ten days, three cases a county."""
    today = timezone.localdate()
    facts = {"call": "写清做法和成效", "submit_by": today + timedelta(days=10), "state": "open"} | more
    return AwardRound.objects.create(city=city, year=year or today.year, **facts)


def case(award: AwardRound, division: Division, **more: Any) -> AwardCase:
    """A draft with a short story."""
    number = next(_numbers)
    facts = {"title": f"田埂议事会之{number}", "summary": f"会开在地头{number}", "story": f"农忙开会{number}"}
    return AwardCase.objects.create(round=award, division=division, **facts | more)


def photo(case: AwardCase, alt: str = "代表在田埂上开会") -> CasePhoto:
    """A hidden photo, whatever the state of the case."""
    made = CasePhoto(case=case, alt=alt, position=case.photos.count())
    made.take(prepare_photo(make.photo_file()))
    made.save()
    return made
