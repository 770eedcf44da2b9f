"""What staff fill in: a matter brought in person, the next step of one, its public words."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.lib.text import TextError, clean_text
from liaison.ui.forms import PlainForm
from opinions.forms import ContactFields
from opinions.models import Channel, DeclineReason, Door, Opinion, Topic
from opinions.models.opinion import LONGEST_TEXT
from stations.models import Station

IN_PERSON = [(c.value, c.label) for c in (Channel.VISIT, Channel.PHONE, Channel.LETTER)]
TOPICS = [("", "以后再选"), *Topic.choices]


class RegisterForm(ContactFields):
    """A visit, a call or a letter, entered in twenty seconds: the words, and save."""

    station = forms.ModelChoiceField(Station.objects.none(), label="联络站", empty_label=None)
    channel = forms.ChoiceField(
        label="来源", choices=IN_PERSON, initial=Channel.VISIT, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="反映的事", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4, "autofocus": True})
    )
    solved = forms.CharField(
        label="当场解决的结果",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="当场办好的写结果，登记后直接办结；没有就空着",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    topic = forms.ChoiceField(label="类别", choices=TOPICS, required=False)
    place = forms.CharField(label="在哪里", max_length=80, required=False)
    received_on = forms.DateField(
        label="收到日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations
        self.fields["received_on"].initial = timezone.localdate
        self.fields["token"].initial = lambda: secrets.token_hex(16)

    def clean_text(self) -> str:
        """Nothing in it that no page can show."""
        try:
            return clean_text(self.cleaned_data["text"])
        except TextError as problem:
            raise ValidationError(str(problem)) from problem


class StepForm(PlainForm):
    """The next step; each step reads the fields that belong to it (`steps.py`)."""

    topic = forms.ChoiceField(label="类别", choices=TOPICS, required=False)
    decline_reason = forms.ChoiceField(
        label="不予受理原因", choices=[("", "请选择"), *DeclineReason.choices], required=False
    )
    door = forms.ChoiceField(label="群众该找哪里", choices=[("", "请选择"), *Door.choices], required=False)
    responder = forms.CharField(
        label="承办单位", max_length=60, required=False, help_text="站里自己办的写本站"
    )
    answer = forms.CharField(
        label="给本人的答复",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="反映人凭查询码看到；不写别人的姓名和电话",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    parent = forms.IntegerField(
        label="并入哪一件",
        required=False,
        min_value=1,
        max_value=2**53,
        help_text="填那一件的编号",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="反映人也看得到",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PublicForm(forms.ModelForm):
    """The words that everybody reads."""

    is_checked = forms.BooleanField(
        label="已逐句核对：没有姓名、电话、门牌、车牌等能认出人的内容",
        error_messages={"required": "请核对后勾选"},
    )

    class Meta:
        model = Opinion
        fields = ("public_title", "public_text", "public_answer")
        widgets = {
            "public_text": forms.Textarea(attrs={"rows": 4}),
            "public_answer": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "public_title": "一句话说清什么事，如：村口到学校那段路没有灯",
            "public_answer": "还没有结果的先空着，办好后再补",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="public-%s", **kwargs)
        for name in ("public_title", "public_text"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}"
