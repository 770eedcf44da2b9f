"""The records of the city's own publication."""

from bulletins.models.bulletin import REVIEWED, SCHEDULED, WORDS, Bulletin, State
from bulletins.models.parts import Attachment, BulletinPhoto
from bulletins.models.series import Series

__all__ = ["REVIEWED", "SCHEDULED", "WORDS", "Attachment", "Bulletin", "BulletinPhoto", "Series", "State"]
