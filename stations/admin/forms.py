"""Forms of the station's desk: two editors, quick entry, photos, evidence."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.audit.models import Event
from liaison.divisions.history import ChineseValues
from liaison.divisions.scoped import ScopedForm
from liaison.lib.images import PhotoError, prepare_photo
from liaison.ui.forms import PlainForm
from stations.keeping import UsualHours, read_area_names
from stations.models import Evidence, Photo, Stage, Station, Status

VERSION = "#"
UNTOLD = ("updated_at", "search_text", "keepers")
LARGEST_FILE = 10 * 1024 * 1024


class StationForm(ScopedForm):
    """Knows which state of the record its author saw, and offers quick entry."""

    seen_at = forms.CharField(label="打开时间", required=False, widget=forms.HiddenInput)
    usual_hours = forms.ChoiceField(
        label="套用常用时间",
        required=False,
        choices=[("", "不套用"), *UsualHours.choices],
        help_text="保存时给还没有填写的日子补上这些时段；已填写的不变",
    )
    pasted_areas = forms.CharField(
        label="一次添加多个村（社区）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "百泉村\n东关社区"}),
        help_text="一行一个名称，已登记的会自动跳过",
    )
    is_outdated = False

    class Meta:
        model = Station
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen_at" in self.fields:
            self.fields["seen_at"].initial = self._mark(self.instance)
        if "status" in self.fields:
            offered = [pair for pair in Status.choices if pair[0] != Status.CLOSED]
            self.fields["status"].choices = offered

    def clean_pasted_areas(self) -> list[str]:
        return read_area_names(self.cleaned_data["pasted_areas"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.instance.pk and "seen_at" in self.fields:
            self._compare_with_stored(values.get("seen_at", ""))
        return values

    def _compare_with_stored(self, seen: str) -> None:
        """Refuse once when somebody else saved meanwhile; what was typed stays in the form."""
        stored = Station.objects.select_for_update().get(pk=self.instance.pk)
        if seen == self._mark(stored):
            return
        self.is_outdated = True
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_at")] = self._mark(stored)
        raise ValidationError(self._who_changed(stored, seen))

    @staticmethod
    def _mark(station: Station) -> str:
        """The moment and the version that the author sees; any save by others moves it."""
        if not station.pk or not station.updated_at:
            return ""
        version = station.history.values_list("pk", flat=True).first() or ""
        return f"{station.updated_at.isoformat()}{VERSION}{version}"

    @staticmethod
    def _who_changed(stored: Station, seen: str) -> str:
        """Who, when and which fields, with what now stands there: saving again would replace it."""
        who = last_editor(stored) or "别人"
        at = timezone.localtime(stored.updated_at)
        what = changed_since(stored, seen) or "开放时间、人员等下面的表"
        return (
            f"这条记录在您打开之后被 {who} {at:%H:%M} 改过：{what}。"
            "您填写的内容都还在，核对后再保存；再次保存时以您的内容为准"
        )


def last_editor(stored: Station) -> str:
    """Whoever saved last: hours and people leave only an event, a table brought in only a version."""
    version = stored.history.select_related("history_user").first()
    event = Event.objects.about(stored).order_by("-pk").first()
    traces = [(version.history_date, str(version.history_user or ""))] if version else []
    traces += [(event.at, event.actor_name)] if event else []
    return max(traces, default=("", ""))[1]


def changed_since(stored: Station, seen: str) -> str:
    """The fields that others changed since the version that was `seen`, each with its present value."""
    version = seen.rpartition(VERSION)[2]
    before = stored.history.filter(pk=version).first() if version.isdecimal() else None
    last = stored.history.first()
    if before is None or last is None or before.pk == last.pk:
        return ""
    delta = last.diff_against(before, excluded_fields=UNTOLD)
    words = ChineseValues(Station, last).context_for_delta_changes(delta)
    return "；".join(f"{one['field']}“{one['new']}”" for one in words)


class PhotoField(forms.FileField):
    """A photo as chosen; what comes out is re-encoded, or an error says what is wrong with it."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not data:
            return upload
        try:
            return prepare_photo(upload)
        except PhotoError as error:
            raise ValidationError(str(error)) from error


class PhotoForm(ScopedForm):
    """Takes the re-encoded photo together with its thumbnail."""

    image = PhotoField(
        label="照片",
        max_length=100,
        error_messages={"empty": "照片无法识别或已损坏，请重新选择", "required": "请选择照片"},
    )
    prepared: Any = None

    class Meta:
        model = Photo
        fields = ("image", "alt", "caption", "credit", "position")

    def clean_image(self) -> Any:
        image = self.cleaned_data["image"]
        if not hasattr(image, "thumbnail"):
            return image
        self.prepared = image
        return image.image

    def save(self, commit: bool = True) -> Photo:
        if self.prepared:
            self.instance.thumbnail = self.prepared.thumbnail
        return super().save(commit)


class EvidenceForm(ScopedForm):
    """A PDF is a PDF by content and gets a name nobody can guess."""

    class Meta:
        model = Evidence
        fields = ("item", "met_on", "note", "photo", "file")
        widgets = {"file": forms.FileInput(attrs={"accept": "application/pdf"})}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data or not upload:
            return upload
        if upload.size > LARGEST_FILE:
            raise ValidationError("文件不能超过 10 MB")
        if upload.read(5) != b"%PDF-":
            raise ValidationError("佐证文件只支持 PDF")
        upload.seek(0)
        upload.name = f"{secrets.token_hex(16)}.pdf"
        return upload


class StageForm(PlainForm):
    """A stage that was reached, and when."""

    stage = forms.ChoiceField(label="达到的阶段", choices=Stage)
    on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label="说明", required=False, max_length=200)


class CloseForm(PlainForm):
    """The last day and the reason."""

    on = forms.DateField(label="停用日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closed_reason = forms.CharField(
        label="停用原因", max_length=200, help_text="会公布在站点页面上，如：场所搬迁，请到孟庄镇联络站"
    )


class ReopenForm(PlainForm):
    """Why it is back."""

    reason = forms.CharField(label="恢复原因", max_length=200)
