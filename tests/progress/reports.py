"""Makers of monthly reports: a sound draft, and the same further on its way."""

from datetime import date

from django.utils import timezone

from liaison.divisions.models import Division
from progress import actions, figures
from progress.actions import Draft
from progress.indicators import INDICATORS
from progress.models import MonthlyReport
from progress.months import first_of, previous

WORDS = {"practice": "接待三场，办结两件。", "filled_by": "张敏"}


def last_month() -> date:
    """The newest month that is over."""
    return previous(first_of(timezone.localdate()))


def values(unit: Division, month: date, **more: int | None) -> dict[str, int | None]:
    """Nothing happened, except what the records know and what is given."""
    known = figures.known(unit, month, timezone.localdate())
    return {one.code: known.get(one.code, 0) for one in INDICATORS} | more


def draft(unit: Division, month: date, *, by, reasons=None, **more: int | None) -> MonthlyReport:
    """A saved draft that could be sent to be signed."""
    told = {code: "接待日听到、没有登记的" for code in more if code.startswith("opinions_")}
    said = Draft(values(unit, month, **more), told | (reasons or {}), WORDS)
    before = MonthlyReport.objects.filter(county=unit, month=month).order_by("-revision").first()
    seen = before.version if before else 0
    return actions.save(unit, month, said, seen=seen, by=by, now=timezone.now())


def walked(report: MonthlyReport, *steps: tuple, note: str = "改一改") -> MonthlyReport:
    """The same report after (step, person) pairs."""
    for name, person in steps:
        report = actions.move(report, name, by=person, now=timezone.now(), note=note)
    return report


def confirmed(unit: Division, month: date, cast, **more: int | None) -> MonthlyReport:
    """A report that counts, whoever signed it."""
    made = draft(unit, month, by=None, **more)
    return walked(made, ("sign", None), ("submit", None), ("confirm", cast.city_reviewer))


def posted(unit: Division, month: date, **more: object) -> dict[str, object]:
    """What a browser sends for a sound report."""
    said: dict[str, object] = dict(values(unit, month)) | WORDS | {"version": 0, "do": "save"} | more
    return {name: "" if value is None else value for name, value in said.items()}
