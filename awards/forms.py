"""Forms of staff for the award: a case with its photos, a mark, a prize, a reason."""

import secrets
from typing import Any

from django import forms

from awards.models import AwardCase, Prize
from awards.models.case import MOST_PHOTOS
from liaison.divisions.models import Division
from liaison.divisions.seen import SeenForm
from liaison.ui.forms import PhotosField, PlainForm


class CaseForm(SeenForm):
    """The story of a case, from a phone or a desk."""

    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    place = forms.ModelChoiceField(Division.objects.none(), label="报送单位", empty_label=None)
    photos = PhotosField(
        most=MOST_PHOTOS,
        label="添加照片",
        required=False,
        help_text="最多 9 张，JPG、PNG、WebP，每张不超过 10 MB；保存时去掉拍摄地点等信息，公布前群众看不到",
    )
    untold = ("division", "station")
    elsewhere = "照片"

    class Meta:
        model = AwardCase
        fields = ("round", "title", "summary", "story")
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "story": forms.Textarea(attrs={"rows": 14}),
        }

    def __init__(self, *args: Any, rounds: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = lambda: secrets.token_hex(16)
        self.fields["round"].queryset = rounds
        self.fields["round"].empty_label = None
        self.fields["place"].queryset = places
        if self.instance.pk:
            del self.fields["place"]
            for photo in self.photos_now:
                self._offer(photo)

    def _offer(self, photo: Any) -> None:
        """Each photo that is there already may be described or taken out."""
        self.fields[f"alt_{photo.pk}"] = forms.CharField(
            label="画面说明", max_length=120, required=False, initial=photo.alt
        )
        self.fields[f"remove_{photo.pk}"] = forms.BooleanField(label="删除这张照片", required=False)

    @property
    def photos_now(self) -> list[Any]:
        """Photos that the case has."""
        if not hasattr(self, "_photos"):
            self._photos = list(self.instance.photos.all()) if self.instance.pk else []
        return self._photos

    @property
    def photo_rows(self) -> list[tuple[Any, Any, Any]]:
        """Each photo with its two fields."""
        return [(p, self[f"alt_{p.pk}"], self[f"remove_{p.pk}"]) for p in self.photos_now]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        kept = [p for p in self.photos_now if not values.get(f"remove_{p.pk}")]
        if len(kept) + len(values.get("photos") or []) > MOST_PHOTOS:
            self.add_error("photos", f"最多 {MOST_PHOTOS} 张照片，现在已有 {len(kept)} 张")
        return values

    def facts(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "story")}


class NoteForm(PlainForm):
    """Why a case goes back, or leaves the public pages."""

    note = forms.CharField(
        label="原因", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MarkForm(PlainForm):
    """One judge's score."""

    score = forms.IntegerField(
        label="得分", min_value=0, max_value=100, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    remark = forms.CharField(label="评语", max_length=200, required=False, help_text="只供市级评选，不公开")


class PrizeForm(PlainForm):
    """A prize, or none, with the words that go with it."""

    prize = forms.ChoiceField(label="奖项", required=False, choices=[("", "不获奖"), *Prize.choices])
    citation = forms.CharField(
        label="颁奖词", max_length=200, required=False, help_text="一两句话，公布时登在案例最上面"
    )
