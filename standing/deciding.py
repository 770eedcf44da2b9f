"""Tasks of the city: beginning a year, deciding and publishing many at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from liaison.divisions.filters import ListChoice, counties_of
from liaison.divisions.models import Division, Level
from standing import actions, actions_judging
from standing.forms import RoundForm
from standing.models import Assessment, AssessmentItem, State
from standing.work import StandingAccess, rounds_of
from stations.models import Standard

AT_ONCE = 200
MOST_COUNTED = 5000
"""More stations than one city has: nobody counts further."""


class OpenRoundView(StandingAccess, FormView):
    """Begin a year: dates, thresholds, how long a grade holds."""

    template_name = "work/standing/open.html"
    form_class = RoundForm
    permission_required = "standing.open_assessmentround"

    def get_form_kwargs(self) -> dict[str, Any]:
        cities = Division.objects.filter(level=Level.CITY).for_staff(self.request.user)
        return super().get_form_kwargs() | {"cities": cities}

    def get_initial(self) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        city = user.division.city if user.division else Division.objects.at_top()
        year = today.year
        standard = Standard.objects.filter(city=city).order_by("-since").first()
        return {
            "city": city,
            "year": year,
            "standard": standard,
            "body": f"{city.name}人大常委会" if city else "",
            "self_due": today.replace(month=12, day=10),
            "county_due": today.replace(month=12, day=25),
        }

    def form_valid(self, form: RoundForm) -> HttpResponse:
        try:
            count = actions.open_round(form.instance, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"{form.instance}已经开始，{count} 个站可以自评")
        return redirect("work:standing_list")


class DecideView(StandingAccess, TemplateView):
    """What waits for the city, with the grade that the points reach; then what waits to be public."""

    template_name = "work/standing/decide.html"
    permission_required = "standing.decide_assessment"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide or publish the chosen ones, as the preview showed them."""
        chosen = _chosen(request.POST.getlist("sheet"))
        sheets = list(Assessment.objects.for_staff(request.user).filter(pk__in=chosen))
        try:
            if request.POST.get("step") == "publish":
                done = actions_judging.publish(sheets, by=request.user)
                messages.success(request, f"已公布 {len(done)} 个站的等次")
            else:
                today = timezone.localdate()
                done = actions_judging.decide(sheets, on=today, by=request.user, expected=chosen)
                messages.success(request, f"已评定 {len(done)} 个站，公布后对外显示")
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        user = self.request.user
        years = list(dict.fromkeys(one.year for one in rounds_of(user)))
        choice = ListChoice(self.request.GET, counties_of(user), years=years)
        seen = choice.in_place(Assessment.objects.for_staff(user)).select_related(
            "round", "station", "county"
        )
        seen = seen.filter(round__year=choice.year) if choice.year else seen
        reviewed = seen.filter(state=State.REVIEWED).order_by("round", "pk")
        decided = seen.filter(state=State.DECIDED).order_by("round", "pk")
        waiting = list(reviewed[:AT_ONCE])
        return super().get_context_data(
            proposals=_proposals(waiting, today),
            choice=choice,
            waiting=reviewed[:MOST_COUNTED].count(),
            decided=decided[:AT_ONCE],
            decided_count=decided[:MOST_COUNTED].count(),
            at_once=AT_ONCE,
            **kwargs,
        )


def _chosen(values: list[str]) -> dict[int, int]:
    """`key:points` of the boxes that were ticked; anything else is left out."""
    pairs = (value.partition(":") for value in values[:AT_ONCE])
    return {
        int(key): int(points or 0)
        for key, _, points in pairs
        if key.isdecimal() and len(key) < 19 and (points.isdecimal() or not points) and len(points) < 9
    }


def _proposals(sheets: list[Assessment], today: Any) -> list[dict[str, Any]]:
    """Each with its sum, the grade it reaches, how long that would hold, and where the county differs."""
    items = AssessmentItem.objects.filter(assessment__in=sheets)
    sums = items.totals()
    differing = items.exclude(county_met=F("self_met")).order_by().values_list("assessment", flat=True)
    differs = list(differing)
    return [
        {
            "sheet": sheet,
            "total": sums[sheet.pk],
            "grade": sheet.round.grade_for(sums[sheet.pk].points, sums[sheet.pk].full).label,
            "until": sheet.round.valid_until(today),
            "differing": differs.count(sheet.pk),
        }
        for sheet in sheets
    ]
