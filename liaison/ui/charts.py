"""Shapes that the chart components draw: plain figures in, widths out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart; `percent` and `target` are 0–100, `text` is the direct label."""

    label: str
    percent: float
    text: str
    target: float | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Stage:
    """One year of the three-year bar: how much of it is behind us, and the word for that."""

    name: str
    year: int
    percent: int
    note: str

    @property
    def state(self) -> str:
        """`done`, `now` or nothing: the class of the list item."""
        return {0: "", 100: "done"}.get(self.percent, "now")


def stage(name: str, year: int, today: date) -> Stage:
    """A year on the three-year bar as it stands on `today`."""
    if today.year > year:
        return Stage(name, year, 100, "已完成")
    if today.year < year:
        return Stage(name, year, 0, "尚未开始")
    # The running year is never drawn full or empty: it would read as done or not begun.
    share = round(today.timetuple().tm_yday / 366 * 100)
    return Stage(name, year, min(max(share, 1), 99), f"第 {today.month} 个月")
