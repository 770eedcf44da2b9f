"""What the report says the records know equals a count made another way, for every unit and month."""

from datetime import date

import pytest

from progress.figures import known, units
from progress.indicators import INDICATORS
from tests.progress import records
from tests.progress.recount import Tables

pytestmark = pytest.mark.django_db
LATER = date(2026, 6, 1)


def test_twelve_units_and_twenty_four_months_agree_with_an_independent_count():
    city = records.build()
    tables, chosen = Tables(), list(units(city))
    assert len(chosen) == 12
    apart, seen = [], {}
    for unit in chosen:
        for month in records.MONTHS:
            said, counted = known(unit, month, LATER), tables.count(unit, month)
            for code in said.keys() | counted.keys():
                seen.setdefault(code, set()).add(counted.get(code))
                if said.get(code) != counted.get(code):
                    apart.append((unit.code, f"{month:%Y-%m}", code, said.get(code), counted.get(code)))
    assert not apart, (len(apart), sorted({one[2] for one in apart}), apart[:6])
    assert set(seen) == {one.code for one in INDICATORS if one.source}
    never_elected = {"provincial", "county", "township"}
    assert not [code for code, some in seen.items() if len(some) < 2 and code not in never_elected]
