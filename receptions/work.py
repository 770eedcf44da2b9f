"""Tasks of staff with receptions: plan a month, announce, move, record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from deputies.models import Deputy
from liaison.lib.workflow import open_to
from liaison.ui.paging import CappedPaginator
from receptions import actions, duty, planner
from receptions.filters import STATES, Choice
from receptions.forms import AddForm, CancelForm, DutyForm, PostponeForm, RecordForm
from receptions.models import Reception, Status
from stations.models import Station
from stations.work import ImportAccess

PER_PAGE = 40
MOST_AT_ONCE = 60
MOST_READY = 1000
"""The count of plans that are ready goes no further."""
LARGEST_ID = 2**63 - 1
CONFLICT = 409


class ReceptionAccess(ImportAccess):
    """Staff who may look at receptions."""

    permission_required = "receptions.view_reception"

    @property
    def stations(self) -> QuerySet[Station]:
        """Stations in service that this person answers for."""
        return Station.objects.for_staff(self.request.user).in_service().with_place().in_place_order()

    def the_station(self) -> Station:
        """The visible station that the address names, or 404; unnamed, the only one that there is."""
        only = list(self.stations[:2]) if "station" not in self.request.GET else []
        if len(only) == 1:
            return only[0]
        return get_object_or_404(self.stations, code=self.request.GET.get("station", "")[:12])


class PlanAccess(ReceptionAccess):
    """Staff who may plan, announce and record."""

    permission_required = actions.PLAN


def planner_address(reception: Reception) -> str:
    """The planner of the session's station and month."""
    return f"{reverse('work:receptions')}?station={reception.station.code}&month={reception.day:%Y-%m}"


class PlannerView(ReceptionAccess, TemplateView):
    """The sessions of a month: one station's, or those of everybody in scope."""

    template_name = "work/receptions/planner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        choice = Choice(self.request.GET, self.stations, self.request.user, today)
        offered = self.stations.within(choice.area) if choice.area else self.stations
        stations = list(offered[: MOST_AT_ONCE * 5])
        if choice.station is None and len(stations) == 1:
            choice.station = stations[0]
        mine = Reception.objects.for_staff(self.request.user)
        found = choice.apply(mine).with_duty().select_related("station__division__county", "moved_to")
        page = CappedPaginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        ready = choice.apply(mine).filter(status=Status.PLANNED, day__gte=today).manned()
        return super().get_context_data(**kwargs) | {
            "choice": choice,
            "stations": stations,
            "states": STATES.items(),
            "page": page,
            "rows": planner.rows(page, today),
            "ready": ready[:MOST_READY].count(),
            "may_plan": self.request.user.has_perm(actions.PLAN),
            "rules": choice.station.reception_rules.on(today) if choice.station else (),
        }


class OneReception(ReceptionAccess):
    """Pages about one session in scope."""

    @property
    def reception(self) -> Reception:
        """The session of the address, or 404."""
        if not hasattr(self, "_reception"):
            rows = Reception.objects.for_staff(self.request.user).with_duty("absence_reason")
            rows = rows.select_related(
                "station__division__county", "rule", "moved_from", "moved_to", "announced_by"
            )
            pk = self.kwargs["pk"]
            self._reception = get_object_or_404(rows, pk=pk if pk <= LARGEST_ID else 0)
        return self._reception

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = planner.Row(self.reception, timezone.localdate())
        return super().get_context_data(**kwargs) | {  # type: ignore[misc]
            "reception": self.reception,
            "row": row,
            "back": planner_address(self.reception),
            "moves": self.moves(row),
        }

    def moves(self, row: planner.Row) -> set[str]:
        """The steps that are open to this person now."""
        found = set(open_to(actions.MOVES, self.reception.status, self.request.user))
        if not row.may_be_recorded:
            found.discard("hold")
        return found - {"duty", "announce", "cancel"} if row.is_missed else found


def put_at_fields(form: forms.Form, objection: ValidationError) -> None:
    """An action's objection at the field it names, else over the whole form."""
    named = objection.error_dict if hasattr(objection, "error_dict") else {"": objection.error_list}
    for name, errors in named.items():
        form.add_error(name if name in form.fields else None, errors)


def answered(response: HttpResponse, form: Any) -> HttpResponse:
    """The page of a form that was refused: 409 where somebody else saved meanwhile."""
    response.status_code = CONFLICT if getattr(form, "is_outdated", False) else response.status_code
    return response


