"""What the product stands on, under which licence: writes `docs/licences.md` from what is installed.

    .venv/bin/python -m tests.licences

Again after every change of a lock; `tests/guards/test_licences.py` compares.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
PRODUCT, SCALE = "requirements.txt", "requirements-scale.txt"
SAID = {
    "async-timeout": "Apache-2.0",
    "diff-match-patch": "Apache-2.0",
    "django-import-export": "BSD-2-Clause",
    "fido2": "BSD-2-Clause（其中公共后缀表 MPL-2.0，另有 Apache-2.0 的部分）",
}
"""Where the metadata hold the whole text, a family only, or nothing on this version of Python."""
ADMIN, EDITOR = "django/contrib/admin/static/admin", "django_prose_editor/static/django_prose_editor"
FILES = (
    ("django", f"{ADMIN}/js/vendor/jquery/jquery.min.js", "jQuery 3.7.1", "MIT"),
    ("django", f"{ADMIN}/js/vendor/select2/select2.full.min.js", "Select2 4.0.13", "MIT"),
    ("django", f"{ADMIN}/js/vendor/xregexp/xregexp.min.js", "XRegExp 5.1.1", "MIT"),
    ("django-prose-editor", f"{EDITOR}/editor.js", "Tiptap、ProseMirror、Floating UI（打包在一起）", "MIT"),
    ("django-prose-editor", f"{EDITOR}/material-icons.woff2", "Material Icons", "Apache-2.0"),
)
"""Front-end files of others that come inside a package: the package, the file, what it is, its licence."""
HEAD = """# 依赖和许可

由 `.venv/bin/python -m tests.licences` 按安装的包写成，换了锁定文件以后再运行一次；
`tests/guards/test_licences.py` 检查它和锁定文件一致。许可写的是包自己声明的。
LGPL 的几个（psycopg、docxtpl）只是安装和引用，没有改动，也没有抄进本仓库。
"""
FOOT = """`static/` 里没有别人的库和字体。上面这些随包安装，由 `collectstatic` 放出去；
散列变了就是包换了版本，版本和许可要再看一遍。
"""


def locked(lock: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def licence(name: str) -> str:
    """What a package says of itself; empty when it says nothing."""
    if name in SAID:
        return SAID[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    families = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or [] if "License ::" in one]
    return str(told.get("License-Expression") or told.get("License") or "、".join(families))


def rows(packages: dict[str, str]) -> Iterator[str]:
    """A table of packages."""
    yield from ("| 包 | 版本 | 许可 |", "| --- | --- | --- |")
    yield from (f"| {name} | {version} | {licence(name)} |" for name, version in sorted(packages.items()))


def front_end() -> Iterator[str]:
    """A table of the files that reach a browser without being ours."""
    yield from ("| 文件 | 是什么 | 许可 | SHA-256 |", "| --- | --- | --- | --- |")
    for package, path, what, terms in FILES:
        content = Path(str(distribution(package).locate_file(path))).read_bytes()
        yield f"| `{path}` | {what} | {terms} | `{sha256(content).hexdigest()}` |"


def page() -> str:
    """The whole of `docs/licences.md`."""
    product = locked(PRODUCT)
    more = {name: version for name, version in locked(SCALE).items() if name not in product}
    parts = [
        (f"产品（`{PRODUCT}`，{len(product)} 个）", rows(product)),
        (f"多台机器时另加的（`{SCALE}`，{len(more)} 个）", rows(more)),
        ("前端", front_end()),
    ]
    tables = ["\n".join([f"## {title}", "", *lines]) for title, lines in parts]
    return "\n\n".join([HEAD.rstrip(), *tables, FOOT])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
