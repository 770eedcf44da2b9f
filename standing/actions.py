"""Decisions that begin a year and of the station. Each is atomic, locked and leaves a trail."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.workflow import Move, check
from standing.models import Assessment, AssessmentItem, AssessmentRound, State, total
from standing.moves import OPEN, locked, points_of, touch
from stations.checklist import Answer, answer_all
from stations.models import Evidence, StandardItem, Station

BATCH = 1000


@dataclass(frozen=True)
class SelfAnswer:
    """What the station says about one point."""

    met: bool | None
    note: str = ""
    evidence: Evidence | None = None


# --- The round


@transaction.atomic
def open_round(round: AssessmentRound, *, by: User | None) -> int:
    """Start a year's assessment: one sheet for every station of the city in service; how many.

    `round` is not saved yet. Contact points are judged with the station they hang under.
    Raises PermissionDenied, and ValidationError where the year has begun or the standard is another city's.
    """
    check(Move("开始年度评价", {""}, "", OPEN), "", by=by)
    round.full_clean()
    if round.standard.city_id != round.city_id:
        raise ValidationError({"standard": f"这一版标准不是{round.city}的"})
    round.save()
    stations = Station.objects.within(round.city).in_service().stations().select_related("division")
    sheets = Assessment.objects.bulk_create(
        [
            Assessment(round=round, station=station, county_id=station.division.county_id)
            for station in stations.in_place_order()
        ],
        batch_size=BATCH,
    )
    _write_items(round, sheets)
    record(by, "开始年度评价", round, count=len(sheets), standard=str(round.standard))
    return len(sheets)


def _write_items(round: AssessmentRound, sheets: list[Assessment]) -> None:
    points = list(round.standard.items.all())
    if not points:
        raise ValidationError({"standard": "这一版标准还没有项目"})
    rows = (AssessmentItem(assessment=sheet, item=point) for sheet in sheets for point in points)
    AssessmentItem.objects.bulk_create(rows, batch_size=BATCH)


# --- The station


@transaction.atomic
def answer(
    assessment: Assessment, answers: Mapping[int, SelfAnswer], *, version: int, by: User | None
) -> Assessment:
    """Keep what the station says so far; `answers` by the key of the point.

    Raises ValidationError where somebody saved since `version`, or evidence belongs elsewhere.
    """
    sheet = locked(assessment, "answer", by=by, version=version)
    rows = points_of(sheet, answers)
    for row in rows:
        said = answers[row.pk]
        row.self_met, row.self_note, row.evidence = said.met, said.note, said.evidence
        _must_be_own(sheet, row)
    AssessmentItem.objects.bulk_update(rows, ["self_met", "self_note", "evidence"])
    touch(sheet)
    record(by, "填写自评", sheet, answered=sum(row.self_met is not None for row in rows))
    return sheet


def _must_be_own(sheet: Assessment, row: AssessmentItem) -> None:
    if row.evidence and (row.evidence.station_id, row.evidence.item_id) != (sheet.station_id, row.item_id):
        raise ValidationError(f"第 {row.item.number} 项：佐证不是本站这一项的")


@transaction.atomic
def submit(assessment: Assessment, *, today: date, by: User | None) -> Assessment:
    """Hand the self-assessment to the county, and keep what the records say on this day.

    Raises ValidationError naming every point that is not answered, or that differs
    from the records without a word why.
    """
    sheet = locked(assessment, "submit", by=by)
    rows = list(sheet.items.select_related("item").order_by("item__number"))
    _take_answers(sheet, rows, today)
    if faults := [fault for row in rows if (fault := _unready(row))]:
        raise ValidationError(faults)
    AssessmentItem.objects.bulk_update(rows, ["auto_answer", "county_met", "county_note"])
    sheet.state, sheet.submitted_at, sheet.return_note = State.SUBMITTED, timezone.now(), ""
    touch(sheet)
    counted = total(rows)
    record(by, "提交站点自评", sheet, points=counted.points, full=counted.full)
    return sheet


def _take_answers(sheet: Assessment, rows: list[AssessmentItem], today: date) -> None:
    """What the records say today; the county looks at the point anew."""
    answers = answers_of(sheet, today)
    for row in rows:
        row.auto_answer = snapshot(answers[row.item_id], today)
        row.county_met, row.county_note = None, ""


def answers_of(sheet: Assessment, day: date) -> dict[int, Answer]:
    """What records and evidence say about each point on `day`, by the key of the standard's item."""
    station = Station.objects.with_place().with_record_parts(day).get(pk=sheet.station_id)
    points = StandardItem.objects.filter(standard=sheet.round.standard_id).select_related("standard")
    points = points.answered_by(station, day).order_by("number")
    return {found.item.pk: found for found in answer_all(station, points, day)}


def snapshot(found: Answer, day: date) -> dict[str, Any]:
    """An answer as it is kept with the assessment."""
    return {
        "met": found.is_met,
        "sentence": found.how,
        "links": [asdict(link) for link in found.links],
        "on": found.on.isoformat() if found.on else "",
        "asked_on": day.isoformat(),
    }


def _unready(row: AssessmentItem) -> ValidationError | None:
    """What keeps this point from being handed in; `params` names the field."""
    name = f"第 {row.item.number} 项“{row.item.name}”"
    if row.self_met is None:
        return ValidationError(f"请选择{name}是否达到", params={"field": f"met_{row.pk}"})
    if row.item.auto_rule and row.self_met != row.auto_answer["met"] and not row.self_note.strip():
        return ValidationError(f"请填写{name}与系统记录不一致的原因", params={"field": f"note_{row.pk}"})
    if not row.item.auto_rule and row.self_met and not (row.evidence_id or row.auto_answer["met"]):
        return ValidationError(f"请选择{name}的佐证", params={"field": f"evidence_{row.pk}"})
    return None