class ReceptionView(OneReception, FormView):
    """One session: its state, and who is on duty; saved alone or announced at once."""

    template_name = "work/receptions/one.html"
    form_class = DutyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        people = duty.roster(self.reception)
        chosen = duty.chosen(self.reception)
        suggested = [one.pk for one in duty.suggest(self.reception, people)]
        return super().get_form_kwargs() | {
            "people": people,
            "initial": {"deputies": sorted(chosen) or suggested},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(**kwargs) | {
            "is_suggestion": not self.reception.on_duty,
            "will_be_late": actions.will_be_late(self.reception, now),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only those who plan may send it."""
        if not request.user.has_perm(actions.PLAN):
            return self.handle_no_permission()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DutyForm) -> HttpResponse:
        chosen = Deputy.objects.filter(pk__in=form.cleaned_data["deputies"]).only("pk", "name")
        try:
            said = self.decide(list(chosen))
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect(planner_address(self.reception))

    def decide(self, chosen: list[Deputy]) -> str:
        """Save the list and, where asked, announce; both or neither."""
        if "announce" not in self.request.POST:
            actions.assign(self.reception, chosen, by=self.request.user)
            return f"已保存 {self.reception.day_text} 的接待代表"
        told = actions.assign_and_announce(self.reception, chosen, by=self.request.user)
        late = "" if told.was_announced_in_time else "，已过期限，按迟公告记录"
        return f"{told.day_text} 的接待已公告{late}"


class DecisionView(PlanAccess, OneReception, FormView):
    """A form that decides about one session; objections stand at their field."""

    template_name = "work/receptions/decide.html"
    move = ""
    title = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = actions.MOVES[self.move].label
        return super().get_context_data(**kwargs) | {"title": self.title, "label": label, "move": self.move}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said, about = self.decide(form)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect(planner_address(about))

    def form_invalid(self, form: Any) -> HttpResponse:
        """What was typed stays; where a colleague was faster the answer is 409."""
        return answered(super().form_invalid(form), form)

    def decide(self, form: Any) -> tuple[str, Reception]:
        """Take the decision; what to say, and the session to go on with."""
        raise NotImplementedError


class PostponeView(DecisionView):
    """Move a session to a later day."""

    form_class = PostponeForm
    move = "postpone"
    title = "顺延这次接待"

    def get_initial(self) -> dict[str, Any]:
        return {"opens": self.reception.opens, "closes": self.reception.closes}

    def decide(self, form: PostponeForm) -> tuple[str, Reception]:
        note = form.cleaned_data["note"]
        moved = actions.postpone(self.reception, form.slot, note, by=self.request.user)
        if moved.status != Status.ANNOUNCED:
            return f"已顺延到 {moved.day_text}", moved
        late = "" if moved.was_announced_in_time else "；离新日期不足规定天数，按迟公告记录"
        return f"已顺延到 {moved.day_text} 并公告{late}", moved


class CancelView(DecisionView):
    """Take a session off."""

    form_class = CancelForm
    move = "cancel"
    title = "取消这次接待"

    def decide(self, form: CancelForm) -> tuple[str, Reception]:
        gone = actions.cancel(self.reception, form.cleaned_data["note"], by=self.request.user)
        return f"已取消 {gone.day_text} 的接待", gone


class RecordView(DecisionView):
    """Write down what a session brought."""

    form_class = RecordForm
    move = "hold"
    title = "登记接待情况"
    template_name = "work/receptions/record.html"

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One transaction: the form locks the row that it compares, the action writes it."""
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reception": self.reception}

    def decide(self, form: RecordForm) -> tuple[str, Reception]:
        held = actions.hold(self.reception, form.came, form.outcome, by=self.request.user)
        return f"已登记 {held.day_text} 的接待情况", held


class AddView(PlanAccess, FormView):
    """Plan a session that no rule asks for."""

    template_name = "work/receptions/add.html"
    form_class = AddForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(station=self.the_station(), **kwargs)

    def form_valid(self, form: AddForm) -> HttpResponse:
        said = form.cleaned_data
        station = self.the_station()
        try:
            made = actions.add(
                station, form.slot, place=said["place"], topic=said["topic"], by=self.request.user
            )
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        messages.success(self.request, f"已新增 {made.day_text} 的接待，安排代表后公告")
        return redirect("work:reception", made.pk)


class AnnounceView(PlanAccess, TemplateView):
    """Announce everything of a month that is ready; the page says first what will count as late."""

    template_name = "work/receptions/announce.html"

    def ready(self) -> Any:
        """Plans in scope that somebody is on duty at, by day."""
        today = timezone.localdate()
        self.choice = Choice(self.request.GET, self.stations, self.request.user, today)
        mine = Reception.objects.for_staff(self.request.user)
        ready = self.choice.apply(mine).filter(status=Status.PLANNED, day__gte=today).manned()
        return ready.with_duty().select_related("station__division__county")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = planner.rows(self.ready()[:MOST_AT_ONCE], timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "choice": self.choice,
            "late": sum(row.is_late for row in rows),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Announce those ticked one by one; what objects is named, the others are announced."""
        asked = {int(pk) for pk in request.POST.getlist("reception") if pk.isdecimal() and len(pk) < 19}
        told, objections = 0, []
        for reception in self.ready().filter(pk__in=list(asked)[:MOST_AT_ONCE]):
            try:
                actions.announce(reception, by=request.user)
                told += 1
            except ValidationError as objection:
                objections.append(f"{reception.day_text}：{'；'.join(objection.messages)}")
        for line in objections:
            messages.error(request, line)
        if told:
            messages.success(request, f"已公告 {told} 次接待")
        elif not objections:
            messages.warning(request, "请选择要公告的接待")
        return redirect(f"{reverse('work:receptions')}?{request.GET.urlencode()}")


class FillView(PlanAccess, TemplateView):
    """Put whoever's turn it is on duty wherever a month has nobody yet."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        station, today = self.the_station(), timezone.localdate()
        choice = Choice(request.GET, self.stations, request.user, today)
        filled = actions.fill(station, max(choice.month.first, today), choice.month.last, by=request.user)
        if filled:
            messages.success(request, f"已按轮次安排 {filled} 次接待的代表，核对后公告")
        else:
            messages.info(request, "没有需要安排的接待，或者本站还没有可以安排的代表")
        return redirect(f"{reverse('work:receptions')}?{request.GET.urlencode()}")
