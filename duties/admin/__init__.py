"""The desk of grass-roots duties."""

from duties.admin.records import PartyReportAdmin, PresidiumMeetingAdmin, TownshipSessionAdmin
from duties.admin.training import TrainingClassAdmin

__all__ = ["PartyReportAdmin", "PresidiumMeetingAdmin", "TownshipSessionAdmin", "TrainingClassAdmin"]
