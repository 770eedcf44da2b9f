"""What the law asks of the grass roots: congress sessions, presidium meetings, training, reports."""

from duties.models.meeting import PresidiumMeeting
from duties.models.party import PartyReport
from duties.models.session import TownshipSession
from duties.models.training import Attendance, TrainingClass

__all__ = ["Attendance", "PartyReport", "PresidiumMeeting", "TownshipSession", "TrainingClass"]
