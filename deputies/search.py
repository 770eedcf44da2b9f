"""The one column that a search for deputies reads."""

from deputies.models import Deputy
from liaison.lib.bigrams import tokens
from liaison.lib.text import fold, initials, pinyin

COLUMNS = ("folded", "pinyin", "search_text", "search_tokens")
"""What `prepare` writes."""


def search_text(deputy: Deputy) -> str:
    """The name in characters, in pinyin as corrected by people, and its initials."""
    spellings = (
        fold(deputy.name),
        deputy.pinyin,
        pinyin(deputy.name, person=True),
        initials(deputy.name, person=True),
    )
    return "|".join(dict.fromkeys(filter(None, spellings)))


def prepare(deputy: Deputy) -> None:
    """Fill the columns that lists sort and search by; for whoever writes many rows at once."""
    deputy.folded = fold(deputy.name)
    deputy.pinyin = deputy.pinyin or pinyin(deputy.name, person=True)
    deputy.search_text = search_text(deputy)
    deputy.search_tokens = tokens(deputy.search_text)
