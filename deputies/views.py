"""The public door: the list of deputies and a deputy's page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from deputies import profile
from deputies.filters import LEVEL_WORDS, Choice
from deputies.models import Deputy
from liaison.divisions.models import Division, areas_offered
from liaison.ui.paging import CappedPaginator

PER_PAGE = 24
MOST = 5000
"""A city can be paged through from A to Z; beyond, one narrows."""

LARGEST_ID = 2**63 - 1


class DeputyListView(TemplateView):
    """Serving deputies in the order of their reading, narrowed by name, place and level."""

    template_name = "public/deputies/list.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An old county code leads to the new one; anything else is shown."""
        code = request.GET.get("county", "")
        areas = areas_offered(code)
        if code and code not in {area.code for area in areas}:
            area = Division.objects.find(code[:12])
            if area and area in areas:
                query = request.GET.copy()
                query["county"] = area.code
                return redirect(f"{request.path}?{query.urlencode()}", permanent=True)
        return self.render_to_response(self.get_context_data(choice=Choice(request.GET, areas)))

    def get_context_data(self, *, choice: Choice, **kwargs: Any) -> dict[str, Any]:
        """A page of deputies with the levels they hold and the station where they are met."""
        found = choice.apply(Deputy.objects.all()).with_public_parts().in_reading_order()
        page = CappedPaginator(found, PER_PAGE, cap=MOST).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            choice=choice,
            page=page,
            rows=[profile.line(deputy) for deputy in page],
            levels=LEVEL_WORDS.items(),
            **kwargs,
        )


class DeputyView(TemplateView):
    """A deputy's page: who, for whom, and where and when to meet them. Old addresses keep answering."""

    template_name = "public/deputies/detail.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, *, pk: int, **kwargs: Any) -> dict[str, Any]:
        """The profile of the deputy with this id; the page of errors for anybody else's."""
        people = Deputy.objects.public().with_public_parts(timezone.localdate())
        deputy = people.filter(pk=pk).first() if pk <= LARGEST_ID else None
        if deputy is None:
            raise Http404("没有这位代表")
        return super().get_context_data(profile=profile.of(deputy, timezone.localtime()), **kwargs)
