"""What a form field needs to be drawn: its parts, named and tied together; and what it says when wrong."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString

from liaison.lib.images import PhotoError, Prepared, prepare_photo

_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
_MISSHAPEN = {
    forms.DateField: "{label}应为日期，如 2026-05-15",
    forms.TimeField: "{label}应为时间，如 08:30",
    forms.IntegerField: "{label}应为整数",
    forms.DecimalField: "{label}应为数字",
    forms.URLField: "{label}应为完整网址，如 https://www.example.cn/",
    forms.EmailField: "{label}应为邮箱地址，如 name@example.cn",
}


def speak_plainly(form: BaseForm) -> None:
    """Errors in our own words, by the field's name: 请填写名称, 面积不能小于 1.

    Only Django's stock sentences give way; what a form says of its own stays.
    """
    for field in form.fields.values():
        for code, sentence in _sentences(field).items():
            if field.error_messages.get(code) in (None, _stock(field, code)):
                field.error_messages[code] = sentence


def _sentences(field: forms.Field) -> dict[str, str]:
    label = str(field.label)
    filled = label.replace("%", "%%")  # of a sentence that Django fills with values
    verb = "请选择" if isinstance(field, _CHOSEN) else "请填写"
    said = {
        "required": f"{verb}{label}",
        "min_value": f"{filled}不能小于 %(limit_value)s",
        "max_value": f"{filled}不能大于 %(limit_value)s",
        "max_length": f"{filled}最多 %(limit_value)s 个字，现在 %(show_value)s 个",
    }
    if sentence := next((s for kind, s in _MISSHAPEN.items() if type(field) is kind), ""):
        said["invalid"] = sentence.format(label=label)
    return said


def _stock(field: forms.Field, code: str) -> object:
    """The sentence that a field of this kind comes with."""
    kinds = (vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__)
    return next((messages[code] for messages in kinds if code in messages), None)


class PlainForm(forms.Form):
    """A form that speaks plainly."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        speak_plainly(self)


def may_be_key(value: object) -> bool:
    """Whether the text can be the number of a row at all."""
    return bool(re.fullmatch(r"[0-9]{1,18}", str(value)))


class ManyRowsField(forms.ModelMultipleChoiceField):
    """Several rows; what can be no key is no choice, where Django's own asks the database for it."""

    def clean(self, value: Any) -> Any:
        for one in value if isinstance(value, (list, tuple)) else ():
            if not may_be_key(one):
                raise ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": str(one)[:40]}
                )
        return super().clean(value)


class ManyFiles(forms.FileInput):
    """Several files chosen at once; plain multipart, no script."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """At most `most` photos; what comes out is re-encoded, or an error says which is wrong and why."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})
        super().__init__(widget=widget, **kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Prepared]:
        """One prepared photo for each file."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > self.most:
            raise ValidationError(f"最多 {self.most} 张照片")
        return [self._prepared(number, file) for number, file in enumerate(files, 1)]

    @staticmethod
    def _prepared(number: int, file: Any) -> Prepared:
        try:
            return prepare_photo(file)
        except PhotoError as problem:
            raise ValidationError(f"第 {number} 张：{problem}") from problem


@dataclass(frozen=True)
class FieldParts:
    """One field, ready for `ui/field.html`. `shape` is box, check or group."""

    bound: BoundField
    shape: str
    control: SafeString
    hint_id: str
    error_id: str
    errors: list[str]
    optional: str


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: the sentence, and the control it is about."""

    message: str
    target: str


def parts(bound: BoundField, optional: str) -> FieldParts:
    """Draw the control with the ids that its hint and its errors carry."""
    widget = bound.field.widget
    name = bound.auto_id
    errors = list(bound.errors)
    hint_id = f"{name}-h" if bound.help_text else ""
    error_id = f"{name}-e" if errors else ""
    attrs: dict[str, str] = {}
    if described := " ".join(filter(None, (hint_id, error_id))):
        attrs["aria-describedby"] = described
    if errors:
        attrs["aria-invalid"] = "true"
    shape = "box"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        shape = "group"
    elif isinstance(widget, CheckboxInput):
        shape = "check"
    else:
        attrs["class"] = f"in {widget.attrs.get('class', '')}".strip()
    word = "" if bound.field.required or shape == "check" else optional
    control = SafeString("") if shape == "group" else bound.as_widget(attrs=attrs)
    return FieldParts(bound, shape, control, hint_id, error_id, errors, word)


def faults(form: BaseForm) -> list[Fault]:
    """Every error of a form in field order, those of the whole form first."""
    if not form.is_bound:
        return []
    whole = [Fault(message, "") for message in form.non_field_errors()]
    return whole + [
        Fault(message, bound.id_for_label or bound.auto_id) for bound in form for message in bound.errors
    ]
