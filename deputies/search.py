"""The one column that a search for deputies reads."""

from deputies.models import Deputy
from liaison.lib.text import fold, initials, pinyin


def search_text(deputy: Deputy) -> str:
    """The name in characters, in pinyin as corrected by people, and its initials."""
    spellings = (
        fold(deputy.name),
        deputy.pinyin,
        pinyin(deputy.name, person=True),
        initials(deputy.name, person=True),
    )
    return "|".join(dict.fromkeys(filter(None, spellings)))
