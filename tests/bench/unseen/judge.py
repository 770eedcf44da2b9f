"""What the reader made of a row, against the truth."""

from dataclasses import dataclass, field
from typing import Any

from deputies.models import CongressLevel
from deputies.roster.rows import RosterRow

from .office import ASK, BLANK, ERROR, MERGE, NOTE, OK, SUBTOTAL, TOTAL, Truth

RIGHT, ASKED, WRONG, LOST = "right", "asked", "wrong", "lost"
SILENT = {BLANK, NOTE, TOTAL, SUBTOTAL}
_WAITING = {ASK, ERROR}
_WORDS = {
    "birth": "出生年月",
    "phone": "联系电话",
    "gender": "性别",
    "levels": "层级",
    "station": "联络站",
    "name": "姓名",
}


@dataclass
class Around:
    """What the office was told beside the row: columns nobody understood, and whose other rows wait."""

    unmapped: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)


def judge(truth: Truth, row: RosterRow | None, around: Around) -> tuple[str, str]:
    """What became of one row, and why it is not right."""
    if truth.fate in SILENT:
        return _judge_silent(truth, row)
    if row is None or row.fate in SILENT:
        return LOST, f"{truth.fate} {_who(truth)} read as {row.fate if row else 'nothing'}"
    if truth.fate in _WAITING:
        return (
            (RIGHT, "") if row.fate in _WAITING else (WRONG, f"{truth.fate} read as {row.fate}: {row.name}")
        )
    if row.fate in _WAITING:
        return (RIGHT, "") if "levels" in truth.open else (ASKED, f"{_who(truth)}: {row.message}")
    if "levels" in truth.open:
        return WRONG, f"{_who(truth)}: 市 was guessed: {row.level_text} {list(row.claims)}"
    return _judge_fate(truth, row, around) or _judge_person(truth, row, around)


def _judge_silent(truth: Truth, row: RosterRow | None) -> tuple[str, str]:
    """Titles, sums and remarks are nobody."""
    if row is None or row.fate in SILENT:
        return RIGHT, ""
    return ASKED if row.fate in _WAITING else WRONG, f"{truth.fate} read as {row.fate}: {row.message}"


def _judge_fate(truth: Truth, row: RosterRow, around: Around) -> tuple[str, str] | None:
    """Who is a second row of whom; None where the person itself is still to be looked at."""
    is_filling = truth.fate == "duplicate" and row.fate == MERGE and not row.adds
    if truth.fate == row.fate or is_filling:  # the first of the two may be the less readable one
        return None if truth.fate == OK else (RIGHT, "")
    if row.name in around.waiting:
        return ASKED, f"{_who(truth)} waits for another row of the same name"
    return WRONG, f"{_who(truth)} {truth.fate} read as {row.fate}: {row.message}"


def _judge_person(truth: Truth, row: RosterRow, around: Around) -> tuple[str, str]:
    """Field by field."""
    told, wanted = said(row), strict(truth)
    differing = [key for key in wanted if told[key] != wanted[key] and not _is_open(key, truth, row)]
    silent = [key for key in differing if not _is_told(key, row, around, told, wanted)]
    if not differing:
        return RIGHT, ""
    what = "; ".join(f"{key}: {wanted[key]} read as {told[key]}" for key in silent or differing)
    return WRONG if silent else ASKED, f"{_who(truth)} {what} | {row.message} | {around.unmapped}"


def _is_open(key: str, truth: Truth, row: RosterRow) -> bool:
    """What cannot be read is rightly empty, as long as it is said."""
    return key in truth.open and key in {"birth", "phone"} and bool(row.messages)


def _is_told(key: str, row: RosterRow, around: Around, told: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether the office learns of it: on the row, from a column left out, or from another row that waits."""
    is_partial = key == "levels" and set(told[key]) < set(wanted[key]) and row.name in around.waiting
    is_left_out = bool(around.unmapped) and not told[key]
    return _WORDS[key] in row.message or row.field == key or is_partial or is_left_out


def strict(truth: Truth) -> dict[str, Any]:
    """The fields that must be equal, as they are."""
    person = truth.person
    assert person is not None
    facts: dict[str, Any] = {
        "name": person.name,
        "gender": person.gender,
        "birth": person.birth,
        "levels": tuple(person.levels),
        "phone": _digits(person.phones[0]) if person.phones else "",
        "station": f"{person.town.name}人大代表联络站",
    }
    if "gender" in truth.missing:
        facts.pop("gender")
    return facts | dict.fromkeys(truth.missing & {"birth", "phone", "station"}, "")


def said(row: RosterRow) -> dict[str, Any]:
    """The same fields as they were read."""
    facts = row.facts
    phones = [one for key in ("phone", "office_phone") for one in facts.get(key, "").split("、") if one]
    return {
        "name": row.name,
        "gender": facts.get("gender", ""),
        "birth": facts.get("birth_month", ""),
        "levels": tuple(level for level in CongressLevel if level in row.claims),
        "phone": _digits(phones[0]) if phones else "",
        "station": row.station,
    }


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _who(truth: Truth) -> str:
    return truth.person.name if truth.person else ""
