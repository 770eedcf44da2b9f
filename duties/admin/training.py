"""Training classes on the desk: the class is a record, who attended is a decision (`actions`)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from deputies.models import Post
from duties import actions
from duties.models import Attendance, TrainingClass
from liaison.audit.years import year_of
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Level
from liaison.divisions.scoped import ScopedAdmin, ScopedForm, county_of
from liaison.ui.forms import ManyRowsField

OFFERED_FOR = timedelta(days=800)
"""Chairs and directors who left longer ago are not offered any more."""


class PostsField(ManyRowsField):
    """People as 辉县市孟庄镇 张敏: a place has one leading post."""

    def label_from_instance(self, post: Post) -> str:
        return f"{post.division.full_name} {post.name}"


class TrainingForm(ScopedForm):
    """The class, and who of those in the editor's sight attended."""

    posts = PostsField(
        label="参加的主席、主任",
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="培训期间在任的才能登记",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "posts" not in self.fields:
            return
        going = Q(until=None) | Q(until__gte=timezone.localdate() - OFFERED_FOR)
        went = Attendance.objects.filter(training=self.instance.pk).values("post")
        self.fields["posts"].queryset = (
            Post.objects.for_staff(self.user)  # type: ignore[attr-defined]
            .leading()
            .filter(going | Q(pk__in=went))
            .select_related("division__county")
            .order_by("division__county__code", "division__code", "-since")
        )
        self.initial["posts"] = [row["post"] for row in went]

    def clean(self) -> dict[str, Any]:
        """Who may not be noted is said at the list; nothing ticked is lost."""
        values = super().clean() or {}
        if self.errors or "posts" not in self.fields:
            return values
        training = TrainingClass(**{name: values.get(name) for name in ("organiser", "since", "until")})
        for post in values.get("posts", ()):
            try:
                Attendance(training=training, post=post).clean()
            except ValidationError as objection:
                self.add_error("posts", objection)
        return values


@admin.register(TrainingClass)
class TrainingClassAdmin(HistoryMixin, ScopedAdmin):
    """A county sees the city's classes too, with its own people; it changes only its own."""

    form = TrainingForm
    list_display = ("title", "organiser", "since", "until", "attended")
    list_filter = (county_of("organiser"), year_of("since"))
    list_select_related = ("organiser",)
    search_fields = ("title",)
    search_help_text = "按名称查找"
    ordering = ("-since", "-pk")
    fields = ("organiser", "title", "since", "until", "note", "posts")
    readonly_fields = ("people",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        mine = Attendance.objects.for_staff(request.user).select_related("post__division__county")
        seen = models.Prefetch("attendances", mine.order_by("post__division__code"), to_attr="seen")
        return super().get_queryset(request).prefetch_related(seen)

    @admin.display(description="参加（人）")
    def attended(self, training: TrainingClass) -> int:
        return len(training.seen)

    @admin.display(description="参加的主席、主任")
    def people(self, training: TrainingClass) -> str:
        """Those in the reader's sight, for whoever only reads."""
        told = [f"{one.post.division.full_name} {one.post.name}" for one in training.seen]
        return "、".join(told) or "没有登记"

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        """Boxes to tick for whoever keeps the class, a list for whoever reads it."""
        keeps = self.has_change_permission(request, obj) if obj else True
        names = [name if keeps or name != "posts" else "people" for name in self.fields]
        return [(None, {"fields": names})]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The city's classes are kept by the city."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or _keeps(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or _keeps(request.user, obj)

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """The person's own county or city, and what lies in it."""
        return super().choices_of(db_field, request).current().filter(level__in=(Level.CITY, Level.COUNTY))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever notes a class held it, as a rule."""
        return {"organiser": request.user.division_id} | super().get_changeform_initial_data(request)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "posts" in form.fields:
            chosen, among = form.cleaned_data["posts"], form.fields["posts"].queryset
            actions.note_attendance(form.instance, chosen, among=among, by=request.user)

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        return super().render_change_form(request, context | {"show_save_and_add_another": False}, **kwargs)


def _keeps(user: Any, training: TrainingClass) -> bool:
    """Whether the class was held by the person's own county, or by the city they work for."""
    return (
        user.is_superuser
        or user.division.level == Level.CITY
        or training.organiser_id != user.division.city_id
    )
