"""One address for each kind of page and each set of parameters, for a scanner to attack.

    .venv/bin/python -m tests.bench.targets DIR [--as huixian] > targets.txt

Follows links and the forms that send by GET, from the front page or, signed in, from the desks of
staff; prints an address once for every kind of path and set of parameter names.
"""

import argparse
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from tests.bench.deployed import Deployed
from tests.bench.deputies import say
from tests.guards.hostile import Page

MOST = 3000
DOORS = {"": ("/", "/api/", "/find/", "/search/", "/opinions/"), "staff": ("/work/", "/admin/")}
LEFT_OUT = ("/accounts/logout/", "/static/", "/media/")


def kind(address: str) -> tuple[str, tuple[str, ...]]:
    """Addresses that differ in numbers, codes and values only are of one kind."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=/)[2-9A-HJKMNP-Z]{6}(?=/)", "<code>", parts.path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return re.sub(r"\d+", "0", path), tuple(names)


def walk(site: Deployed, start: tuple[str, ...]) -> dict[tuple[str, tuple[str, ...]], str]:
    """The first address of every kind that is found, breadth first."""
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    queue = list(start)
    while queue and len(found) < MOST:
        address = queue.pop(0)
        if kind(address) in found:
            continue
        found[kind(address)] = address
        answer = site.ask(address)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        queue += leads(address, answer.content.decode())  # type: ignore[attr-defined]
    return found


def leads(address: str, words: str) -> list[str]:
    """Where a page leads: its links, and its forms filled with a 1 in every field."""
    page = Page(words)
    forms = [form for form in page.forms if form.method == "get"]
    filled = [f"{form.action}?{urlencode(dict.fromkeys(form.fields, '1'))}" for form in forms]
    joined = [urljoin(address, link).partition("#")[0] for link in [*page.links, *filled]]
    return [link for link in joined if link.startswith("/") and not link.startswith(LEFT_OUT)]


def few(found: dict[tuple[str, tuple[str, ...]], str]) -> list[str]:
    """As few addresses as hold every parameter of every path, those with the most first."""
    seen: set[tuple[str, str]] = set()
    chosen = []
    for (path, names), address in sorted(found.items(), key=lambda one: -len(one[0][1])):
        new = {(path, name) for name in names} - seen
        if new:
            chosen.append(address)
            seen |= new
    return chosen


def main() -> None:
    """Walk and print."""
    asked = argparse.ArgumentParser(description="列出每种页面、每组参数的一个地址")
    asked.add_argument("folder", type=Path, help="deploy/rehearse.py 的 --folder")
    asked.add_argument("--as", dest="name", default="")
    asked.add_argument("--parameters", action="store_true", help="只列带参数的，每个路径的每个参数一次")
    said = asked.parse_args()
    cookie = Deployed(said.folder).sign_in(said.name) if said.name else ""
    site = Deployed(said.folder, cookie)
    found = walk(site, DOORS["staff" if cookie else ""])
    for address in few(found) if said.parameters else found.values():
        say(f"https://localhost:{site.port}{address}")


if __name__ == "__main__":
    main()
