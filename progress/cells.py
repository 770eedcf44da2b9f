"""How a county's month stands on the clock: filled, signed, submitted, late, missing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from liaison.divisions.models import Division
from progress.models import MonthlyReport, State
from progress.months import last_of

TONES = {
    State.DRAFT: "",
    State.SIGNING: "info",
    State.SUBMITTED: "info",
    State.CONFIRMED: "ok",
    State.RETURNED: "err",
}
SHORT = {
    State.DRAFT: "草稿",
    State.SIGNING: "审签",
    State.SUBMITTED: "报送",
    State.CONFIRMED: "确认",
    State.RETURNED: "退回",
}
AMBER = timedelta(days=2)


@dataclass(frozen=True)
class Cell:
    """One county's month as the desk shows it."""

    unit: Division
    month: date
    report: MonthlyReport | None
    due_at: datetime
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Due, and the city does not have it."""
        is_with_county = self.report is None or self.report.submitted_at is None
        return is_with_county and self.now > self.due_at

    @property
    def was_late(self) -> bool:
        """Came in after it was due."""
        return bool(self.report and self.report.submitted_at and self.report.submitted_at > self.due_at)

    @property
    def key(self) -> str:
        """The state as a word for filters: a state, `none` where nobody began."""
        return self.report.state if self.report else "none"

    @property
    def label(self) -> str:
        """The state in words: 未报 once it is overdue and nobody began."""
        if self.report is None:
            return "未报" if self.is_overdue else "未填"
        return str(self.report.get_state_display())

    @property
    def short(self) -> str:
        """The state in two characters, for a narrow cell."""
        return SHORT[self.key] if self.report else self.label

    @property
    def is_with_county(self) -> bool:
        """The county has to write."""
        return self.report is None or self.report.is_open

    @property
    def needs_reminder(self) -> bool:
        """The city waits for it."""
        return self.key in ("none", State.DRAFT, State.SIGNING, State.RETURNED)

    @property
    def tone(self) -> str:
        """The colour of the state's tag."""
        if self.report is None:
            return "err" if self.is_overdue else ""
        return TONES[State(self.report.state)]

    @property
    def address(self) -> str:
        """The county's page of the month."""
        return reverse("work:report", args=[self.unit.code, self.month])

    @property
    def deadline(self) -> str:
        """12 月 5 日 18:00 前报送，还有 10 天."""
        due = timezone.localtime(self.due_at)
        text = f"{due.month} 月 {due.day} 日 {due:%H:%M} 前报送"
        if self.report and self.report.submitted_at:
            at = timezone.localtime(self.report.submitted_at)
            late = "，迟报" if self.was_late else ""
            return f"{text}，{at.month} 月 {at.day} 日 {at:%H:%M} 已报送{late}"
        days = (due.date() - timezone.localdate(self.now)).days
        if self.is_overdue:
            return f"{text}，已逾期 {max(-days, 0)} 天" if days < 0 else f"{text}，已逾期"
        return f"{text}，还有 {days} 天" if days else f"{text}，今天到期"

    @property
    def urgency(self) -> str:
        """The tone of the deadline: amber in the last two days, red once it is over."""
        if self.is_overdue:
            return "err"
        is_open = self.report is None or self.report.submitted_at is None
        return "warn" if is_open and self.due_at - self.now <= AMBER else ""

    @property
    def is_running(self) -> bool:
        """The month is not over yet."""
        return timezone.localdate(self.now) <= last_of(self.month)
