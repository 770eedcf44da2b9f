"""Form and model fields that Django lacks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


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
