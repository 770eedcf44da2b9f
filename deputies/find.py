"""Find a deputy by what people type into the one question of the site."""

from deputies.models import Deputy
from deputies.profile import Line, line
from liaison.divisions.models import Division
from liaison.lib.text import fold, initials, pinyin

LIMIT, WIDE = 12, 200
SHORTEST, SHORTEST_READING = 2, 4


def people(question: str, city: Division) -> list[Line]:
    """Serving deputies who bear the name asked for, whole names first. Three queries at most.

    One character is a surname that hundreds bear, and two letters are a village as
    often as a person: those are left to the list of deputies.
    """
    word = fold(question).removesuffix("代表")
    if len(word) < SHORTEST:
        return []
    found = Deputy.objects.serving().within(city).matching(word).in_reading_order()
    named = [d for d in found.only("name", "pinyin")[:WIDE] if _is_called(d, word)]
    named.sort(key=lambda deputy: fold(deputy.name) != word)
    chosen = [deputy.pk for deputy in named[:LIMIT]]
    if not chosen:
        return []
    fetched = Deputy.objects.filter(pk__in=chosen).with_public_parts().in_bulk()
    return [line(fetched[pk]) for pk in chosen]


def _is_called(deputy: Deputy, word: str) -> bool:
    """In characters any part of the name; in letters the initials, or the reading from its start."""
    if not word.isascii():
        return word in fold(deputy.name)
    readings = {deputy.pinyin, pinyin(deputy.name, person=True)}
    is_reading = len(word) >= SHORTEST_READING and any(r.startswith(word) for r in readings)
    return is_reading or word == initials(deputy.name, person=True)
