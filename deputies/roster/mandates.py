"""Which mandates a row claims: its levels, and for each the electing body or constituency and term."""

import re

from deputies.models import CongressLevel
from deputies.models.term import ELECTED_BY_A_BODY, no_congress
from deputies.roster.kinds import is_levels
from deputies.roster.levels import Phrase, labels, read_levels
from deputies.roster.places import Towns
from deputies.roster.rows import Claim, Fate, RosterRow
from deputies.roster.sheet import Heading, Surroundings
from deputies.roster.terms import read_terms
from liaison.divisions.models import Division
from liaison.lib.sheets import Row, values
from liaison.lib.text import fold

N, P, M, C, T = CongressLevel
_BREAK = re.compile(r"[、,，;；/|]+")
_NOT_TICKED = re.compile(r"[否无非×xXnN0]+|不是")
_ELECTED, _DELEGATION = 60, 40


def read_mandates(
    read: RosterRow, around: Surroundings, row: Row, above: Heading, towns: Towns, answers: dict[str, str]
) -> None:
    """Fills the claims of a row, or ends it with a question or the reason."""
    read.district = values.text(around.value(row, "district")) or values.text(around.value(row, "body"))
    read.delegation = values.compact(around.value(row, "delegation")) or above.delegation
    read.station_text = values.compact(around.value(row, "station"))
    read.station = towns.station_name(read.station_text) if read.station_text else ""
    phrase = _answered(read, _phrase(read, around, row, above), answers)
    _read_term(read, around, row)
    read.region = values.compact(around.value(row, "region"))
    read.town = _town(read, phrase, above, around, towns)
    if read.fate != Fate.OK:
        return
    if phrase.question:
        read.city_question = True
        read.ends_as(Fate.REVIEW, phrase.question, "levels")
        return
    if not phrase.is_clear:
        said = f"：{read.level_text}" if read.level_text else "，请填写"
        read.ends_as(Fate.REVIEW, f"{phrase.problem or '看不出代表层级'}{said}", "levels")
        return
    if phrase.remark:
        read.warn(f"代表层级中的“{phrase.remark}”未导入，请核对", "levels")
    if stray := _stray(phrase, around, row):
        read.ends_as(Fate.REVIEW, stray, "levels")
        return
    _claim(read, phrase, around, row)
    _check_township(read, phrase, towns)


def _phrase(read: RosterRow, around: Surroundings, row: Row, above: Heading) -> Phrase:
    """The levels from the cell, else the ticks, else what stands above or in the title, else the term."""
    read.level_text = values.text(around.value(row, "levels"))
    if read.level_text:
        return read_levels(read.level_text, around.setting)
    if around.ticks:
        return _ticked(read, around, row)
    for phrase in (above.level, around.level):
        if phrase.levels or phrase.question:
            read.level_text = "表头或标题中的“市”" if phrase.question else ""
            return phrase
    own = read_terms(around.value(row, "term"), around.setting).own
    return Phrase(tuple(level for level, _ in own))


def _stray(phrase: Phrase, around: Surroundings, row: Row) -> str:
    """Another cell that names other levels, where none was found in a column of its own:
    what a title says of everybody is not to be believed against it."""
    if around.columns.get("levels") or around.ticks:
        return ""
    for column in around.table.columns:
        said = values.text(row.cell(column.index))
        if "代表" not in said or not is_levels(said):
            continue
        own = read_levels(said, around.setting)
        if own.question or not set(own.levels) <= set(phrase.levels):
            return f"“{column.title}”写“{said}”，与表头或标题的层级不同，请核对"
    return ""


def _ticked(read: RosterRow, around: Surroundings, row: Row) -> Phrase:
    """The levels whose column is ticked; a word that is no tick is a question."""
    levels: set[CongressLevel] = set()
    question = problem = ""
    for column, phrase in around.ticks:
        said = values.text(row.cell(column.index))
        if not said or _NOT_TICKED.fullmatch(fold(said)):
            continue
        if not values.is_ticked(row.cell(column.index)) and not _agrees(said, phrase, around):
            problem = f"“{column.path[-1]}”一列写“{said}”，看不出是否代表"
        elif phrase.question:
            question, read.level_text = phrase.question, f"“{column.path[-1]}”一列"
        levels |= set(phrase.levels)
    if not levels and not question:
        problem = problem or "各级代表一项也没有勾选"
    return Phrase(tuple(level for level in CongressLevel if level in levels), "", question, problem)


def _agrees(said: str, phrase: Phrase, around: Surroundings) -> bool:
    """Whether a word in a tick column says its own level or a term: 县代表, 第十六届, 连任."""
    if read_terms(said, around.setting).first or fold(said) in {"连任", "新当选", "代表", "当选"}:
        return True
    return is_levels(said) and set(read_levels(said, around.setting).levels) == set(phrase.levels)


