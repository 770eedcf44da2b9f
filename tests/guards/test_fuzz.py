"""Requests that no browser of ours sends: no answer is ours to blame, and none gives markup back.

One test puts markup into every parameter that a page knows; the other throws a few hundred requests
by luck at everything. More of them, with other luck:

    FUZZ_ROUNDS=10000 FUZZ_SEED=7 .venv/bin/python -m pytest tests/guards/test_fuzz.py -s
"""

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.guards import addresses
from tests.guards.hostile import HEADERS, MARK, MARKUP, METHODS, VALUES, Form, Page
from tests.guards.lists import LISTS
from tests.guards.walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

FORM = "application/x-www-form-urlencoded"
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "20261127"))
WHO = ("anonymous", "city", "huixian", "mengzhuang")
NOT_A_PAGE = ("accounts/logout/", "admin/logout/")
NINES = "9" * 400
COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS")
"""How many rows a form says it has."""
PARAMETERS = (
    "q", "page", "p", "o", "e", "all", "county", "year", "month", "state", "kind", "level", "next", "after",
    "before", "lat", "lng", "bbox", "format", "lg", "hc", "station", "deputy", "day", "term", "app_label",
    "model_name", "field_name", "_popup", "_to_field", "_changelist_filters", "id__in", "pk", "county__code",
    "year__year", "date__year", "day__month", "password__startswith",
)  # fmt: skip
"""Beside these, the names that the forms and links of a page use."""


@dataclass
class Attack:
    """One request, as one may repeat it."""

    who: str
    method: str
    address: str
    heads: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    raw: bytes | None = None


