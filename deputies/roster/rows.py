"""One row of a roster, understood: what it says and what becomes of it."""

from dataclasses import dataclass, field
from typing import Any

from deputies.models import CongressLevel
from deputies.roster.terms import Stated, term_text
from liaison.divisions.models import Division
from liaison.lib.text import fold
from stations.ledger.rows import FATE_LABELS, Fate

__all__ = ["FATE_LABELS", "Claim", "Fate", "RosterRow"]

# The words of the command's JSON, as the expected files have them.
LEVEL_WORDS = {
    CongressLevel.NATIONAL: "national",
    CongressLevel.PROVINCIAL: "province",
    CongressLevel.MUNICIPAL: "city",
    CongressLevel.COUNTY: "county",
    CongressLevel.TOWNSHIP: "township",
}
FACTS = (
    "gender",
    "birth_month",
    "ethnicity",
    "party",
    "education",
    "duty",
    "phone",
    "office_phone",
    "remark",
)
"""What a row says of the person, by the names of the record's columns."""


@dataclass
class Claim:
    """One mandate that a row claims. `elected_by` is the electing body or constituency,
    `number` the term when the row says it for this level, `loose_number` when it may mean another."""

    level: CongressLevel
    elected_by: str = ""
    delegation: str = ""
    number: int | None = None
    loose_number: int | None = None
    township: Division | None = None


@dataclass
class RosterRow:
    """A row of the sheet. `facts` holds the person by column of the record, `claims` the
    mandates by level, `messages` the remarks for the office, `field` the column they are about."""

    sheet: str
    number: int
    fate: Fate = Fate.OK
    name: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    claims: dict[CongressLevel, Claim] = field(default_factory=dict)
    level_text: str = ""
    city_question: bool = False
    district: str = ""
    delegation: str = ""
    stated: Stated = field(default_factory=Stated)
    station_text: str = ""
    station: str = ""
    region: str = ""
    town: Division | None = None
    messages: list[str] = field(default_factory=list)
    field: str = ""
    same_as: "RosterRow | None" = None
    adds: tuple[CongressLevel, ...] = ()

    @property
    def message(self) -> str:
        """All remarks in one sentence."""
        return "；".join(self.messages)

    @property
    def folded(self) -> str:
        """The name as it is compared."""
        return fold(self.name)

    @property
    def where(self) -> str:
        """第12行, with the sheet where a file has several."""
        return f"第{self.number}行"

    def ends_as(self, fate: Fate, message: str, field: str = "") -> "RosterRow":
        """The row with its fate and the reason."""
        self.fate, self.field = fate, field or self.field
        self.messages.append(message)
        return self

    def warn(self, message: str, field: str) -> None:
        """A remark that does not keep the row from being imported."""
        self.messages.append(message)
        self.field = self.field or field

    def as_json(self) -> dict[str, Any]:
        """The row in the shape of the command's JSON."""
        said: dict[str, Any] = {
            "row": self.number,
            "sheet": self.sheet,
            "status": self.fate.value,
            "message": self.message,
            "field": self.field or None,
        }
        if self.fate == Fate.OK and self.messages:
            said["warning"] = self.field
        if self.same_as is not None:
            word = "merge_into_row" if self.fate == Fate.MERGE else "duplicate_of_row"
            said |= {word: self.same_as.number, "same_as_sheet": self.same_as.sheet}
        if self.adds:
            said["adds_levels"] = [LEVEL_WORDS[level] for level in self.adds]
        return said

    def as_person(self) -> dict[str, Any]:
        """The person in the shape of the command's JSON."""
        facts = self.facts
        mobiles = [one for one in facts.get("phone", "").split("、") if one]
        phones = mobiles + [one for one in facts.get("office_phone", "").split("、") if one]
        said: dict[str, Any] = {
            "name": self.name,
            "gender": facts.get("gender") or None,
            "ethnicity": facts.get("ethnicity") or None,
            "birth": facts.get("birth_month") or None,
            "party": facts.get("party") or None,
            "education": facts.get("education") or None,
            "duty": facts.get("duty") or None,
            "levels": [LEVEL_WORDS[level] for level in CongressLevel if level in self.claims],
            "term": term_text(self.stated.first),
            "delegation": self.delegation or None,
            "station": self.station or None,
            "phone": phones[0] if phones else None,
            "district": self.district or None,
            "row": self.number,
            "sheet": self.sheet,
        }
        return said | ({"phone2": phones[1]} if len(phones) > 1 else {})
