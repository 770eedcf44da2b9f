"""Several rows for one person: another level is added, the same again is reported.

Identity is name and birth month, and gender where both say it. A telephone alone is
no identity; where the birth is missing it only supports the name.
"""

from collections import defaultdict
from collections.abc import Iterable

from deputies.roster.levels import labels
from deputies.roster.rows import Fate, RosterRow

SAME, OTHER, UNSURE = "same", "other", "unsure"


def find_doubles(rows: Iterable[RosterRow]) -> None:
    """Merges, reports or asks about every row whose person stands in a row above."""
    firsts: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        if row.fate != Fate.OK:
            continue
        known = firsts[row.folded]
        verdicts = [(first, same_person(first.facts, row.facts)) for first in known]
        first = next((one for one, verdict in verdicts if verdict == SAME), None)
        doubtful = next((one for one, verdict in verdicts if verdict == UNSURE), None)
        if first is not None:
            _join(first, row)
        elif doubtful is not None:
            row.same_as = doubtful
            question = f"与{_where(doubtful, row)}同名，但出生年月不全，请核对是否同一人"
            row.ends_as(Fate.REVIEW, question, "birth")
        else:
            known.append(row)


def same_person(one: dict[str, str], other: dict[str, str]) -> str:
    """Whether two rows or records of one name are one person."""
    if _differ(one, other, "gender"):
        return OTHER
    if one.get("birth_month") and other.get("birth_month"):
        return SAME if one["birth_month"] == other["birth_month"] else OTHER
    phones = [set(filter(None, who.get("phone", "").split("、"))) for who in (one, other)]
    if phones[0] & phones[1]:
        return SAME
    is_bare = not one.get("birth_month") and not other.get("birth_month")
    same_duty = bool(one.get("duty")) and one.get("duty") == other.get("duty")
    return SAME if is_bare and same_duty and not all(phones) else UNSURE


def _differ(one: dict[str, str], other: dict[str, str], key: str) -> bool:
    """Whether both say something, and not the same."""
    return bool(one.get(key)) and bool(other.get(key)) and one[key] != other[key]


def _join(first: RosterRow, row: RosterRow) -> None:
    """What becomes of a second row for one person."""
    row.same_as = first
    new = [level for level in row.claims if level not in first.claims]
    again = [level for level in row.claims if level in first.claims]
    where = _where(first, row)
    clash = _clash(first, row, again)
    if clash and not new:
        row.ends_as(Fate.REVIEW, f"与{where}是同一人，但{clash[1]}不同，请核对", clash[0])
        return
    added = [name for name, said in row.facts.items() if said and not first.facts.get(name)]
    for name in added:
        first.facts[name] = row.facts[name]
    if row.station and not first.station:
        first.station, first.station_text = row.station, row.station_text
        added.append("station")
    for level in new:
        first.claims[level] = row.claims[level]
    row.adds = tuple(new)
    if new:
        row.ends_as(Fate.MERGE, f"与{where}是同一人，并入：{labels(new)}代表")
        if clash:
            row.messages.append(f"{clash[1]}不同，以{where}为准")
    elif added:
        row.ends_as(Fate.MERGE, f"与{where}是同一人，补充了{where}没有的内容")
    else:
        row.ends_as(Fate.DUPLICATE, f"与{where}重复")


def _clash(first: RosterRow, row: RosterRow, again: list) -> tuple[str, str] | None:
    """What two rows of one person contradict each other in."""
    if first.station and row.station and first.station != row.station:
        return "station", "联络站"
    if _differ(first.facts, row.facts, "phone"):
        return "phone", "联系电话"
    for level in again:
        one, other = first.claims[level], row.claims[level]
        if one.elected_by and other.elected_by and one.elected_by != other.elected_by:
            return "district", "选区（选举单位）"
    return None


def _where(first: RosterRow, row: RosterRow) -> str:
    """第4行, with its sheet when that is another one."""
    sheet = f"“{first.sheet}”" if first.sheet != row.sheet else ""
    return f"{sheet}第{first.number}行"
