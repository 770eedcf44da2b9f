"""The two forms of an import: the file, and the meaning of its columns."""

from collections.abc import Iterator
from typing import Any

from django import forms

from liaison.lib.sheets import LEDGER, Column, Fate, Reading, SheetError, Table, Vocabulary, read_tables
from liaison.lib.text import mask
from stations.ledger.words import VOCABULARY

_SAMPLES = 2
_LONGEST_SAMPLE = 18


class UploadForm(forms.Form):
    """Takes a spreadsheet and reads it; what is wrong with it stands at the field."""

    file = forms.FileField(
        label="台账文件",
        help_text=(
            "原来用的台账直接上传，不用改格式：.xlsx 或 .csv，不超过 5 MB。"
            "表中要有“联络站名称”一列；身份证号、密码等列不会读取。"
        ),
        allow_empty_file=True,
        error_messages={
            "required": "请选择台账文件",
            "invalid": "请选择台账文件",
            "missing": "请选择台账文件",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    reading: Reading

    def clean_file(self) -> Any:
        """The upload, once its tables could be read."""
        upload = self.cleaned_data["file"]
        try:
            self.reading = read_tables(upload, VOCABULARY, LEDGER)
        except SheetError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return upload


class ColumnsForm(forms.Form):
    """For each column of each table: which field it fills, or none.

    `vocabulary` says which fields there are; its first required one must be chosen.
    """

    vocabulary = VOCABULARY

    def __init__(self, tables: list[Table], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables
        for number, table, column in self._columns():
            self.fields[_name(number, column)] = forms.ChoiceField(
                label=column.title,
                choices=_choices(self.vocabulary),
                required=False,
                initial=column.key or "",
                help_text=_sample(table, column),
                error_messages={"invalid_choice": "请从列表中选择"},
            )

    def groups(self) -> list[tuple[Table, list[Any]]]:
        """The tables, each with its fields."""
        return [
            (table, [self[_name(number, column)] for n, _, column in self._columns() if n == number])
            for number, table in enumerate(self.tables)
        ]

    def clean(self) -> dict[str, Any]:
        """Each table has its name column, and no field is filled from two columns by accident."""
        for number, table in enumerate(self.tables):
            self._check_table(number, table)
        return self.cleaned_data

    @property
    def choices_by_table(self) -> dict[int, dict[int, str]]:
        """What was chosen, for keeping."""
        chosen: dict[int, dict[int, str]] = {}
        for number, _, column in self._columns():
            chosen.setdefault(number, {})[column.index] = self.cleaned_data[_name(number, column)]
        return chosen

    def _check_table(self, number: int, table: Table) -> None:
        """One table: a name, and no field twice."""
        owners: dict[str, Column] = {}
        for n, _, column in self._columns():
            key = self.cleaned_data.get(_name(n, column)) if n == number else None
            if not key or self.vocabulary.field(key).takes_many:
                continue
            if key in owners:
                label = self.vocabulary.field(key).label
                words = f"“{label}”已选给“{owners[key].title}”，只能选一列"
                self.add_error(_name(n, column), words)
            owners.setdefault(key, column)
        needed = self.vocabulary.required[0]
        if needed not in owners:
            where = f"工作表“{table.sheet}”" if table.sheet else "表格"
            label = self.vocabulary.field(needed).label
            self.add_error(None, f"请给{where}选出“{label}”一列")

    def _columns(self) -> Iterator[tuple[int, Table, Column]]:
        """Every column that may be given a meaning."""
        for number, table in enumerate(self.tables):
            for column in table.columns:
                if column.fate != Fate.DROPPED:
                    yield number, table, column


def _name(number: int, column: Column) -> str:
    """The name of a column's form field."""
    return f"t{number}c{column.index}"


def _choices(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """All fields that a column can fill."""
    usable = (field for field in vocabulary.fields if not field.is_ignored and not field.is_dropped)
    return [("", "不导入"), *((field.key, field.label) for field in usable)]


def _sample(table: Table, column: Column) -> str:
    """The first things that stand in a column, numbers of people covered."""
    cells = (row.cell(column.index) for row in table.rows if row.kind == "data")
    shown = dict.fromkeys(mask(str(cell))[:_LONGEST_SAMPLE] for cell in cells if cell is not None)
    return "如：" + "、".join(list(shown)[:_SAMPLES]) if shown else "这一列是空的"
