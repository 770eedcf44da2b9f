"""A kept page is never another one than a fresh page: anything may be written, by any way, at any time."""

import os
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from activities.models import Activity
from awards.models import AwardCase
from deputies.models import Deputy
from liaison.pages.middleware import STORE
from liaison.pages.recorder import recording
from liaison.portal import finished
from stations.models import Station
from tests.guards import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
ROUNDS = int(os.environ.get("KEPT_PAGES_ROUNDS", "25"))
SEED = int(os.environ.get("KEPT_PAGES_SEED", "7"))
TO_A_STATION = (
    *("station", "reception__station", "activity__station", "opinion__station", "assessment__station"),
    *("deputy__assignments__station", "assignments__station", "mandate__deputy__assignments__station"),
)
UNMOVED = {"code", "key", "search_tokens", "city"}
"""What never changes once it is given; without its city a site has no pages at all."""


@pytest.fixture
def kept(desks: dict[str, Client], settings: Any) -> Iterator[Client]:
    """A visitor of a site that keeps its pages."""
    settings.FINISHED_PAGES, settings.FINISHED_PAGES_SECONDS = True, 0.0
    STORE.clear()
    finished.forget()
    yield desks["anonymous"]
    STORE.clear()
    finished.forget()


def stations() -> list[Station]:
    """The keeper's station and another one of its county."""
    own = addresses.the_station()
    other = Station.objects.filter(parent=None, division__county__code="410782").exclude(pk=own.pk)
    return [own, other.order_by("pk")[0]]


def pages() -> list[str]:
    """One address of each kind of page that is kept, of two stations and two of their deputies."""
    today = timezone.localdate()
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    found = ["/", "/privacy/", "/progress/", "/progress/?measure=opinions", f"/progress/{month}/"]
    found += ["/stations/", "/stations/?county=410782", "/stations/?day=today", "/deputies/"]
    found += ["/deputies/?county=410782", "/activities/", "/activities/?county=410782", "/bulletins/"]
    found += ["/bulletins/feed/", f"/awards/{today.year - 1}/", "/opinions/"]
    found += [f"/campaigns/{today.year}/", f"/campaigns/{today.year}/contributions/"]
    for station in stations():
        own = ("", "?via=qr", "poster/", "receptions/", "receptions/poster/", "calendar.ics", "standing/")
        found += [f"/stations/{station.code}/{tail}" for tail in own]
        deputy = Deputy.objects.public().filter(assignments__station=station).order_by("pk")[0]
        found += [f"/deputies/{deputy.pk}/", f"/deputies/{deputy.pk}/calendar.ics"]
        activity = Activity.objects.public().filter(station=station).order_by("-pk").first()
        found += [activity.get_absolute_url()] if activity else []
    case = AwardCase.objects.public().order_by("pk").first()
    return [*found, *([case.get_absolute_url()] if case else [])]


def test_every_page_of_the_plan_is_kept_and_walked(kept: Client) -> None:
    walked = {}
    for address in pages():
        assert kept.get(address).status_code == 200, address
        walked[address] = resolve(address.partition("?")[0]).view_name
    assert len(STORE) == len(set(pages())), unkept(kept)
    assert set(walked.values()) == set(finished.PLAN.pages)


def unkept(client: Client) -> list[tuple[str, set[str]]]:
    """Pages that are not kept, and the tables they read that nobody watches."""
    missing = []
    for address in pages():
        STORE.clear()
        with recording() as read:
            client.get(address)
        if not len(STORE):
            missing.append((address, read - finished.watched()))
    return missing


def test_whatever_is_written_the_kept_pages_are_as_fresh_ones(kept: Client) -> None:
    chance, addresses_ = random.Random(SEED), pages()
    near = [station.pk for station in stations()]
    for address in addresses_:
        kept.get(address)
    for _ in range(ROUNDS):
        told = [write_something(chance, near) for _ in range(2)]
        for address in addresses_:
            seen = shown(kept, address)
            with patch("liaison.pages.middleware.plan", return_value=None):
                fresh = shown(kept, address)
            assert seen == fresh, (address, told, difference(seen[1], fresh[1]))


def shown(client: Client, address: str) -> tuple[int, str]:
    """What a visitor sees; pages that are missing carry the number of the request."""
    answer = client.get(address)
    return answer.status_code, answer.content.decode() if answer.status_code == 200 else ""


def difference(one: str, other: str) -> str:
    """Where two texts part."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(at - 80, 0) : at + 80]} ≠ {other[max(at - 80, 0) : at + 80]}"


def write_something(chance: random.Random, near: list[int]) -> str:
    """One write past all actions: a column of a row, a row less, a row more. Tells what it was."""
    kinds = [model for model in apps.get_models() if model._meta.db_table in finished.watched()]
    while True:
        model = chance.choice(kinds)
        rows = some_rows(model, near if chance.random() < 0.8 else None)
        if not (some := list(rows.order_by("pk")[:20])):
            continue
        row = chance.choice(some)
        way = chance.choice([change_it, change_it, change_it, change_it, take_it_away, double_it])
        try:
            with transaction.atomic():
                if told := way(chance, model, row):
                    return f"{model._meta.label} {row.pk} {told}"
        except (DatabaseError, ProtectedError):
            continue


def some_rows(model: type[models.Model], near: list[int] | None) -> Any:
    """Rows of these stations, as far as the model knows of stations."""
    if near is None:
        return model._base_manager.all()
    if model is Station:
        return model._base_manager.filter(pk__in=near)
    for path in TO_A_STATION:
        try:
            return model._base_manager.filter(**{f"{path}__in": near})
        except FieldError:
            continue
    return model._base_manager.all()


def change_it(chance: random.Random, model: type[models.Model], row: models.Model) -> str:
    """Another value in one column."""
    columns = [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in UNMOVED]
    column = chance.choice(columns)
    value = another(chance, column, getattr(row, column.attname))
    if value is None:
        return ""
    model._base_manager.filter(pk=row.pk).update(**{column.attname: value})
    return f"{column.name}={value!r}"


def another(chance: random.Random, column: Any, value: Any) -> Any:
    """A value of the same kind; None where there is none."""
    if column.is_relation:
        found = column.related_model._base_manager.order_by("pk").values_list("pk", flat=True)[:50]
        return chance.choice(list(found)) if found else None
    if column.choices:
        return chance.choice([key for key, _ in column.flatchoices])
    return moved(chance, column, value)


def moved(chance: random.Random, column: Any, value: Any) -> Any:
    """The value a little on."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(hours=chance.randrange(-50, 50))
    if isinstance(value, date):
        return value + timedelta(days=chance.randrange(-40, 40))
    if isinstance(value, time):
        return time(chance.randrange(24), 30)
    if isinstance(value, int):
        return value + 1
    is_text = isinstance(value, str) and type(column) in (models.CharField, models.TextField)
    return f"{value[: (column.max_length or 500) - 1]}改" if is_text else None


def take_it_away(chance: random.Random, model: type[models.Model], row: models.Model) -> str:
    """The row goes, with whatever hangs on it."""
    row.delete()
    return "deleted"


def double_it(chance: random.Random, model: type[models.Model], row: models.Model) -> str:
    """The row once more."""
    row.pk = None
    row._state.adding = True
    models.Model.save_base(row, raw=True, force_insert=True)
    return "doubled"
