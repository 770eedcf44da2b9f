"""Monthly reports, their figures and moves; the rule they are due by; reminders that wait to be sent."""

from progress.models.outbox import OutboxMessage
from progress.models.report import Figure, MonthlyReport, ReportAttachment, ReportMove, State
from progress.models.rule import ReportingRule

__all__ = [
    "Figure",
    "MonthlyReport",
    "OutboxMessage",
    "ReportAttachment",
    "ReportMove",
    "ReportingRule",
    "State",
]
