"""The tables are what the models say, and every migration has a name that says what it does."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

OURS = [app for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.BASE_DIR)]
MIGRATIONS = [
    path
    for app in OURS
    for path in sorted(Path(app.path, "migrations").glob("*.py"))
    if path.name != "__init__.py" and ".venv" not in path.parts
]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_there_are_migrations_to_look_at() -> None:
    assert len(MIGRATIONS) >= 4


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_migration_is_named_by_a_person(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", path.stem)
    assert "_auto_" not in path.stem
    assert not re.search(r"_and_more$", path.stem)
