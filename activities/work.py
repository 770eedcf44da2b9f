"""Tasks of staff with activities: the list, the review, withdrawing, hidden photos."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.generic import TemplateView, View

from activities import actions, desk, people
from activities.forms import NoteForm
from activities.models import Activity, ActivityPhoto
from liaison.lib.opendata import LARGEST_ID
from liaison.lib.pictures import sent
from stations.models import Station

CONFLICT = 409


class ActivityAccess(LoginRequiredMixin, PermissionRequiredMixin):
    """Staff who may see activities; what lies out of their scope is not there."""

    permission_required = "activities.view_activity"
    raise_exception = False

    def handle_no_permission(self) -> HttpResponse:
        """Strangers sign in; colleagues without the right are told so."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def one(self, pk: int) -> Activity:
        """The activity of the address, or 404."""
        seen = Activity.objects.for_staff(self.request.user)
        rows = seen.select_related("station__division__county", "campaign", "author", "reviewer", "writer")
        found = rows.filter(pk=pk).first() if pk <= LARGEST_ID else None
        if found is None:
            raise Http404("没有这条活动")
        return found


class WriteAccess(ActivityAccess):
    """Staff who write activities."""

    permission_required = actions.WRITE


class ActivityListView(ActivityAccess, TemplateView):
    """What is in hand, by state."""

    template_name = "work/activities/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**desk.listed(self.request.user, self.request.GET), **kwargs)


def shown(
    request: HttpRequest, activity: Activity, *, form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    """The activity as it stands, with the steps that this person may take on the review page."""
    context = {
        "activity": activity,
        "photos": list(activity.photos.all()),
        "parts": list(activity.participations.select_related("deputy").order_by("pk")),
        "steps": actions.open_to(activity, request.user) if form else {},
        "form": form,
        "may_write": actions.may_write(activity, request.user),
        "may_recall": "recall" in actions.open_to(activity, request.user),
    }
    return render(request, "work/activities/show.html", context, status=status)


class ReviewView(ActivityAccess, View):
    """Read, then publish or return; later withdraw or publish again."""

    http_method_names = ("get", "post")
    permission_required = actions.REVIEW
    told = {
        "publish": "已发布，公众页面可以看到了",
        "return": "已退回，站点能看到退回原因",
        "withdraw": "已撤下，公众页面只显示撤下原因",
        "republish": "已重新发布",
    }

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = self.one(pk)
        return shown(request, activity, form=NoteForm(initial={"version": activity.version}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity, form = self.one(pk), NoteForm(request.POST)
        step = request.POST.get("step", "")
        if step not in self.told or not form.is_valid():
            return shown(request, activity, form=form)
        try:
            self.take(step, activity, form)
        except actions.OutdatedError as error:
            form = NoteForm(initial={"version": error.stored.version, "note": form.cleaned_data["note"]})
            messages.warning(request, f"您打开以后 {error.stored.writer or '别人'} 又改过，核对后再发布")
            return shown(request, self.one(pk), form=form, status=CONFLICT)
        except ValidationError as error:
            tell(form, error)
            return shown(request, self.one(pk), form=form)
        messages.success(request, self.told[step])
        return redirect("work:activities")

    def take(self, step: str, activity: Activity, form: NoteForm) -> None:
        """The step whose button was pressed."""
        note, by = form.cleaned_data["note"], self.request.user
        if step == "publish":
            actions.publish(activity, seen=form.cleaned_data["version"] or 0, by=by)
        elif step == "return":
            actions.send_back(activity, note, by=by)
        elif step == "withdraw":
            actions.withdraw(activity, note, by=by)
        else:
            actions.republish(activity, by=by)


def tell(form: Any, error: ValidationError) -> None:
    """The sentences of `error` at their fields; those of fields that the form lacks above all."""
    found = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for field, sentences in found.items():
        form.add_error(field if field in form.fields else None, sentences)


class RecallView(WriteAccess, View):
    """Take back what nobody has reviewed yet."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.recall(self.one(pk), by=request.user)
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))
        return redirect("work:activity", pk)


class DiscardView(WriteAccess, View):
    """Throw away a draft that was never submitted."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.discard(self.one(pk), by=request.user)
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))
            return redirect("work:activity", pk)
        messages.success(request, "草稿已删除")
        return redirect("work:activities")


class PeopleView(WriteAccess, View):
    """Deputies for the list of boxes: those of a station, or those around it by name."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("station", "")[:19]
        stations = Station.objects.for_staff(request.user).select_related("division__county")
        station = stations.filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None
        if station is None:
            raise Http404("没有这个联络站")
        words = request.GET.get("q", "").strip()[:100]
        found = people.told(people.matching(station, words), {}) if words else people.ticks(station, {})
        return JsonResponse({"html": people.drawn(found)})


class PhotoView(ActivityAccess, View):
    """A photo that is not public yet, for staff in scope."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, pk: int, photo: int, size: str) -> HttpResponseBase:
        seen = ActivityPhoto.objects.for_staff(request.user).filter(activity=self.one(pk))
        found = seen.filter(pk=photo).first() if photo <= LARGEST_ID else None
        if found is None:
            raise Http404("没有这张照片")
        return sent(found.thumbnail if size == "small" else found.image)
