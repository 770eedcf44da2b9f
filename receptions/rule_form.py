"""A rule as a person writes it down: boxes for weekdays, dates as 10、25."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from liaison.divisions.seen import SeenForm
from receptions.models import ReceptionRule
from receptions.models.rule import NTH
from stations.hours import WEEKDAYS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MonthDaysField(forms.CharField):
    """Days of the month as people write them, kept as numbers."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """10、25 as [10, 25]; anything but days of a month is refused."""
        words = re.findall(r"[^\s、，,;；和日]+", super().clean(value))
        if any(not word.isdecimal() or not 1 <= int(word[:3]) <= 31 for word in words):
            raise ValidationError("日期应为 1 到 31 的数字，几个日期用顿号隔开，如 10、25")
        return sorted({int(word) for word in words})


class RuleForm(SeenForm):
    """One rule of one station; warns of a second editor."""

    untold = ("weekdays", "nth", "month_days")
    elsewhere = "接待日"

    weekdays = forms.TypedMultipleChoiceField(
        label="星期",
        coerce=int,
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        help_text="“每周”和“每月第几个星期几”时选择",
    )
    nth = forms.TypedChoiceField(
        label="第几个",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "不选"), *NTH],
        help_text="“每月第几个星期几”时选择",
    )
    month_days = MonthDaysField(
        label="每月日期",
        required=False,
        max_length=60,
        help_text="“每月固定日期”时填写，如 10、25；填 31 表示每月最后一天",
    )

    class Meta:
        model = ReceptionRule
        fields = (
            "recurrence",
            "weekdays",
            "nth",
            "month_days",
            "months",
            "opens",
            "closes",
            "holiday_policy",
            "notice_days",
            "duty_size",
            "place",
            "since",
            "until",
        )
        widgets = {
            "recurrence": forms.RadioSelect,
            "holiday_policy": forms.RadioSelect,
            "opens": TIME,
            "closes": TIME,
            "since": DAY,
            "until": DAY,
        }
        help_texts = {"until": "长期有效的留空"}


class EndForm(forms.Form):
    """The last day of a rule."""

    until = forms.DateField(
        label="最后一天",
        widget=DAY,
        help_text="这一天以后还没有公告的安排会撤下，已公告的不变",
        error_messages={"required": "请填写最后一天", "invalid": "最后一天应为日期，如 2026-05-15"},
    )
