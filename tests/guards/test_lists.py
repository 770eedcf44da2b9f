"""Every list can be narrowed by county and by year, and says when it was asked for nonsense."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from awards.models import AwardRound
from opinions.models import Suggestion
from receptions.models import Reception, ReceptionRule
from standing.models import Assessment
from tests.guards.lists import COUNTY, LISTS, List

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

THIS = timezone.localdate().year
LAST = THIS - 1
IGNORED = "筛选条件无效，已忽略"
HOSTILE = ("abc", "-1", "0", "9" * 30, "２０２６", "2026' OR 1=1", "<script>", "1e3", "٣", "99999", "²")

by_county = pytest.mark.parametrize("one", [one for one in LISTS if one.county], ids=lambda one: one.address)
by_year = pytest.mark.parametrize("one", [one for one in LISTS if one.year], ids=lambda one: one.address)
every = pytest.mark.parametrize("one", LISTS, ids=lambda one: one.address)
staff = pytest.mark.parametrize(
    "one", [one for one in LISTS if one.county and one.account == "city"], ids=lambda one: one.address
)


@pytest.fixture
def doors(desks: dict[str, Client]) -> dict[str, Client]:
    """The demo city, with something of last year and something to judge and decide everywhere."""
    long_ago = date(LAST, 6, 1)
    Suggestion.objects.filter(pk=Suggestion.objects.first().pk).update(handed_on=long_ago)
    Reception.objects.filter(pk=Reception.objects.first().pk).update(day=long_ago)
    AwardRound.objects.filter(year=THIS).update(state="judging")
    old = Assessment.objects.filter(round__year=LAST).first()
    Assessment.objects.filter(pk=old.pk).update(state="reviewed")
    return desks


def asked(doors: dict[str, Client], one: List, query: dict[str, Any], account: str = "") -> Any:
    """The page of a list narrowed by `query`; what the desk drops leads to the page without it."""
    address, _, fixed = one.address.partition("?")
    pairs = dict(part.split("=") for part in fixed.split("&") if part)
    door = doors[account or one.account]
    return door.get(address.replace("{year}", str(LAST)), pairs | query, follow=True)


def in_year(one: List, year: int) -> dict[str, int]:
    """The year as the address says it; where it is part of the path, it is said already."""
    return {} if "{year}" in one.address else {"year": year}


@pytest.mark.parametrize("query", ["e=x&_changelist_filters=1", "e=1&password__startswith=a", "e=1&id__in=x"])
def test_the_mark_of_a_dropped_condition_does_not_let_another_through(
    doors: dict[str, Client], query: str
) -> None:
    told = doors["mengzhuang"].get(f"/admin/deputies/deputy/?{query}", follow=True)
    assert told.redirect_chain == [("/admin/deputies/deputy/?e=1", 302)]
    assert told.content.decode().count(IGNORED) == 1


@by_county
def test_a_county_narrows(doors: dict[str, Client], one: List) -> None:
    whole, part = asked(doors, one, {}), asked(doors, one, {"county": COUNTY})
    assert one.counties(part.context) == {COUNTY}
    assert 0 < one.total(part.context) < one.total(whole.context)
    assert len(one.counties(whole.context)) > 1 or one.total(whole.context) > len(one.shown(whole.context))
    assert IGNORED not in part.content.decode()


@by_year
def test_a_year_narrows(doors: dict[str, Client], one: List) -> None:
    part = asked(doors, one, in_year(one, LAST))
    assert one.years(part.context) == {LAST}
    if not one.shows_one_year:
        assert one.total(part.context) < one.total(asked(doors, one, {}).context)
    assert IGNORED not in part.content.decode()


@by_county
def test_both_narrow_together_and_are_offered_without_scripts(doors: dict[str, Client], one: List) -> None:
    part = asked(doors, one, in_year(one, LAST) | {"county": COUNTY})
    page = part.content.decode()
    assert one.counties(part.context) <= {COUNTY}
    assert not one.year or one.years(part.context) <= {LAST}
    assert f'value="{COUNTY}"' in page or f"county={COUNTY}" in page
    assert str(LAST) in page


@pytest.mark.once  # what is said to be ignored is asked of no database
@every
def test_nonsense_is_ignored_and_said(doors: dict[str, Client], one: List) -> None:
    names = ["county"] * bool(one.county) + ["year"] * ("{year}" not in one.address)
    told = {}
    for name in names:
        for value in HOSTILE:
            answer = asked(doors, one, {name: value})
            told[name, value] = (answer.status_code, IGNORED in answer.content.decode())
    assert {pair: said for pair, said in told.items() if said != (200, True)} == {}


@staff
def test_a_county_sees_and_asks_for_itself_alone(doors: dict[str, Client], one: List) -> None:
    other = "410725"
    answer = asked(doors, one, {"county": other}, "huixian")
    if answer.status_code == 403:
        return
    assert IGNORED in answer.content.decode()
    plain = asked(doors, one, {}, "huixian").content.decode()
    assert not [link for link in (f'value="{other}"', f"county={other}") if link in plain]
    assert one.counties(answer.context) <= {COUNTY, None}


@pytest.mark.parametrize("address", ["/work/receptions/", "/opinions/", "/admin/opinions/opinion/"])
def test_turning_the_page_keeps_county_and_year(doors: dict[str, Client], address: str) -> None:
    page = doors["city"].get(address, {"county": COUNTY, "year": THIS}).content.decode()
    links = re.findall(r'href="(\?[^"]*\bp(?:age)?=\d+[^"]*)"', page)
    assert links
    assert all(f"county={COUNTY}" in link and f"year={THIS}" in link for link in links)


def test_a_rule_is_found_in_every_year_in_which_it_held(doors: dict[str, Client]) -> None:
    rule = ReceptionRule.objects.order_by("pk").first()
    others = ReceptionRule.objects.exclude(pk=rule.pk)
    others.update(since=date(THIS, 2, 1), until=None)
    ReceptionRule.objects.filter(pk=rule.pk).update(since=date(LAST - 1, 5, 1), until=date(LAST, 3, 1))
    found = doors["city"].get("/admin/receptions/receptionrule/", {"year": LAST}).context["cl"]
    assert list(found.result_list) == [rule]


def test_earlier_years_tell_what_was_owed_then(doors: dict[str, Client]) -> None:
    address = "/admin/duties/townshipsession/shortfalls/"
    answer = doors["city"].get(address, {"year": LAST - 1, "county": COUNTY})
    assert answer.context["year"] == LAST - 1
    assert {row.division.county.code for row in answer.context["rows"]} == {COUNTY}
    assert all(row.sessions == 0 for row in answer.context["rows"])
