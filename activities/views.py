"""The public door: the list of activities, and one of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import TemplateView, View

from activities import story
from activities.filters import Choice
from activities.models import Activity, ActivityState
from liaison.divisions.models import areas_offered
from liaison.lib.opendata import LARGEST_ID
from liaison.ui.paging import CappedPaginator

PER_PAGE = 20
GONE = 410
SHOWN = (ActivityState.PUBLISHED, ActivityState.WITHDRAWN)


class ActivityListView(TemplateView):
    """Published activities, the newest first."""

    template_name = "public/activities/list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ids first: the index answers them, and only one page of rows is read."""
        areas = areas_offered(self.request.GET.get("county", ""))
        choice = Choice(self.request.GET, areas, timezone.localdate())
        found = choice.apply(Activity.objects.public()).newest_first().values_list("pk", flat=True)
        page = CappedPaginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        rows = story.lines(list(page.object_list))
        return super().get_context_data(choice=choice, page=page, rows=rows, **kwargs)


class ActivityView(View):
    """One activity; of a withdrawn one only that it was withdrawn, and why."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = Activity.objects.filter(state__in=SHOWN).select_related(
            "station__division__county", "campaign", "reviewer"
        )
        activity = rows.filter(pk=pk).first() if pk <= LARGEST_ID else None
        if activity is None:
            raise Http404("没有这条活动")
        if activity.state == ActivityState.WITHDRAWN:
            return self.withdrawn(request, activity)
        return render(request, "public/activities/detail.html", {"story": story.of(activity)})

    def withdrawn(self, request: HttpRequest, activity: Activity) -> HttpResponse:
        """Its old address still answers, so that a link sent around explains itself."""
        context = {"reason": activity.withdrawn_reason, "station": activity.station}
        return render(request, "public/activities/withdrawn.html", context, status=GONE)
