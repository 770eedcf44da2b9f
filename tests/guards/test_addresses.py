"""Every address behind the sign-in × every role, against the table in addresses.txt.

The table is read by people: a new address without a line fails, and so does a line
without an address. When this fails it prints the lines that were observed; look at
each of them before copying it.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from liaison.accounts.models import User
from tests.guards import addresses
from tests.guards.hostile import Page
from tests.guards.walking import ACCOUNTS, Walk, ask, note, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

TABLE = Path(__file__).with_name("addresses.txt")
WAYS_OUT = ("accounts/logout/", "admin/logout/")
COLUMNS = ["anonymous", *ACCOUNTS]


def expected() -> dict[str, list[str]]:
    """The table: method and route, then one answer for each column."""
    rows = (line.split() for line in TABLE.read_text().splitlines() if line and line[0] != "#")
    return {f"{method} {route}": answers for method, route, *answers in rows}


def observe(address: addresses.Address, walked: Walk, sessions: dict[str, str]) -> dict[str, list[str]]:
    """How the address answers to each account; to a bare POST too where it takes only that."""
    values = addresses.values_for(address)
    if values is None:
        return {f"GET {address.route}": ["nothing"] * len(COLUMNS)}
    asked = address.filled(values)
    seen = {f"GET {address.route}": [walked[who, asked].noted for who in COLUMNS]}
    if "405" in seen[f"GET {address.route}"]:
        seen[f"POST {address.route}"] = [note(ask(sessions[who], "POST", asked)) for who in COLUMNS]
    return seen


def test_every_staff_address_answers_every_role_as_the_table_says(walked: Walk) -> None:
    seen: dict[str, list[str]] = {}
    sessions = sign_in()
    for address in filter(addresses.is_for_staff, addresses.walk()):
        seen |= observe(address, walked, sessions)
    table = expected()
    wrong = [key for key in seen if seen[key] != table.get(key)]
    told = "\n".join(f"{key} {' '.join(seen[key])}" for key in wrong)
    assert not wrong, f"observed:\n{told}"
    assert not table.keys() - seen.keys()


def test_nothing_answers_with_an_error_of_ours() -> None:
    assert not [key for key, answers in expected().items() if "500" in answers]


def test_a_visitor_gets_nowhere_but_to_the_sign_in() -> None:
    doors = {f"{method} {way}" for method in ("GET", "POST") for way in ("accounts/login/", *WAYS_OUT)}
    closed = {"in", "403", "404", "405", "nothing"}
    assert {key for key, answers in expected().items() if answers[0] not in closed} <= doors


@pytest.mark.parametrize("model", [one._meta.label for one in admin.site._registry])
def test_whoever_may_add_a_record_gets_fields_to_fill(demo_city: None, db: None, model: str) -> None:
    meta = apps.get_model(model)._meta
    client = Client()
    client.force_login(User.objects.get(username="city"))
    answer = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_add"))
    forms = [form for form in Page(answer.content.decode()).forms if "_save" in form.fields]
    if answer.status_code == 200 and forms:
        assert [name for name in forms[0].fields if not name.startswith(("_", "csrf"))]
