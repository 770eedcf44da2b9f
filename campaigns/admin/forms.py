"""Forms of the campaigns' desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, CampaignDocument, CampaignStep
from liaison.divisions.scoped import ScopedForm
from liaison.divisions.seen import SeenForm
from liaison.lib.documents import PDF, WORD, take_document
from liaison.lib.office import FileError
from liaison.ui.forms import PlainForm


class CampaignForm(SeenForm):
    """The plan; warns of a second editor."""

    elsewhere = "步骤、文件、年度任务等下面的表"

    class Meta:
        model = Campaign
        fields = "__all__"


class StepForm(ScopedForm):
    """One line of the plan's steps."""

    class Meta:
        model = CampaignStep
        fields = ("title", "since", "until", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class DocumentForm(ScopedForm):
    """A PDF or Word file by content; its size is measured, not asked."""

    class Meta:
        model = CampaignDocument
        fields = ("title", "file", "position")
        widgets = {"file": forms.FileInput(attrs={"accept": ".pdf,.docx"})}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data or not upload:
            return upload
        try:
            take_document(upload, (PDF, WORD))
        except FileError as problem:
            raise ValidationError(str(problem)) from problem
        self.instance.size = upload.size
        return upload


class ConcludeForm(PlainForm):
    """What the campaign came to."""

    summary = forms.CharField(
        label="年度总结",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="公布在活动页面最上面：做了什么、成效如何、表彰了谁",
    )


class ProclaimForm(PlainForm):
    """Nothing to fill in: one confirmation."""
