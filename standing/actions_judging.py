"""Decisions of the county and the city about a sheet. Each is atomic, locked and leaves a trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from standing.models import Assessment, AssessmentItem, State
from standing.moves import MOVES, all_locked, locked, points_of, touch
from stations.models import Station


@dataclass(frozen=True)
class Judgement:
    """What the county or the city says about one point; `explanation` is for the public."""

    met: bool | None
    note: str = ""
    explanation: str = ""


@transaction.atomic
def judge(
    assessment: Assessment,
    move: str,
    judgements: Mapping[int, Judgement],
    *,
    version: int,
    by: User | None,
) -> Assessment:
    """Keep the county's (`move` "review") or the city's ("weigh") judgement so far, by key of the point.

    Raises ValidationError where somebody saved since `version`, or a judgement differs without a note.
    """
    level = LEVELS[move]
    sheet = locked(assessment, move, by=by, version=version)
    rows = points_of(sheet, judgements)
    for row in rows:
        said = judgements[row.pk]
        setattr(row, f"{level}_met", said.met)
        setattr(row, f"{level}_note", said.note)
        row.explanation = said.explanation
    _must_say_why(rows)
    AssessmentItem.objects.bulk_update(rows, [f"{level}_met", f"{level}_note", "explanation"])
    touch(sheet)
    record(by, MOVES[move].label, sheet, judged=len(rows))
    return sheet


LEVELS = {"review": "county", "weigh": "city"}


def _must_say_why(rows: list[AssessmentItem]) -> None:
    """Every objection of the database and of the public's privacy, each at its point."""
    faults: list[ValidationError] = []
    for row in rows:
        try:
            row.clean()
            row.validate_constraints()
        except ValidationError as error:
            faults += [_at(row, message) for message in error.messages]
    if faults:
        raise ValidationError(faults)


def _at(row: AssessmentItem, message: str) -> ValidationError:
    part = "explanation" if "公开说明" in message else "note"
    return ValidationError(f"第 {row.item.number} 项：{message}", params={"field": f"{part}_{row.pk}"})


@transaction.atomic
def confirm(assessment: Assessment, *, by: User | None) -> Assessment:
    """The county agrees: points it did not judge stand as the station says, and the city decides.

    Raises ValidationError where the sheet stands elsewhere.
    """
    sheet = locked(assessment, "confirm", by=by)
    rows = list(sheet.items.filter(county_met=None))
    for row in rows:
        row.county_met = row.self_met
    AssessmentItem.objects.bulk_update(rows, ["county_met"])
    sheet.state, sheet.reviewed_at, sheet.return_note = State.REVIEWED, timezone.now(), ""
    touch(sheet)
    record(by, "县级复核站点评价", sheet)
    return sheet


@transaction.atomic
def turn_back(assessment: Assessment, move: str, *, note: str, by: User | None) -> Assessment:
    """Back one step: `move` is "return", "send_back" or "reconsider". The reason is internal."""
    sheet = locked(assessment, move, by=by, note=note)
    sheet.state, sheet.return_note = MOVES[move].target, note.strip()
    if move == "send_back":
        # The county judges anew; what the city said about the old judgement is in the reason.
        sheet.items.update(city_met=None, city_note="")
    touch(sheet)
    record(by, MOVES[move].label, sheet, note=note)
    return sheet


@transaction.atomic
def decide(
    assessments: Iterable[Assessment], *, on: date, by: User, expected: Mapping[int, int] | None = None
) -> list[Assessment]:
    """Grade one or many: points, the grade they reach, and how long it holds from `on`.

    `expected` are the points of the preview, by key: raises ValidationError where they
    have changed, or a sheet stands elsewhere; then none is graded.
    """
    sheets = all_locked(assessments, "decide", by=by)
    sums = AssessmentItem.objects.filter(assessment__in=sheets).totals()
    for sheet in sheets:
        counted = sums[sheet.pk]
        if expected is not None and expected.get(sheet.pk) != counted.points:
            raise ValidationError(f"{sheet.station}的得分已经变化，请重新核对")
        sheet.points, sheet.full_points = counted.points, counted.full
        sheet.grade = sheet.round.grade_for(counted.points, counted.full)
        sheet.valid_from, sheet.valid_until = on, sheet.round.valid_until(on)
        sheet.state, sheet.decided_at, sheet.decided_by = State.DECIDED, timezone.now(), by
        sheet.return_note = ""
        touch(sheet)
        record(by, "评定站点等次", sheet, points=counted.points, grade=sheet.get_grade_display())
    return sheets


@transaction.atomic
def publish(assessments: Iterable[Assessment], *, by: User | None) -> list[Assessment]:
    """Make decisions public and put the grades on the stations.

    The station's own time of change stays: a grade is no news from the station.
    """
    sheets = all_locked(assessments, "publish", by=by)
    for sheet in sheets:
        sheet.state, sheet.published_at = State.PUBLISHED, timezone.now()
        touch(sheet)
        _give_grade(sheet)
        record(by, "公布站点等次", sheet, grade=sheet.get_grade_display())
    return sheets


def _give_grade(sheet: Assessment) -> None:
    """The station bears the newest year's grade, even where an older year is published after it."""
    station = Station.objects.select_for_update().get(pk=sheet.station_id)
    if station.assessments.public().filter(round__year__gt=sheet.round.year).exists():
        return
    station.grade, station.grade_until = sheet.grade, sheet.valid_until
    station.save(update_fields=["grade", "grade_until"])
