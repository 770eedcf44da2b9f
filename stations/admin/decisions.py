"""Decision pages of the desk: a new stage, closing, opening again, establishing. One POST, one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from liaison.divisions.models import Division
from liaison.lib.documents import handed_over
from stations import actions, keeping
from stations.admin.forms import CloseForm, ReopenForm, StageForm
from stations.admin.rights import decides
from stations.models import Stage, Station, Status


def establish_view(desk: Any, request: HttpRequest, code: str) -> HttpResponse:
    """“在此建站”: one click, POST only."""
    return require_POST(_establish)(request, desk, code)


def _establish(request: HttpRequest, desk: Any, code: str) -> HttpResponse:
    if not request.user.has_perm("stations.establish_station"):
        raise PermissionDenied
    division = Division.objects.for_staff(request.user).find(code)
    if division is None:
        raise Http404
    try:
        station = actions.establish(division, by=request.user)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return HttpResponseRedirect(reverse("admin:stations_station_coverage"))
    messages.success(request, f"已建立{station.name}，阶段为选址。接着补充地址和人员")
    return HttpResponseRedirect(reverse("admin:stations_station_change", args=[station.pk]))


def advance_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“登记新阶段”"""
    station = _station(desk, request, pk, "stations.add_stagechange")

    def decide(values: dict[str, Any]) -> str:
        change = actions.advance(station, values["stage"], values["on"], note=values["note"], by=request.user)
        return f"已登记：{change}"

    if station.status == Status.CLOSED:
        raise Http404
    stages = list(Stage.values)
    next_one = stages[min(stages.index(station.stage) + 1, len(stages) - 1)]
    initial = {"on": timezone.localdate(), "stage": next_one}
    return _decide(desk, request, station, StageForm, decide, title="登记新阶段", initial=initial)


def close_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“停用”: a day and a reason; the public page stays and says so."""
    station = _station(desk, request, pk)
    if station.status == Status.CLOSED:
        raise Http404

    def decide(values: dict[str, Any]) -> str:
        actions.close(station, values["on"], values["closed_reason"], by=request.user)
        return f"已停用{station.name}"

    initial = {"on": timezone.localdate()}
    return _decide(desk, request, station, CloseForm, decide, title="停用联络站", initial=initial)


def reopen_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“恢复”: the station serves again."""
    station = _station(desk, request, pk)
    if station.status != Status.CLOSED:
        raise Http404

    def decide(values: dict[str, Any]) -> str:
        keeping.reopen(station, values["reason"], by=request.user)
        return f"已恢复{station.name}"

    return _decide(desk, request, station, ReopenForm, decide, title="恢复联络站", initial={})


def evidence_view(desk: Any, request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The PDF behind an item that is met; only for those who see the station."""
    station = desk.object_or_404(request, str(pk))
    found = station.evidence.filter(pk=evidence).exclude(file="").first()
    if found is None:
        raise Http404
    name = f"{station.name}-{found.item.number}.pdf"
    return handed_over(found.file.open(), name)


def _station(desk: Any, request: HttpRequest, pk: int, permission: str = "") -> Station:
    """The station in scope, for somebody who may take this decision."""
    station = desk.object_or_404(request, str(pk))
    allowed = request.user.has_perm(permission) if permission else decides(request.user)
    if not allowed:
        raise PermissionDenied
    return station


def _decide(
    desk: Any,
    request: HttpRequest,
    station: Station,
    form_class: type[forms.Form],
    decide: Callable[[dict[str, Any]], str],
    *,
    title: str,
    initial: dict[str, Any],
) -> HttpResponse:
    """Show the form, or take the decision and go back to the record."""
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decide(form.cleaned_data))
            return HttpResponseRedirect(reverse("admin:stations_station_change", args=[station.pk]))
        except ValidationError as error:
            _show(form, error)
    context = {
        **desk.admin_site.each_context(request),
        "title": f"{title}：{station.name}",
        "verb": title,
        "form": form,
        "station": station,
        "original": station,
        "opts": desk.opts,
        "stages": station.stage_changes.select_related("by"),
        "is_closing": form_class is CloseForm,
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/stations/station/decide.html", context)


def _show(form: forms.Form, error: ValidationError) -> None:
    """Put an action's objection at the field it names, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(FIELDS.get(name, name) if FIELDS.get(name, name) in form.fields else None, errors)


FIELDS = {"closed_on": "on"}
