"""The form of an activity, and that of the reviewer. What is missing is asked when it is submitted."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from activities.actions import Draft, PhotoWords
from activities.models import Activity, ActivityKind, ActivityPhoto, Part
from activities.people import allowed
from campaigns.models import Campaign
from liaison.lib.opendata import LARGEST_ID
from liaison.lib.text import TextError, clean_text, tidy
from liaison.ui.forms import PlainForm
from stations.models import Station

MOST_PEOPLE = 200
LONGEST_NAME = 100


class LineField(forms.CharField):
    """One line of text, tidied; a draft may leave it empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value))


class TextField(forms.CharField):
    """Several lines; a line break counts as one character, on Windows too."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n").rstrip()

    def clean(self, value: Any) -> str:
        try:
            return clean_text(super().clean(value))
        except TextError as error:
            raise forms.ValidationError(str(error)) from error


class RowField(forms.ModelChoiceField):
    """One row out of those offered; a key that no row can bear is none of them."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not (value.isascii() and value.isdigit() and len(value) < 19):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ActivityForm(PlainForm):
    """Everything a keeper fills in. Photos that are there already bring two fields each."""

    station = RowField(
        Station.objects.none(),
        label="联络站",
        empty_label="选择联络站",
        error_messages={"invalid_choice": "请从列表中选择联络站"},
    )
    kind = forms.ChoiceField(
        label="类型",
        choices=ActivityKind.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请从列表中选择类型"},
    )
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title = LineField(label="标题", max_length=60, help_text="如：代表走访慰问孟庄村困难户")
    text = TextField(
        label="内容",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写清谁、在哪里、做了什么、有什么结果，两三句就可以",
    )
    place = LineField(label="地点", max_length=60, help_text="不写就是站内")
    source = LineField(label="来源", max_length=40, help_text="不写就是本站")
    author_name = LineField(label="署名", max_length=40)
    campaign = RowField(
        Campaign.objects.none(),
        label="双岗建功",
        required=False,
        empty_label="不属于双岗建功",
        error_messages={"invalid_choice": "请从列表中选择双岗建功"},
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    page = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: Any,
        activity: Activity | None = None,
        photos: Sequence[ActivityPhoto] = (),
        station: Station | None = None,
    ) -> None:
        self.activity = activity
        self.photos = list(photos)
        super().__init__(data, initial=_initial(activity, user))
        self._offer(user, station)
        for number, photo in enumerate(self.photos, 1):
            self._ask_about(photo, number)

    def _offer(self, user: Any, station: Station | None) -> None:
        """Stations and campaigns of whoever writes; the only one is chosen already."""
        stations = Station.objects.for_staff(user).public().in_place_order()
        self.fields["station"].queryset = stations.select_related("division__county")
        self.fields["station"].label_from_instance = lambda one: one.short_name
        self.fields["campaign"].queryset = Campaign.objects.for_staff(user).public()
        if self.activity is None:
            first = station or next(iter(stations[:2]), None)
            self.initial["station"] = first if station or stations.count() == 1 else None
            running = Campaign.objects.for_staff(user).running().order_by("-year").first()
            self.initial["campaign"] = running

    def _ask_about(self, photo: ActivityPhoto, number: int) -> None:
        self.fields[f"alt_{photo.pk}"] = LineField(
            label=f"第 {number} 张：画面说明", max_length=120, initial=photo.alt, help_text="谁在哪里做什么"
        )
        self.fields[f"caption_{photo.pk}"] = LineField(
            label=f"第 {number} 张：图片标题", max_length=80, initial=photo.caption
        )

    def keep_quiet(self) -> None:
        """Show again what was typed without judging it: a name is only being looked for."""
        self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}

    def show_version(self, version: int) -> None:
        """From now on the page knows this version: saving again is on purpose."""
        self.data = self.data.copy()
        self.data["version"] = str(version)

    @property
    def rows(self) -> list[tuple[ActivityPhoto, forms.BoundField, forms.BoundField]]:
        """Each photo with its two fields, in the order of the page."""
        return [(one, self[f"alt_{one.pk}"], self[f"caption_{one.pk}"]) for one in self.photos]

    @property
    def chosen_station(self) -> Station | None:
        """The station that the page shows deputies of."""
        value = self["station"].value()
        if isinstance(value, Station):
            return value
        field: Any = self.fields["station"]
        try:
            return field.clean(value)
        except forms.ValidationError:
            return None

    @property
    def parts(self) -> dict[int, str]:
        """Whom the page ticks: as posted, else as stored."""
        if self.is_bound:
            return posted_parts(self.data)
        rows = self.activity.participations.all() if self.activity else ()
        return {one.deputy_id: one.part for one in rows}

    def draft(self) -> Draft:
        """What was typed, once the form is valid."""
        said = self.cleaned_data
        own = {name: said[name] for name in ("kind", "title", "place", "text", "source", "author_name")}
        already = self.activity.participations.values_list("deputy", flat=True) if self.activity else ()
        return Draft(
            station=said["station"],
            day=said["day"],
            campaign=said["campaign"],
            parts=allowed(said["station"], self.parts, already),
            photos=[
                PhotoWords(pk, said[f"alt_{pk}"], said[f"caption_{pk}"])
                for pk in posted_ids(self.data, "photo")
                if f"alt_{pk}" in said
            ],
            **own,
        )


def _initial(activity: Activity | None, user: Any) -> dict[str, Any]:
    """What stands there, or what a new page begins with."""
    if activity is None:
        return {"day": timezone.localdate(), "version": 0}
    names = ("station", "kind", "day", "title", "text", "place", "source", "author_name", "campaign")
    return {name: getattr(activity, name) for name in names} | {
        "version": activity.version,
        "page": uuid.uuid4(),
    }


def posted_ids(data: QueryDict, name: str) -> list[int]:
    """Ids that the page sent, each once; what is none is nobody."""
    found = [
        int(one)
        for one in data.getlist(name)[:MOST_PEOPLE]
        if one.isascii() and one.isdigit() and len(one) < 20
    ]
    return [pk for pk in dict.fromkeys(found) if pk <= LARGEST_ID]


def posted_parts(data: QueryDict) -> dict[int, str]:
    """Ticked deputies and the part chosen for each, if any."""
    parts = {pk: data.get(f"part_{pk}", "") for pk in posted_ids(data, "deputy")}
    return {pk: part if part in Part.values else Part.TOOK_PART for pk, part in parts.items()}


class NoteForm(PlainForm):
    """A reason: for returning, which the author reads; for withdrawing, which everybody reads."""

    note = LineField(max_length=120, label="原因")
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
