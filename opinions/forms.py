"""What a citizen fills in: a few lines, perhaps a name and a phone."""

import re
import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from liaison.lib.text import TextError, clean_text, tidy
from liaison.ui.forms import PhotosField, PlainForm
from opinions.models import Satisfaction
from opinions.models.opinion import LONGEST_TEXT, MOST_PHOTOS

SALT = "opinions.form"
SHORTEST_TEXT = 3
OLDEST, YOUNGEST = 24 * 3600, 2
"""Seconds between opening the form and sending it: later is a forgotten page, sooner is a program."""
STALE = "页面打开的时间太久了。写的内容都还在，请再提交一次"
TOO_FAST = "提交得太快，没有收到。写的内容都还在，请再提交一次"
NOT_A_PERSON = "没有提交成功，请刷新页面后再写"
_MOBILE, _LAND_LINE = re.compile(r"1[3-9]\d{9}"), re.compile(r"0\d{2,3}-?\d{7,8}|[2-9]\d{6,7}")


class ContactFields(PlainForm):
    """Name and phone, both optional, with the author's leave to pass the phone on."""

    name = forms.CharField(label="怎么称呼您", max_length=20, required=False)
    phone = forms.CharField(
        label="电话",
        max_length=20,
        required=False,
        help_text="只用来回复您，不公开，封存保管",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    tells_deputy = forms.BooleanField(label="可以把我的电话告诉代表", required=False)

    def clean_phone(self) -> str:
        """Digits as they are dialled."""
        phone = re.sub(r"[\s()（）]", "", tidy(self.cleaned_data["phone"])).replace("+86", "")
        if not phone or _MOBILE.fullmatch(phone) or _LAND_LINE.fullmatch(phone):
            return phone
        raise ValidationError(
            "手机号应为 11 位数字" if phone.startswith("1") else "座机请写区号和号码，如 0373-0000000"
        )

    def contact(self) -> dict[str, Any]:
        """What `actions.submit` wants to know."""
        return {key: self.cleaned_data[key] for key in ("name", "phone", "tells_deputy")}


class OpinionForm(ContactFields):
    """A citizen's form. `website` is a trap for programs, `stamp` says when the page was opened."""

    text = forms.CharField(
        label="您想反映什么",
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        help_text="什么事、在哪里、希望怎样。不用写姓名和身份证号",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"min_length": "再多写几个字，说清是什么事"},
    )
    place = forms.CharField(label="在哪里", max_length=80, required=False, help_text="村、路口、小区")
    photos = PhotosField(
        most=MOST_PHOTOS,
        label="照片",
        required=False,
        help_text="最多 3 张，每张不超过 10 MB，只给办理人员看",
    )
    agrees = forms.BooleanField(
        label="我已满十四周岁，同意联络站为办理和回复使用以上信息",
        error_messages={"required": "请勾选同意，站里才能办理"},
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )
    stamp = forms.CharField(required=False)

    def clean_text(self) -> str:
        """Nothing in it that no page can show."""
        try:
            return clean_text(self.cleaned_data["text"])
        except TextError as problem:
            raise ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        """Was it a person who opened this page a while ago?"""
        said = super().clean() or {}
        if said.get("website"):
            raise ValidationError(NOT_A_PERSON)
        if not self._token(OLDEST):
            raise ValidationError(STALE)
        if self._token(YOUNGEST):
            raise ValidationError(TOO_FAST)
        return said

    @property
    def token(self) -> str:
        """The page's own name, by which the same page sent twice is known."""
        return self._token(OLDEST)

    @property
    def fresh_stamp(self) -> str:
        """The stamp to send along: the page's own while it is good, else a new one."""
        return (
            self._sent
            if self._token(OLDEST)
            else signing.TimestampSigner(salt=SALT).sign(secrets.token_hex(16))
        )

    @property
    def _sent(self) -> str:
        return str(self.data.get("stamp", "")) if self.is_bound else ""

    def _token(self, max_age: int) -> str:
        try:
            return signing.TimestampSigner(salt=SALT).unsign(self._sent, max_age=max_age)
        except signing.BadSignature:
            return ""


class CodeForm(PlainForm):
    """The code on the receipt."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="提交后得到的 12 位编号",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class RatingForm(PlainForm):
    """How content the author is."""

    satisfaction = forms.ChoiceField(
        label="您对办理结果", choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    rating_note = forms.CharField(label="想补充的话", max_length=200, required=False, help_text="只给站里看")


class ReopenForm(PlainForm):
    """Why it should be handled again."""

    note = forms.CharField(label="为什么要重新办理", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
