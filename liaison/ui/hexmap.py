"""The hexagon diagram: one cell per county, placed by column and row from the data.

No boundary is drawn, so no map review number is needed; it is SVG links, so it
works without JavaScript and prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

PITCH_X, PITCH_Y, RADIUS = sqrt(3) * 20, 60.0, 38.0
HALF_WIDTH = RADIUS * sqrt(3) / 2
MARGIN = 4.0


@dataclass(frozen=True)
class Hexagon:
    """One county on the diagram: its name, a short figure, where it leads, whether it is lit.

    Columns count half cells, so neighbours in a row are two apart and the rows interlock.
    """

    name: str
    note: str
    url: str
    column: int
    row: int
    is_on: bool = False
    label: str = ""
    """What a screen reader says; the name and the figure when empty."""


@dataclass(frozen=True)
class Cell:
    """A hexagon with its drawing: corner points and the two baselines of its text."""

    hexagon: Hexagon
    points: str
    x: str
    name_y: str
    note_y: str


@dataclass(frozen=True)
class HexMap:
    """The laid-out diagram, ready for the template."""

    view_box: str
    cells: list[Cell]


def layout(hexagons: Sequence[Hexagon]) -> HexMap:
    """Turn columns and rows into points, and frame them all."""
    centres = [(PITCH_X * h.column, PITCH_Y * h.row) for h in hexagons]
    if not centres:
        return HexMap("0 0 1 1", [])
    left = min(x for x, _ in centres) - HALF_WIDTH - MARGIN
    top = min(y for _, y in centres) - RADIUS - MARGIN
    width = max(x for x, _ in centres) + HALF_WIDTH + MARGIN - left
    height = max(y for _, y in centres) + RADIUS + MARGIN - top
    cells = [
        Cell(h, corners(x, y), f"{x:.1f}", f"{y - 1:.1f}", f"{y + 16:.1f}")
        for h, (x, y) in zip(hexagons, centres, strict=True)
    ]
    return HexMap(f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}", cells)


def shelve(count: int, width: int = 4) -> list[tuple[int, int]]:
    """Columns and rows for a city whose data name no places: shelves of `width`, interlocked."""
    return [(2 * (i % width) + (i // width) % 2, i // width) for i in range(count)]


def corners(x: float, y: float) -> str:
    """The six points of a hexagon that stands on its tip, clockwise from the top."""
    half = RADIUS / 2
    points = (
        (x, y - RADIUS),
        (x + HALF_WIDTH, y - half),
        (x + HALF_WIDTH, y + half),
        (x, y + RADIUS),
        (x - HALF_WIDTH, y + half),
        (x - HALF_WIDTH, y - half),
    )
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
