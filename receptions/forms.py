"""What staff fill in about sessions. Rules of what may happen stand in `actions`."""

from collections.abc import Sequence
from typing import Any

from django import forms

from liaison.divisions.seen import SeenPlainForm
from liaison.ui.forms import PlainForm
from receptions.actions import Came, Outcome, Slot
from receptions.duty import Candidate
from receptions.models import Attendance, DutySlot, Reception

DAY = {"type": "date"}
TIME = {"type": "time"}
LONGEST_REASON = 120
MOST_PEOPLE = 100_000
MOST_OPTIONS_SEEN = 6


class DutyForm(PlainForm):
    """Who is on duty; the boxes stand in the order of whose turn it is."""

    deputies = forms.TypedMultipleChoiceField(
        label="接待代表", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].choices = [(one.pk, f"{one.name}　{one.turn}") for one in people]
        self.fields["deputies"].error_messages["invalid_choice"] = "名单已有变化，请重新选择代表"

    @property
    def near(self) -> list[Any]:
        """The boxes that are seen at once: whoever is ticked, then whose turn it is."""
        return self._ticked() + self._others()[:MOST_OPTIONS_SEEN]

    @property
    def far(self) -> list[Any]:
        """The others, folded away."""
        return self._others()[MOST_OPTIONS_SEEN:]

    def _ticked(self) -> list[Any]:
        return [box for box in self["deputies"] if box.data["selected"]]

    def _others(self) -> list[Any]:
        return [box for box in self["deputies"] if not box.data["selected"]]


class SlotForm(PlainForm):
    """A day and a time."""

    day = forms.DateField(label="日期", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    opens = forms.TimeField(label="开始", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    closes = forms.TimeField(label="结束", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))

    @property
    def slot(self) -> Slot:
        """What was filled in."""
        said = self.cleaned_data
        return Slot(said["day"], said["opens"], said["closes"])


class PostponeForm(SlotForm):
    """Where a session goes and why."""

    note = forms.CharField(
        label="顺延原因", max_length=LONGEST_REASON, help_text="对外公布，如：与镇人民代表大会会议冲突"
    )
    field_order = ("note", "day", "opens", "closes")


class CancelForm(PlainForm):
    """Why a session does not take place."""

    note = forms.CharField(
        label="取消原因", max_length=LONGEST_REASON, help_text="对外公布，如：全镇防汛值守"
    )


class AddForm(SlotForm):
    """A session that no rule asks for."""

    topic = forms.CharField(label="主题", max_length=80, required=False, help_text="如：冬季供暖专题接待")
    place = forms.CharField(label="地点", max_length=120, required=False, help_text="不在站里接待时填写")


class RecordForm(SeenPlainForm):
    """Who came, how many visitors, what the public reads about it; warns of a second editor."""

    elsewhere = "代表安排"

    visitors = forms.IntegerField(
        label="接待群众人次", min_value=0, max_value=MOST_PEOPLE, help_text="没有人来请填 0"
    )
    matters = forms.IntegerField(
        label="收到意见件数", min_value=0, max_value=MOST_PEOPLE, help_text="没有收到请填 0"
    )
    result = forms.CharField(
        label="接待情况",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="对外公布：收到哪些意见、当场答复或转办了什么。不写群众姓名、电话和住址",
    )

    def __init__(self, *args: Any, reception: Reception, **kwargs: Any) -> None:
        self.slots: list[DutySlot] = list(reception.duty_slots.select_related("deputy").order_by("pk"))
        kwargs["initial"] = {
            "visitors": reception.visitors, "matters": reception.matters, "result": reception.result
        }  # fmt: skip
        super().__init__(*args, record=reception, **kwargs)
        for slot in self.slots:
            self._ask_about(slot)

    def otherwise(self, stored: Reception) -> str:
        """What a colleague wrote down; a session that nobody recorded yet has other deputies now."""
        if stored.held_at is None:
            return self.elsewhere
        return f"接待群众 {stored.visitors} 人次，意见 {stored.matters} 件，接待情况“{stored.result}”"

    def _ask_about(self, slot: DutySlot) -> None:
        is_decided = slot.attendance != Attendance.DUE
        self.fields[f"came_{slot.deputy_id}"] = forms.ChoiceField(
            label=f"{slot.deputy.name}到岗情况",
            choices=[(one.value, one.label) for one in Attendance if one != Attendance.DUE],
            initial=slot.attendance if is_decided else Attendance.PRESENT,
            widget=forms.RadioSelect,
            error_messages={"required": f"请选择{slot.deputy.name}是否到岗"},
        )
        self.fields[f"why_{slot.deputy_id}"] = forms.CharField(
            label=f"{slot.deputy.name}未到原因",
            max_length=100,
            required=False,
            initial=slot.absence_reason,
            help_text="内部，不公开",
        )

    @property
    def people(self) -> list[tuple[Any, Any]]:
        """For each deputy on duty the two fields."""
        return [(self[f"came_{s.deputy_id}"], self[f"why_{s.deputy_id}"]) for s in self.slots]

    @property
    def came(self) -> dict[int, Came]:
        """What was said of each deputy."""
        said = self.cleaned_data
        return {
            s.deputy_id: Came(said[f"came_{s.deputy_id}"], said[f"why_{s.deputy_id}"]) for s in self.slots
        }

    @property
    def outcome(self) -> Outcome:
        """What was said of the session."""
        said = self.cleaned_data
        return Outcome(said["visitors"], said["matters"], said["result"])
