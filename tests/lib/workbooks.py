"""Spreadsheets made for tests, good and bad."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook

from liaison.lib.sheets import Field, Vocabulary

STATIONS = Vocabulary(
    (
        Field("seq", "序号", ("序号",), is_ignored=True),
        Field("county", "县（市、区）", ("县（市、区）", "县区"), carries_down=True),
        Field("name", "联络站名称", ("联络站名称", "名称")),
        Field("town", "乡镇", ("所在乡镇（街道）", "乡镇")),
        Field("phone", "电话", ("联系电话", "电话"), takes_many=True),
        Field("chief", "站长", ("站长", "站长姓名")),
        Field("liaison", "联络员", ("联络员", "联络员姓名")),
        Field("count", "进站代表数", ("进站代表数",)),
    ),
    required=("name",),
)


def xlsx(rows: list[list[Any]], *, merges: tuple[str, ...] = (), title: str = "台账") -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    fill(book.active, rows, merges, title)
    return saved(book)


def fill(sheet: Any, rows: list[list[Any]], merges: tuple[str, ...] = (), title: str = "台账") -> None:
    """Writes rows into a sheet."""
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_member(content: bytes, name: str, body: bytes) -> bytes:
    """The same package with one member added or replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, body)
    return stream.getvalue()


def member(content: bytes, name: str) -> bytes:
    """One member of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)
