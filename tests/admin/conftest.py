"""A station on either side of a county border, and people signed in."""

import pytest
from django.db.models.fields.files import FieldFile
from django.test import Client

from tests import make


@pytest.fixture
def enter():
    """`enter(user)`: a browser in which this person is signed in."""

    def signed_in(person) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return signed_in


@pytest.fixture
def huixian_station(cast):
    """A running station of 辉县市, with one person in it."""
    station = make.station(cast.mengzhuang)
    station.people.create(role="head", name="赵一")
    return station


@pytest.fixture
def yuanyang_station(cast):
    """A running station of 原阳县."""
    return make.station(cast.yuanxing_street)


def form_of(response) -> dict[str, object]:
    """Everything a browser would send back from a change form, inlines included."""
    page = response.context["adminform"].form
    sets = [one.formset for one in response.context["inline_admin_formsets"]]
    values: dict[str, object] = {}
    for part in (page, *(form for one in sets for form in (one.management_form, *one.forms))):
        for field in part:
            value = field.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value is None or isinstance(value, FieldFile):
                continue
            many = isinstance(value, list)
            values[field.html_name] = [getattr(one, "pk", one) for one in value] if many else value
    return values
