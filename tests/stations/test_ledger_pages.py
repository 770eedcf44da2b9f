"""From the file to the records in three steps, nothing written before the last."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stations.ledger import desk
from stations.models import LedgerImport, Station
from tests import make
from tests.lib.workbooks import xlsx

from . import ledgers

UPLOAD = "/work/imports/"


def file(content, name="台账.xlsx"):
    """An upload."""
    return SimpleUploadedFile(name, content)


@pytest.fixture
def editor(client, cast):
    """The city editor at work."""
    client.force_login(cast.city_editor)
    return client


def uploaded(client, content=None, name="台账.xlsx"):
    """Uploads a ledger; the import that waits."""
    client.post(UPLOAD, {"file": file(content or ledgers.city_ledger(), name)})
    return LedgerImport.objects.latest("pk")


def choices(client, kept):
    """The column form as the page offers it."""
    form = client.get(reverse("work:import_columns", args=[kept.pk])).context["form"]
    return {bound.html_name: bound.value() or "" for _, fields in form.groups() for bound in fields}


def test_a_ledger_comes_in_in_three_steps(editor, cast):
    answer = editor.post(UPLOAD, {"file": file(ledgers.city_ledger())})
    kept = LedgerImport.objects.get()
    assert answer.url == reverse("work:import_columns", args=[kept.pk])
    answer = editor.post(answer.url, choices(editor, kept))
    assert answer.url == reverse("work:import_preview", args=[kept.pk])
    page = editor.get(answer.url).content.decode()
    assert "写入后将新增 3 个站点，修改 0 个，0 个不变" in page
    assert not Station.objects.exists()
    answer = editor.post(reverse("work:import_apply", args=[kept.pk]))
    page = editor.get(answer.url).content.decode()
    assert "已导入：新增 3 个，修改 0 个" in page
    station = Station.objects.get(division=cast.mengzhuang, kind="centre")
    assert reverse("admin:stations_station_change", args=[station.pk]) in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.xlsx", "文件是空的"),
        (b"PK\x03\x04broken", "坏.xlsx", "无法读取该文件，请另存为 .xlsx 后重试"),
        (b"%PDF-1.7", "台账.pdf", "这不是电子表格"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "台账.xls", "旧版 .xls"),
        (b"a" * (5 * 1024 * 1024 + 1), "大.csv", "文件不能超过 5 MB"),
        ("姓名,单位\n甲,乙\n".encode(), "名册.csv", "没有找到表头"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_at_its_field(editor, content, name, words):
    page = editor.post(UPLOAD, {"file": file(content, name)}).content.decode()
    assert page.count(words) == 2
    assert 'id="esum"' in page
    assert 'aria-invalid="true"' in page
    assert not LedgerImport.objects.exists()


def test_no_file_at_all_is_asked_for(editor):
    assert "请选择台账文件" in editor.post(UPLOAD).content.decode()


def test_a_text_table_from_old_windows_is_accepted(editor):
    kept = uploaded(editor, "名称,乡镇\n孟庄镇联络站,孟庄镇\n".encode("gbk"), "台账.csv")
    assert kept.tables[0]["rows"][0][2] == ["孟庄镇联络站", "孟庄镇"]


def test_what_may_not_be_stored_is_dropped_and_named(editor):
    rows = [["名称", "乡镇", "站长身份证号"], ["孟庄镇联络站", "孟庄镇", "110105194912310021"]]
    kept = uploaded(editor, xlsx(rows))
    page = editor.get(reverse("work:import_columns", args=[kept.pk])).content.decode()
    assert "站长身份证号。这类内容按规定不保存" in page
    assert "110105194912310021" not in str(kept.tables)


def test_numbers_of_people_are_covered_in_the_samples(editor):
    kept = uploaded(editor)
    page = editor.get(reverse("work:import_columns", args=[kept.pk])).content.decode()
    assert "15400000077" not in page
    assert "154****0077" in page


def test_a_column_can_be_given_another_meaning(editor, cast):
    kept = uploaded(editor, xlsx([["名称", "乡镇", "干事"], ["孟庄镇联络站", "孟庄镇", "甲某"]]))
    page = editor.get(reverse("work:import_columns", args=[kept.pk])).content.decode()
    assert "干事。需要导入的，在下面选它填到哪里" in page
    chosen = choices(editor, kept) | {"t0c2": "liaison"}
    editor.post(reverse("work:import_columns", args=[kept.pk]), chosen)
    kept.refresh_from_db()
    desk.confirm(kept, by=cast.city_editor)
    assert Station.objects.get().people.get().name == "甲某"


def test_two_columns_for_one_field_are_refused(editor):
    kept = uploaded(editor, xlsx([["名称", "乡镇", "干事"], ["孟庄镇联络站", "孟庄镇", "甲某"]]))
    address = reverse("work:import_columns", args=[kept.pk])
    page = editor.post(address, choices(editor, kept) | {"t0c2": "town"}).content.decode()
    assert "“所在乡镇（街道）”已选给“乡镇”，只能选一列" in page
    page = editor.post(address, choices(editor, kept) | {"t0c0": ""}).content.decode()
    assert "选出“联络站名称”一列" in page
    kept.refresh_from_db()
    assert kept.mapping == {}


def test_the_preview_shows_every_change_and_can_be_filtered(editor, cast):
    make.station(cast.mengzhuang, address="旧址")
    kept = uploaded(editor)
    address = reverse("work:import_preview", args=[kept.pk])
    page = editor.get(address).content.decode()
    assert "15400000077" not in page
    assert "<del>旧址</del> 改为 <ins>孟庄镇政府院内一楼</ins>" in page
    assert [line.group for line in editor.get(address, {"show": "update"}).context["page"]] == ["update"]
    assert len(editor.get(address, {"show": "nonsense"}).context["page"]) == 6
    assert editor.get(address, {"show": "无" * 200, "page": "x" * 50}).status_code == 200
    assert Station.objects.get().address == "旧址"


def test_a_county_imports_only_its_own_and_hears_why(client, cast):
    client.force_login(cast.huixian_officer)
    kept = uploaded(client)
    assert kept.division == cast.huixian
    page = client.get(reverse("work:import_preview", args=[kept.pk])).content.decode()
    assert "原阳县原武镇不在您负责的范围（辉县市）内，不能导入" in page
    client.post(reverse("work:import_apply", args=[kept.pk]))
    assert not Station.objects.filter(division=cast.yuanwu).exists()
    assert Station.objects.within(cast.huixian).count() == 2


def test_pressing_twice_writes_once(editor):
    kept = uploaded(editor)
    address = reverse("work:import_apply", args=[kept.pk])
    first, second = editor.post(address), editor.post(address)
    assert first.url == second.url
    assert Station.objects.count() == 3
    kept.refresh_from_db()
    assert (kept.state, len(kept.summary["created"])) == ("applied", 3)


def test_the_same_file_again_changes_nothing(editor):
    editor.post(reverse("work:import_apply", args=[uploaded(editor).pk]))
    kept = uploaded(editor)
    page = editor.get(reverse("work:import_preview", args=[kept.pk])).content.decode()
    assert "3 个不变" in page
    assert "没有要写入的内容" in page


def test_a_decided_import_keeps_no_cells(editor):
    kept = uploaded(editor)
    editor.post(reverse("work:import_apply", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.tables == []
    for name in ("import_columns", "import_preview"):
        assert editor.get(reverse(f"work:{name}", args=[kept.pk])).url.endswith("/result/")


def test_an_import_can_be_thrown_away(editor):
    kept = uploaded(editor)
    editor.post(reverse("work:import_discard", args=[kept.pk]))
    editor.post(reverse("work:import_apply", args=[kept.pk]))
    kept.refresh_from_db()
    assert (kept.state, kept.tables) == ("discarded", [])
    assert not Station.objects.exists()


PAGES = ["import_columns", "import_preview", "import_apply", "import_discard", "import_result"]


@pytest.mark.parametrize("name", PAGES)
def test_a_neighbours_import_does_not_exist(client, cast, name):
    client.force_login(cast.huixian_officer)
    address = reverse(f"work:{name}", args=[uploaded(client).pk])
    client.force_login(cast.yuanyang_officer)
    assert client.get(address).status_code in {404, 405}
    assert client.post(address).status_code in {404, 405}
    assert LedgerImport.objects.get().state == "uploaded"


@pytest.mark.parametrize("who", ["city_reviewer", "auditor", "huixian_leader", "keeper"])
def test_colleagues_without_the_right_are_refused(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"file": file(ledgers.city_ledger())}).status_code == 403


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get(UPLOAD).url.startswith("/accounts/login/")
    assert client.post("/work/imports/1/apply/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999"])
def test_an_import_that_is_not_there_is_not_found(editor, number):
    assert editor.get(f"/work/imports/{number}/preview/").status_code == 404


def test_applying_needs_a_post(editor):
    assert editor.get(reverse("work:import_apply", args=[uploaded(editor).pk])).status_code == 405


def test_the_list_of_imports_does_not_ask_more_the_longer_it_is(editor, cast, django_assert_max_num_queries):
    for _ in range(5):
        uploaded(editor)
    with django_assert_max_num_queries(10):
        editor.get(UPLOAD)


def test_what_no_longer_fits_at_the_last_step_writes_nothing_and_says_so(editor, cast, monkeypatch):
    kept = uploaded(editor)

    def objects(*args, apply=desk.apply, **kwargs):
        apply(*args, **kwargs)
        raise ValidationError({"on": "日期不能早于“选址”的 2026-03-01"})

    monkeypatch.setattr(desk, "apply", objects)
    answer = editor.post(reverse("work:import_apply", args=[kept.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("work:import_preview", args=[kept.pk])
    assert "没有写入任何内容：日期不能早于" in answer.content.decode()
    assert not Station.objects.exists()
