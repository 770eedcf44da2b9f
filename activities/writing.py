"""The keeper's form: one page that is saved of itself, saved by hand and submitted."""

import hashlib
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from activities import actions, album, people
from activities.changes import clash
from activities.forms import ActivityForm, posted_ids
from activities.models import Activity, ActivityPhoto
from activities.work import CONFLICT, WriteAccess, shown, tell
from liaison.lib.opendata import LARGEST_ID
from stations.models import Station

REFUSED = 400


class WritingView(WriteAccess, View):
    """One address takes every button of the form; `intent` says which was pressed.

    `auto` is the page saving itself and is answered in JSON; `up:7` and `remove:7` move
    a photo where no script does; `find` looks for a name and keeps what was typed.
    """

    http_method_names = ("get", "post")
    activity: Activity | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        intent, form = request.POST.get("intent", "save"), self.form(request.POST)
        if intent == "find":
            form.keep_quiet()
            return self.page(form)
        if not form.is_valid():
            return self.refuse(form, intent)
        try:
            self.keep(form, is_auto=intent == "auto")
        except actions.OutdatedError as error:
            return self.clash(form, error.stored, intent)
        except ValidationError as error:
            tell(form, error)
            return self.refuse(form, intent)
        return self.go_on(form, intent)

    # --- parts

    def form(self, data: Any = None) -> ActivityForm:
        """The form, photos in the order of the page."""
        photos = list(self.activity.photos.all()) if self.activity else []
        if data is not None:
            order = {pk: place for place, pk in enumerate(posted_ids(data, "photo"))}
            photos.sort(key=lambda photo: order.get(photo.pk, len(order)))
        return ActivityForm(
            data, user=self.request.user, activity=self.activity, photos=photos, station=self.asked_station()
        )

    def asked_station(self) -> Station | None:
        """The station that a link to a new activity names."""
        code = self.request.GET.get("station", "")[:6].upper()
        stations = Station.objects.for_staff(self.request.user).public()
        return stations.filter(code=code).first() if code else None

    def page(self, form: ActivityForm, *, status: int = 200, told: Any = None) -> HttpResponse:
        """The form as a page."""
        activity, station = self.activity, form.chosen_station
        words = self.request.POST.get("find", "").strip()[:100]
        context = {
            "form": form,
            "activity": activity,
            "clash": told,
            "ticks": people.ticks(station, form.parts, words),
            "find": words,
            "token": activity.token if activity else self.token,
            "most": album.MOST,
            "is_open": activity is None or activity.state in actions.OPEN,
            "submit_label": actions.moves()["submit"].label,
            "needs_review": actions.moves()["submit"].target == "submitted",
        }
        return render(self.request, "work/activities/form.html", context, status=status)

    @property
    def token(self) -> uuid.UUID:
        """Under this a new activity is begun, however often the page is sent."""
        try:
            return uuid.UUID(self.request.POST.get("token", ""))
        except ValueError:
            return uuid.uuid4()

    def keep(self, form: ActivityForm, *, is_auto: bool) -> None:
        """Write what was typed; a new page begins its activity first."""
        draft, said, by = form.draft(), form.cleaned_data, self.request.user
        page = said["page"] or self.token
        if self.activity is None:
            self.activity = actions.begin(draft.station, draft.day, token=self.token, by=by)
            page = self.token
        self.activity = actions.write(
            self.activity, draft, seen=said["version"] or 0, page=page, by=by, is_auto=is_auto
        )

    # --- answers

    def refuse(self, form: ActivityForm, intent: str) -> HttpResponse:
        """What is wrong, at its field; nothing typed is lost."""
        if intent == "auto":
            return JsonResponse({"errors": form.errors.get_json_data()}, status=REFUSED)
        return self.page(form)

    def clash(self, form: ActivityForm, stored: Activity, intent: str) -> HttpResponse:
        """409 with what the other wrote; saving again is then on purpose (trust.md R18)."""
        told = clash(stored, form.draft())
        if intent == "auto":
            return JsonResponse({"clash": str(told)}, status=CONFLICT)
        form.show_version(stored.version)
        return self.page(form, status=CONFLICT, told=told)

    def go_on(self, form: ActivityForm, intent: str) -> HttpResponse:
        """Saved; what comes next."""
        activity = self.saved
        if intent == "auto":
            return JsonResponse(_kept(activity))
        problems = self.take_uploads()
        for sentence in problems:
            messages.error(self.request, sentence)
        if intent == "submit" and not problems:
            return self.submit()
        if ":" in intent:
            self.move_photo(*intent.split(":", 1))
        elif not problems:
            is_public = activity.state == "published"
            messages.success(self.request, "已更正，公众页面已更新" if is_public else "已保存")
        return redirect("work:activity", activity.pk)

    @property
    def saved(self) -> Activity:
        """The activity after `keep`."""
        if self.activity is None:
            raise Http404("没有这条活动")
        return self.activity

    def submit(self) -> HttpResponse:
        """Hand it on, or say at which fields something is missing."""
        try:
            self.activity = actions.submit(self.saved, by=self.request.user)
        except ValidationError as error:
            form = self.form(self.request.POST)
            form.show_version(self.saved.version)
            tell(form, error)
            return self.page(form)
        is_public = self.saved.state == "published"
        messages.success(self.request, "已发布，公众页面可以看到了" if is_public else "已提交，等待县级审核")
        return redirect("work:activity", self.saved.pk)

    # --- photos where no script sends them one by one

    def take_uploads(self) -> list[str]:
        """Keep the files of the form; what is wrong with one is told by its name."""
        problems = []
        for upload in self.request.FILES.getlist("photos"):
            token = uuid.uuid5(self.saved.token, hashlib.sha256(upload.read()).hexdigest())
            upload.seek(0)
            try:
                album.add(self.saved, upload, token=token)
            except ValidationError as error:
                problems.append(f"“{upload.name[:40]}”：{error.messages[0]}")
        return problems

    def move_photo(self, what: str, key: str) -> None:
        """One photo up by a place, or out."""
        photos = list(self.saved.photos.all())
        found = next((one for one in photos if str(one.pk) == key), None)
        if found is None:
            return
        if what == "remove":
            album.remove(found)
        elif what == "up":
            album.move_up(photos, found)


