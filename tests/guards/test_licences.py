"""Everything that the product brings along is listed with its version and licence (trust.md, supply)."""

import re

import pytest

from tests import licences

ADD = "换了依赖以后再运行 .venv/bin/python -m tests.licences"


def listed() -> dict[str, tuple[str, str]]:
    """The packages on the page: version and licence by name."""
    found = re.findall(r"^\| ([\w.-]+) \| (\d\S*) \| (.*?) \|$", licences.PAGE.read_text(), re.MULTILINE)
    return {name: (version, terms) for name, version, terms in found}


def test_the_page_names_exactly_the_packages_of_the_locks() -> None:
    locked = licences.locked(licences.PRODUCT) | licences.locked(licences.SCALE)
    assert {name: version for name, (version, _) in listed().items()} == locked, ADD


def test_every_package_has_a_licence_and_none_that_binds_what_uses_it() -> None:
    for name, (_, terms) in listed().items():
        assert terms, name
        assert not re.search(r"(?<!L)GPL|SSPL|BUSL|Proprietary", terms), f"{name}：{terms}"


def test_the_page_says_what_the_installed_packages_say() -> None:
    assert licences.PAGE.read_text() == licences.page(), ADD


@pytest.mark.parametrize("pattern", ["**/vendor", "**/*.min.*", "**/node_modules"])
def test_nothing_of_others_was_copied_into_static(pattern: str) -> None:
    assert not list((licences.ROOT / "static").glob(pattern))
