"""Decision pages about one deputy: elect, correct, suspend, end, assign, release. One POST, one action."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from deputies import actions
from deputies.admin.forms import (
    AssignForm,
    CorrectForm,
    ElectForm,
    EndForm,
    ReleaseForm,
    ResumeForm,
    SuspendForm,
)
from deputies.admin.pages import decide, must
from deputies.admin.rights import places, registers
from deputies.gaps import explain
from deputies.models import Basis, Deputy, Mandate, MandateStatus, Term
from stations.models import Station


def elect_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“登记任职”"""
    deputy = _deputy(desk, request, pk)
    must(registers(request.user))
    terms = Term.objects.open_to(deputy.division).exclude(mandates__deputy=deputy)
    form = ElectForm(_sent(request), terms=terms)

    def act(values: dict[str, Any]) -> str:
        return f"已登记：{actions.elect(deputy, **values, by=request.user)}"

    told = "" if terms.exists() else "没有可以登记的届次：先在“届次”里登记这一届人民代表大会。"
    return _decide(desk, request, deputy, form, act, "登记任职", told, "term")


def correct_view(desk: Any, request: HttpRequest, pk: int, mandate: int) -> HttpResponse:
    """“更正任职”: what was written down wrong, not what changed since."""
    deputy, held = _mandate(desk, request, pk, mandate)
    facts = {"elected_by": held.elected_by, "delegation": held.delegation, "since": held.since}
    form = CorrectForm(_sent(request), mandate=held, initial=facts)

    def act(values: dict[str, Any]) -> str:
        return f"已更正：{actions.correct_mandate(held, **values, by=request.user)}"

    told = f"更正{held.term}的登记，原来的写法留在记录里。"
    return _decide(desk, request, deputy, form, act, "更正任职", told, "since")


def end_view(desk: Any, request: HttpRequest, pk: int, mandate: int) -> HttpResponse:
    """“终止任职”: before the term is over."""
    deputy, held = _mandate(desk, request, pk, mandate)
    form = EndForm(_sent(request), initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        actions.end_mandate(held, values["on"], values["end"], note=values["note"], by=request.user)
        return f"已终止：{held}"

    told = f"终止{held.term}的任职。原因只供工作人员；最后一项任职终止时，同时离站。"
    return _decide(desk, request, deputy, form, act, "终止任职", told, "on")


def suspend_view(desk: Any, request: HttpRequest, pk: int, mandate: int) -> HttpResponse:
    """“暂停”: the mandate goes on and is not exercised."""
    deputy, held = _mandate(desk, request, pk, mandate, MandateStatus.SERVING)
    form = SuspendForm(_sent(request), initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        actions.suspend(held, values["on"], reason=values["reason"], by=request.user)
        return f"已暂停：{held}"

    told = f"暂停执行{held.term}的代表职务。公众页面写“暂停履职”，原因只供工作人员；进站不变。"
    return _decide(desk, request, deputy, form, act, "暂停执行职务", told, "on")


def resume_view(desk: Any, request: HttpRequest, pk: int, mandate: int) -> HttpResponse:
    """“恢复”: the mandate is exercised again."""
    deputy, held = _mandate(desk, request, pk, mandate, MandateStatus.SUSPENDED)
    form = ResumeForm(_sent(request), initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        return f"已恢复：{actions.resume(held, values['on'], by=request.user)}"

    told = f"恢复执行{held.term}的代表职务，暂停的记录保留。"
    return _decide(desk, request, deputy, form, act, "恢复执行职务", told, "on")


def assign_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“安排进站” or, where there is a place already, “转站”."""
    deputy = _deputy(desk, request, pk)
    must(places(request.user))
    held = deputy.assignments.open().select_related("station").first()
    gap = explain(Deputy.objects.filter(pk=deputy.pk), timezone.localdate())[0]
    station = open_stations(request.user).filter(pk=gap.advice.station).first()
    initial = {"since": timezone.localdate(), "basis": gap.basis if station else Basis.TERRITORY}
    initial["station"] = station
    form = AssignForm(_sent(request), stations=open_stations(request.user), initial=initial)

    def act(values: dict[str, Any]) -> str:
        placed = actions.assign(
            deputy, values["station"], values["basis"], since=values["since"], by=request.user
        )
        return f"已安排：{placed}"

    told = f"现在{held.station.name}，从 {held.since} 起；转站后原来的记录到前一天为止。" if held else ""
    if station and not held:
        told = f"建议：{station.name}（{gap.advice.because}）。"
    return _decide(desk, request, deputy, form, act, "转站" if held else "安排进站", told, "station")


def release_view(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """“离站”: nobody is met here any more."""
    deputy = _deputy(desk, request, pk)
    must(places(request.user))
    held = deputy.assignments.open().select_related("station").first()
    if held is None:
        raise Http404
    form = ReleaseForm(_sent(request), initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        actions.release(deputy, values["on"], by=request.user)
        return f"{deputy}已离开{held.station.name}"

    return _decide(desk, request, deputy, form, act, "离站", f"离开{held.station.name}，进站记录保留。", "on")


def open_stations(user: Any) -> Any:
    """Stations that this person may place deputies at."""
    return Station.objects.for_staff(user).in_service().stations()


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _deputy(desk: Any, request: HttpRequest, pk: int) -> Deputy:
    return desk.object_or_404(request, str(pk))


def _mandate(
    desk: Any, request: HttpRequest, pk: int, mandate: int, status: str = ""
) -> tuple[Deputy, Mandate]:
    """An open mandate of a deputy in scope, for somebody who may decide about it; perhaps of one status."""
    deputy = _deputy(desk, request, pk)
    must(registers(request.user))
    held = deputy.mandates.open().select_related("term__division__county").filter(pk=mandate).first()
    if held is None or (status and held.status != status):
        raise Http404
    return deputy, held


def _decide(
    desk: Any, request: HttpRequest, deputy: Deputy, form: Any, act: Any, verb: str, told: str, at: str
) -> HttpResponse:
    context = {"title": f"{verb}：{deputy}", "verb": verb, "record": deputy, "original": deputy, "help": told}
    back = reverse("admin:deputies_deputy_change", args=[deputy.pk])
    return decide(desk, request, form, act, back=back, at=at, context=context)