def _kept(activity: Activity) -> dict[str, Any]:
    """What the page must know after saving itself."""
    return {
        "version": activity.version,
        "at": f"{timezone.localtime():%H:%M}",
        "address": reverse("work:activity", args=[activity.pk]),
        "photos": reverse("work:activity_photos", args=[activity.pk]),
    }


class NewActivityView(WritingView):
    """An empty form."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A page sent twice goes on with what it began; once that is submitted, it is shown."""
        mine = Activity.objects.for_staff(request.user).filter(author=request.user)
        self.activity = mine.filter(token=self.token).first()
        if self.activity and self.activity.state not in actions.OPEN:
            return redirect("work:activity", self.activity.pk)
        return super().post(request, **kwargs)


class ActivityView(WritingView):
    """The form of an activity that is open to this person; else the activity as it stands."""

    permission_required = "activities.view_activity"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.activity = self.one(pk)
        if not actions.may_write(self.activity, request.user):
            return shown(request, self.activity)
        return super().get(request)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.activity = self.one(pk)
        actions.must_hold(request.user, actions.WRITE)
        return super().post(request)


class PhotosView(WriteAccess, View):
    """Takes one photo at a time, as soon as it is chosen; answers with its row of the form."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = self.one(pk)
        try:
            actions.must_be_writable(activity, request.user)
            photo = album.add(activity, request.FILES.get("photo"), token=_token(request))
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=REFUSED)
        return JsonResponse({"photo": photo.pk, "html": self.row(activity, photo)})

    def row(self, activity: Activity, photo: ActivityPhoto) -> str:
        """The photo with its fields, numbered by its place."""
        photos = list(activity.photos.all())
        form = ActivityForm(user=self.request.user, activity=activity, photos=photos)
        found = next(row for row in form.rows if row[0].pk == photo.pk)
        return render_to_string("work/activities/photo.html", {"row": found, "activity": activity})


class PhotoRemoveView(WriteAccess, View):
    """Takes one photo out."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, photo: int) -> HttpResponse:
        activity = self.one(pk)
        try:
            actions.must_be_writable(activity, request.user)
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=REFUSED)
        found = activity.photos.filter(pk=photo).first() if photo <= LARGEST_ID else None
        if found is None:
            raise Http404("没有这张照片")
        album.remove(found)
        return JsonResponse({"removed": photo})


def _token(request: HttpRequest) -> uuid.UUID:
    """The photo's own token; ValidationError where the page sent none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError as problem:
        raise ValidationError("页面已过期，刷新后再试") from problem
