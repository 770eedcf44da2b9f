"""The parts of a station, filled in below it."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from liaison.audit.desk import ReadOnlyMixin
from liaison.divisions.scoped import ScopedInline
from stations.admin.forms import EvidenceForm, PhotoForm
from stations.models import (
    Closure,
    Evidence,
    OpeningHours,
    Photo,
    ServedArea,
    StageChange,
    StandardItem,
    StationAlias,
    StationPerson,
    WallRule,
)


class PartInline(ScopedInline, admin.TabularInline):
    """Any part of a station."""

    @staticmethod
    def station_id(request: HttpRequest) -> str | None:
        """The station whose form is open; None while it is being added."""
        return request.resolver_match.kwargs.get("object_id") if request.resolver_match else None


class AliasInline(PartInline):
    model = StationAlias
    fields = ("name",)
    classes = ("collapse",)


class PersonInline(PartInline):
    model = StationPerson
    fields = ("role", "name", "title", "office_phone", "since", "until")


class HoursInline(PartInline):
    model = OpeningHours
    fields = ("weekday", "opens", "closes")


class ClosureInline(PartInline):
    model = Closure
    fields = ("since", "until", "reason")
    classes = ("collapse",)


class AreaInline(PartInline):
    model = ServedArea
    fields = ("name", "kind", "aliases")
    classes = ("collapse",)


class RuleInline(PartInline):
    model = WallRule
    fields = ("title", "text", "position")
    classes = ("collapse",)


class PhotoInline(PartInline):
    model = Photo
    form = PhotoForm
    fields = ("preview", "image", "alt", "caption", "credit", "position")
    readonly_fields = ("preview",)
    max_num = 20

    @admin.display(description="预览")
    def preview(self, photo: Photo) -> str:
        if not photo.pk or not photo.thumbnail:
            return "保存后显示"
        return format_html('<img class="thumb" src="{}" alt="{}">', photo.thumbnail.url, photo.alt)


class EvidenceInline(PartInline):
    model = Evidence
    form = EvidenceForm
    fields = ("item", "met_on", "note", "photo", "file", "download")
    readonly_fields = ("download",)
    classes = ("collapse",)

    @admin.display(description="已交文件")
    def download(self, evidence: Evidence) -> str:
        if not evidence.pk or not evidence.file:
            return "—"
        address = reverse("admin:stations_station_evidence", args=[evidence.station_id, evidence.pk])
        return format_html('<a href="{}">下载 PDF</a>', address)

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """Checklist items of the person's own city, photos of this very station."""
        rows = super().choices_of(db_field, request)
        if db_field.name == "photo":
            station = self.station_id(request)
            is_number = station is not None and station.isdigit()
            return rows.filter(station_id=station) if is_number else rows.none()
        if db_field.name == "item" and not request.user.is_superuser:
            division = request.user.division
            return rows.filter(standard__city=division.city_id) if division else rows.none()
        return rows.select_related("standard") if rows.model is StandardItem else rows


class StageInline(ReadOnlyMixin, PartInline):
    model = StageChange
    fields = readonly_fields = ("stage", "on", "note", "by")
    verbose_name_plural = "建设阶段（只追加，在“登记新阶段”办理）"


INLINES = (
    *(StageInline, PersonInline, HoursInline, ClosureInline, AreaInline),
    *(PhotoInline, RuleInline, EvidenceInline, AliasInline),
)
