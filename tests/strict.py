"""What makes every test stricter: no undefined template variable, no silent skip in CI.

Taken up by `conftest.py`.
"""

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

ROOT = str(Path(__file__).resolve().parent.parent) + os.sep
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


class UndefinedVariableError(Exception):
    """A template of ours names something that nobody gave it."""


class Undefined(str):
    """Stands where Django puts nothing for an undefined variable, and objects to ours.

    Django asks whether it is empty before using it; that question is the moment.
    Templates of Django and of libraries go on as they always did.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """Raise for a template of this house; otherwise as empty as ever."""
        asking = sys._getframe(1)
        origin = template_of(asking)
        if origin.startswith(ROOT) and "site-packages" not in origin:
            variable = getattr(asking.f_locals.get("self"), "var", "?")
            raise UndefinedVariableError(f"{{{{ {variable} }}}} in {origin.removeprefix(ROOT)}")
        return False


def template_of(frame: FrameType | None) -> str:
    """The file of the template node that is being rendered around this frame."""
    while frame is not None:
        if frame.f_code.co_name == "render_annotated":
            return str(getattr(frame.f_locals.get("self"), "origin", ""))
        frame = frame.f_back
    return ""


@pytest.fixture(scope="session", autouse=True)
def no_undefined_variables() -> Iterator[None]:
    """Make an undefined variable in our templates an error, for the whole session."""
    from django.template import engines

    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, Undefined()
    yield
    engine.string_if_invalid = before


def fail_instead_of_skipping(report: Any) -> None:
    """In CI nothing may be skipped: what is missing there must be installed."""
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, Any, Any]:
    """A skipped test fails in CI."""
    report = yield
    fail_instead_of_skipping(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """A skipped file fails in CI."""
    report = yield
    fail_instead_of_skipping(report)
    return report


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of a group share one worker: xdist is told by their names, and some versions forget to."""
    if not getattr(session.config.option, "loadgroup", False):
        return
    grouped = [item for item in session.items if item.get_closest_marker("xdist_group")]
    if forgotten := [item.nodeid for item in grouped if "@" not in item.nodeid]:
        raise pytest.UsageError(f"pytest-xdist does not keep groups together: {forgotten[0]}")
