"""The desk's own fixtures serve the deputies' desk too."""

from tests.admin.conftest import enter  # noqa: F401 -- taken up, not called
