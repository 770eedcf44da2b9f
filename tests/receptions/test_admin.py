"""The desk: read mostly, in scope, and the moment of an announcement cannot be changed there."""

from datetime import date

import pytest

from liaison.audit.models import Event
from liaison.workdays.models import Holiday
from receptions import actions
from receptions.models import Reception
from tests.admin.conftest import form_of
from tests.receptions.conftest import moment, rule, session

DESK = "/admin/receptions/reception/"


@pytest.fixture
def told(station, deputies, cast) -> Reception:
    """A session that the keeper announced."""
    return actions.announce(session(station, date(2026, 12, 10), deputies[0]), by=cast.keeper)


def test_the_moment_of_an_announcement_cannot_be_edited(client, cast, told) -> None:
    for person in (cast.keeper, cast.huixian_officer, cast.city_editor):
        client.force_login(person)
        address = f"{DESK}{told.pk}/change/"
        page = client.get(address)
        forged = {
            "announced_at_0": "2026-11-01", "announced_at_1": "08:00", "announced_at": "2026-11-01 08:00",
            "notice_days": "0", "status": "held", "day": "2026-12-31", "visitors": "99", "topic": "供暖",
        }  # fmt: skip
        assert client.post(address, form_of(page) | forged).status_code == 302
        stored = Reception.objects.get(pk=told.pk)
        assert (stored.announced_at, stored.notice_days) == (moment(23, 8), 3)
        assert (stored.status, stored.day, stored.visitors) == ("announced", date(2026, 12, 10), None)
        assert stored.topic == "供暖"
    event = Event.objects.about(told).get(verb="公告接待")
    assert event.detail["announced_at"] == told.announced_at.isoformat()


def test_sessions_are_not_added_or_deleted_on_the_desk(client, cast, told) -> None:
    client.force_login(cast.city_editor)
    assert client.get(f"{DESK}add/").status_code == 403
    assert client.post(f"{DESK}{told.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Reception.objects.filter(pk=told.pk).exists()


def test_the_desk_ends_where_the_division_ends(client, cast, told) -> None:
    client.force_login(cast.yuanyang_officer)
    assert client.get(f"{DESK}{told.pk}/change/").status_code == 404
    assert "孟庄" not in client.get(DESK).content.decode()
    client.force_login(cast.auditor)
    assert "孟庄镇联络站" in client.get(DESK).content.decode()
    assert client.post(f"{DESK}{told.pk}/change/", {"topic": "x"}).status_code == 403


@pytest.mark.parametrize("notice", ["timely", "late", "none", "odd"])
def test_sessions_are_found_by_their_announcement(client, cast, told, station, notice: str) -> None:
    session(station, date(2026, 12, 25))
    client.force_login(cast.city_editor)
    page = client.get(f"{DESK}?notice={notice}", follow=True)
    assert page.status_code == 200
    found = {one.day for one in page.context["cl"].result_list}
    expected = {"timely": {date(2026, 12, 10)}, "late": set(), "none": {date(2026, 12, 25)}}
    assert found == expected.get(notice, {date(2026, 12, 10), date(2026, 12, 25)})


def test_a_rule_saved_on_the_desk_makes_its_sessions(client, cast, station) -> None:
    made = rule(station)
    client.force_login(cast.huixian_officer)
    address = f"/admin/receptions/receptionrule/{made.pk}/change/"
    values = form_of(client.get(address)) | {"month_days": "15"}
    assert client.post(address, values).status_code == 302
    assert list(made.receptions.order_by("day").values_list("day", flat=True)) == [
        date(2026, 12, 15),
        date(2027, 1, 15),
    ]
    client.force_login(cast.yuanyang_officer)
    assert client.get(address).status_code == 404


def test_holidays_are_kept_by_the_city_and_read_by_the_auditor(client, cast) -> None:
    desk = "/admin/workdays/holiday/"
    client.force_login(cast.city_editor)
    values = {"day": "2027-01-01", "kind": "off", "name": "元旦"}
    assert client.post(f"{desk}add/", values).status_code == 302
    assert Holiday.objects.filter(day=date(2027, 1, 1)).exists()
    assert client.get(f"{desk}?year=2027").status_code == 200
    client.force_login(cast.auditor)
    assert client.get(desk).status_code == 200
    assert client.get(f"{desk}add/").status_code == 403
    client.force_login(cast.huixian_officer)
    assert client.get(desk).status_code == 403
