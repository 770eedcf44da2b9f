"""A month that is over, and people who may do something with its report."""

from datetime import date

import pytest

from tests.conftest import Cast
from tests.progress import reports


@pytest.fixture
def month() -> date:
    """Last month, as the clock says."""
    return reports.last_month()


@pytest.fixture
def huixian_report(cast: Cast, month: date):
    """A sound draft of 辉县市 for last month."""
    return reports.draft(cast.huixian, month, by=cast.huixian_officer)
