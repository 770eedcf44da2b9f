"""The public door: years of the award, the cases of a year by prize, and a case's story."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from awards.filters import CountyChoice
from awards.models import AwardCase, AwardRound, Prize
from liaison.divisions.models import Division

MOST = 500
"""Cases on one page: a city gives a dozen prizes a year."""


class AwardsView(TemplateView):
    """The way to the newest prizes; a word where none were published yet."""

    template_name = "public/awards/none.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        newest = AwardRound.objects.published().first()
        return redirect(newest) if newest else super().get(request, *args, **kwargs)


class OneYear(TemplateView):
    """Pages about one year's published award."""

    http_method_names = ["get", "head", "options"]

    @cached_property
    def award(self) -> AwardRound:
        """The round of the address, or 404."""
        found = AwardRound.objects.published().select_related("city").filter(year=self.kwargs["year"]).first()
        if found is None:
            raise Http404("这一年没有公布创新奖")
        return found

    @property
    def cases(self) -> Any:
        """The year's public cases."""
        return AwardCase.objects.public().filter(round=self.award).with_places()


class YearView(OneYear):
    """The cases of a year, the first prize first."""

    template_name = "public/awards/year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = AwardRound.objects.published().filter(city=self.award.city_id).values_list("year", flat=True)
        areas = Division.objects.counties().within(self.award.city).order_by("code")
        choice = CountyChoice(self.request.GET, list(areas))
        cases = list(choice.in_place(self.cases).with_photos().by_prize()[:MOST])
        groups = [(Prize(prize).label, list(some)) for prize, some in groupby(cases, key=lambda c: c.prize)]
        return super().get_context_data(
            award=self.award,
            choice=choice,
            years=list(years),
            groups=groups,
            total=len(cases),
            **kwargs,
        )


class CaseView(OneYear):
    """One case's story with its photos; prints well."""

    template_name = "public/awards/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.cases.with_photos().filter(pk=self.kwargs["pk"]).first()
        if case is None:
            raise Http404("没有这件案例")
        others = self.cases.with_photos().exclude(pk=case.pk).by_prize()[:3]
        return super().get_context_data(
            award=self.award, case=case, photos=list(case.photos.all()), others=list(others), **kwargs
        )
