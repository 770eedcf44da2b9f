"""One stylesheet out of many parts, for the public and for the desk: written apart, served together.

A phone on a village network should fetch one file. The parts live in
`static/css/`; here is the only place that knows their order, because in CSS the
order is the meaning: components first, then the modes that change them, then print.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

COMPONENTS = (
    "demo head crumbs button tag chips hero ask hex slip board stages stats bars news issue article echo "
    "people kv timeline table rows heat field note esum pager details state docs hits doing station qr "
    "poster swatch foot"
)
PARTS = {
    "css/work.css": [f"work/{name}" for name in ("desk", "reports", "receptions", "standing", "activities")],
    "css/site.css": [
        "tokens",
        "base",
        "layout",
        *(f"ui/{name}" for name in COMPONENTS.split()),
        "ui/elder",
        "ui/contrast",
        "print",
    ],
}


def squeeze(css: str) -> str:
    """The same rules without comments, line breaks and indents; strings stay as written."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    pieces = re.split(r'("[^"]*")', css)
    for i in range(0, len(pieces), 2):
        text = re.sub(r"\s+", " ", pieces[i])
        text = re.sub(r" ?([{};,]) ?", r"\1", text)
        pieces[i] = re.sub(r"([\w-]): ", r"\1:", text).replace(";}", "}")
    return "".join(pieces).strip() + "\n"


def build(name: str, source: Path, target: Path) -> Path:
    """Write bundle `name` below `target` when its parts changed; return the file."""
    css = "".join(squeeze((source / "css" / f"{part}.css").read_text("utf-8")) for part in PARTS[name])
    path = target / name
    if not path.exists() or path.read_text("utf-8") != css:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Workers may build at the same moment: each writes its own file, the last rename wins.
        draft = path.with_suffix(f".{id(css)}.draft")
        draft.write_text(css, "utf-8")
        draft.replace(path)
    return path


class BundleFinder(BaseFinder):
    """Finds the bundles for `{% static %}`, runserver and collectstatic."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.source = settings.BASE_DIR / "static"
        self.target = settings.VAR_DIR / "build"

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        """The built file for a bundle's name; nothing for any other path."""
        if path not in PARTS:
            return []
        found = str(build(path, self.source, self.target))
        return [found] if find_all else found

    def list(self, ignore_patterns: object):
        """All bundles, built afresh, for collectstatic."""
        storage = FileSystemStorage(location=self.target)
        for name in PARTS:
            build(name, self.source, self.target)
            yield name, storage
