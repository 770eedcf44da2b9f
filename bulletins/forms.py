"""What staff type: an issue, the moment of its release, why it is withdrawn, words to a photo."""

from typing import Any

from django import forms
from django.utils import timezone
from django_prose_editor.widgets import ProseEditorWidget

from bulletins.models import Attachment, Bulletin, BulletinPhoto, Series
from liaison.divisions.seen import SeenForm
from liaison.lib.text import tidy
from liaison.ui.forms import PlainForm, speak_plainly

TYPED = ("kicker", "title", "subtitle", "source", "summary")
EDITOR = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}
"""What the editor offers is what `liaison.lib.richtext` lets through."""
CONFIRMED = "已核对，这些号码可以公开"


class BulletinForm(SeenForm):
    """The texts of an issue; knows which state of it the author saw."""

    untold = ("body", "reviewer", "edited_by", "author")
    elsewhere = "正文、照片或附件"
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)

    class Meta:
        model = Bulletin
        fields = ("series", "year", "number", *TYPED, "body")
        widgets = {
            "year": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "number": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "summary": forms.Textarea(attrs={"rows": 2}),
            "body": ProseEditorWidget(
                config={"extensions": EDITOR}, preset="configurable", attrs={"rows": 18}
            ),
        }

    def __init__(self, *args: Any, user: Any, may_confirm: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series = self.fields["series"]
        series.queryset = Series.objects.for_staff(user)
        series.empty_label = None
        if not may_confirm:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in TYPED:
            if name in values:
                values[name] = tidy(values[name])
        if "title" in values and not values["title"]:
            self.add_error("title", "请填写标题")
        return values


class PublishForm(PlainForm):
    """Now, or at a moment that lies ahead."""

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label="发布时间",
        choices=[(NOW, "现在发布"), (LATER, "定时发布")],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    day = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="定时发布时填写",
    )
    at = forms.TimeField(
        label="时间",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="如 09:00",
    )
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)

    def __init__(self, *args: Any, may_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if not may_confirm:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("when") == self.LATER:
            for name in ("day", "at"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, f"请填写{self.fields[name].label}")
        return values

    @property
    def moment(self) -> Any:
        """The moment chosen, in the city's own time; None is now."""
        if self.cleaned_data["when"] == self.NOW:
            return None
        day, at = self.cleaned_data["day"], self.cleaned_data["at"]
        return timezone.make_aware(timezone.datetime.combine(day, at))


class WithdrawForm(PlainForm):
    """The reason stands on the public page."""

    note = forms.CharField(
        label="撤下原因",
        max_length=120,
        help_text="原来的网址上会公开显示，如“文中数据有误，正在核对”",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_note(self) -> str:
        """One line."""
        return tidy(self.cleaned_data["note"])


class SeveralFiles(forms.FileInput):
    """A chooser that takes several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """One or several files."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file on its own; none at all is one missing."""
        files = data if isinstance(data, list) else [data]
        return [super(PhotosField, self).clean(one, initial) for one in files or [None]]


class PhotosForm(PlainForm):
    """Photos to add."""

    photos = PhotosField(
        label="照片",
        help_text="JPG、PNG、WEBP，每张不超过 10 MB，可以一次选多张；拍摄地点等信息会自动去掉",
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class PhotoForm(forms.ModelForm):
    """The words that go with a photo."""

    class Meta:
        model = BulletinPhoto
        fields = ("alt", "caption", "credit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        speak_plainly(self)


class AttachmentForm(PlainForm):
    """A file to add, and what it is to be called."""

    file = forms.FileField(label="文件", help_text="PDF、OFD、Word、Excel、PPT，不超过 10 MB")
    title = forms.CharField(
        label="附件名称",
        required=False,
        max_length=Attachment._meta.get_field("title").max_length,
        help_text="留空用文件名",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
