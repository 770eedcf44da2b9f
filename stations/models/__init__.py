"""A station, what belongs to it, and what it is measured by."""

from stations.models.ledger import LedgerImport
from stations.models.parts import (
    Closure,
    OpeningHours,
    PersonRole,
    ServedArea,
    StationAlias,
    StationPerson,
    WallRule,
)
from stations.models.photos import Photo
from stations.models.roadmap import Phase, RoadmapYear
from stations.models.stages import Stage, StageChange
from stations.models.standards import AutoRule, Evidence, EvidenceKind, Standard, StandardItem
from stations.models.station import IN_SERVICE, Equipment, Grade, Kind, Room, Station, Status

__all__ = [
    "IN_SERVICE",
    "AutoRule",
    "Closure",
    "Equipment",
    "Evidence",
    "EvidenceKind",
    "Grade",
    "Kind",
    "LedgerImport",
    "OpeningHours",
    "PersonRole",
    "Phase",
    "Photo",
    "RoadmapYear",
    "Room",
    "ServedArea",
    "Stage",
    "StageChange",
    "Standard",
    "StandardItem",
    "Station",
    "StationAlias",
    "StationPerson",
    "Status",
    "WallRule",
]
