"""Which congress a title, a sheet's name or a heading between rows announces."""

import re

from deputies.models import CongressLevel
from deputies.roster.levels import (
    BRACKETS,
    CITY_WORD,
    COUNTED,
    PREFECTURE,
    SEPARATORS,
    TERM,
    Phrase,
    Setting,
    plain_words,
    settled,
    take_word,
    tokens_of,
)
from liaison.divisions.models import Division
from liaison.lib.text import fold

N, P, M, C, T = CongressLevel
_NO_TITLE = re.compile(
    r"代表团|代表小组|代表组|联络站|代表之家|选区|常委会|委员会|办公室|单位[:(]|填报|编制|制表"
)
_CONGRESS = re.compile(r"人大|人民代表")
_IN_TITLES = re.compile(r"(人民代表大会|人大|人民代表|代表)")


def read_title(text: str, setting: Setting) -> Phrase:
    """The one level that a title, a sheet's name or a heading between rows announces.

    获嘉县第十六届人大代表名册 is the county's; 市县乡三级代表名册 announces nothing.
    """
    written = fold(text)
    if _NO_TITLE.search(written):
        return Phrase()
    written = plain_words(written)
    head = _IN_TITLES.split(TERM.sub("", written), maxsplit=1)
    if len(head) == 1 and not _is_only_levels(written, setting):
        return Phrase()
    tokens, towns = _last_run(head[0], setting)
    if not tokens:
        return Phrase()
    tokens = _innermost(tokens)
    is_a_place_only = bool(towns) and not _CONGRESS.search(written)
    if len(set(tokens)) > 1 or is_a_place_only:
        return Phrase()
    found = settled(tokens, [], towns, "", setting)
    return Phrase() if found.is_subdistrict else found


def _is_only_levels(written: str, setting: Setting) -> bool:
    """A sheet called 市 or 镇级; one called 孟庄镇 only says where, not which congress."""
    tokens, rest, towns = tokens_of(SEPARATORS.sub("", written), setting)
    return bool(tokens) and not rest and not towns and len(written) <= len("乡镇级")


def _last_run(text: str, setting: Setting) -> tuple[list[object], list[Division]]:
    """The level words that stand together right before 人大代表."""
    run: list[object] = []
    towns: list[Division] = []
    part = PREFECTURE.sub("地市", BRACKETS.sub("", text))
    part = COUNTED.sub("", part)
    while part:
        taken = take_word(part, setting)
        if taken:
            word, meaning = taken
            if isinstance(meaning, Division):
                towns.append(meaning)
                meaning = (T, meaning)
            elif len(word) > 1 and meaning in (P, M, C):
                meaning = (meaning, None)
            run.append(meaning)
            part = part[len(word) :]
            continue
        if not SEPARATORS.match(part) and not re.match(r"[级和及与]", part):
            run, towns = [], []
        part = part[1:]
    return run, towns


def _innermost(run: list[object]) -> list[object]:
    """Of places named one inside the other only the last counts: 新乡市获嘉县."""
    plain: list[object] = []
    for one in run:
        if isinstance(one, tuple):
            if plain and isinstance(plain[-1], tuple):
                plain.pop()
            plain.append(one)
        else:
            if plain and isinstance(plain[-1], tuple) and one != CITY_WORD:
                plain.pop()
            plain.append(one)
    if len(plain) > 1 and isinstance(plain[0], tuple) and plain[-1] == CITY_WORD:
        plain = plain[1:]
    return [one[0] if isinstance(one, tuple) else one for one in plain]
