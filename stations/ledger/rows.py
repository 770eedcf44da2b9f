"""One row of a ledger, understood: what it says and what becomes of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from liaison.divisions.models import Division
from liaison.lib.sheets.values import LooseDay
from stations.ledger.words import core


class Fate(StrEnum):
    """What becomes of a row; the words are those of the command's JSON."""

    OK = "ok"
    MERGE = "merge"
    DUPLICATE = "duplicate"
    ERROR = "error"
    REVIEW = "review"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"
    BLANK = "blank"


FATE_LABELS = {
    Fate.OK: "可导入",
    Fate.MERGE: "并入",
    Fate.DUPLICATE: "重复",
    Fate.ERROR: "有错误",
    Fate.REVIEW: "待确认",
    Fate.SUBTOTAL: "小计",
    Fate.TOTAL: "合计",
    Fate.NOTE: "说明",
    Fate.BLANK: "空行",
}


@dataclass
class LedgerRow:
    """A row of the sheet. `values` holds what it says by field key, `messages` the
    remarks for the office, `field` the column they are about."""

    sheet: str
    number: int
    fate: Fate = Fate.OK
    name: str = ""
    county: Division | None = None
    division: Division | None = None
    kind: str = ""
    built: LooseDay | None = None
    mobiles: tuple[str, ...] = ()
    landlines: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    field: str = ""
    same_as: int | None = None

    @property
    def message(self) -> str:
        """All remarks in one sentence."""
        return "；".join(self.messages)

    @property
    def key(self) -> tuple[int | None, str]:
        """Two rows with one key speak of one station."""
        return (self.division.pk if self.division else None, core(self.name))

    def ends_as(self, fate: Fate, message: str, field: str = "") -> "LedgerRow":
        """The row with its fate and the reason."""
        self.fate, self.field = fate, field or self.field
        self.messages.append(message)
        return self

    def warn(self, message: str, field: str) -> None:
        """A remark that does not keep the row from being imported."""
        self.messages.append(message)
        self.field = self.field or field

    def opened_on(self) -> date | None:
        """The first day that the ledger's date can mean."""
        return self.built.first if self.built else None

    def as_station(self) -> dict[str, Any]:
        """The station in the shape of the command's JSON."""
        said = self.values
        return {
            "name": self.name,
            "county_code": self.county.code if self.county else None,
            "town": self.division.name if self.division else None,
            "type": said.get("type") or None,
            "address": said.get("address") or None,
            "area_m2": _plain(said.get("area_m2")),
            "built": self.built.month_text if self.built else None,
            "chief": "、".join(said.get("chief", [])) or None,
            "chief_duty": said.get("chief_duty") or None,
            "liaison": "、".join(said.get("liaison", [])) or None,
            "phone": next(iter(self.mobiles + self.landlines), None),
            "deputies_total": said.get("deputies_total"),
            "deputies_city": said.get("deputies_city"),
            "reception_day": said.get("reception_day") or None,
            "status": said.get("status") or None,
            "row": self.number,
        }


def _plain(figure: float | None) -> float | int | None:
    """96 instead of 96.0."""
    return int(figure) if figure is not None and figure == int(figure) else figure
