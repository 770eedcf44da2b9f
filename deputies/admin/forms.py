"""Forms of the deputies' desk: the record, and the decisions about mandates and places."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from deputies.admin.pages import DAY
from deputies.models import Basis, CongressLevel, Deputy, End, Mandate, Term
from deputies.models.term import ELECTED_BY_A_BODY
from liaison.divisions.seen import SeenForm
from liaison.ui.forms import PlainForm
from stations.admin.forms import PhotoField
from stations.models import Station


class DeputyForm(SeenForm):
    """The record of a person; warns of a second record of the same person, and of a second editor."""

    untold = ("folded", "photo")

    photo = PhotoField(
        label="照片",
        required=False,
        max_length=100,
        help_text="JPG、PNG、WebP，不超过 10 MB；保存时重新编码，去掉拍摄地点等信息",
        error_messages={"empty": "照片无法识别或已损坏，请重新选择"},
    )
    remove_photo = forms.BooleanField(label="删除现有照片", required=False)

    class Meta:
        model = Deputy
        fields = "__all__"

    def clean_photo(self) -> Any:
        """The small version: no page shows a portrait larger, and a list shows seventy."""
        prepared = self.cleaned_data["photo"]
        return getattr(prepared, "thumbnail", prepared)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("remove_photo"):
            values["photo"] = values["photo"] if "photo" in self.changed_data else False
        if "name" in self.changed_data and "pinyin" not in self.changed_data:
            values["pinyin"] = ""  # a new name has a reading of its own; `settle` writes it
        self._must_be_new(values)
        return values

    def _must_be_new(self, values: dict[str, Any]) -> None:
        """Name and birth month make a person (`Deputy.same_person`); asked within one roster."""
        if self.instance.pk or not values.get("name") or not values.get("birth_month"):
            return
        roster = Deputy.objects.filter(division=values.get("division"))
        twin = roster.same_person(values["name"], values["birth_month"], values.get("gender", ""))
        if twin.exists():
            self.add_error("name", "这本名册里已有同名、同出生年月的代表，请在原记录上登记任职")


class ElectForm(PlainForm):
    """A mandate: which congress and term, by whom elected, with whom they sit."""

    term = forms.ModelChoiceField(Term.objects.none(), label="届次", empty_label="请选择")
    elected_by = forms.CharField(
        label="选举单位或选区",
        max_length=60,
        required=False,
        help_text="全国、省、市代表填选举单位，如 辉县市人民代表大会；县、乡代表填选区，如 第6选区",
    )
    delegation = forms.CharField(label="代表团", max_length=40, required=False)
    since = forms.DateField(
        label="任职起", widget=DAY, required=False, help_text="不填写时从这一届开始之日算起"
    )

    def __init__(self, *args: Any, terms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = {level.value: place for place, level in enumerate(CongressLevel)}
        chosen = sorted(terms.select_related("division__county"), key=lambda t: order[t.level])
        self.fields["term"].queryset = terms
        groups = groupby(chosen, key=lambda t: t.get_level_display())
        offered = [(word, [(t.pk, str(t)) for t in some]) for word, some in groups]
        self.fields["term"].choices = [("", "请选择"), *offered]


class CorrectForm(PlainForm):
    """The same facts of a mandate that exists already."""

    elected_by = forms.CharField(label="选举单位或选区", max_length=60, required=False)
    delegation = forms.CharField(label="代表团", max_length=40, required=False)
    since = forms.DateField(label="任职起", widget=DAY, required=False)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = "选举单位" if mandate.level in ELECTED_BY_A_BODY else "选区"
        self.fields["elected_by"].label = label


def not_ahead(day: date) -> None:
    """What begins or ends is registered when it has: `actions` would tell a day to come as past at once."""
    if day > timezone.localdate():
        raise ValidationError("日期不能晚于今天")


class EndForm(PlainForm):
    """The last day and the reason, which stays in the house."""

    on = forms.DateField(label="终止日期", widget=DAY, validators=[not_ahead])
    end = forms.ChoiceField(
        label="终止原因",
        choices=[pair for pair in End.choices if pair[0] != End.TERM],
        help_text="只供工作人员，不公开；任期届满请在“届次”里办理换届",
    )
    note = forms.CharField(label="原因说明", max_length=200, required=False, help_text="只供工作人员，不公开")


class SuspendForm(PlainForm):
    """The first day of a suspension and the reason, which stays in the house."""

    on = forms.DateField(
        label="暂停日期", widget=DAY, validators=[not_ahead], help_text="从这一天起暂停执行代表职务"
    )
    reason = forms.CharField(label="暂停原因", max_length=200, help_text="只供工作人员，不公开")


class ResumeForm(PlainForm):
    """The day from which a mandate is exercised again."""

    on = forms.DateField(
        label="恢复日期", widget=DAY, validators=[not_ahead], help_text="从这一天起恢复执行代表职务"
    )


class AssignForm(PlainForm):
    """Which station, on which basis, from which day; a place begins when the deputy comes."""

    station = forms.ModelChoiceField(Station.objects.none(), label="联络站")
    basis = forms.ChoiceField(label="进站依据", choices=Basis, widget=forms.RadioSelect)
    since = forms.DateField(label="起始日期", widget=DAY, validators=[not_ahead])

    def __init__(self, *args: Any, stations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations
        self.fields["station"].choices = station_choices(stations)


class TogetherForm(PlainForm):
    """What is common to many placings: the day, and perhaps one station for all."""

    since = forms.DateField(label="起始日期", widget=DAY, validators=[not_ahead])
    everyone = forms.ModelChoiceField(
        Station.objects.none(),
        label="全部安排到",
        required=False,
        help_text="不选时按下表各人的联络站安排；选了以后请重新预览",
    )

    def __init__(self, *args: Any, stations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["everyone"].queryset = stations
        self.fields["everyone"].choices = station_choices(stations, "各按下表")


class ClosingForm(PlainForm):
    """The last day of the old term."""

    on = forms.DateField(label="换届日期", widget=DAY, validators=[not_ahead], help_text="本届任期的最后一天")


class ReleaseForm(PlainForm):
    """The last day at the station."""

    on = forms.DateField(label="离站日期", widget=DAY, validators=[not_ahead], help_text="这一天仍算在站")


def station_choices(stations: Any, nothing: str = "请选择联络站") -> list[Any]:
    """Stations to choose from, by county; their townships' names come first for typing ahead."""
    rows = list(stations.with_place().order_by("division__code", "name"))
    groups = groupby(rows, key=lambda s: s.division.county_name)
    offered = [(county, [(s.pk, f"{s.division.name}　{s.name}") for s in some]) for county, some in groups]
    return [("", nothing), *offered]
