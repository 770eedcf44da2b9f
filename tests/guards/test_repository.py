"""What may lie in this repository: no machine's paths, no registry's hosts, nothing huge, no secrets."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT = 1_000_000
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:root|home)/[\w.]"),
    "a path of this workplace": re.compile(r"/work/(?:main|shared)\b"),
    "the address of a package registry": re.compile(
        r"\b(?:pypi|npmjs|pythonhosted|crates|proxy\.golang|deb\.debian)\.(?:org|com|io)\b"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a left-over merge": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}


def tracked() -> list[Path]:
    """Every file that git keeps; outside a clone there is nothing to look at."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def text_of(path: Path) -> str:
    """The file as text; empty for pictures and other bytes."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8", "replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [str(path) for path in tracked() if FORBIDDEN[what].search(text_of(path))]
    assert not found, f"{what} in {found}"


def test_no_file_is_larger_than_a_megabyte() -> None:
    assert not [str(path) for path in tracked() if path.stat().st_size > LIMIT]


def test_nothing_a_machine_makes_is_kept() -> None:
    made = {".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", "node_modules"}
    assert not [str(path) for path in tracked() if made & set(path.relative_to(ROOT).parts)]


def test_the_locks_carry_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text()
        pins = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==.*(?:\n    .*)*", lock, re.MULTILINE)
        assert len(pins) > 20
        assert all("--hash=sha256:" in pin for pin in pins)
        assert "://" not in lock


def test_the_tests_stand_on_the_versions_of_the_product() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    product, tests = pins("requirements.txt"), pins("requirements-dev.txt")
    assert product.items() <= tests.items()


def test_every_setting_is_listed_in_the_example() -> None:
    settings = (ROOT / "liaison" / "settings.py").read_text()
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))
    listed = set(re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == listed