class Fuzzer:
    """Chooses requests by luck and sends them; nothing that they write remains."""

    def __init__(self, desks: dict[str, Client], luck: Random, walked: Walk) -> None:
        self.desks, self.luck, self.walked = desks, luck, walked
        self.pages: dict[tuple[str, str], Page] = {}
        self.answers: Counter[str] = Counter()
        self.faults: list[str] = []
        self.counted: set[str] = set()
        self.routes = [one for one in addresses.walk() if one.route not in NOT_A_PAGE]

    def send(self, attack: Attack) -> None:
        """Ask, judge the answer, take back what it wrote."""
        desk = self.desks[attack.who]
        with transaction.atomic():
            try:
                if attack.body is not None:
                    told = desk.post(attack.address, attack.body, **attack.heads)
                elif attack.raw is not None:
                    told = desk.generic(attack.method, attack.address, attack.raw, FORM, **attack.heads)
                else:
                    told = desk.generic(attack.method, attack.address, **attack.heads)
                body = b"".join(told.streaming_content) if told.streaming else told.content
            finally:
                transaction.set_rollback(True)
        self.judge(attack, told, body.decode(errors="replace"))

    def judge(self, attack: Attack, told: HttpResponse, body: str) -> None:
        """Note an error of ours, a traceback, markup or a header given back."""
        self.answers[f"{told.status_code // 100}xx"] += 1
        is_page = "html" in told.headers.get("Content-Type", "")
        if told.status_code >= 500:
            self.faults.append(f"{told.status_code} {attack}")
        elif "Traceback (most recent" in body or (is_page and f"<{MARK}" in body):
            self.faults.append(f"reflected {attack}")
        elif urlsplit(told.get("Location", "")).hostname not in (None, "testserver"):
            self.faults.append(f"led astray {attack}")
        elif any(MARK in cookie for cookie in told.cookies):
            self.faults.append(f"set a cookie {attack}")

    def page(self, who: str, address: str) -> Page:
        """What an honest GET shows this person; read once."""
        if (who, address) not in self.pages:
            self.pages[who, address] = Page(self.words(who, address))
        return self.pages[who, address]

    def words(self, who: str, address: str) -> str:
        """The page as it was found on the walk, or else now; nothing where there is none."""
        if (seen := self.walked.get((who, address))) and seen.page is not None:
            return seen.page
        told = self.desks[who].get(address)
        is_page = not told.streaming and "html" in told.headers.get("Content-Type", "")
        return told.content.decode() if is_page else ""

    def somewhere(self) -> tuple[str, addresses.Address, str]:
        """Somebody at some address, its gaps filled with real records."""
        while True:
            route = self.luck.choice(self.routes)
            values = addresses.values_for(route)
            if values is not None:
                who = self.luck.choice(WHO) if addresses.is_for_staff(route) else "anonymous"
                return who, route, route.filled(values)

    def attack(self) -> None:
        """One round: a parameter, a segment, a header or a form."""
        self.luck.choice((self.parameter, self.parameter, self.segment, self.header, self.form, self.form))()

    def every_parameter(self, who: str, address: str) -> None:
        """Markup in each parameter that the page itself uses, one request a parameter."""
        page = self.page(who, address)
        asking = [form for form in page.forms if form.method == "get"]
        for name in sorted({"q", *page.names, *(name for form in asking for name in form.fields)}):
            self.send(Attack(who, "GET", f"{address}?{urlencode({name: MARKUP[0]})}"))

    def every_form(self, who: str, address: str) -> None:
        """Each form of a page with nothing but one hostile value in it: it comes back to be mended."""
        for form in (one for one in self.page(who, address).forms if one.method == "post" and one.fields):
            target = urlsplit(urljoin(address, form.action)).path
            for value in (MARKUP[0], NINES, "\r\n"):
                if "logout" not in target:
                    body = dict.fromkeys(form.fields, value) | self.rows_counted_before(form, value)
                    self.send(Attack(who, "POST", target, body=body))

    def rows_counted_before(self, form: Form, value: str) -> dict[str, str]:
        """The true numbers of rows, where such rows have been sent with an enormous number once.

        It is answered with as many rows as there may be, which takes seconds: the form of a new
        record and that of an old one have the same kinds of rows, and the second would teach nothing.
        """
        if value != NINES:
            return {}
        counts = {name: told for name, told in form.fields.items() if name.endswith(COUNTS)}
        known = {name: told for name, told in counts.items() if name in self.counted}
        self.counted |= counts.keys()
        return known

    def parameter(self) -> None:
        """Hostile values in the query."""
        who, _, address = self.somewhere()
        page = self.page(who, address)
        names = sorted({*PARAMETERS, *page.names, *(name for form in page.forms for name in form.fields)})
        pairs = [(self.luck.choice(names), self.luck.choice(VALUES)) for _ in range(self.luck.randint(1, 3))]
        self.send(Attack(who, "GET", f"{address}?{urlencode(pairs, errors='surrogatepass')}"))

    def segment(self) -> None:
        """A hostile value in a gap of the address, or in any segment of one without."""
        who, route, address = self.somewhere()
        parts = address.strip("/").split("/")
        values = addresses.values_for(route) or {}
        gaps = [at for at, part in enumerate(parts) if part in map(str, values.values())]
        parts[self.luck.choice(gaps or range(len(parts)))] = quote(
            self.luck.choice(VALUES), "", errors="surrogatepass"
        )
        self.send(Attack(who, "GET", "/" + "/".join(parts) + "/"))

    def header(self) -> None:
        """A hostile header, or a method that no page has."""
        who, _, address = self.somewhere()
        name = self.luck.choice(sorted(HEADERS))
        self.send(Attack(who, "GET", address, {name: self.luck.choice(HEADERS[name])}))
        self.send(Attack(who, self.luck.choice(METHODS), address))
        self.send(Attack(who, "POST", address, raw=self.luck.choice((b"", b"\xff\x00=%zz&&=", b"a=" * 3000))))

    def form(self) -> None:
        """A form of a page as it came, some of its fields hostile; a bare POST where there is none."""
        who, _, address = self.somewhere()
        forms = [form for form in self.page(who, address).forms if form.method == "post"]
        if not forms:
            return self.send_fields(who, address, dict.fromkeys(self.luck.sample(PARAMETERS, 3), ""), set())
        form = self.luck.choice(forms)
        target = urlsplit(urljoin(address, form.action))
        if "logout" in target.path:
            return None
        return self.send_fields(who, target.path, form.fields, form.files)

    def send_fields(self, who: str, address: str, fields: dict[str, str], files: set[str]) -> None:
        """POST the fields, up to three of them (or half) changed."""
        if not fields:
            return
        changed = dict(fields)
        count = self.luck.choice((1, 1, 2, 3, max(1, len(fields) // 2)))
        for name in self.luck.sample(sorted(fields), min(count, len(fields))):
            changed[name] = self.luck.choice(VALUES)
        body: dict[str, Any] = {name: value.encode(errors="surrogatepass") for name, value in changed.items()}
        odd = self.luck.choice(VALUES).encode(errors="surrogatepass")
        body |= {
            name: SimpleUploadedFile(self.luck.choice(("a.jpg", "../x.xlsx", "门.pdf")), odd)
            for name in files
        }
        self.send(Attack(who, "POST", address, body=body))


@pytest.fixture
def fuzzer(desks: dict[str, Client], walked: Walk) -> Fuzzer:
    """One with the luck of SEED."""
    return Fuzzer(desks, Random(SEED), walked)


def told(fuzzer: Fuzzer) -> str:
    """What went wrong: the beginning of each request, and its end, where the values are."""
    return "\n".join(f"{fault[:200]} … {fault[-800:]}" for fault in fuzzer.faults[:40])


def test_no_public_page_gives_markup_back_from_its_parameters(fuzzer: Fuzzer) -> None:
    for route in filter(addresses.is_public, fuzzer.routes):
        values = addresses.values_for(route)
        if values is not None:
            fuzzer.every_parameter("anonymous", route.filled(values))
    assert not fuzzer.faults, told(fuzzer)
    assert fuzzer.answers["2xx"] > 50


def test_no_list_of_the_staff_gives_markup_back_from_its_parameters(fuzzer: Fuzzer) -> None:
    for one in LISTS:
        if one.account == "city":
            fuzzer.every_parameter("city", one.address.partition("?")[0])
    assert not fuzzer.faults, told(fuzzer)
    assert fuzzer.answers["2xx"] + fuzzer.answers["3xx"] > 50


def test_no_form_breaks_when_every_field_of_it_is_hostile(fuzzer: Fuzzer) -> None:
    for route in fuzzer.routes:
        values = addresses.values_for(route)
        if values is not None:
            who = "city" if addresses.is_for_staff(route) else "anonymous"
            fuzzer.every_form(who, route.filled(values))
    assert not fuzzer.faults, told(fuzzer)
    assert fuzzer.answers["2xx"] > 100


def test_no_hostile_request_breaks_a_page_or_gets_its_markup_back(fuzzer: Fuzzer) -> None:
    for _ in range(ROUNDS):
        fuzzer.attack()
    sys.stdout.write(f"{fuzzer.answers}\n")
    assert not fuzzer.faults, told(fuzzer)
    assert fuzzer.answers["2xx"] > ROUNDS / 10
