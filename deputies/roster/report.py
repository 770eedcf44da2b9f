"""What was read, planned and done, for programs and for a person at a terminal."""

from typing import Any

from deputies.roster.apply import Applied
from deputies.roster.changes import KIND_LABELS, Leaving, Plan
from deputies.roster.levels import labels
from deputies.roster.read import Roster
from deputies.roster.rows import FATE_LABELS, Fate
from liaison.lib.sheets import Reading

SUMMARY_LABELS = {
    "persons": "代表（人）",
    "mandates": "任职（项）",
    "rows_ok": "可导入",
    "merged": "并入",
    "duplicates": "重复",
    "errors": "有错误",
    "warnings": "有提示",
    "reviews": "待确认",
    "blank": "空行",
    "subtotals": "小计行",
    "total_rows": "合计行",
    "note_rows": "说明行",
}
APPLIED_LABELS = {
    "added": "新增",
    "changed": "修改",
    "moved": "转站",
    "unchanged": "不变",
    "ended": "终止任职",
    "released": "离站",
    "waiting": "待答",
}


def report(reading: Reading, roster: Roster, plan: Plan, applied: Applied | None = None) -> dict[str, Any]:
    """All that the command knows, in the shape of the contract."""
    said: dict[str, Any] = {
        "summary": roster.summary,
        "rows": [row.as_json() for row in roster.rows],
        "persons": [row.as_person() for row in roster.persons],
        "plan": _plan(plan),
        "columns": [
            {"sheet": t.sheet, "title": c.title, "field": c.key, "fate": c.fate.value}
            for t in reading.tables
            for c in t.columns
        ],
        "ignored_sheets": [*reading.ignored_sheets, *reading.hidden_sheets],
        "notes": [*reading.notes, *filter(None, [roster.doubt])],
    }
    if applied is not None:
        said["applied"] = applied.summary
    return said


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "counts": plan.counts,
        "new_terms": [str(term) for term in plan.terms.values()],
        "turnover": plan.turnover if plan.is_turnover else None,
        "questions": [
            {"key": q.key, "question": q.text, "choices": dict(q.choices), "persons": q.rows}
            for q in plan.questions.values()
        ],
        "problems": [
            {"row": person.row.number, "sheet": person.row.sheet, "message": message}
            for person in plan.persons
            for message in (*person.problems, *person.remarks)
        ],
        "leaving": [_leaving(one) for one in plan.leaving],
    }


def _leaving(one: Leaving) -> dict[str, Any]:
    return {
        "name": one.deputy.name,
        "levels": labels(mandate.level for mandate in one.mandates),
        "station": one.held.station.name if one.held else None,
        "former": one.is_former,
    }


def in_words(said: dict[str, Any]) -> str:
    """The report for a person at a terminal: figures, then every row that needs a look."""
    lines = [_figures(said["summary"], SUMMARY_LABELS), _figures(said["plan"]["counts"], KIND_LABELS)]
    lines += [
        f"{row['sheet']} 第{row['row']}行 {FATE_LABELS[Fate(row['status'])]}：{row['message']}"
        for row in said["rows"]
        if row["message"]
    ]
    plan = said["plan"]
    lines += [f"将新建届次：{'、'.join(plan['new_terms'])}"] if plan["new_terms"] else []
    lines += [f"疑问（{q['persons']} 人）：{q['question']}　[{q['key']}]" for q in plan["questions"]]
    lines += [f"{p['sheet']} 第{p['row']}行：{p['message']}" for p in plan["problems"]]
    lines += [f"不在名册：{one['name']}（{one['levels'] or '已离任'}）" for one in plan["leaving"]]
    lines += [f"未读取的列：{c['title']}" for c in said["columns"] if c["fate"] in {"dropped", "unmapped"}]
    lines += said["notes"]
    if "applied" in said:
        lines.append("已写入：" + _figures(said["applied"], APPLIED_LABELS))
    else:
        lines.append("以上为核对结果，没有写入。确认无误后加 --apply 写入。")
    return "\n".join(lines)


def _figures(figures: dict[str, int], words: dict[str, str]) -> str:
    return "　".join(f"{words[name]} {number}" for name, number in figures.items())
