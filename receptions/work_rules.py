"""The rule editor: add, change and end a station's rules, with the next dates before anything is saved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from liaison.workdays.calendar import Calendar
from receptions import making
from receptions.making import Made
from receptions.models import ReceptionRule
from receptions.recurrence import Session, sessions
from receptions.rule_form import EndForm, RuleForm
from receptions.work import LARGEST_ID, PlanAccess, ReceptionAccess, answered, put_at_fields
from stations.models import Station

SHOWN = 8


def next_days(rule: ReceptionRule) -> tuple[list[Session], list[int]]:
    """The next dates of a rule, and the years among them whose holidays nobody has entered."""
    today = timezone.localdate()
    until = making.horizon(making.horizon(making.horizon(today)))
    calendar = Calendar.load(today, until)
    found = sessions(rule, calendar, max(today, rule.since), until)[:SHOWN]
    return found, sorted({s.day.year for s in found if not calendar.is_known(s.day.year)})


def told(made: Made) -> str:
    """What saving a rule did to the plans."""
    parts = [("新增", made.added), ("调整", made.moved), ("撤下", made.removed)]
    words = "，".join(f"{verb} {count} 次" for verb, count in parts if count)
    return f"以后的安排{words}" if words else "以后的安排不变"


class RulesView(ReceptionAccess, TemplateView):
    """The rules of one station, in force, to come and past."""

    template_name = "work/receptions/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        station, today = self.the_station(), timezone.localdate()
        rules = list(station.reception_rules.all())
        return super().get_context_data(**kwargs) | {
            "station": station,
            "rules": [(rule, next_days(rule)[0][:3]) for rule in rules if not _is_over(rule, today)],
            "past": [rule for rule in rules if _is_over(rule, today)],
            "may_plan": self.request.user.has_perm(PlanAccess.permission_required),
        }


def _is_over(rule: ReceptionRule, today: Any) -> bool:
    return rule.until is not None and rule.until < today


class RuleView(PlanAccess, FormView):
    """One rule as a form; 看看日期 shows the sentence and the next dates, 保存 makes the plans."""

    template_name = "work/receptions/rule.html"
    form_class = RuleForm
    preview: tuple[list[Session], list[int]] | None = None

    @property
    def rule(self) -> ReceptionRule:
        """The rule that is changed, or a new one of the station."""
        raise NotImplementedError

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One transaction: the form locks the row that it compares, the action writes it."""
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.rule}

    def form_invalid(self, form: RuleForm) -> HttpResponse:
        """What was typed stays; where a colleague was faster the answer is 409."""
        return answered(super().form_invalid(form), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "station": self.rule.station,
            "rule": self.rule,
            "preview": self.preview,
        }

    def form_valid(self, form: RuleForm) -> HttpResponse:
        if "preview" in self.request.POST:
            self.preview = next_days(form.instance)
            return self.render_to_response(self.get_context_data(form=form))
        try:
            made = making.write_rule(form.instance, by=self.request.user)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        messages.success(self.request, f"已保存接待规则，{told(made)}")
        return redirect(rules_address(self.rule.station))


def rules_address(station: Station) -> str:
    """The list of a station's rules."""
    return f"{reverse('work:reception_rules')}?station={station.code}"


class NewRuleView(RuleView):
    """A new rule of the station that the address names."""

    @property
    def rule(self) -> ReceptionRule:
        if not hasattr(self, "_rule"):
            self._rule = ReceptionRule(station=self.the_station(), since=timezone.localdate())
        return self._rule


class OneRule(PlanAccess):
    """Pages about one rule in scope."""

    @property
    def rule(self) -> ReceptionRule:
        """The rule of the address, or 404."""
        if not hasattr(self, "_rule"):
            rows = ReceptionRule.objects.for_staff(self.request.user)
            pk = self.kwargs["pk"]
            rows = rows.select_related("station__division__county")
            self._rule = get_object_or_404(rows, pk=pk if pk <= LARGEST_ID else 0)
        return self._rule


class ChangeRuleView(OneRule, RuleView):
    """A rule that exists."""


class EndRuleView(OneRule, FormView):
    """The last day of a rule."""

    template_name = "work/receptions/end.html"
    form_class = EndForm

    def get_initial(self) -> dict[str, Any]:
        return {"until": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rule=self.rule, station=self.rule.station, **kwargs)

    def form_valid(self, form: EndForm) -> HttpResponse:
        try:
            made = making.end_rule(self.rule, form.cleaned_data["until"], by=self.request.user)
        except ValidationError as objection:
            put_at_fields(form, objection)
            return self.form_invalid(form)
        messages.success(self.request, f"规则已结束，{told(made)}")
        return redirect(rules_address(self.rule.station))
