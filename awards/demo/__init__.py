"""Two rounds of the demo city: last year's, published, and this year's, open; always the same stories."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from awards.demo import words
from awards.models import AwardCase, AwardRound, CasePhoto, CaseState, JudgeMark, RoundState
from liaison.accounts.models import Role, User
from liaison.divisions.models import Division
from liaison.lib.images import Prepared, prepare_photo
from liaison.lib.pictures import SHOWN
from stations.demo import city as drawings
from stations.models import Station

KEEPERS_TOWN = "孟庄镇"
PICTURES = Path(drawings.PICTURES)


def build(city: Division, today: date, seed: int) -> int:
    """Write both rounds after stations and accounts; returns the number of cases."""
    last, year = today.year - 1, today.year
    done = _round(city, last, date(last, 11, 30), RoundState.PUBLISHED)
    published = timezone.make_aware(datetime(last, 12, 26, 10))
    done.published_at = published
    done.save()
    places = _places(city)
    cases = [_case(done, story, places, published) for story in (*words.WINNERS, *words.INSIDE)]
    _marks(cases)
    closing = date(year, 11, 30)
    closing = closing if today <= closing else today + timedelta(days=5)
    running = _round(city, year, closing, RoundState.OPEN)
    waiting = [_case(running, story, places, None) for story in words.OPEN]
    return len(cases) + len(waiting)


def _round(city: Division, year: int, submit_by: date, state: str) -> AwardRound:
    facts = {"submit_by": submit_by, "state": state, "call": words.CALL}
    return AwardRound.objects.create(city=city, year=year, **facts)


def _places(city: Division) -> dict[str, list[Station]]:
    """Stations in service by county code, the one with the demo keeper first."""
    stations = Station.objects.in_service().stations().within(city).with_place().order_by("pk")
    found: dict[str, list[Station]] = {}
    for station in stations:
        rows = found.setdefault(station.division.county.code if station.division.county else "", [])
        rows.insert(0 if station.division.name == KEEPERS_TOWN else len(rows), station)
    return found


def _case(
    award: AwardRound, story: words.Story, places: dict[str, list[Station]], published: datetime | None
) -> AwardCase:
    """One case; in the running round `prize` tells how far it is."""
    station = next(iter(places.get(story.county) or next(iter(places.values()))))
    is_over = published is not None
    state = CaseState.FORWARDED if is_over else CaseState(story.prize)
    sent = timezone.make_aware(datetime(award.year, 11, 20, 9))
    case = AwardCase.objects.create(
        round=award,
        title=story.title,
        division=station.division,
        station=station,
        summary=story.summary,
        story=story.story,
        state=state,
        forwarded_at=sent if state == CaseState.FORWARDED else None,
        prize=story.prize if is_over else "",
        citation=story.citation,
        publicised_at=published if is_over and story.prize else None,
        author=_author(station),
    )
    for position, name in enumerate(story.pictures):
        _photo(case, name, position, is_shown=case.publicised_at is not None)
    return case


def _author(station: Station) -> User | None:
    if station.division.name == KEEPERS_TOWN:
        return User.objects.filter(role=Role.KEEPER).first()
    county = station.division.county
    return User.objects.filter(role=Role.COUNTY_OFFICER, division=county).first()


@cache
def _drawn(name: str) -> Prepared:
    """A drawing in place of a photo, decoded once however many cases show it."""
    return prepare_photo((PICTURES / f"{name}.webp").read_bytes())


def _photo(case: AwardCase, name: str, position: int, *, is_shown: bool) -> None:
    """The drawing under names of its own, where everybody or nobody may fetch it."""
    drawn = _drawn(name)
    photo = CasePhoto(case=case, alt=words.ALT[name], position=position)
    folder = f"{SHOWN}/awards" if is_shown else "private/pictures/awards"
    for field, file, tail in (("image", drawn.image, ""), ("thumbnail", drawn.thumbnail, "-s")):
        file.seek(0)
        name_there = f"{folder}/demo-{case.pk}-{position}{tail}.webp"
        stored = photo.image.storage.save(name_there, ContentFile(file.read()))
        setattr(photo, field, stored)
    photo.width, photo.height = drawn.width, drawn.height
    photo.save()


def _marks(cases: list[AwardCase]) -> None:
    """Two judges' marks on every case of the round that is over."""
    judges = list(User.objects.filter(role__in=(Role.CITY_REVIEWER, Role.CITY_EDITOR)).order_by("pk")[:2])
    JudgeMark.objects.bulk_create(
        JudgeMark(case=case, judge=judge, score=score - case.pk % 3)
        for case in cases
        for judge, score in zip(judges, words.MARKS.get(case.prize, words.MARKS[""]), strict=False)
    )
