"""At the desk: upload, columns, questions, content, write, undo. Everyone within their own county."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deputies.models import Deputy, Mandate, RosterImport
from liaison.audit.models import Event
from tests import make
from tests.lib.workbooks import xlsx

from .rosters import person, sheet

LIST = "/work/imports/rosters/"


@pytest.fixture
def station(cast):
    return make.station(cast.yuanwu)


def upload(client, county, content, **more):
    """Posts a roster as a browser would."""
    if isinstance(content, list):
        content = xlsx(sheet(*content))
    file = SimpleUploadedFile(more.pop("name", "名册.xlsx"), content)
    facts = {"county": county.pk, "file": file, "on": "2026-03-01", "token": "a" * 32} | more
    return client.post(LIST, facts)


def at_preview(client, county, people, **more):
    """An import whose columns are confirmed."""
    upload(client, county, people, **more)
    kept = RosterImport.objects.latest("pk")
    page = client.get(reverse("work:roster_columns", args=[kept.pk]))
    chosen = {bound.html_name: bound.value() for bound in page.context["form"]}
    client.post(reverse("work:roster_columns", args=[kept.pk]), chosen)
    return kept


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_the_whole_way(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    assert client.get(LIST).status_code == 200
    response = upload(
        client, cast.yuanyang, [person(家庭住址="示例路1号"), person("乙某某", 联系电话=15400000002)]
    )
    kept = RosterImport.objects.get()
    assert response.url == f"{LIST}{kept.pk}/"
    columns = client.get(response.url)
    assert "没有读取的列" in text_of(columns)
    assert "家庭住址" in text_of(columns)
    chosen = {bound.html_name: bound.value() for bound in columns.context["form"]}
    preview = client.post(response.url, chosen, follow=True)
    assert "将新增 2 人" in text_of(preview)
    assert not Deputy.objects.exists()
    result = client.post(reverse("work:roster_apply", args=[kept.pk]), follow=True)
    assert "已导入：新增 2 人" in text_of(result)
    assert Deputy.objects.count() == 2
    kept.refresh_from_db()
    assert (kept.tables, kept.preview, kept.state) == ([], {}, "applied")
    undone = client.post(reverse("work:roster_undo", args=[kept.pk]), follow=True)
    assert "已撤销" in text_of(undone)
    assert not Deputy.objects.exists()


def test_a_button_pressed_twice_writes_once(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    first, second = (upload(client, cast.yuanyang, [person()]) for _ in range(2))
    assert first.url == second.url
    assert RosterImport.objects.count() == 1
    kept = RosterImport.objects.get()
    for _ in range(2):
        client.post(reverse("work:roster_apply", args=[kept.pk]))
    assert Deputy.objects.count() == 1
    assert Event.objects.filter(verb="导入代表名册").count() == 1
    for _ in range(2):
        response = client.post(reverse("work:roster_undo", args=[kept.pk]), follow=True)
        assert "已撤销这次导入" in text_of(response)


def test_questions_are_answered_on_the_page(client, cast):
    make.station(cast.mengzhuang)
    client.force_login(cast.huixian_officer)
    town = {"选区（选举单位）": "孟庄镇第6选区", "所在联络站": "孟庄镇联络站"}
    kept = at_preview(client, cast.huixian, [person(代表层级="市人大代表", **town)])
    address = reverse("work:roster_preview", args=[kept.pk])
    page = client.get(address)
    assert "其中的“市”是哪一级" in text_of(page)
    wrong = client.post(address, {"q:city:市人大代表": "elsewhere"})
    assert "请从列表中选择" in text_of(wrong)
    answered = client.post(address, {"q:city:市人大代表": "county"}, follow=True)
    assert "将新增 1 人" in text_of(answered)
    client.post(address, {"forget": "1"})
    assert "其中的“市”是哪一级" in text_of(client.get(address))
    client.post(address, {"q:city:市人大代表": "county"})
    # The title of these rosters names 原阳县: whoever means 辉县市 says so.
    client.post(reverse("work:roster_apply", args=[kept.pk]), {"sure": "on"})
    assert Mandate.objects.get().level == "county"


def test_a_term_is_a_number(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    kept = at_preview(client, cast.yuanyang, [person(届次=None)])
    address = reverse("work:roster_preview", args=[kept.pk])
    wrong = client.post(address, {"q:term:county:410725": "十六"})
    assert "请填写届次的数字，如 16" in text_of(wrong)
    client.post(address, {"q:term:county:410725": "16"})
    client.post(reverse("work:roster_apply", args=[kept.pk]))
    assert str(Mandate.objects.get().term) == "原阳县第十六届"


def test_who_left_is_ticked_on_the_page(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    gone = make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="乙某某", birth_month="1960-05")
    kept = at_preview(client, cast.yuanyang, [person()])
    address = reverse("work:roster_preview", args=[kept.pk])
    page = client.get(address, {"show": "leave"})
    assert f'name="leave" value="{gone.pk}"' in page.content.decode()
    client.post(reverse("work:roster_leave", args=[kept.pk]), {"shown": gone.pk, "end": "moved"})
    kept.refresh_from_db()
    assert kept.answers["leave"] == []
    ticked = {"shown": gone.pk, "leave": gone.pk, "end": "moved"}
    client.post(reverse("work:roster_leave", args=[kept.pk]), ticked)
    client.post(reverse("work:roster_apply", args=[kept.pk]))
    assert gone.mandates.get().end == "moved"


def test_strangers_are_not_taken_for_leaving(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    other = make.deputy(cast.huixian, make.term(cast.huixian))
    kept = at_preview(client, cast.yuanyang, [person()])
    said = {"shown": other.pk, "leave": other.pk, "end": "moved"}
    client.post(reverse("work:roster_leave", args=[kept.pk]), said)
    client.post(reverse("work:roster_apply", args=[kept.pk]))
    assert other.mandates.get().status == "serving"


def test_filters_and_pages(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    people = [person(f"甲某{chr(0x4E00 + n)}", 联系电话=15400000001 + n) for n in range(120)]
    kept = at_preview(client, cast.yuanyang, [*people, person(None)])
    address = reverse("work:roster_preview", args=[kept.pk])
    assert client.get(address, {"page": "2"}).context["page"].number == 2
    assert len(client.get(address, {"show": "error"}).context["page"]) == 1
    assert client.get(address, {"show": "nothing", "page": "zz"}).status_code == 200


def test_turning_a_page_costs_the_same(client, cast, station, django_assert_max_num_queries):
    client.force_login(cast.yuanyang_officer)
    people = [person(f"甲某{chr(0x4E00 + n)}", 联系电话=15400000001 + n) for n in range(60)]
    kept = at_preview(client, cast.yuanyang, people)
    with django_assert_max_num_queries(8):
        client.get(reverse("work:roster_preview", args=[kept.pk]))


def test_nobody_sees_a_neighbours_roster(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    kept = at_preview(client, cast.yuanyang, [person()])
    client.force_login(cast.huixian_officer)
    for name in ("columns", "preview", "result"):
        assert client.get(reverse(f"work:roster_{name}", args=[kept.pk])).status_code == 404
    for name in ("apply", "discard", "undo", "leave"):
        assert client.post(reverse(f"work:roster_{name}", args=[kept.pk])).status_code == 404
    response = upload(client, cast.yuanyang, [person()], token="b" * 32)
    assert "请从列表中选择县（市、区）" in text_of(response)
    assert RosterImport.objects.count() == 1


@pytest.mark.parametrize("who", ["city_reviewer", "auditor", "huixian_leader", "keeper"])
def test_who_may_not_import_is_told_so(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(LIST).status_code == 403
    assert upload(client, cast.huixian, [person()]).status_code == 403


def test_the_city_chooses_the_county(client, cast, station):
    client.force_login(cast.city_editor)
    names = [label for _, label in client.get(LIST).context["form"].fields["county"].choices]
    assert names == ["请选择", "原阳县", "辉县市"]
    at_preview(client, cast.yuanyang, [person()])
    assert RosterImport.objects.get().division == cast.yuanyang


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n", "这不是电子表格"),
        (b"\xd0\xcf\x11\xe0", "旧版 .xls"),
        (b"PK\x03\x04 broken", "无法读取该文件"),
        ("一,二\n三,四\n".encode(), "没有找到表头"),
        (b"<html><table></table></html>", "无法读取该文件"),
    ],
)
def test_a_bad_file_is_explained_at_the_field(client, cast, content, words):
    client.force_login(cast.yuanyang_officer)
    response = upload(client, cast.yuanyang, content)
    assert response.status_code == 200
    assert words in text_of(response)
    assert 'id="id_file-e"' in response.content.decode()
    assert not RosterImport.objects.exists()


def test_nothing_chosen_is_said_at_each_field(client, cast):
    client.force_login(cast.city_editor)
    words = text_of(client.post(LIST, {}))
    for sentence in ("请选择县（市、区）", "请选择名册文件", "请填写进站日期"):
        assert sentence in words
    response = upload(client, cast.yuanyang, [person()], on="2999-01-01")
    assert "进站日期不能晚于今天" in text_of(response)


def test_a_table_without_a_name_column_cannot_go_on(client, cast):
    client.force_login(cast.yuanyang_officer)
    upload(client, cast.yuanyang, [person()])
    kept = RosterImport.objects.get()
    response = client.post(reverse("work:roster_columns", args=[kept.pk]), {})
    assert "选出“姓名”一列" in text_of(response)


def test_given_up_nothing_is_kept(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    kept = at_preview(client, cast.yuanyang, [person()])
    client.post(reverse("work:roster_discard", args=[kept.pk]))
    kept.refresh_from_db()
    assert (kept.state, kept.tables, kept.preview) == ("discarded", [], {})
    result = client.get(reverse("work:roster_result", args=[kept.pk]))
    assert "已放弃这次导入" in text_of(result)
    assert client.post(reverse("work:roster_undo", args=[kept.pk]), follow=True).status_code == 200


def test_undo_says_what_stands_in_the_way(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    kept = at_preview(client, cast.yuanyang, [person()])
    client.post(reverse("work:roster_apply", args=[kept.pk]))
    deputy = Deputy.objects.get()
    deputy.duty = "示例小学校长"
    deputy.save()
    page = client.get(reverse("work:roster_result", args=[kept.pk]))
    assert "不能整批撤销了" in text_of(page)
    response = client.post(reverse("work:roster_undo", args=[kept.pk]), follow=True)
    assert "代表记录在导入后又有修改：甲某某" in text_of(response)
    assert Deputy.objects.exists()


def test_phones_are_covered_in_the_preview(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    at_preview(client, cast.yuanyang, [person()])
    client.post(reverse("work:roster_apply", args=[RosterImport.objects.get().pk]))
    kept = at_preview(client, cast.yuanyang, [person(联系电话=15412345678)], token="c" * 32)
    page = client.get(reverse("work:roster_preview", args=[kept.pk])).content.decode()
    assert "154****5678" in page
    assert "15412345678" not in page


def test_the_list_of_imports_leads_here(client, cast):
    client.force_login(cast.yuanyang_officer)
    assert f'href="{LIST}"' in client.get("/work/imports/").content.decode()


def test_a_zone_has_no_congress_of_its_own(client, cast):
    client.force_login(make.user("zone", role="county_officer", division=cast.zone))
    page = client.get(LIST)
    assert "代表名册由所在的县（市、区）导入" in text_of(page)
    assert "上传并核对" not in text_of(page)


def test_the_waiting_page_may_ask_how_far_it_is(client, cast):
    client.force_login(cast.yuanyang_officer)
    answer = client.get(f"{LIST}progress/", {"token": "../../secret_key"})
    assert (answer.status_code, answer.json()) == (200, {})


def test_many_questions_come_a_hundred_at_a_time(client, cast, station):
    client.force_login(cast.yuanyang_officer)
    people = [
        person(f"甲某{chr(0x4E00 + n)}", 联系电话=15400000001 + n, 所在联络站=f"某{chr(0x4E00 + n)}站")
        for n in range(130)
    ]
    kept = at_preview(client, cast.yuanyang, people)
    page = client.get(reverse("work:roster_preview", args=[kept.pk]))
    assert len(page.context["form"].fields) == 100
    assert "请先回答（130 个疑问）" in text_of(page)
    answers = dict.fromkeys(page.context["form"].fields, "none")
    page = client.post(reverse("work:roster_preview", args=[kept.pk]), answers, follow=True)
    assert len(page.context["form"].fields) == 30
