"""The keeper's station in 辉县市, and people signed in."""

import pytest
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
def station(cast):
    """The keeper's own station."""
    made = make.station(cast.mengzhuang)
    made.keepers.add(cast.keeper)
    return made
