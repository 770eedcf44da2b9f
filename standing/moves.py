"""The way of an assessment, and the lock that every decision about one takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from liaison.accounts.models import User
from liaison.lib.workflow import Move, check
from standing.models import Assessment, AssessmentItem, State

ANSWER, REVIEW, DECIDE = (f"standing.{verb}_assessment" for verb in ("answer", "review", "decide"))
OPEN = "standing.open_assessmentround"

MOVES: dict[str, Move] = {
    "answer": Move("填写自评", {State.DRAFT, State.RETURNED}, State.DRAFT, ANSWER),
    "submit": Move("提交县级复核", {State.DRAFT, State.RETURNED}, State.SUBMITTED, ANSWER),
    "review": Move("填写县级意见", {State.SUBMITTED}, State.SUBMITTED, REVIEW),
    "confirm": Move("确认并报市级", {State.SUBMITTED}, State.REVIEWED, REVIEW),
    "return": Move("退回修改", {State.SUBMITTED}, State.RETURNED, REVIEW, needs_note=True),
    "weigh": Move("填写市级意见", {State.REVIEWED}, State.REVIEWED, DECIDE),
    "send_back": Move("退回县级", {State.REVIEWED}, State.SUBMITTED, DECIDE, needs_note=True),
    "decide": Move("评定等次", {State.REVIEWED}, State.DECIDED, DECIDE),
    "reconsider": Move("重新评定", {State.DECIDED}, State.REVIEWED, DECIDE, needs_note=True),
    "publish": Move("公布", {State.DECIDED}, State.PUBLISHED, DECIDE),
}
MOST_AT_ONCE = 500
OUTDATED = "outdated"


def locked(
    assessment: Assessment, move: str, *, by: User | None, note: str = "", version: int | None = None
) -> Assessment:
    """The sheet as it stands, held until the decision is written."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round", "station__division")
    sheet = rows.get(pk=assessment.pk)
    check(MOVES[move], sheet.state, by=by, note=note)
    if version is not None and sheet.version != version:
        raise ValidationError(
            "这张评价表在您打开之后被别人改过。您填写的内容都还在，核对后再保存；再次保存时以您的内容为准",
            code=OUTDATED,
        )
    return sheet


def all_locked(assessments: Iterable[Assessment], move: str, *, by: User | None) -> list[Assessment]:
    """The same of several, none of which may stand elsewhere."""
    keys = [one.pk for one in assessments]
    if not keys:
        raise ValidationError("请选择联络站")
    if len(keys) > MOST_AT_ONCE:
        raise ValidationError(f"一次最多 {MOST_AT_ONCE} 个站")
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round", "station")
    sheets = list(rows.filter(pk__in=keys).order_by("pk"))
    for sheet in sheets:
        check(MOVES[move], sheet.state, by=by)
    return sheets


def points_of(sheet: Assessment, said: Mapping[int, Any]) -> list[AssessmentItem]:
    """The sheet's own points among those that something was `said` about."""
    return list(sheet.items.filter(pk__in=said).select_related("item"))


def touch(sheet: Assessment) -> None:
    """Save, and tell the next editor that something moved."""
    sheet.version += 1
    sheet.save()
