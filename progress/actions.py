"""What is decided about a report: saved, moved on, corrected. Rows are locked, every step leaves a trace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib.workflow import check
from progress import sheet
from progress.indicators import INDICATORS, SECTIONS
from progress.models import Figure, MonthlyReport, ReportingRule, ReportMove, State
from progress.months import due_at, last_of
from progress.moves import MOVES

TEXTS = ("practice", "difficulties", "filled_by", "checked_by", "signed_by")


def named(by: Any) -> str:
    """Who decided, as the trail writes it; nobody is the system itself."""
    return str(by) if by is not None else "系统"


class OutdatedError(Exception):
    """Somebody else saved this report meanwhile; `report` is how it stands now."""

    def __init__(self, report: MonthlyReport) -> None:
        super().__init__(str(report))
        self.report = report


@dataclass(frozen=True)
class Draft:
    """What somebody typed: figures and their reasons by code, the words by field."""

    values: Mapping[str, int | None]
    reasons: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save(unit: Division, month: date, draft: Draft, *, seen: int, by: Any, now: datetime) -> MonthlyReport:
    """Write the draft of a month, beginning it where nobody has yet.

    `seen` is the version that the author saw (0: none). Raises OutdatedError when another
    one is stored, ValidationError when the report is not the county's to write any more.
    """
    report = _newest(unit, month)
    if report is None:
        report = _begin(unit, month, by)
    if report.version != seen:
        raise OutdatedError(report)
    if not report.is_open:
        raise ValidationError(f"月报现在是“{report.get_state_display()}”，不能修改")
    for name in TEXTS:
        setattr(report, name, draft.texts.get(name, getattr(report, name)))
    report.version += 1
    report.editor, report.editor_name, report.saved_at = by, named(by), now
    report.save()
    _write_figures(report, draft, timezone.localdate(now))
    return report


def _newest(unit: Division, month: date) -> MonthlyReport | None:
    """The latest revision, locked."""
    rows = MonthlyReport.objects.select_for_update(of=("self",)).filter(county=unit, month=month)
    return rows.order_by("-revision").first()


def _begin(unit: Division, month: date, by: Any) -> MonthlyReport:
    """An empty first revision; whoever comes second finds it taken."""
    due = due_at(month, ReportingRule.objects.all().of(unit.city))
    try:
        with transaction.atomic():
            report = MonthlyReport.objects.create(county=unit, month=month, due_at=due)
    except IntegrityError:
        raise OutdatedError(MonthlyReport.objects.get(county=unit, month=month, revision=1)) from None
    record(by, "开始填报月报", report)
    return report


def _write_figures(report: MonthlyReport, draft: Draft, today: date) -> None:
    """Each figure beside what the records say at this moment."""
    known = sheet.look(report.county, report.month, report, today).known
    rows = [
        Figure(
            report=report,
            code=one.code,
            value=draft.values.get(one.code),
            known=known.get(one.code),
            reason=draft.reasons.get(one.code, "").strip(),
        )
        for one in INDICATORS
    ]
    Figure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["report", "code"],
        update_fields=["value", "known", "reason"],
    )


@transaction.atomic
def move(
    report: MonthlyReport,
    name: str,
    *,
    by: Any,
    now: datetime,
    seen: int | None = None,
    note: str = "",
    comments: Mapping[str, str] | None = None,
) -> MonthlyReport:
    """Take one step of `moves.MOVES`.

    `seen` is the version that was read before deciding. Raises PermissionDenied without the
    right; ValidationError where the report stands elsewhere or was changed since, a reason is
    missing, figures contradict each other, or one person would both fill and sign where the
    city wants two.
    """
    step = MOVES[name]
    row = MonthlyReport.objects.select_for_update(of=("self",)).with_places().get(pk=report.pk)
    check(step, row.state, by=by, note=note)
    if seen is not None and seen != row.version:
        raise ValidationError(f"{row.editor_name or '别人'}刚刚改过这份月报，请重新核对后再办理")
    if name == "sign":
        _must_hold(row, timezone.localdate(now))
    if name == "submit":
        _needs_another_person(row, by)
        row.signed_by = row.signed_by or named(by)
        row.submitted_at = row.submitted_at or now
    if name == "confirm":
        row.confirmed_at = now
    source, row.state = row.state, step.target
    row.version += 1
    row.save()
    said = {str(k): text.strip() for k, text in (comments or {}).items() if text.strip()}
    _trace(row, step.label, source, by=by, now=now, note=note.strip(), comments=said)
    return row


def _must_hold(report: MonthlyReport, today: date) -> None:
    """The month is over, the figures that were saved are sound, and the words are there."""
    if today < last_of(report.month):
        raise ValidationError(f"{report.month.month} 月还没有结束，月底以后再提交审签")
    saved = sheet.look(report.county, report.month, report, today, as_saved=True)
    count = len(saved.faults()) + (not report.practice.strip()) + (not report.filled_by.strip())
    if count:
        raise ValidationError(f"还有 {count} 处需要修改，改好后才能提交审签")


def _needs_another_person(report: MonthlyReport, by: Any) -> None:
    rule = ReportingRule.objects.all().of(report.county.city)
    sent = report.moves.filter(target=State.SIGNING).order_by("-pk").first()
    if rule.needs_two_people and sent and by and sent.by_id == by.pk:
        raise ValidationError("填报和审签要由两个人办理，这份月报是您提交审签的")


def _trace(report: MonthlyReport, label: str, source: str, *, by: Any, now: datetime, **said: Any) -> None:
    ReportMove.objects.create(
        report=report,
        at=now,
        by=by,
        by_name=named(by),
        label=label,
        source=source,
        target=report.state,
        **said,
    )
    sections = [SECTIONS[int(number)] for number in said.get("comments", {})]
    detail = {"note": said.get("note", ""), "sections": sections, "revision": report.revision}
    record(by, f"月报{label}", report, **{key: value for key, value in detail.items() if value})


@transaction.atomic
def revise(report: MonthlyReport, reason: str, *, by: Any, now: datetime) -> MonthlyReport:
    """Open the next revision of a confirmed report; the confirmed one goes on counting until then.

    Raises ValidationError without a reason, or when a correction is under way already.
    """
    if not reason.strip():
        raise ValidationError({"note": "请填写更正原因"})
    newest = _newest(report.county, report.month)
    if newest is None or newest.state != State.CONFIRMED:
        raise ValidationError("这个月的更正已经在办理")
    kept = list(newest.figures.all())
    made = MonthlyReport.objects.create(
        county=newest.county,
        month=newest.month,
        revision=newest.revision + 1,
        revision_reason=reason.strip(),
        due_at=newest.due_at,
        version=1,
        editor=by,
        editor_name=named(by),
        saved_at=now,
        **{name: getattr(newest, name) for name in ("practice", "difficulties", "filled_by")},
    )
    Figure.objects.bulk_create(
        Figure(report=made, code=one.code, value=one.value, known=one.known, reason=one.reason)
        for one in kept
    )
    record(by, "更正月报", made, reason=reason.strip(), revision=made.revision)
    return made