def _answered(read: RosterRow, phrase: Phrase, answers: dict[str, str]) -> Phrase:
    """The phrase with 市 as somebody answered for these words."""
    answer = answers.get(f"city:{read.level_text}")
    if not phrase.question or answer not in {M, C}:
        return phrase
    levels = {*phrase.levels, CongressLevel(answer)}
    ordered = tuple(level for level in CongressLevel if level in levels)
    return Phrase(ordered, phrase.remark, "", "", phrase.township, phrase.is_subdistrict)


def _read_term(read: RosterRow, around: Surroundings, row: Row) -> None:
    """The term of the row: its own cell, else inside the level, else the title's."""
    read.stated = read_terms(around.value(row, "term"), around.setting)
    if read.stated.remark:
        read.warn(f"第{read.number}行“届次”无效：{read.stated.remark}", "term")
    if read.stated.first is None and "届" in read.level_text:
        read.stated = read_terms(read.level_text, around.setting)
    if read.stated.first is None:
        read.stated = around.term


def _town(
    read: RosterRow, phrase: Phrase, above: Heading, around: Surroundings, towns: Towns
) -> Division | None:
    """The township of the row, the surest hint first."""
    if phrase.township:
        return phrase.township
    for hint in (read.district, read.region, read.delegation):
        if hint and (town := towns.find(hint)):
            return town
    known = above.town or above.level.township or around.town
    return known or (towns.find(read.station_text) if read.station_text else None)


def _claim(read: RosterRow, phrase: Phrase, around: Surroundings, row: Row) -> None:
    """One claim for each level."""
    body = values.text(around.value(row, "body"))
    elected = _elected_by(phrase.levels, read.district, body, around)
    is_single = len(phrase.levels) == 1
    for level in phrase.levels:
        read.claims[level] = Claim(
            level,
            _cut(read, elected.get(level, ""), _ELECTED, "district"),
            _cut(read, read.delegation, _DELEGATION, "delegation"),
            read.stated.of(level) or (read.stated.shared if is_single else None),
            read.stated.shared,
            read.town if level == T else None,
        )


def _cut(read: RosterRow, text: str, most: int, field: str) -> str:
    if len(text) > most:
        read.warn(f"“{text[:10]}…”超过{most}字，只保留前{most}字", field)
    return text[:most]


def _elected_by(
    levels: tuple[CongressLevel, ...], district: str, body: str, around: Surroundings
) -> dict[CongressLevel, str]:
    """Electing body or constituency for each level. A text for several levels is told apart by law:
    a constituency belongs to county and township, a body's name to the level above that body."""
    if len(levels) == 1:
        is_body = levels[0] in ELECTED_BY_A_BODY
        return {levels[0]: (body if is_body else "") or district}
    parts = [part.strip() for part in _BREAK.split(district) if part.strip()]
    bodies = [part for part in parts if _is_body(part, around)]
    voters = "、".join(part for part in parts if part not in bodies)
    if body and body not in bodies:
        bodies.append(body)
    found = {level: voters for level in levels if level not in ELECTED_BY_A_BODY}
    for level in levels:
        if level in ELECTED_BY_A_BODY:
            found[level] = _body_of(level, levels, bodies, around)
    return found


def _is_body(part: str, around: Surroundings) -> bool:
    """Whether a text names a congress's area rather than a constituency."""
    return "选举单位" in part or _level_above(part, around) is not None


def _level_above(part: str, around: Surroundings) -> CongressLevel | None:
    """The level whose deputies that area's congress elects: 河南省 the nation's, 新乡市 the province's."""
    bare = fold(part).replace("选举单位", "").replace("人大", "")
    county = around.setting.county
    if bare.endswith(("省", "自治区")):
        return N
    if county.city and bare == fold(county.city.name):
        return P
    return M if bare == fold(county.name) else None


def _body_of(
    level: CongressLevel, levels: tuple[CongressLevel, ...], bodies: list[str], around: Surroundings
) -> str:
    ranked = {body: _level_above(body, around) for body in bodies}
    fitting = [body for body, rank in ranked.items() if rank == level or rank not in levels]
    return "、".join(fitting)


def _check_township(read: RosterRow, phrase: Phrase, towns: Towns) -> None:
    """A township mandate needs a township with a congress (地方组织法)."""
    if T not in read.claims:
        return
    town = read.town
    if town is not None and not town.has_congress:
        reason = (
            no_congress(town) if town.kind == "街道" else f"{town.name}不设乡镇人民代表大会，没有乡级代表"
        )
        read.ends_as(Fate.ERROR, reason, "levels")
    elif phrase.is_subdistrict or (town is None and "街道" in (read.district or read.delegation)):
        read.ends_as(Fate.ERROR, "街道设人大工委，不设人民代表大会，没有乡级代表", "levels")
    elif town is None and towns.all:
        read.ends_as(
            Fate.REVIEW, f"看不出是哪个乡镇的{labels([T])}级代表，请填写选区、乡镇或代表团", "district"
        )
