"""The feed is Atom as RFC 4287 wants it."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from bulletins import actions
from bulletins.models import Bulletin
from tests.bulletins import making

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client) -> ElementTree.Element:
    answer = client.get("/bulletins/feed/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 -- our own answer


def texts(element: ElementTree.Element, name: str) -> list[str]:
    return [one.text or "" for one in element.findall(f"{ATOM}{name}")]


def check(element: ElementTree.Element) -> None:
    """RFC 4287 4.1.1, 4.1.2: one id, title and updated; the id absolute, the moment with its zone."""
    assert [len(texts(element, name)) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert ":" in texts(element, "id")[0]
    assert texts(element, "title")[0].strip()
    assert datetime.fromisoformat(texts(element, "updated")[0]).tzinfo


def test_feed_and_entries_have_what_the_standard_requires(client, topics, notices):
    making.released(topics, 12, title="“双岗”比实绩 <3 & 更多")
    making.released(notices, 1, hours_ago=5)
    making.bulletin(topics, 13)
    feed = read(client)
    check(feed)
    assert feed.tag == f"{ATOM}feed"
    assert texts(feed.find(f"{ATOM}author"), "name")
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith("/bulletins/feed/")
    assert links["alternate"].endswith("/bulletins/")
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        check(entry)
        assert entry.find(f"{ATOM}link").get("href").startswith("http")
        assert texts(entry, "summary")
    assert texts(entries[0], "title") == ["专题活动2026年第12期：“双岗”比实绩 <3 & 更多"]
    assert len({texts(entry, "id")[0] for entry in entries}) == len(entries) == 2


def test_the_id_of_an_entry_outlives_a_correction_and_its_moment_moves(client, topics, cast):
    issue = making.released(topics, 12)
    before = read(client).find(f"{ATOM}entry")
    issue.title = "改正后的标题"
    actions.save_text(issue, by=cast.city_editor)
    after = read(client).find(f"{ATOM}entry")
    assert texts(before, "id") == texts(after, "id")
    assert texts(before, "updated") < texts(after, "updated")


def test_an_empty_feed_is_a_feed(client, topics):
    check(read(client))


def test_a_title_with_an_unprintable_character_does_not_break_the_feed(desk, topics):
    values = {
        "series": topics.pk,
        "year": 2026,
        "number": 1,
        "title": "标题\x0b一",
        "body": "文\x0c字",
        "seen_at": "",
    }
    desk.post("/work/bulletins/new/", values)
    issue = Bulletin.objects.get()
    assert (issue.title, issue.body) == ("标题 一", "<p>文字</p>")
