"""Forms of the station's desk: two editors, quick entry, photos, evidence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from liaison.divisions.scoped import ScopedForm
from liaison.divisions.seen import SeenForm
from liaison.lib.documents import PDF, take_document
from liaison.lib.images import PhotoError, prepare_photo
from liaison.lib.office import FileError
from liaison.ui.forms import PlainForm
from stations.keeping import UsualHours, read_area_names
from stations.models import Evidence, Photo, Stage, Station, Status


class StationForm(SeenForm):
    """Knows which state of the record its author saw, and offers quick entry."""

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
    untold = ("keepers",)
    elsewhere = "开放时间、人员等下面的表"

    class Meta:
        model = Station
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            offered = [pair for pair in Status.choices if pair[0] != Status.CLOSED]
            self.fields["status"].choices = offered

    def clean_pasted_areas(self) -> list[str]:
        return read_area_names(self.cleaned_data["pasted_areas"])


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
        try:
            take_document(upload, (PDF,))
        except FileError as problem:
            raise ValidationError(str(problem)) from problem
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
