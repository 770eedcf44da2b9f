"""What a form field needs to be drawn: its parts, named and tied together."""

from dataclasses import dataclass

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString


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
