"""What stands around every public page: the navigation above, the site's map and words below."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from liaison.pages.parts import shown
from liaison.portal.models import SiteSettings

SECTIONS = (
    ("首页", "home"),
    ("找联络站", "stations:list"),
    ("找代表", "deputies:list"),
    ("双岗建功", "campaigns:list"),
    ("进展公开", "progress"),
    ("创新案例", "awards:list"),
    ("通知公告", "bulletins:list"),
    ("站内搜索", "search"),
)
ON_PHONES = {"home": "首页", "stations:list": "找联络站", "deputies:list": "找代表", "search": "搜索"}
"""What a phone shows of them, and by which name; the rest is at the foot."""


@dataclass(frozen=True)
class Section:
    """An entry of the navigation; `mark` is the value of aria-current, "" for elsewhere."""

    label: str
    url: str
    on_phones: str
    mark: str


@dataclass(frozen=True)
class Frame:
    """The frame of a page at `path`."""

    path: str

    def nav(self) -> SafeString:
        """The navigation, which says where one is."""
        if self.path in _addresses():
            return _nav(self.path, True)
        inside = [url for url in _addresses() if url != "/" and self.path.startswith(url)]
        return _nav(max(inside, default=""), False)

    def map(self) -> SafeString:
        """The site's map at the foot."""
        return _map()

    def legal(self) -> SafeString:
        """Who runs the site."""
        return _legal()


@cache
def _addresses() -> tuple[str, ...]:
    return tuple(reverse(route) for _, route in SECTIONS)


@shown("ui/nav.html")
def _nav(here: str, is_page: bool) -> dict[str, Any]:
    mark = "page" if is_page else "true"
    rows = zip(SECTIONS, _addresses(), strict=True)
    return {
        "sections": [
            Section(label, url, ON_PHONES.get(route, ""), mark if url == here else "")
            for (label, route), url in rows
        ]
    }


@shown("ui/map.html")
def _map() -> dict[str, Any]:
    return {"site": SiteSettings.load()}


@shown("ui/legal.html")
def _legal() -> dict[str, Any]:
    return {"site": SiteSettings.load()}
