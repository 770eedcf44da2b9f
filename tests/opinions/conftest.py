"""A station with its keeper, for all tests of opinions."""

import pytest

from stations.models import Station
from tests import make
from tests.conftest import Cast


@pytest.fixture
def station(cast: Cast) -> Station:
    """The station of 孟庄镇, kept by the keeper of the cast."""
    found = make.station(cast.mengzhuang)
    found.keepers.add(cast.keeper)
    return found
