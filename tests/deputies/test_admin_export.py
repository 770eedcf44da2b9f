"""The roster as a file: within scope, internal columns only on purpose, always recorded."""

from datetime import date

import pytest

from deputies.actions import assign
from deputies.privacy import DEPUTY, internal_fields
from deputies.resources import INTERNAL
from liaison.audit.models import Event
from tests import make
from tests.admin.test_exchange import sheet_of

EXPORT = "/admin/deputies/deputy/export/"
LABELS = {column.label for column in INTERNAL}


@pytest.fixture
def people(cast):
    """Two of 辉县市, one with two mandates; one of 原阳县."""
    term, city = make.term(cast.huixian), make.term(cast.city, 14)
    first = make.deputy(
        cast.huixian, term, city, name="示例甲", phone="15400001234", duty="=1+1", birth_month="1971-03"
    )
    assign(first, make.station(cast.mengzhuang), since=date(2025, 7, 1), by=None)
    return [
        first,
        make.deputy(cast.huixian, term, name="示例乙"),
        make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="示例丙"),
    ]


def test_one_line_a_person_with_every_mandate(cast, enter, people):
    rows = sheet_of(enter(cast.huixian_officer).post(EXPORT, {"format": "xlsx"}))
    assert [row["姓名"] for row in rows] == ["示例甲", "示例乙"]
    first = rows[0]
    assert first["层级"] == "市；县"
    assert first["届次"] == "新乡市第十四届；辉县市第十六届"
    assert (first["联络站"], first["进站依据"]) == ("孟庄镇人大代表联络站", "属地")
    assert first["工作单位及职务"] == "=1+1"
    assert not LABELS & set(first)


def test_internal_columns_only_when_ticked_and_every_time_recorded(cast, enter, people):
    browser = enter(cast.huixian_officer)
    rows = sheet_of(browser.post(EXPORT, {"format": "xlsx", "with_internal": "on"}))
    assert set(rows[0]) >= LABELS
    assert rows[0]["手机"] == "15400001234"
    browser.post(EXPORT, {"format": "csv"})
    plain, full = Event.objects.filter(verb="导出代表名册")
    assert (plain.detail["rows"], plain.detail["internal_columns"]) == (2, [])
    assert full.detail["rows"] == 2
    assert set(full.detail["internal_columns"]) == LABELS
    assert len(LABELS) == len(internal_fields(DEPUTY))


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer"])
def test_without_the_right_a_tick_changes_nothing(cast, enter, people, who):
    browser = enter(getattr(cast, who))
    assert "只供工作人员" not in browser.get(EXPORT).content.decode()
    answer = browser.post(EXPORT, {"format": "csv", "with_internal": "on"})
    text = answer.getvalue().decode("utf-8-sig")
    assert "示例甲" in text
    assert "15400001234" not in text
    assert "1971-03" not in text
    assert Event.objects.get(verb="导出代表名册").detail["internal_columns"] == []


def test_csv_has_a_byte_order_mark_and_no_formulas(cast, enter, people):
    content = enter(cast.huixian_officer).post(EXPORT, {"format": "csv"}).getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert ",'=1+1," in content.decode("utf-8-sig")


@pytest.mark.parametrize("who", ["auditor", "keeper"])
def test_who_may_not_export_gets_nothing(cast, enter, people, who):
    browser = enter(getattr(cast, who))
    assert browser.get(EXPORT).status_code == browser.post(EXPORT, {"format": "csv"}).status_code == 403
    assert not Event.objects.filter(verb="导出代表名册").exists()


def test_the_list_s_filters_and_choice_go_along_and_scope_stays(cast, enter, people):
    browser = enter(cast.huixian_officer)
    rows = sheet_of(browser.post(f"{EXPORT}?placed=no", {"format": "xlsx"}))
    assert [row["姓名"] for row in rows] == ["示例乙"]
    chosen = {"action": "export_chosen", "_selected_action": [one.pk for one in people]}
    rows = sheet_of(enter(cast.yuanyang_officer).post("/admin/deputies/deputy/", chosen))
    assert [row["姓名"] for row in rows] == ["示例丙"]
    assert browser.get(f"{EXPORT}?placed=nonsense").status_code == 302


def test_the_number_of_queries_does_not_grow(cast, enter, people, django_assert_max_num_queries):
    browser = enter(cast.huixian_officer)
    browser.post(EXPORT, {"format": "csv"})
    for _ in range(15):
        make.deputy(cast.huixian, make.term(cast.huixian))
    with django_assert_max_num_queries(22):
        browser.post(EXPORT, {"format": "csv"})
