"""Pairs of neighbouring characters: what a full-text index needs to find a part of a Chinese word.

Full-text engines cut text at spaces, and Chinese has none. Every pair of neighbours becomes a
word of its own, spelt in plain letters and digits so that SQLite and PostgreSQL cut alike.
The index only narrows: whoever asks still compares the text itself, so the answer is that of
a plain search for a part of the text, on both databases.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connections, models
from django.db.models.expressions import RawSQL

MOST_WORDS = 12
"""Enough to narrow; the comparison with the text does the rest."""

FEW = 1000
"""So many keys are handed on and sorted; what more rows hold, a walk through them in order meets soon."""

COLUMN = "search_tokens"
ASK = {
    "sqlite": 'SELECT rowid FROM "{table}_tokens" WHERE "{table}_tokens" MATCH %s',
    "postgresql": (
        "SELECT id FROM \"{table}\" WHERE to_tsvector('simple', search_tokens) @@ to_tsquery('simple', %s)"
    ),
}
JOINT = {"sqlite": " AND ", "postgresql": " & "}


def tokens(text: str) -> str:
    """Every single character and every pair of neighbours of `text`, once each."""
    parts = [*text, *(text[i : i + 2] for i in range(len(text) - 1))]
    return " ".join(dict.fromkeys(map(spelt, parts)))


def wanted(word: str) -> list[str]:
    """What a text must hold to hold `word`: its pairs, or the one character it is."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
    return list(dict.fromkeys(map(spelt, pairs)))[:MOST_WORDS]


def spelt(part: str) -> str:
    """A word of letters and digits that no engine cuts or changes: 赵秀 → u8d75u79c0."""
    return "".join(f"u{ord(char):x}" for char in part)


def holding(rows: models.QuerySet[Any], word: str) -> models.QuerySet[Any]:
    """`rows` whose search text holds `word`; through the index where the settings say so."""
    found = rows.filter(search_text__contains=word)
    if not settings.SEARCH_INDEX or not word:
        return found
    vendor = connections[rows.db].vendor
    question = ASK[vendor].format(table=rows.model._meta.db_table)
    return found.filter(pk__in=RawSQL(question, [JOINT[vendor].join(wanted(word))]))  # noqa: S611 -- own words only


def narrowed(rows: models.QuerySet[Any], words: Sequence[str]) -> models.QuerySet[Any]:
    """`rows` that may hold all `words`: the few that the index names, or all where it names many.

    For tables whose order an index follows: a search for a common word stops there after a page or
    two, and must not fetch all that it finds. Asks the index at once, and no further than `FEW`.
    """
    parts = list(dict.fromkeys(part for word in words if word for part in wanted(word)))
    if not parts or not settings.SEARCH_INDEX:
        return rows
    found = _first_named(rows, parts)
    return rows if len(found) > FEW else rows.filter(pk__in=found)


def _first_named(rows: models.QuerySet[Any], parts: Sequence[str]) -> list[int]:
    """The keys that the index names for all `parts`, in no order; one more than `FEW` at most."""
    connection = connections[rows.db]
    question = ASK[connection.vendor].format(table=rows.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"{question} LIMIT {FEW + 1}", [JOINT[connection.vendor].join(parts)])
        return [key for (key,) in cursor.fetchall()]
