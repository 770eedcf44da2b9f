"""The file with a county in each row, read as it comes in; what is wrong with it stands at the field."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from liaison.divisions.models import Division
from liaison.lib.sheets import LEDGER, SheetError, read_tables
from liaison.ui.forms import PlainForm
from progress.countysheet.read import CountySheet, read
from progress.countysheet.vocabulary import VOCABULARY


class SheetForm(PlainForm):
    """Takes a file; `found` is what it says."""

    file = forms.FileField(
        label="月报表文件",
        help_text="一县一行的 .xlsx 或 .csv，不超过 5 MB。表中要有“单位”一列，指标按表头认。",
        allow_empty_file=True,
        error_messages={"required": "请选择月报表文件", "invalid": "请选择月报表文件"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    found: CountySheet

    def __init__(self, city: Division, month: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city, self.month = city, month

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.found = read(read_tables(upload, VOCABULARY, LEDGER), self.city, self.month)
        except SheetError as problem:
            raise ValidationError(str(problem)) from problem
        return upload
