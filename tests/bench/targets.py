"""One address for each kind of page and each set of parameters, for a scanner to attack.

    .venv/bin/python -m tests.bench.targets DIR [--as huixian] > targets.txt
    .venv/bin/python -m tests.bench.targets DIR [--as huixian] --forms FOLDER

Follows links and the forms that send by GET, from the front page or, signed in, from the desks of
staff; prints an address once for every kind of path and set of parameter names. With `--forms`
writes every form that sends by POST as a request for `sqlmap -r`, a `*` behind what is to be attacked.
"""

import argparse
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote_plus, urlencode, urljoin, urlsplit

from tests.bench.deployed import Deployed
from tests.bench.deputies import say
from tests.guards.hostile import Form, Page

MOST = 3000
DOORS = {"": ("/", "/api/", "/find/", "/search/", "/opinions/"), "staff": ("/work/", "/admin/")}
LEFT_OUT = ("/accounts/logout/", "/static/", "/media/")
SPARED = ("csrfmiddlewaretoken", "stamp", "_")
"""Fields that only open the door to the others, and buttons."""


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


def posts(site: Deployed, addresses: Iterable[str]) -> Iterator[str]:
    """The forms of these pages that send by POST, as raw requests; every field of a path is marked once."""
    seen: set[tuple[str, str]] = set()
    for address in addresses:
        answer = site.ask(address)
        cookie = site.heads.get("Cookie") or answer.headers.get("Set-Cookie", "").split(";")[0]
        for form in Page(answer.content.decode(errors="replace")).forms:  # type: ignore[attr-defined]
            path = urljoin(address, form.action) if form.action else address
            if form.method == "post" and path.startswith("/") and not path.startswith(LEFT_OUT):
                new = {(kind(path)[0], re.sub(r"\d+", "0", name)) for name in form.fields} - seen
                seen |= new
                body = marked(form, {name for _, name in new})
                if "*" in body:
                    yield request(site, path, address, cookie, body)


def marked(form: Form, names: set[str]) -> str:
    """The form as it is sent, what was empty filled; a star behind every field of these names."""
    parts = []
    for name, held in form.fields.items():
        folded = re.sub(r"\d+", "0", name)
        value = held if name == "website" else held or "123"
        star = "*" if folded in names and not name.startswith(SPARED) else ""
        names = names - {folded}
        parts.append(f"{quote_plus(name)}={quote_plus(value)}{star}")
    return "&".join(parts)


def request(site: Deployed, path: str, page: str, cookie: str, body: str) -> str:
    """What the browser would send over the line."""
    home = f"localhost:{site.port}"
    heads = [f"POST {path} HTTP/1.1", f"Host: {home}", f"Cookie: {cookie}", f"Referer: https://{home}{page}"]
    return "\n".join([*heads, "Content-Type: application/x-www-form-urlencoded", "", body, ""])


def write(folder: Path, texts: Iterable[str]) -> None:
    """One request a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, 1):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    """Walk and print."""
    asked = argparse.ArgumentParser(description="列出每种页面、每组参数的一个地址")
    asked.add_argument("folder", type=Path, help="deploy/rehearse.py 的 --folder")
    asked.add_argument("--as", dest="name", default="")
    asked.add_argument("--parameters", action="store_true", help="只列带参数的，每个路径的每个参数一次")
    asked.add_argument("--forms", type=Path, help="把每个 POST 表单写成一个请求文件，放进这个目录")
    said = asked.parse_args()
    cookie = Deployed(said.folder).sign_in(said.name) if said.name else ""
    site = Deployed(said.folder, cookie)
    found = walk(site, DOORS["staff" if cookie else ""])
    if said.forms:
        write(said.forms, posts(site, found.values()))
        return
    for address in few(found) if said.parameters else found.values():
        say(f"https://localhost:{site.port}{address}")


if __name__ == "__main__":
    main()
