"""The preview of an import: one line for each row and each person who is missing, and filters over them.

It is computed once after columns or answers change and kept beside the tables:
turning a page of 20,000 rows must not read them all again.
"""

from itertools import islice
from typing import Any

from deputies.roster.changes import (
    ADD,
    ASK,
    CHANGE,
    KIND_LABELS,
    LEAVE,
    MOVE,
    SAME,
    Leaving,
    PersonPlan,
    Plan,
)
from deputies.roster.levels import labels
from deputies.roster.rows import FATE_LABELS, Fate, RosterRow
from liaison.lib.text import mask

ERROR, WARNED, DOUBLE, OTHER = "error", "warned", "double", "other"
_MOST_QUESTIONS = 100
"""So many stand on the page at once; the others follow when these are answered."""
_SILENT = {Fate.SUBTOTAL, Fate.TOTAL, Fate.NOTE}
_GROUPS = {
    Fate.REVIEW: ASK,
    Fate.ERROR: ERROR,
    Fate.MERGE: DOUBLE,
    Fate.DUPLICATE: DOUBLE,
}
GROUP_LABELS = KIND_LABELS | {
    ERROR: "有错误",
    WARNED: "有提示",
    DOUBLE: "重复和并入",
    OTHER: "合计和说明行",
}
TONES = {ADD: "ok", CHANGE: "info", MOVE: "info", ASK: "warn", ERROR: "err", LEAVE: "warn"}
ORDER = (ASK, ERROR, ADD, CHANGE, MOVE, LEAVE, WARNED, SAME, DOUBLE, OTHER)


def preview_of(plan: Plan) -> dict[str, Any]:
    """All that the page shows, as plain values."""
    persons = {id(person.row): person for person in plan.persons}
    lines = [_line(row, persons.get(id(row))) for row in plan.roster.rows if row.fate != Fate.BLANK]
    lines += [_leaving(one) for one in plan.leaving]
    return {
        "lines": lines,
        "filters": [
            [group, GROUP_LABELS[group], count]
            for group in ORDER
            if (count := sum(group in line["groups"] for line in lines))
        ],
        "doubt": plan.roster.doubt,
        "counts": plan.counts,
        "summary": plan.roster.summary,
        "writes": sum(person.is_written for person in plan.persons),
        "new_terms": [str(term) for term in plan.terms.values()],
        "turnover": plan.turnover if plan.is_turnover else {},
        "questions": [
            {"key": q.key, "kind": q.kind, "text": q.text, "choices": q.choices, "rows": q.rows}
            for q in islice(plan.questions.values(), _MOST_QUESTIONS)
        ],
        "question_count": len(plan.questions),
    }


def _line(row: RosterRow, person: PersonPlan | None) -> dict[str, Any]:
    """One row with what becomes of it."""
    if person is None:
        group = OTHER if row.fate in _SILENT else _GROUPS[row.fate]
        return _plain(row, [group], [[FATE_LABELS[row.fate], TONES.get(group, "")]], [row.message])
    kinds = [kind for kind in (ADD, CHANGE, MOVE, ASK, SAME) if kind in person.kinds]
    groups = kinds + ([WARNED] if row.messages or person.remarks else [])
    remarks = [row.message, *person.problems, *person.remarks]
    tags = [[KIND_LABELS[kind], TONES.get(kind, "")] for kind in kinds]
    if any(planned.follows for planned in person.mandates):
        tags.append(["连任", "ok"])
    line = _plain(row, groups, tags, remarks)
    line["changes"] = [[c.label, mask(c.before), mask(c.after)] for c in person.changes]
    line["asks"] = person.questions
    return line


def _plain(row: RosterRow, groups: list[str], tags: list[list[str]], remarks: list[str]) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "name": row.name,
        "levels": labels(level for level in row.claims),
        "station": row.station,
        "groups": groups,
        "tags": tags,
        "remark": "；".join(dict.fromkeys(filter(None, remarks))),
    }


def _leaving(one: Leaving) -> dict[str, Any]:
    """Somebody on record who is not in the file."""
    remark = "已没有任职，还在联络站" if one.is_former else "勾选后终止任职，不勾选则保留"
    return {
        "deputy": one.deputy.pk,
        "name": one.deputy.name,
        "levels": labels(mandate.level for mandate in one.mandates),
        "station": one.held.station.name if one.held else "",
        "groups": [LEAVE],
        "tags": [["已离任" if one.is_former else KIND_LABELS[LEAVE], "warn"]],
        "remark": remark,
    }


def left_out(plan: Plan) -> list[dict[str, Any]]:
    """Rows and persons that were not written, or not wholly, with the reason."""
    unread = (row for row in plan.roster.rows if row.fate in {Fate.REVIEW, Fate.ERROR})
    found = [_left(row, FATE_LABELS[row.fate], row.message) for row in unread]
    for person in plan.persons:
        reasons = [*person.problems, *(plan.questions[key].text for key in person.questions)]
        if reasons:
            found.append(_left(person.row, KIND_LABELS[ASK], "；".join(dict.fromkeys(reasons))))
    return found


def _left(row: RosterRow, label: str, message: str) -> dict[str, Any]:
    return {"row": row.number, "sheet": row.sheet, "name": row.name, "label": label, "message": message}
