"""What citizens say, who may reach them, and every step it took."""

from opinions.models.contact import Contact
from opinions.models.knock import Knock
from opinions.models.opinion import (
    Channel,
    DeclineReason,
    Door,
    Opinion,
    OpinionState,
    Satisfaction,
    Topic,
)
from opinions.models.parts import OpinionMove, OpinionPhoto
from opinions.models.phrase import Phrase, PhraseUse
from opinions.models.suggestion import Suggestion

__all__ = [
    "Channel",
    "Contact",
    "DeclineReason",
    "Door",
    "Knock",
    "Opinion",
    "OpinionMove",
    "OpinionPhoto",
    "OpinionState",
    "Phrase",
    "PhraseUse",
    "Satisfaction",
    "Suggestion",
    "Topic",
]
