"""A sheet of points as its page shows it: what the records say, who said what, and the sum."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.forms import BoundField
from django.urls import reverse

from standing.actions import answers_of, snapshot
from standing.forms import SheetForm
from standing.models import Assessment, AssessmentItem
from standing.models.assessment import AT_STATION
from stations.models import Evidence


@dataclass(frozen=True)
class Said:
    """One level's word on a point, for those who read it."""

    who: str
    met: bool | None
    note: str


@dataclass(frozen=True)
class Card:
    """One point: what is asked, what the records say, who said what, and the fields of whoever writes now."""

    row: AssessmentItem
    auto: dict[str, Any]
    said: list[Said]
    met: BoundField | None = None
    note: BoundField | None = None
    explanation: BoundField | None = None
    evidence: BoundField | None = None

    @property
    def shows_auto(self) -> bool:
        """Whether the records' word is shown: not where it only repeats the evidence chosen."""
        return bool(self.auto) and (bool(self.row.item.auto_rule) or self.row.evidence is None)

    @property
    def is_open(self) -> bool:
        """Whether the fields for words are unfolded: something stands there, or has to."""
        fields = [field for field in (self.note, self.explanation) if field is not None]
        return any(field.value() or field.errors for field in fields)

    @property
    def proof(self) -> Evidence | None:
        """The evidence that the station chose."""
        return self.row.evidence

    @property
    def proof_links(self) -> list[tuple[str, str]]:
        """Where staff open it: the photo, the PDF."""
        one, links = self.row.evidence, []
        if one and one.photo_id:
            links.append(("看照片", default_storage.url(one.photo.image.name)))
        if one and one.file:
            address = reverse("admin:stations_station_evidence", args=[one.station_id, one.pk])
            links.append(("下载 PDF", address))
        return links


def cards(sheet: Assessment, form: SheetForm | None, today: date) -> list[Card]:
    """Every point; until the station hands the sheet in, the records are asked anew."""
    rows = list(sheet.items.all())
    live = answers_of(sheet, today) if sheet.state in AT_STATION else {}
    return [_card(row, snapshot(live[row.item_id], today) if live else row.auto_answer, form) for row in rows]


def _card(row: AssessmentItem, auto: dict[str, Any], form: SheetForm | None) -> Card:
    own = form.columns.met if form else ""
    said = [
        Said(who, getattr(row, f"{level}_met"), getattr(row, f"{level}_note"))
        for who, level in (("自评", "self"), ("县级", "county"), ("市级", "city"))
        if f"{level}_met" != own and getattr(row, f"{level}_met") is not None
    ]
    parts = ("met", "note", "explanation", "evidence") if form else ()
    return Card(row, auto, said, **{part: form.part(part, row) for part in parts})


def evidence_of(sheet: Assessment) -> dict[int, list[Evidence]]:
    """What the station has on record under this standard, newest first, by the key of the item. One query."""
    found: dict[int, list[Evidence]] = {}
    rows = Evidence.objects.filter(station=sheet.station_id, item__standard=sheet.round.standard_id)
    for one in rows.order_by("-met_on", "-pk"):
        found.setdefault(one.item_id, []).append(one)
    return found
