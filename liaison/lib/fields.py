"""Form and model fields that Django lacks, and what a text for the public must not hold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from liaison.lib.personal import KINDS, find_personal, mask


class PublicText:
    """A record whose texts stand on public pages: no number of a person may be among them.

    Every text counts except those in `internal_texts` (trust.md R38).
    """

    internal_texts: tuple[str, ...] = ()

    def clean(self) -> None:
        """Names each text that holds a number of a person."""
        super().clean()  # type: ignore[misc]
        texts = [
            field
            for field in self._meta.concrete_fields  # type: ignore[attr-defined]
            if isinstance(field, models.CharField | models.TextField)
            and field.name not in self.internal_texts
        ]
        said = [personal_in(f"{f.verbose_name}里", str(getattr(self, f.name) or "")) for f in texts]
        if any(said):
            raise ValidationError([sentence for sentence in said if sentence])


def personal_in(label: str, text: str) -> str:
    """What is wrong with a public text, or nothing."""
    found = find_personal(text)
    if not found:
        return ""
    kind = KINDS[found[0].kind]
    return f"{label}有{kind} {mask(text[found[0].start : found[0].end])}，公开页面不登个人号码，请删除"


class ChoiceListField(models.JSONField):
    """Several of a fixed set of choices, kept as a JSON list of their codes."""

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any) -> None:
        self.options = choices
        super().__init__(*args, **kwargs)

    def labels(self, codes: list[str]) -> list[str]:
        """The Chinese words for the codes, in the order of the choices."""
        return [label for code, label in self._pairs() if code in (codes or [])]

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Checkboxes instead of JSON text."""
        return forms.MultipleChoiceField(
            choices=self._pairs(),
            label=self.verbose_name,
            required=False,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuses anything that is not a list of known codes."""
        super().validate(value, model_instance)
        known = {code for code, _ in self._pairs()}
        if not isinstance(value, list) or not set(value) <= known:
            raise ValidationError("选项不在列表中")

    def _pairs(self) -> list[tuple[str, str]]:
        return list(getattr(self.options, "choices", self.options) or [])
