"""The city every test happens in, and the people who work there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection

from liaison.accounts.models import Role, User
from liaison.divisions.models import Division
from liaison.pages.models import Change
from tests import make
from tests.strict import (  # noqa: F401 -- taken up, not called
    no_undefined_variables,
    pytest_collection_finish,
    pytest_make_collect_report,
    pytest_runtest_makereport,
)

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    """Uploads of one test are gone with it; static files need no collecting."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_waits_to_be_counted():
    """Reads that one test counted are neither another's nor written when the run ends."""
    yield
    from bulletins.reads import LEDGER

    LEDGER.forget()


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_deleting() -> Iterator[None]:
    """Rows that a test committed are deleted: a TRUNCATE makes six hundred files of PostgreSQL anew."""
    if connection.vendor != "postgresql":
        yield
        return
    with patch.object(type(connection.ops), "sql_flush", deleting):
        yield


def deleting(operations: Any, style: Any, tables: list[str], **_: Any) -> list[str]:
    """One DELETE a table; the triggers count in the last one what goes from the others."""
    last = Change._meta.db_table
    names = map(operations.quote_name, sorted(tables, key=last.__eq__))
    return [f"DELETE FROM {name}" for name in names]  # noqa: S608 -- our own tables


def pytest_configure() -> None:
    """Tests run over plain http on the test client's host, without collected static files or kept pages."""
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.FINISHED_PAGES = False
    settings.CONFIRM_MINUTES = 0
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file as a parameter is named after the parameter: what is in it may hold the time of its making."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)  # before pytest reads the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the other database can answer, and note who asks a database at all."""
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    foreign = "postgres" if is_sqlite else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(foreign)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    for item in filter(asks_a_database, items):
        item.add_marker(pytest.mark.database)


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test, or a fixture of its own, opens a database; all others need one round only."""
    marks = map(item.get_closest_marker, ("django_db", "postgres", "sqlite"))
    return any(marks) or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@dataclass
class Cast:
    """Places of the small city in `make.city`, and one person of each standing."""

    city: Division
    huixian: Division
    yuanyang: Division
    zone: Division
    mengzhuang: Division
    baiquan: Division
    chengguan_street: Division
    yuanxing_street: Division
    yuanwu: Division
    city_editor: User
    city_reviewer: User
    auditor: User
    huixian_officer: User
    huixian_leader: User
    yuanyang_officer: User
    keeper: User


@pytest.fixture
def cast(db) -> Cast:
    """Two counties, a zone and five townships of 新乡, with the staff who answer for them."""
    places = make.city()
    people = {
        "city_editor": (Role.CITY_EDITOR, "city"),
        "city_reviewer": (Role.CITY_REVIEWER, "city"),
        "auditor": (Role.AUDITOR, "city"),
        "huixian_officer": (Role.COUNTY_OFFICER, "huixian"),
        "huixian_leader": (Role.COUNTY_LEADER, "huixian"),
        "yuanyang_officer": (Role.COUNTY_OFFICER, "yuanyang"),
        "keeper": (Role.KEEPER, "huixian"),
    }
    staff = {
        name: make.user(name, role=role, division=places[place]) for name, (role, place) in people.items()
    }
    return Cast(**places, **staff)
