"""Monthly reports, their figures and moves; the rule they are due by; reminders that wait to be sent."""

from progress.models.outbox import OutboxMessage
from progress.models.report import Figure, MonthlyReport, ReportAttachment, ReportMove, State
from progress.models.rule import ReportingRule
from progress.models.template import PaperTemplate

__all__ = [
    "Figure",
    "MonthlyReport",
    "OutboxMessage",
    "PaperTemplate",
    "ReportAttachment",
    "ReportMove",
    "ReportingRule",
    "State",
]
