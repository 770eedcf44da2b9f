"""Here pages are kept."""

import pytest

from liaison.pages.middleware import STORE
from liaison.portal import finished


@pytest.fixture(autouse=True)
def _kept_pages(settings):
    """On, with a look at the version on every request; nothing is left of another test's city."""
    settings.FINISHED_PAGES, settings.FINISHED_PAGES_SECONDS = True, 0.0
    STORE.clear()
    finished.forget()
    yield
    STORE.clear()
    finished.forget()
