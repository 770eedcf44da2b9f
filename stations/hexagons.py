"""The counties of the diagram, with how many stations each has."""

from collections.abc import Sequence, Set

from django.urls import reverse

from liaison.divisions.models import Division
from liaison.ui.hexmap import Hexagon, shelve


def county_hexagons(
    counties: Sequence[Division],
    counts: dict[int | None, int],
    *,
    chosen: Division | None = None,
    lit: Set[int] = frozenset(),
    why: str = "乡镇街道全部有站",
) -> list[Hexagon]:
    """One cell per county; lit when it is the chosen one or among `lit`, and says `why`."""
    address = reverse("stations:list")
    places = [(c.map_column, c.map_row) for c in counties]
    if any(None in place for place in places):
        places = shelve(len(counties))
    cells = []
    for county, (column, row) in zip(counties, places, strict=True):
        note = f"{counts.get(county.pk, 0)} 站"
        remark = f"，{why}" if county.pk in lit else ""
        remark = "，已选" if county == chosen else remark
        label = f"{county.name} {note}{remark}"
        url = f"{address}?county={county.code}"
        cells.append(Hexagon(county.name, note, url, column, row, bool(remark), label))
    return cells
