"""A search for activities: the same answer by the index as without, for rare words and for common ones."""

import random
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities import actions
from activities.models import Activity
from activities.search import prepare
from liaison.lib.bigrams import FEW
from liaison.lib.search_index import keep
from liaison.lib.text import fold
from tests import make
from tests.activities import drafts

TITLES = [
    "走访困难户，了解用水情况",
    "视察“四好农村路”建设",
    "《河南省乡镇人大工作条例》宣讲",
    "学习ＲＣＥＰ 规则",
    "调研100%达标_二期",
    "视察农村",
    "农",
]
QUERIES = [
    *("农村", "农", "村农", "视察 农村", "视察农村", "rcep", "ＲＣＥＰ", "孟庄", "走访 孟庄", "用水情况"),
    *("|", "%", "_", "'", '"', "“四好", "100%", "u519cu6751", "没有 农村", "a OR b", "NEAR", "*"),
]


@pytest.fixture(autouse=True)
def indexed(settings):
    settings.SEARCH_INDEX = True


@pytest.fixture
def held(cast, station):
    """One activity for each title."""
    other = make.station(cast.mengzhuang, name="东关站")
    places = [station, other]
    return [drafts.written(places[n % 2], by=cast.keeper, title=title) for n, title in enumerate(TITLES)]


@pytest.fixture
def many(held, station):
    """More activities of one title than are ever handed on as keys."""
    day = date(2026, 5, 1)
    rows = [
        Activity(station=station, county=station.division.county, kind="study", title="日常学习", day=day)
        for _ in range(FEW + 1)
    ]
    for n, row in enumerate(rows):
        row.day = day - timedelta(days=n % 300)
        prepare(row)
    Activity.objects.bulk_create(rows)


def found(query: str) -> list[int]:
    return list(Activity.objects.matching(query).newest_first().values_list("pk", flat=True))


def plainly(query: str) -> list[int]:
    """Without any database: which texts hold every word."""
    words = [fold(word) for word in query.split()]
    texts = Activity.objects.newest_first().values_list("pk", "search_text")
    return [pk for pk, text in texts if all(word in text for word in words)]


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_finds_what_a_plain_search_finds(held, settings, query):
    settings.SEARCH_INDEX = False
    before = found(query)
    settings.SEARCH_INDEX = True
    assert found(query) == before == plainly(query)


@pytest.mark.usefixtures("many")
def test_any_part_of_any_text_is_found_among_many():
    chance = random.Random(2026)
    texts = list(Activity.objects.order_by("pk").values_list("search_text", flat=True))
    for text in texts[: len(TITLES)] * 10 + chance.sample(texts, 100):
        start = chance.randrange(len(text))
        words = [text[start : start + chance.randint(1, 8)], chance.choice(["", "学", "孟庄", "农村"])]
        query = " ".join(words)
        assert found(query) == plainly(query), query


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("query", "is_few"), [("日常学习", False), ("四好农村路", True), ("走访 用水", True)]
)
def test_keys_are_handed_on_only_where_they_are_few(query, is_few):
    """A common word keeps the walk in the order of the days, which stops after a page."""
    with CaptureQueriesContext(connection) as asked:
        list(Activity.objects.matching(query).newest_first()[:20])
    index, rows = (one["sql"] for one in asked.captured_queries)
    assert f"LIMIT {FEW + 1}" in index
    assert (" IN (" in rows) == is_few


def test_one_character_of_many_is_still_found_in_the_order_of_days(many):
    assert found("常") == plainly("常")
    assert len(found("常")) == FEW + 1


def test_a_changed_title_is_found_by_the_new_one_and_not_by_the_old(cast, station, held):
    first = held[0]
    new = drafts.draft(station, title="检查防汛物资")
    actions.write(first, new, seen=first.version, page=first.page, by=cast.keeper)
    assert found("防汛") == [first.pk]
    assert first.pk not in found("困难户")


def test_a_discarded_draft_is_gone_from_the_index(cast, held):
    actions.discard(held[0], by=cast.keeper)
    assert not found("困难户")


def test_the_index_opens_no_draft_to_the_public(client, cast, station, held):
    answer = client.get("/search/?q=四好农村路").content.decode()
    assert "视察“" not in answer
    actions.submit(held[1], by=cast.keeper)
    shown = drafts.published(station, by=cast.keeper, reviewer=cast.huixian_leader, title="四好农村路回访")
    answer = client.get("/search/?q=四好农村路").content.decode()
    assert shown.get_absolute_url() in answer
    assert held[1].get_absolute_url() not in answer


def test_a_withdrawn_activity_is_not_found_by_the_public(client, cast, station):
    shown = drafts.published(station, by=cast.keeper, reviewer=cast.huixian_leader, title="四好农村路回访")
    actions.withdraw(shown, "有误", by=cast.huixian_leader)
    assert shown.get_absolute_url() not in client.get("/search/?q=四好农村路").content.decode()


def test_rows_written_without_the_index_are_brought_in_by_a_command(held, station, capsys):
    Activity.objects.update(search_tokens="")
    assert not found("农村")
    call_command("refresh_search")
    assert f"活动：更新 {len(TITLES)} 条" in capsys.readouterr().out
    assert found("农村") == plainly("农村") != []
    type(station).objects.filter(pk=station.pk).update(name="改名站")
    call_command("refresh_search")
    assert found("改名站") == plainly("改名站") != []
    call_command("refresh_search")
    assert "活动：更新 0 条" in capsys.readouterr().out.splitlines()[-1]


def test_the_migration_brings_in_what_stood_there_before(held):
    Activity.objects.update(search_tokens="")
    fill = import_module("activities.migrations.0005_search_index").fill
    fill(apps, SimpleNamespace(connection=connection))
    assert found("农村") == plainly("农村") != []


def test_an_index_lost_to_a_migration_is_made_again(held):
    connection.check_constraints()  # a migration has none waiting either
    lost = "DROP INDEX activities_activity_tokens"
    if connection.vendor == "sqlite":
        lost = "DROP TRIGGER activities_activity_tokens_added"
    with connection.cursor() as cursor:
        cursor.execute(lost)
    assert keep(Activity, "default")
    assert found("农村") == plainly("农村") != []
    assert not keep(Activity, "default")
