"""Reception rules of stations, the sessions that follow from them, and who is on duty."""

from receptions.models.reception import Attendance, DutySlot, Reception, Status
from receptions.models.rule import HolidayPolicy, Months, ReceptionRule, Recurrence

__all__ = [
    "Attendance",
    "DutySlot",
    "HolidayPolicy",
    "Months",
    "Reception",
    "ReceptionRule",
    "Recurrence",
    "Status",
]
