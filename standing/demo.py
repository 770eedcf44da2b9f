"""The demo city's assessments: last year's decided, this year's under way in every state. All fictional."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from liaison.divisions.models import Division
from standing.actions import open_round
from standing.demo_answers import judged
from standing.models import Assessment, AssessmentItem, AssessmentRound, State, total
from standing.models.assessment import AT_STATION
from stations.defaults import CHECKLIST
from stations.models import Evidence, EvidenceKind, Standard, StandardItem, Station

FIRST_ITEMS, FIRST_WEIGHT = 10, 10
KEEPERS_TOWN = "孟庄镇"
SEEN_ON_SITE = "验收组现场查看（演示）"
RETURN_NOTE = "档案齐全一项没有附佐证，请补充三季度接待档案后再提交（演示）"
SHARES = (
    (State.REVIEWED, 0.22),
    (State.SUBMITTED, 0.32),
    (State.DECIDED, 0.06),
    (State.RETURNED, 0.02),
)


def build(city: Division, today: date, seed: int = 2019) -> int:
    """Last year's round published, this year's begun; how many sheets. Call it after everything else."""
    random = Random(seed + 9)  # noqa: S311 -- repeatable, not secret
    present = Standard.objects.filter(city=city).order_by("-since", "-pk").first()
    if present is None:
        return 0
    former = _former_standard(city, present, today.year)
    return _last_year(city, former, today, random) + _this_year(city, present, today, random)


# --- Last year


def _former_standard(city: Division, present: Standard, year: int) -> Standard:
    """The checklist of the year before: ten items that receptions and activities do not answer yet."""
    former = Standard.objects.create(
        city=city,
        name=f"{city.name}联络站建设标准（{year - 1} 试行）",
        since=date(year - 1, 1, 1),
        until=date(year - 1, 12, 31),
    )
    present.name, present.since = f"{city.name}联络站建设标准（{year} 版）", date(year, 1, 1)
    present.save()
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=former,
            number=number,
            name=name,
            text=text,
            weight=FIRST_WEIGHT,
            auto_rule=rule,
            evidence_kind=EvidenceKind.RECORD if rule else EvidenceKind.PHOTO,
        )
        for number, (name, text, _, rule) in enumerate(CHECKLIST[:FIRST_ITEMS], 1)
    )
    return former


def _last_year(city: Division, standard: Standard, today: date, random: Random) -> int:
    year = today.year - 1
    end = date(year, 12, 31)
    round = _round(city, standard, year)
    round.save()
    stations = list(_stations(city, end).filter(opened_on__lte=date(year, 11, 1)))
    sheets = Assessment.objects.bulk_create(
        Assessment(round=round, station=s, county_id=s.division.county_id, **_stamps(year, State.PUBLISHED))
        for s in stations
    )
    _evidence(stations, standard, year)
    rows = judged(sheets, list(standard.items.all()), end, random)
    AssessmentItem.objects.bulk_create(rows, batch_size=1000)
    _grade(sheets, rows, date(year, 12, 28))
    Assessment.objects.bulk_update(sheets, WRITTEN, batch_size=200)
    _put_on_stations(city, sheets)
    return len(sheets)


def _put_on_stations(city: Division, sheets: list[Assessment]) -> None:
    """A station bears the grade that its assessment gave, and no other."""
    given = {sheet.station_id: sheet for sheet in sheets}
    stations = list(Station.objects.within(city).stations())
    for station in stations:
        sheet = given.get(station.pk)
        station.grade = sheet.grade if sheet else ""
        station.grade_until = sheet.valid_until if sheet else None
    bulk_update_with_history(stations, Station, ["grade", "grade_until"], batch_size=500)


def _evidence(stations: list[Station], standard: Standard, year: int) -> None:
    """What an inspection saw, at the stations that passed acceptance."""
    items = list(standard.items.filter(auto_rule=""))
    Evidence.objects.bulk_create(
        Evidence(
            station=station,
            item=item,
            met_on=max(station.opened_on, date(year, 9, 15)),
            note=SEEN_ON_SITE,
        )
        for station in stations
        if station.stage == "accepted"
        for item in items
    )


# --- This year


def _this_year(city: Division, standard: Standard, today: date, random: Random) -> int:
    round = _round(city, standard, today.year)
    count = open_round(round, by=None)
    sheets = list(round.assessments.select_related("round", "station__division").order_by("pk"))
    states = {sheet.pk: _state(sheet, random) for sheet in sheets}
    states |= {sheet.pk: State.RETURNED for sheet in _neighbour_of_the_keeper(sheets)}
    for sheet in sheets:
        for name, value in _stamps(today.year, states[sheet.pk], today).items():
            setattr(sheet, name, value)
    stations = {s.pk: s for s in _stations(city, today)}
    begun = [s for s in sheets if s.state != State.DRAFT or s.station.division.name == KEEPERS_TOWN]
    for sheet in begun:
        sheet.station = stations[sheet.station_id]
    items = list(standard.items.all())
    rows = judged(begun, items, today, random)
    _hold_back(rows)
    # Writing them anew is a good deal faster than changing every row.
    AssessmentItem.objects.filter(assessment__in=begun).delete()
    AssessmentItem.objects.bulk_create(rows, batch_size=1000)
    _grade([s for s in begun if s.state == State.DECIDED], rows, today - timedelta(days=2))
    Assessment.objects.bulk_update(begun, WRITTEN, batch_size=200)
    return count


WRITTEN = (
    *("state", "submitted_at", "reviewed_at", "decided_at", "return_note"),
    *("points", "full_points", "grade", "valid_from", "valid_until"),
)


def _state(sheet: Assessment, random: Random) -> State:
    chance = random.random()
    if sheet.station.division.name == KEEPERS_TOWN:
        return State.DRAFT
    for state, share in SHARES:
        if chance < share:
            return state
        chance -= share
    return State.DRAFT


def _neighbour_of_the_keeper(sheets: list[Assessment]) -> list[Assessment]:
    """One more of the county whose officers have demo accounts; it was sent back."""
    own = next((s for s in sheets if s.station.division.name == KEEPERS_TOWN), None)
    return [s for s in sheets if own and s.county_id == own.county_id and s.pk > own.pk][:1]


def _hold_back(rows: list[AssessmentItem]) -> None:
    """Nobody has judged yet what has not come so far; the keeper is half through."""
    for row in rows:
        state = row.assessment.state
        if state in AT_STATION or state == State.SUBMITTED:
            row.county_met, row.county_note, row.explanation = None, "", ""
        if state in AT_STATION:
            row.auto_answer = {}
        if state == State.DRAFT and row.item.number > 8:
            row.self_met, row.self_note, row.evidence = None, "", None


# --- Both


def _round(city: Division, standard: Standard, year: int) -> AssessmentRound:
    return AssessmentRound(
        city=city,
        year=year,
        standard=standard,
        body=f"{city.name}人大常委会",
        self_due=date(year, 12, 10),
        county_due=date(year, 12, 20),
    )


def _stations(city: Division, day: date) -> Any:
    proper = Station.objects.within(city).in_service().stations().with_place()
    return proper.with_record_parts(day).in_place_order()


def _stamps(year: int, state: State, today: date | None = None) -> dict[str, Any]:
    """The moments at which it came so far: towards the end of last year, or these days."""
    steps = (State.SUBMITTED, State.REVIEWED, State.DECIDED, State.PUBLISHED)
    reached = steps.index(state) + 1 if state in steps else int(state == State.RETURNED)
    days = [date(year, 12, day) for day in (8, 18, 28, 30)]
    if today:
        days = [today - timedelta(days=ago) for ago in (12, 6, 2, 1)]
    names = ("submitted_at", "reviewed_at", "decided_at", "published_at")
    moments = {name: _moment(day) for name, day in list(zip(names, days, strict=True))[:reached]}
    # A decision needs points: they follow in `_grade`.
    start = State.REVIEWED if state == State.PUBLISHED else state
    note = RETURN_NOTE if state == State.RETURNED else ""
    return moments | {"state": start, "return_note": note}


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15, 20)))


def _grade(sheets: Iterable[Assessment], rows: list[AssessmentItem], on: date) -> None:
    """What `actions_judging.decide` would write, in memory."""
    by_sheet = defaultdict(list)
    for row in rows:
        by_sheet[row.assessment_id].append(row)
    for sheet in sheets:
        counted = total(by_sheet[sheet.pk])
        sheet.points, sheet.full_points = counted.points, counted.full
        sheet.grade = sheet.round.grade_for(counted.points, counted.full)
        sheet.valid_from, sheet.valid_until = on, sheet.round.valid_until(on)
        if sheet.published_at:
            sheet.state = State.PUBLISHED
