"""Forms of the assessment: one sheet of points, evidence for a point, a new round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from liaison.ui.forms import PlainForm, speak_plainly
from standing.actions import SelfAnswer
from standing.actions_judging import Judgement
from standing.models import AssessmentItem, AssessmentRound
from standing.models.item import NOTE_LENGTH
from standing.moves import OUTDATED
from stations.admin.forms import EvidenceForm, PhotoField
from stations.models import Evidence, Standard

MET, NOT_MET = "yes", "no"
JUDGED = [(MET, "达到"), (NOT_MET, "没有达到")]
TRUTH = {MET: True, NOT_MET: False}
WORDS = {True: MET, False: NOT_MET}
LEVEL_NAMES = {"answer": "自评", "review": "县级意见", "weigh": "市级意见"}


@dataclass(frozen=True)
class Columns:
    """What each of the three writers may fill in, and what stands there when nothing was said yet."""

    met: str
    note: str
    before: str = ""


COLUMNS = {
    "answer": Columns("self_met", "self_note"),
    "review": Columns("county_met", "county_note", "self_met"),
    "weigh": Columns("city_met", "city_note", "county_met"),
}


class SheetForm(PlainForm):
    """All points of one sheet for whoever writes now: `move` is "answer", "review" or "weigh"."""

    version = forms.IntegerField(label="版本", widget=forms.HiddenInput, min_value=0, max_value=10**6)
    reason = forms.CharField(label="退回原因", required=False, max_length=200)
    is_outdated = False

    def __init__(
        self,
        *args: Any,
        rows: Iterable[AssessmentItem],
        move: str,
        version: int,
        evidence: Mapping[int, list[Evidence]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.move, self.evidence = list(rows), move, evidence
        self.columns = COLUMNS[move]
        self.fields["version"].initial = version
        for row in self.rows:
            self._add_row(row)

    def _add_row(self, row: AssessmentItem) -> None:
        level, name = LEVEL_NAMES[self.move], row.item.name
        said = getattr(row, self.columns.met)
        if said is None and self.columns.before:
            said = getattr(row, self.columns.before)
        self.fields[f"met_{row.pk}"] = forms.ChoiceField(
            label=f"{level}：{name}",
            required=False,
            choices=JUDGED,
            initial=WORDS.get(said, ""),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": f"请选择“{name}”是否达到"},
        )
        self._add_words(f"note_{row.pk}", f"{level}说明", getattr(row, self.columns.note), "内部")
        if self.move == "answer":
            self._add_evidence(row)
        else:
            self._add_words(f"explanation_{row.pk}", "公开说明", row.explanation, "对外公布")

    def _add_words(self, name: str, label: str, initial: str, reach: str) -> None:
        self.fields[name] = forms.CharField(
            label=f"{label}（{reach}）",
            required=False,
            max_length=NOTE_LENGTH,
            initial=initial,
            error_messages={"max_length": f"{label}最多 %(limit_value)s 个字，现在 %(show_value)s 个"},
        )

    def _add_evidence(self, row: AssessmentItem) -> None:
        offered = [(str(one.pk), f"{one.met_on} {one.note}".strip()) for one in self._offered(row)]
        if not offered:
            return
        self.fields[f"evidence_{row.pk}"] = forms.ChoiceField(
            label="佐证",
            required=False,
            choices=[("", "不附佐证"), *offered],
            initial=str(row.evidence_id or ""),
            error_messages={"invalid_choice": "这份佐证已经不在，请选择佐证"},
        )

    def _offered(self, row: AssessmentItem) -> list[Evidence]:
        return self.evidence.get(row.item_id, [])

    def part(self, name: str, row: AssessmentItem) -> BoundField | None:
        """The field of one point, where there is one."""
        key = f"{name}_{row.pk}"
        return self[key] if key in self.fields else None

    def answers(self) -> dict[int, SelfAnswer]:
        """What the station says, by key of the point."""
        values = self.cleaned_data
        return {
            row.pk: SelfAnswer(
                met=TRUTH.get(values[f"met_{row.pk}"]),
                note=values[f"note_{row.pk}"].strip(),
                evidence=self._chosen(row),
            )
            for row in self.rows
        }

    def _chosen(self, row: AssessmentItem) -> Evidence | None:
        wanted = self.cleaned_data.get(f"evidence_{row.pk}")
        return next((one for one in self._offered(row) if str(one.pk) == wanted), None)

    def judgements(self) -> dict[int, Judgement]:
        """What the county or the city says, by key of the point."""
        values = self.cleaned_data
        return {
            row.pk: Judgement(
                met=TRUTH.get(values[f"met_{row.pk}"]),
                note=values[f"note_{row.pk}"].strip(),
                explanation=values[f"explanation_{row.pk}"].strip(),
            )
            for row in self.rows
        }

    def refuse(self, error: ValidationError) -> None:
        """Put an action's objections at the fields they name, else above the form."""
        if hasattr(error, "error_dict"):
            for message in error.message_dict.get("note", error.messages):
                self.add_error("reason", message)
            return
        for one in error.error_list:
            self.is_outdated = self.is_outdated or one.code == OUTDATED
            name = (one.params or {}).get("field")
            self.add_error(name if name in self.fields else None, ValidationError(one.message))


class PointEvidenceForm(EvidenceForm):
    """A photo or a PDF that shows that one point was met on a day."""

    image = PhotoField(label="照片", required=False, help_text="会放进站点页面的照片里，对外公布")
    alt = forms.CharField(label="画面说明", required=False, max_length=120, help_text="谁在哪里做什么")

    class Meta(EvidenceForm.Meta):
        fields = ("met_on", "note", "file")
        widgets = EvidenceForm.Meta.widgets | {
            "met_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }
        labels = {"file": "PDF 文件"}
        help_texts = {"file": "工作人员可以打开，不对外公布", "note": "对外公布，如：代表公示栏已更换"}

    field_order = ("met_on", "note", "image", "alt", "file")

    def _get_validation_exclusions(self) -> set[str]:
        """Station and item are given, not typed; one piece of evidence a day is a rule about them too."""
        return super()._get_validation_exclusions() - {"station", "item"}

    def clean_met_on(self) -> date:
        day: date = self.cleaned_data["met_on"]
        if day > timezone.localdate():
            raise ValidationError("达到日期不能晚于今天")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("image") and not values.get("alt", "").strip():
            self.add_error("alt", "请填写画面说明")
        if not any(values.get(name) for name in ("note", "image", "file")) and not self.errors:
            self.add_error("note", "请填写说明，或选择照片、PDF")
        return values


class RoundForm(forms.ModelForm):
    """A year's round, for the person's own city."""

    class Meta:
        model = AssessmentRound
        fields = (
            *("city", "year", "standard", "body", "self_due", "county_due"),
            *("model_from", "good_from", "standard_from", "validity_months"),
        )
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("self_due", "county_due")
        }

    def __init__(self, *args: Any, cities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        speak_plainly(self)
        self.fields["city"].queryset = cities
        self.fields["standard"].queryset = Standard.objects.filter(city__in=cities)
