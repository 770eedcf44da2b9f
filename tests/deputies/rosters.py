"""Rosters made for tests. All names and numbers are fictional."""

from pathlib import Path
from typing import Any

from deputies.roster.apply import Applied, Choices, apply
from deputies.roster.changes import Plan
from deputies.roster.plan import make_plan
from deputies.roster.read import Roster, read_roster
from deputies.roster.vocabulary import VOCABULARY
from liaison.divisions.models import Division
from liaison.lib.sheets import ROSTER, read_tables
from tests.lib.workbooks import xlsx

MESSY = Path(__file__).resolve().parents[3] / "shared/data/messy"
SAMPLE = MESSY / "01_代表名册_获嘉县.xlsx"
EXPECTED = MESSY / "01_代表名册_获嘉县.expected.json"

HEADING = [
    "姓名",
    "性别",
    "出生年月",
    "工作单位及职务",
    "代表层级",
    "选区（选举单位）",
    "届次",
    "所在联络站",
    "联系电话",
]


def person(name: str = "甲某某", **more: Any) -> dict[str, Any]:
    """One row by heading: a county deputy of 原阳县 who sits at 原武镇."""
    return {
        "姓名": name,
        "性别": "男",
        "出生年月": "1975.03",
        "工作单位及职务": "示例小学教师",
        "代表层级": "县人大代表",
        "选区（选举单位）": "原武镇第6选区",
        "届次": "第十六届",
        "所在联络站": "原武镇人大代表联络站",
        "联系电话": 15400000001,
    } | more


def sheet(*people: dict[str, Any], title: str = "原阳县各级人大代表名册") -> list[list[Any]]:
    """A table with a title over the heading."""
    heading = list(dict.fromkeys(key for one in people for key in one))
    return [[title], heading, *([one.get(key) for key in heading] for one in people)]


def read(content: Any, county: Division, answers: dict[str, Any] | None = None) -> Roster:
    """A roster read for a county; rows or people may be given instead of a file."""
    if isinstance(content, dict):
        content = [content]
    if isinstance(content, list) and content and isinstance(content[0], dict):
        content = sheet(*content)
    if isinstance(content, list):
        content = xlsx(content)
    return read_roster(read_tables(content, VOCABULARY, ROSTER).tables, county, answers)


def plan(content: Any, county: Division, answers: dict[str, Any] | None = None) -> Plan:
    """What a roster would change."""
    return make_plan(read(content, county, answers), answers)


def bring_in(content: Any, county: Division, by: Any = None, **choices: Any) -> Applied:
    """Reads and applies a roster."""
    chosen = Choices(**choices)
    return apply(read(content, county, chosen.answers), chosen, by=by)


def only(roster: Roster) -> Any:
    """The one row that is no title and no note."""
    rows = [row for row in roster.rows if row.fate not in {"blank", "note", "total"}]
    assert len(rows) == 1, [(row.number, row.fate, row.message) for row in rows]
    return rows[0]
