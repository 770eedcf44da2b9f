"""The register on the desk: everything in scope is found there, and nothing is changed there."""

import pytest

from tests.activities import drafts

DESK = "/admin/activities/activity/"


@pytest.fixture
def shown(station, cast):
    return drafts.published(station, by=cast.keeper, reviewer=cast.huixian_officer, title="走访困难户")


def test_an_officer_finds_the_activities_of_the_county(client, cast, shown):
    client.force_login(cast.huixian_officer)
    assert "走访困难户" in client.get(DESK, {"q": "困难户", "year": "2026", "county": cast.huixian.code}).text
    page = client.get(f"{DESK}{shown.pk}/change/").text
    assert f"/work/activities/{shown.pk}/" in page
    assert "走访困难户" not in client.get(DESK, {"year": "2025"}).text


def test_the_desk_ends_where_the_division_ends(client, cast, shown):
    client.force_login(cast.yuanyang_officer)
    assert "走访困难户" not in client.get(DESK).text
    assert client.get(f"{DESK}{shown.pk}/change/").status_code == 404


def test_nothing_is_written_on_the_desk(client, cast, shown):
    client.force_login(cast.city_editor)
    assert client.get(f"{DESK}add/").status_code == 403
    assert client.post(f"{DESK}{shown.pk}/change/", {"title": "改了"}).status_code == 403
    assert client.post(f"{DESK}{shown.pk}/delete/", {"post": "yes"}).status_code == 403
    shown.refresh_from_db()
    assert shown.title == "走访困难户"


def test_the_list_asks_as_much_for_many_as_for_few(client, cast, shown, django_assert_max_num_queries):
    client.force_login(cast.city_editor)
    client.get(DESK)
    for number in range(12):
        drafts.published(shown.station, by=cast.keeper, reviewer=cast.huixian_officer, title=f"活动{number}")
    with django_assert_max_num_queries(9):
        client.get(DESK)


def test_an_odd_filter_leads_to_the_plain_list(client, cast, shown):
    client.force_login(cast.city_editor)
    assert client.get(DESK, {"year": "x"}).status_code in (200, 302)
