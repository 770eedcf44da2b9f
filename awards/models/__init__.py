"""The yearly innovation award, its cases and photos, and what the judges thought."""

from awards.models.case import AwardCase, CasePhoto, CaseState, Prize
from awards.models.mark import JudgeMark
from awards.models.round import AwardRound, RoundState

__all__ = ["AwardCase", "AwardRound", "CasePhoto", "CaseState", "JudgeMark", "Prize", "RoundState"]
