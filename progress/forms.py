"""The form of a report: one field for each indicator, one for its explanation, the words, the files."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from liaison.ui.forms import PlainForm
from progress.actions import TEXTS, Draft
from progress.checks import faults
from progress.files import MOST_FILES, FileError, Prepared, prepare
from progress.indicators import INDICATORS, MOST, SECTIONS, Indicator, section_title
from progress.sheet import Sheet

REASON = "_reason"
LONGEST_REASON, LONGEST_TEXT = 200, 5000


class FigureField(forms.CharField):
    """A whole number as people type it: full-width digits and commas count, an empty field is no zero."""

    def __init__(self, indicator: Indicator) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            label=indicator.label,
            help_text=indicator.hint,
            required=False,
            widget=forms.TextInput(attrs=attrs),
        )

    def to_python(self, value: Any) -> Any:
        """The number; None for an empty field."""
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        text = text.replace(",", "").replace("，", "").replace(" ", "")
        if not text:
            return None
        if text.startswith(("-", "−")):
            raise ValidationError(f"{self.label}不能小于 0")
        if not (text.isascii() and text.isdigit()):
            raise ValidationError(f"{self.label}应为整数，如 48")
        if len(text) > 12 or int(text) > MOST:
            raise ValidationError(f"{self.label}不能大于 {MOST:,}")
        return int(text)

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a number; `to_python` has said everything."""


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several photos or PDFs at once, each made fit to be kept."""

    def clean(self, data: Any, initial: Any = None) -> list[Prepared]:
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        try:
            return [prepare(one) for one in uploads]
        except FileError as problem:
            raise ValidationError(str(problem)) from problem


class ReportForm(PlainForm):
    """Everything a county writes about one month. `is_full` asks for all that signing needs."""

    practice = forms.CharField(
        label="做法和成效",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写事实和数字，200—500 字。市级汇编简报时会用到。",
    )
    difficulties = forms.CharField(
        label="困难与建议",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "ta-s", "rows": 3}),
    )
    filled_by = forms.CharField(label="填报人", required=False, max_length=40)
    checked_by = forms.CharField(label="审核人", required=False, max_length=40)
    signed_by = forms.CharField(
        label="签发人", required=False, max_length=40, help_text="留空的，审签时填入审签人姓名"
    )
    files = FilesField(
        label="照片或文件",
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        help_text=f"JPG、PNG、PDF，每个不超过 10 MB，最多 {MOST_FILES} 个。照片请先征得当事人同意。",
    )

    def __init__(self, sheet: Sheet, *args: Any, is_full: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.is_full = sheet, is_full
        words = {name: self.fields.pop(name) for name in list(self.fields)}
        for one in INDICATORS:
            self.fields[one.code] = FigureField(one)
            self._tell_known(one.code)
            self.fields[one.code + REASON] = forms.CharField(
                label=f"{one.label}差异说明", required=False, max_length=LONGEST_REASON
            )
        self.fields |= words
        self.initial |= initial_of(sheet)

    def _tell_known(self, code: str) -> None:
        """The page asks for a reason as soon as the figure leaves the records'."""
        if (known := self.sheet.known.get(code)) is not None:
            self.fields[code].widget.attrs["data-known"] = known

    def clean(self) -> dict[str, Any]:
        """What the figures must hold among each other, once each is a number."""
        said: dict[str, Any] = super().clean() or {}
        if not self.is_full:
            return said
        for fault in faults(self.values, self.sheet.last, self.sheet.known, self.reasons, self.sheet.words):
            if fault.code not in self.errors:
                self.add_error(fault.code + (REASON if fault.is_reason else ""), fault.message)
        for name, sentence in (("practice", "请填写做法和成效"), ("filled_by", "请填写填报人")):
            if name not in self.errors and not said.get(name):
                self.add_error(name, sentence)
        return said

    @property
    def values(self) -> dict[str, int | None]:
        """The figures as numbers."""
        return {one.code: self.cleaned_data.get(one.code) for one in INDICATORS}

    @property
    def reasons(self) -> dict[str, str]:
        """What was written to explain them."""
        return {one.code: self.cleaned_data.get(one.code + REASON) or "" for one in INDICATORS}

    @property
    def draft(self) -> Draft:
        """What is to be saved."""
        return Draft(self.values, self.reasons, {name: self.cleaned_data.get(name, "") for name in TEXTS})


def initial_of(sheet: Sheet) -> dict[str, Any]:
    """What the fields show before anybody typed."""
    said: dict[str, Any] = {code: value for code, value in sheet.values.items() if value is not None}
    said |= {code + REASON: text for code, text in sheet.reasons.items()}
    if sheet.report:
        said |= {name: getattr(sheet.report, name) for name in TEXTS if getattr(sheet.report, name)}
    return said


class ReturnForm(PlainForm):
    """Why a report goes back: one reason, and remarks to single sections."""

    note = forms.CharField(
        label="退回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"class": "ta-s", "rows": 3}),
        help_text="县里会看到。写清哪一项、怎么改",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in SECTIONS:
            self.fields[f"section_{number}"] = forms.CharField(
                label=section_title(number), required=False, max_length=300
            )

    @property
    def sections(self) -> list[Any]:
        """The fields of the sections, to be drawn apart."""
        return [self[f"section_{number}"] for number in SECTIONS]

    @property
    def comments(self) -> dict[str, str]:
        """Remarks by the number of the section."""
        said = {str(number): self.cleaned_data[f"section_{number}"] for number in SECTIONS}
        return {number: text for number, text in said.items() if text}


class ReviseForm(PlainForm):
    """Why a confirmed report is corrected."""

    note = forms.CharField(label="更正原因", max_length=200, help_text="公开页会注明这个月的数据有更正")


class SureForm(PlainForm):
    """The last question before a report is sent on."""

    sure = forms.BooleanField(
        label="以上数据已与台账核对一致",
        error_messages={"required": "请先核对，再勾选“以上数据已与台账核对一致”"},
    )
