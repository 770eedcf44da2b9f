"""What every page beside list and form needs: address, rights, frame, errors at their field."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def routes(desk: Any, pages: Iterable[tuple[str, Callable[..., HttpResponse], str]]) -> list[URLPattern]:
    """Addresses of a desk's own pages; each view is given the desk first."""

    def bound(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view(desk, request, **kwargs)

        return desk.admin_site.admin_view(answer)

    label = f"{desk.opts.app_label}_{desk.opts.model_name}"
    return [path(route, bound(view), name=f"{label}_{name}") for route, view, name in pages]


def must(allowed: bool) -> None:
    """403 for those who see the record but may not do this."""
    if not allowed:
        raise PermissionDenied


def show(desk: Any, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page in the desk's frame; `template` is named below `admin/deputies/`."""
    request.current_app = desk.admin_site.name
    everything = {**desk.admin_site.each_context(request), "opts": desk.opts, **context}
    return TemplateResponse(request, f"admin/deputies/{template}.html", everything)


def decide(
    desk: Any,
    request: HttpRequest,
    form: forms.Form,
    action: Callable[[dict[str, Any]], str],
    *,
    back: str,
    at: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or take the decision, say so and go back.

    An objection stands at its field; one that names no field stands at `at`.
    """
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, action(form.cleaned_data))
            return HttpResponseRedirect(back)
        except ValidationError as error:
            put_at_fields(form, error, at)
    return show(desk, request, "decide", {"form": form, "back": back, "help": "", **context})


FIELDS = {"electing_body": "elected_by", "constituency": "elected_by", "end_note": "note", "until": "on"}
"""Where a field of the record stands in the form that decides about it."""


def put_at_fields(form: forms.Form, error: ValidationError, at: str) -> None:
    """Put an action's objection at the field it names, else at `at`."""
    named = error.error_dict if hasattr(error, "error_dict") else {at: error.error_list}
    for name, errors in named.items():
        field = FIELDS.get(name, name)
        form.add_error(field if field in form.fields else at, errors)
