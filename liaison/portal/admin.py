"""Site settings on the desk: one row, every change in history and trail."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from liaison.audit import record
from liaison.divisions.history import HistoryMixin
from liaison.divisions.models import Level
from liaison.divisions.scoped import ScopedChoices, ScopedForm
from liaison.portal.marks import MOST_BYTES, MarkError, prepare_mark
from liaison.portal.models import SiteSettings


class MarkField(forms.FileField):
    """PNG or JPEG, checked by content."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not data:
            return upload
        try:
            return prepare_mark(upload.read(MOST_BYTES + 1))
        except MarkError as error:
            raise ValidationError(str(error)) from error


class SiteSettingsForm(ScopedForm):
    gov_mark = MarkField(
        label="党政机关网站标识", required=False, help_text="使用核发的图片，不要自行绘制；PNG 或 JPG"
    )
    emblem = MarkField(
        label="国徽图案", required=False, help_text="使用标准图案，只显示在首页页头；PNG 或 JPG"
    )

    class Meta:
        model = SiteSettings
        fields = "__all__"


class MarkWidget(admin.widgets.AdminFileWidget):
    """Current picture, a box to take it away, a new one."""


@admin.register(SiteSettings)
class SiteSettingsAdmin(ScopedChoices, HistoryMixin):
    form = SiteSettingsForm
    fieldsets = (
        ("网站", {"fields": ("site_name", "city", "organiser", "undertaker", "emblem")}),
        ("联系", {"fields": ("phone", "office_hours", "address", "email", "privacy_contact")}),
        (
            "备案和标识",
            {
                "fields": (
                    *("icp", "icp_url", "police_record", "police_url", "site_code"),
                    *("gov_mark", "gov_mark_url", "error_report_url"),
                ),
                "description": "没有核发的留空，公众页面不显示。不要填写虚构的号码。",
            },
        ),
        ("进展公开", {"fields": ("compares_counties",)}),
        ("个人信息保护", {"fields": ("retention_note",)}),
    )

    def choices_of(self, db_field: Any, request: HttpRequest) -> Any:
        return super().choices_of(db_field, request).filter(level=Level.CITY)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("gov_mark", "emblem"):
            field.widget = MarkWidget(attrs={"accept": "image/png,image/jpeg"})
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one row; go to it."""
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        row = SiteSettings.objects.first()
        if row is None and self.has_change_permission(request):
            row = SiteSettings.objects.create()
        if row is None:
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:portal_sitesettings_change", args=[row.pk]))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        fields = [name for step in message for name in step.get("changed", {}).get("fields", [])]
        if fields:
            record(request.user, "设置变更", obj, fields=fields)
