"""What the county and the city have to ask their townships for, for the first page of the desk."""

from datetime import date
from typing import Any

from django.urls import reverse

from duties.stats import WORDS, Lack, judged_year, tally, town_rows
from liaison.ui.tasks import Task


def tasks(user: Any, day: date) -> list[Task]:
    """One line for each thing that townships lack; for those who keep these records. Four queries."""
    if not user.has_perm("duties.add_townshipsession") or user.division is None:
        return []
    counted = tally(town_rows(user.division, day))
    address = reverse("admin:duties_townshipsession_shortfalls")
    return [Task("履职", sentence(lack, n, day), f"{address}?what={lack}") for lack, n in counted.items()]


def sentence(lack: Lack, count: int, day: date) -> str:
    """So many townships, and what they lack; sessions with the year that is judged."""
    year = f" {judged_year(day)} 年" if lack == Lack.SESSIONS else ""
    place = "个乡镇（街道）的" if lack == Lack.TRAINING else "个乡镇"
    return f"{count} {place}{year}{WORDS[lack]}"
