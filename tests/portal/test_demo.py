"""Demo data never mix with real records. The demo city itself: tests/guards/test_demo_city.py."""

import pytest
from django.core.management import CommandError, call_command

from tests import make


def test_demo_data_refuses_a_database_with_real_records(cast):
    make.station(cast.mengzhuang)
    with pytest.raises(CommandError, match="真实记录"):
        call_command("load_demo")


def test_without_divisions_the_command_says_what_to_do_first(db):
    with pytest.raises(CommandError, match="load_divisions"):
        call_command("load_demo")
