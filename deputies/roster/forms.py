"""The forms of a roster's import: the file with its county, the columns, the answers, the ticks."""

import secrets
from typing import Any

from django import forms
from django.utils import timezone

from deputies.models import End
from deputies.roster.vocabulary import VOCABULARY
from liaison.divisions.models import Division
from liaison.lib.sheets import ROSTER, Reading, SheetError, read_tables
from stations.ledger.forms import ColumnsForm

_MOST_TERMS = 60


class UploadForm(forms.Form):
    """Takes a roster and reads it; what is wrong with it stands at the field."""

    county = forms.ModelChoiceField(
        Division.objects.none(),
        label="哪个县（市、区）的名册",
        empty_label="请选择",
        error_messages={"required": "请选择县（市、区）", "invalid_choice": "请从列表中选择县（市、区）"},
    )
    file = forms.FileField(
        label="名册文件",
        help_text=(
            "原来用的名册直接上传，不用改格式：.xlsx 或 .csv，不超过 5 MB、25000 行。"
            "表中要有“姓名”一列；身份证号、银行账号、密码、住址等列不会读取。"
        ),
        allow_empty_file=True,
        error_messages={
            "required": "请选择名册文件",
            "invalid": "请选择名册文件",
            "missing": "请选择名册文件",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    on = forms.DateField(
        label="进站日期",
        help_text="名册中新的进站、转站和终止从这一天算起。",
        error_messages={"required": "请填写进站日期", "invalid": "日期应写成 2026-03-01"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    reading: Reading

    def __init__(self, *args: Any, counties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["county"]
        field.queryset = counties  # type: ignore[attr-defined]
        only = list(counties[:2])
        field.initial = only[0] if len(only) == 1 else None
        self.fields["on"].initial = timezone.localdate
        self.fields["token"].initial = lambda: secrets.token_hex(16)

    def clean_file(self) -> Any:
        """The upload, once its tables could be read."""
        upload = self.cleaned_data["file"]
        try:
            self.reading = read_tables(upload, VOCABULARY, ROSTER)
        except SheetError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return upload

    def clean_on(self) -> Any:
        """A day that is not far in the future: places are not planned ahead by an import."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("进站日期不能晚于今天")
        return on


class RosterColumnsForm(ColumnsForm):
    """For each column of a roster: which field it fills, or none."""

    vocabulary = VOCABULARY


class AnswersForm(forms.Form):
    """The questions of a preview, one field each; what is left empty stays a question."""

    def __init__(
        self, questions: list[dict[str, Any]], answers: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for question in questions:
            name = f"q:{question['key']}"
            self.keys[name] = question["key"]
            self.fields[name] = _field(question, answers.get(question["key"], ""))

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the key of the question."""
        said = self.cleaned_data
        return {key: str(said[name]) for name, key in self.keys.items() if said.get(name)}


def _field(question: dict[str, Any], said: str) -> forms.Field:
    """A number for a term, else a choice."""
    common = {
        "label": question["text"],
        "required": False,
        "initial": said,
        "help_text": f"涉及 {question['rows']} 人" if question["rows"] > 1 else "",
    }
    if question["kind"] == "term":
        return forms.IntegerField(
            min_value=1,
            max_value=_MOST_TERMS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "in-s"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "请填写届次的数字，如 16"),
            **common,
        )
    return forms.ChoiceField(
        choices=[("", "暂不回答"), *map(tuple, question["choices"])],
        error_messages={"invalid_choice": "请从列表中选择"},
        **common,
    )


class LeaveForm(forms.Form):
    """Who of those missing from the file has really left, and why."""

    end = forms.ChoiceField(label="终止原因", choices=[(e.value, e.label) for e in End if e != End.TERM])
    shown = forms.TypedMultipleChoiceField(coerce=int, required=False)
    leave = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, known: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("shown", "leave"):
            self.fields[name].choices = [(pk, pk) for pk in known]  # type: ignore[attr-defined]
