"""Stations as a table: out, and back in with a preview."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from liaison.audit.models import Event
from stations.models import StageChange, Station
from tests import make

IMPORT = "/admin/stations/station/import/"
CONFIRM = "/admin/stations/station/import/confirm/"
EXPORT = "/admin/stations/station/export/"


def sheet_of(response) -> list[dict]:
    """The rows of an exported workbook."""
    book = load_workbook(io.BytesIO(response.getvalue()))
    head, *rows = book.active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def xlsx(*rows: dict) -> SimpleUploadedFile:
    """A workbook with these rows."""
    book = Workbook()
    names = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name) for name in names])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("stations.xlsx", out.getvalue())


def csv(text: str, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    return SimpleUploadedFile("stations.csv", text.encode(encoding))


@pytest.fixture
def desk(cast, enter):
    return enter(cast.huixian_officer)


def bring(desk, file):
    """Upload, look, confirm."""
    preview = desk.post(IMPORT, {"import_file": file})
    return desk.post(CONFIRM, {"token": preview.context["token"]}, follow=True)


def test_the_preview_writes_nothing(desk, huixian_station):
    before = huixian_station.history.count()
    page = desk.post(
        IMPORT,
        {
            "import_file": xlsx(
                {"站点码": huixian_station.code, "名称": "改过的名称"},
                {"乡镇（街道）": "百泉镇", "名称": "百泉镇站", "状态": "运行"},
            )
        },
    )
    text = page.content.decode()
    assert "将新增 1 个，更新 1 个" in text
    assert "改过的名称" in text
    assert "孟庄镇人大代表联络站" in text
    assert Station.objects.count() == 1
    assert not StageChange.objects.exists()
    assert not Event.objects.exists()
    assert huixian_station.history.count() == before


def test_confirming_writes_records_and_makes_searchable(cast, desk, huixian_station):
    done = bring(
        desk,
        xlsx(
            {
                "站点码": huixian_station.code,
                "名称": "改过的名称",
                "功能室": "接待室、展示区",
                "面积（平方米）": 80,
            },
            {
                "乡镇（街道）": "百泉镇",
                "名称": "百泉镇站",
                "类型": "中心站",
                "状态": "运行",
                "挂牌日期": "2025年6月1日",
            },
        ),
    )
    assert "新增 1 个，更新 1 个" in done.content.decode()
    huixian_station.refresh_from_db()
    assert huixian_station.rooms == ["reception", "display"]
    made = Station.objects.matching("bqzz").get()
    assert (made.kind, made.status, made.stage, str(made.opened_on)) == (
        "centre",
        "running",
        "opened",
        "2025-06-01",
    )
    event = Event.objects.get(verb="导入联络站")
    assert event.detail == {"file": "stations.xlsx", "added": 1, "changed": 1, "unchanged": 0}


def test_what_was_exported_comes_back_as_unchanged(desk, huixian_station):
    huixian_station.overview = "第一段\n\n第二段"
    huixian_station.shared_with = "=1+1"
    huixian_station.area = "60.0"
    huixian_station.save()
    for kind in ("xlsx", "csv"):
        file = desk.post(EXPORT, {"format": kind})
        page = desk.post(IMPORT, {"import_file": SimpleUploadedFile(f"a.{kind}", file.content)})
        assert "没有需要导入的改动" in page.content.decode(), page.context["preview"]


def test_a_second_confirmation_changes_nothing(desk, huixian_station):
    page = desk.post(IMPORT, {"import_file": xlsx({"乡镇（街道）": "百泉镇", "名称": "百泉镇站"})})
    token = {"token": page.context["token"]}
    desk.post(CONFIRM, token)
    again = desk.post(CONFIRM, token, follow=True)
    assert "预览已过期" in again.content.decode()
    assert Station.objects.filter(name="百泉镇站").count() == 1


def test_another_person_cannot_confirm_my_preview(cast, desk, enter, huixian_station):
    page = desk.post(IMPORT, {"import_file": xlsx({"乡镇（街道）": "百泉镇", "名称": "百泉镇站"})})
    enter(cast.city_editor).post(CONFIRM, {"token": page.context["token"]})
    assert not Station.objects.filter(name="百泉镇站").exists()


def test_rows_beyond_the_border_are_errors_of_their_rows(cast, desk, huixian_station, yuanyang_station):
    page = desk.post(
        IMPORT,
        {
            "import_file": xlsx(
                {"站点码": yuanyang_station.code, "名称": "抢来的站"},
                {"县（市、区）": "原阳县", "乡镇（街道）": "原兴街道", "名称": "越界的站"},
                {"乡镇（街道）": "百泉镇", "名称": "百泉镇站"},
            )
        },
    )
    text = page.content.decode()
    assert "有 2 行需要修改" in text
    assert "第 2 行" in text
    assert "不在您负责的区划内" in text
    assert page.context["token"] == ""
    assert yuanyang_station.address not in text
    assert Station.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"挂牌日期": "2024-02-30"}, "挂牌日期：“2024-02-30”不是有效日期"),
        ({"类型": "大站"}, "类型：“大站”不在可选范围内"),
        ({"面积（平方米）": "很大"}, "面积（平方米）：“很大”应为"),
        ({"站内电话": "13800000000"}, "站内电话：电话应为座机"),
        ({"重点站": "是"}, "列为重点站的，请填写理由"),
        ({"状态": "停用"}, "停用和恢复要说明原因"),
        ({"乡镇（街道）": "不存在镇"}, "没有“不存在镇”"),
        ({"县（市、区）": "火星县"}, "没有“火星县”这个县（市、区）"),
        ({"无障碍通道": "也许"}, "无障碍通道：“也许”应填“是”或“否”"),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_column(desk, huixian_station, cells, sentence):
    row = {"乡镇（街道）": "孟庄镇", "名称": huixian_station.name} | cells
    text = desk.post(IMPORT, {"import_file": xlsx(row)}).content.decode()
    assert "第 2 行" in text
    assert sentence in text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: SimpleUploadedFile("a.xlsx", b""), "文件是空的"),
        (lambda: SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"), "无法读取该文件"),
        (lambda: SimpleUploadedFile("a.xlsx", b"\x89PNG\r\n\x1a\n"), "这不是电子表格"),
        (lambda: csv("编号,说明\n1,无\n"), "没有找到表头"),
        (lambda: csv("乡镇（街道）,名称\n"), "只有表头，没有数据行"),
    ],
)
def test_a_bad_file_is_refused_at_the_field(desk, file, sentence):
    page = desk.post(IMPORT, {"import_file": file()})
    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors["import_file"])


def test_a_csv_from_chinese_windows_is_understood(desk, huixian_station):
    done = bring(desk, csv("乡镇（街道）,名称,地址\n百泉镇,百泉镇站,卫源路 1 号\n", "gbk"))
    assert done.status_code == 200
    assert Station.objects.get(name="百泉镇站").address == "卫源路 1 号"


def test_an_empty_cell_leaves_what_is_recorded(desk, huixian_station):
    address = huixian_station.address
    bring(
        desk,
        xlsx(
            {
                "站点码": huixian_station.code,
                "名称": huixian_station.name,
                "地址": None,
                "怎么找到": "上楼左转",
            }
        ),
    )
    huixian_station.refresh_from_db()
    assert huixian_station.address == address
    assert huixian_station.directions == "上楼左转"


def test_exports_hold_no_formula_and_open_in_chinese(desk, huixian_station):
    huixian_station.address = '=HYPERLINK("http://evil")'
    huixian_station.save()
    text = desk.post(EXPORT, {"format": "csv"}).content.decode()
    assert text.startswith("\ufeff站点码")
    assert "'=HYPERLINK" in text
    book = load_workbook(io.BytesIO(desk.post(EXPORT, {"format": "xlsx"}).content))
    cell = next(c for row in book.active.iter_rows() for c in row if str(c.value).startswith("=HYP"))
    assert cell.data_type == "s"


def test_internal_numbers_leave_only_on_purpose_and_are_recorded(cast, enter, desk, huixian_station):
    plain = desk.post(EXPORT, {"format": "xlsx"})
    assert "内部联系电话" not in sheet_of(plain)[0]
    asked = desk.post(EXPORT, {"format": "xlsx", "with_internal": "on"})
    assert sheet_of(asked)[0]["内部联系电话"] == huixian_station.contact_phone
    leader = enter(cast.huixian_leader).post(EXPORT, {"format": "xlsx", "with_internal": "on"})
    assert "内部联系电话" not in sheet_of(leader)[0]
    told = [
        event.detail["with_internal"] for event in Event.objects.filter(verb="导出联络站").order_by("number")
    ]
    assert told == [False, True, False]


def test_the_export_follows_the_lists_filter_and_scope(cast, desk, huixian_station, yuanyang_station):
    make.point(huixian_station)
    rows = sheet_of(desk.post(f"{EXPORT}?kind__exact=station", {"format": "xlsx"}))
    assert [row["名称"] for row in rows] == [huixian_station.name]
