"""Forms of staff: a contribution with its evidence, a reason, and many at once."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import Campaign, Contribution
from liaison.divisions.seen import SeenForm
from liaison.lib.documents import JPEG, PDF, PNG, take_document
from liaison.lib.images import PhotoError, prepare_evidence
from liaison.lib.office import FileError
from liaison.ui.forms import PlainForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
EVIDENCE = (PDF, JPEG, PNG)


class ContributionForm(SeenForm):
    """What was done at which post, when, with what result, and the paper that proves it."""

    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    untold = ("division", "station")

    class Meta:
        model = Contribution
        fields = ("campaign", "post", "title", "result", "done_on", "text", "evidence")
        widgets = {
            "post": forms.RadioSelect,
            "done_on": DAY,
            "text": forms.Textarea(attrs={"rows": 6}),
            "evidence": forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        }
        help_texts = {
            "title": "一句话，如：牵头修好村西排水沟",
            "evidence": "PDF 或照片，不超过 10 MB；只供工作人员核对，不公开",
        }

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = lambda: secrets.token_hex(16)
        self.fields["campaign"].queryset = campaigns
        self.fields["campaign"].empty_label = None if campaigns else "没有进行中的双岗建功活动"
        self.fields["post"].choices = self.fields["post"].choices[1:]
        if not self.instance.pk:
            self.fields["done_on"].initial = timezone.localdate
        if not campaigns:
            self.fields["campaign"].error_messages["required"] = "没有进行中的双岗建功活动，不能登记"

    def clean_evidence(self) -> Any:
        """A photo is written anew, so that no place is left in it; a PDF is one by content."""
        upload = self.cleaned_data["evidence"]
        if "evidence" not in self.changed_data or not upload:
            return upload
        try:
            if take_document(upload, EVIDENCE) == PDF:
                return upload
            return prepare_evidence(upload)
        except (FileError, PhotoError) as problem:
            raise ValidationError(str(problem)) from problem

    def facts(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NoteForm(PlainForm):
    """Why a contribution goes back."""

    note = forms.CharField(
        label="退回原因", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WhoForm(forms.Form):
    """A name to look for."""

    q = forms.CharField(label="代表姓名", required=False, help_text="汉字或者拼音首字母，如 zxl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "maxlength": 100})

    def clean_q(self) -> str:
        """Search text is cut, never refused."""
        return self.cleaned_data["q"].strip()[:100]


class ChosenForm(PlainForm):
    """Contributions ticked on a page, of one campaign."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="双岗建功活动")
    chosen = forms.TypedMultipleChoiceField(label="建功", coerce=int, required=False)

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns
        # Which of them may be commended is the action's question; here they need only be numbers.
        self.fields["chosen"].valid_value = _is_number


def _is_number(value: str) -> bool:
    return str(value).isascii() and str(value).isdecimal() and len(str(value)) <= 18
