"""What no template may hold: code or style in the page, another host, words we do not use."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted(
    path for top in ("templates", "liaison", "stations") for path in (ROOT / top).rglob("*.html")
)
# look.md §7: how we do not speak to people.
WORDS = ("必填项", "非法", "暂无数据", "点击这里", "系统错误", "温馨提示", "尊敬的", "TODO", "Lorem")
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style block": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.IGNORECASE
    ),
    "a handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "a file from another host": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href|srcset)=[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if FORBIDDEN[what].search(path.read_text())]
    assert not found, f"{what} in {found}"


def test_every_picture_of_a_public_page_keeps_its_place_free() -> None:
    public = [path for path in TEMPLATES if is_public(path)]
    pictures = [tag for path in public for tag in re.findall(r"<img\b[^>]*>", path.read_text())]
    assert len(pictures) > 10
    assert not [tag for tag in pictures if not re.search(r"\bwidth=\"[^\"]+\" height=\"[^\"]+\"", tag)]


def is_public(path: Path) -> bool:
    """Whether everybody may see what the template makes."""
    return path.relative_to(ROOT).parts[:2] in {("templates", "public"), ("templates", "ui")}


@pytest.mark.parametrize("word", WORDS)
def test_no_template_says(word: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if word in path.read_text()]
    assert not found, f"{word} in {found}"
