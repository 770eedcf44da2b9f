"""The city's two series, ready in every test that asks for them."""

import pytest

from bulletins.models import Series
from tests.bulletins import making


@pytest.fixture
def topics(cast) -> Series:
    return making.both_series(cast.city)[0]


@pytest.fixture
def notices(topics) -> Series:
    return Series.objects.get(slug="notices")


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.city_editor)
    return client
