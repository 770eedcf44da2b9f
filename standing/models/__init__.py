"""A year's assessment of stations: the round, each station's sheet, and the judgements on it."""

from standing.models.assessment import Assessment, State
from standing.models.item import AssessmentItem, total
from standing.models.round import AssessmentRound

__all__ = ["Assessment", "AssessmentItem", "AssessmentRound", "State", "total"]
