"""One address for each kind of page and each set of parameters, for a scanner to attack.

    .venv/bin/python -m tests.bench.targets DIR [--as huixian] > targets.txt
    .venv/bin/python -m tests.bench.targets DIR [--as huixian] --forms FOLDER [--as-shown] [--fields-each 8]

Follows links and the forms that send by GET, from the front page or, signed in, from the desks of
staff; prints an address once for every kind of path and set of parameter names. With `--forms`
writes every form that sends by POST as requests for `sqlmap -r`, a `*` behind what is to be attacked:
filled with values that are refused, so that it comes back every time, or `--as-shown`, as a browser
would send the page untouched, so that it is saved. Of several rows of a kind it holds the first.
"""

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
LEFT_EMPTY = ("website", "-DELETE")
"""Fields that end the matter before the others are looked at."""


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


@dataclass(frozen=True)
class Manner:
    """How forms are filled and split."""

    is_as_shown: bool = False
    fields_each: int = 1000


def posts(site: Deployed, addresses: Iterable[str], manner: Manner) -> Iterator[list[str]]:
    """The forms of these pages that send by POST, as raw requests; every field of a path is marked once."""
    seen: set[tuple[str, str]] = set()
    for address in addresses:
        answer = site.ask(address)
        cookie = site.heads.get("Cookie") or answer.headers.get("Set-Cookie", "").split(";")[0]
        for form in Page(answer.content.decode(errors="replace")).forms:  # type: ignore[attr-defined]
            path = urljoin(address, form.action) if form.action else address
            if form.method == "post" and path.startswith("/") and not path.startswith(LEFT_OUT):
                bodies = list(marked(filled(form, manner), kind(path)[0], seen, manner.fields_each))
                if bodies:
                    yield [request(site, path, address, cookie, body) for body in bodies]


def filled(form: Form, manner: Manner) -> dict[str, str]:
    """What is sent: what the page holds, and unless it goes `as shown` a 123 for what is empty or chosen."""
    held = first_rows(form.fields)
    if manner.is_as_shown:
        return {name: value for name, value in held.items() if name not in form.unticked}
    chosen = {name for name in form.lists | form.unticked if not name.endswith(LEFT_EMPTY)}
    empty = {name for name, value in held.items() if not value and not name.endswith(LEFT_EMPTY)}
    return held | dict.fromkeys((chosen & held.keys()) | empty, "123")


def first_rows(fields: dict[str, str]) -> dict[str, str]:
    """Of the rows below a record the first of each kind, and no blank one to copy."""
    held = {name: value for name, value in fields.items() if not re.search(r"-(__prefix__|[1-9]\d*)-", name)}
    for name in held:
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")):
            held[name] = str(min(1, int(held[name])))
    return held


def marked(fields: dict[str, str], path: str, seen: set[tuple[str, str]], most: int) -> Iterator[str]:
    """The body of the request, as often as it takes to mark each new field once, `most` at a time."""
    folded = {name: (path, folded_name(name)) for name in fields if not name.startswith(SPARED)}
    new = {one: name for name, one in reversed(folded.items()) if one not in seen}
    seen.update(new)
    names = sorted(new.values(), key=list(fields).index)
    for start in range(0, len(names), most):
        yield "&".join(
            f"{quote_plus(name)}={quote_plus(value)}{'*' * (name in names[start : start + most])}"
            for name, value in fields.items()
        )


def folded_name(name: str) -> str:
    """Rows of a kind are one, and the counters of all kinds of rows."""
    return re.sub(r"\d+", "0", re.sub(r"^.*-(?=[A-Z_]+_FORMS$)", "", name))


def request(site: Deployed, path: str, page: str, cookie: str, body: str) -> str:
    """What the browser would send over the line."""
    home = f"localhost:{site.port}"
    heads = [f"POST {path} HTTP/1.1", f"Host: {home}", f"Cookie: {cookie}", f"Referer: https://{home}{page}"]
    return "\n".join([*heads, "Content-Type: application/x-www-form-urlencoded", "", body, ""])


def write(folder: Path, forms: Iterable[list[str]]) -> None:
    """One request a file: the number of the form, the number of the part."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, parts in enumerate(forms, 1):
        for part, text in enumerate(parts, 1):
            (folder / f"{number:03}-{part:02}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    """Walk and print."""
    asked = argparse.ArgumentParser(description="列出每种页面、每组参数的一个地址")
    asked.add_argument("folder", type=Path, help="deploy/rehearse.py 的 --folder")
    asked.add_argument("--as", dest="name", default="")
    asked.add_argument("--parameters", action="store_true", help="只列带参数的，每个路径的每个参数一次")
    asked.add_argument("--forms", type=Path, help="把每个 POST 表单写成一个请求文件，放进这个目录")
    asked.add_argument("--as-shown", action="store_true", help="照页面原样填写，能存下来的就存下来")
    asked.add_argument("--fields-each", type=int, default=1000, help="一个请求文件里最多标几个字段")
    said = asked.parse_args()
    cookie = Deployed(said.folder).sign_in(said.name) if said.name else ""
    site = Deployed(said.folder, cookie)
    found = walk(site, DOORS["staff" if cookie else ""])
    if said.forms:
        write(said.forms, posts(site, found.values(), Manner(said.as_shown, said.fields_each)))
        return
    for address in few(found) if said.parameters else found.values():
        say(f"https://localhost:{site.port}{address}")


if __name__ == "__main__":
    main()
