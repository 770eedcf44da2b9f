"""What a row says of the person: name, gender, birth, party, telephone."""

import re
from datetime import date

from deputies.models import Deputy
from deputies.roster import words
from deputies.roster.months import read_birth
from deputies.roster.rows import Fate, RosterRow
from deputies.roster.sheet import Surroundings
from liaison.lib.sheets import Row, values
from liaison.lib.text import fold

_DOTS = re.compile(r"\s*[·•・‧∙⋅ㆍ．.]\s*")
_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_MARKS = re.compile(r"[*＊★☆△▲●○◆◇■□#※√]")
_SEVERAL = re.compile(r"[、,，;；/]")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·〇a-zA-Z]{2,40}")
_VACANT = re.compile(r"空缺|暂缺|缺额|待补选|待定")
LEFT = re.compile(
    r"调离|调出|辞职|辞去|去世|病故|逝世|死亡|罢免|终止|撤职|撤销|暂停|停职|迁出|免职|出缺|退休离"
)
_LIMITS = {
    name: Deputy._meta.get_field(name).max_length or 0
    for name in ("ethnicity", "party", "education", "duty", "remark", "phone", "office_phone")
}


def read_name(read: RosterRow, cell: object) -> None:
    """The name without spaces, marks and brackets; 王五（女、回族） says two facts more."""
    written = values.text(cell)  # type: ignore[arg-type]
    if not written:
        read.ends_as(Fate.ERROR, f"第{read.number}行缺少姓名", "name")
        return
    if _VACANT.fullmatch(fold(written)):
        read.ends_as(Fate.ERROR, f"第{read.number}行写“{written}”，没有代表", "name")
        return
    for inside in _BRACKETS.findall(written):
        _read_aside(read, inside)
    bare = _MARKS.sub("", _BRACKETS.sub("", written))
    name = _DOTS.sub("·", bare).strip("·")
    read.name = "".join(name.split())
    if _SEVERAL.search(bare):
        read.ends_as(Fate.REVIEW, f"“{written}”像是几个人，请分行填写", "name")
    elif not _NAME.fullmatch(read.name):
        read.ends_as(Fate.REVIEW, f"姓名“{written}”请核对", "name")


def _read_aside(read: RosterRow, inside: str) -> None:
    """What stands in brackets after a name."""
    for word in _SEVERAL.split("、".join(inside.split())):
        if gender := words.gender_of(word):
            read.facts["gender"] = gender
        elif word.removesuffix("族") in words.PEOPLES:
            read.facts["ethnicity"] = words.people_of(word)
        elif word:
            read.warn(f"姓名后的“{word}”未导入，请核对", "name")


def read_facts(read: RosterRow, around: Surroundings, row: Row, today: date) -> None:
    """Everything beside the name; what cannot be read is a remark."""
    _read_gender(read, values.compact(around.value(row, "gender")))
    birth = read_birth(around.value(row, "birth"), today, october_by_habit=around.pads_months)
    read.facts["birth_month"] = birth.month
    if birth.remark:
        read.warn(f"第{read.number}行“出生年月”{birth.remark}", "birth")
    people = values.compact(around.value(row, "ethnicity"))
    if people:
        read.facts["ethnicity"] = words.people_of(people)
    read.facts["party"] = words.party_of(values.compact(around.value(row, "party")))
    read.facts["education"] = words.education_of(values.compact(around.value(row, "education")))
    read.facts["duty"] = _joined(around, row, "duty")
    read.facts["remark"] = values.text(around.value(row, "remark"))
    _read_phones(read, around, row)
    for key in ("status", "remark"):
        said = values.text(around.value(row, key))
        if LEFT.search(said):
            read.warn(f"第{read.number}行写“{said}”，请核对是否在任", key)
    for name, most in _LIMITS.items():
        _fit(read, name, most)


def _read_gender(read: RosterRow, word: str) -> None:
    if not word:
        return
    gender = words.gender_of(word)
    if gender is None:
        read.warn(f"第{read.number}行“性别”无效：{word}", "gender")
    else:
        read.facts["gender"] = gender


def _joined(around: Surroundings, row: Row, key: str) -> str:
    """Workplace and post, which may stand in two columns, as one phrase."""
    cells = [values.text(row.cell(index)) for index in around.columns.get(key, ())]
    return "".join(dict.fromkeys(filter(None, cells)))


def _read_phones(read: RosterRow, around: Surroundings, row: Row) -> None:
    """Mobiles and land-lines apart; a number with digits missing is reported."""
    cells = [values.phones(row.cell(index)) for index in around.columns.get("phone", ())]
    mobiles = dict.fromkeys(one for phones in cells for one in phones.mobiles)
    landlines = dict.fromkeys(one for phones in cells for one in phones.landlines)
    read.facts["phone"], read.facts["office_phone"] = "、".join(mobiles), "、".join(landlines)
    if unread := next((phones.unread for phones in cells if phones.unread), ""):
        read.warn(f"第{read.number}行“联系电话”无效：{unread}", "phone")


def _fit(read: RosterRow, name: str, most: int) -> None:
    """Nothing longer than the record can hold; what is cut is said."""
    said = read.facts.get(name, "")
    if len(said) > most:
        label = Deputy._meta.get_field(name).verbose_name
        read.warn(f"第{read.number}行“{label}”超过{most}字，只保留前{most}字", name)
        read.facts[name] = said[:most]
