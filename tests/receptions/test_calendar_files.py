"""Calendars open in a strict parser, Chinese unbroken."""

import re
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from receptions import actions
from receptions.actions import Slot
from receptions.models import Attendance
from tests.receptions.conftest import announced, moment, session

TOPIC = "冬季供暖和老旧小区管网改造、农村饮水安全、校园周边交通秩序以及明年民生实事项目征集专题接待活动第一场"


@pytest.fixture
def sessions(station, deputies, cast):
    """One ahead with a long topic, one postponed with its successor, one cancelled, one plan."""
    an, bai, *_ = deputies
    ahead = announced(station, date(2026, 12, 10), an, bai, at=moment(20), topic=TOPIC)
    old = announced(station, date(2026, 11, 24), an, at=moment(10))
    to = Slot(date(2026, 12, 1), old.opens, old.closes)
    new = actions.postpone(old, to, "会场停电, 改期；详见公告", by=cast.keeper)
    gone = announced(station, date(2026, 12, 25), bai, at=moment(20))
    actions.cancel(gone, "防汛", by=cast.keeper)
    session(station, date(2026, 12, 30), an)
    return {"ahead": ahead, "old": old, "new": new, "gone": gone}


def fetch(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def events(body: bytes) -> dict[str, object]:
    found = Calendar.from_ical(body).events
    return {str(event["UID"]): event for event in found}


def test_lines_are_folded_by_octets(client, station, sessions) -> None:
    body = fetch(client, f"/stations/{station.code}/calendar.ics")
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    whole = re.sub(b"\r\n[ \t]", b"", body).decode("utf-8")
    assert TOPIC in whole
    assert re.search(r"^DTSTART:20261210T010000Z\r$", whole, re.MULTILINE)


def test_what_each_event_says(client, station, sessions) -> None:
    found = events(fetch(client, f"/stations/{station.code}/calendar.ics"))
    uid = {name: f"reception-{one.pk}@{station.code}.liaison" for name, one in sessions.items()}
    assert set(found) == set(uid.values())  # the plan is nobody's business
    ahead = found[uid["ahead"]]
    assert not ahead.errors
    assert ahead["DTSTART"].dt == datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
    assert str(ahead["STATUS"]) == "CONFIRMED"
    assert str(ahead["SUMMARY"]) == "代表接待：孟庄镇联络站"
    assert "接待代表：安一、白二" in str(ahead["DESCRIPTION"])
    old = found[uid["old"]]
    assert (str(old["STATUS"]), str(old["SUMMARY"])[:4]) == ("CANCELLED", "（顺延）")
    assert "顺延原因：会场停电, 改期；详见公告" in str(old["DESCRIPTION"])
    assert "改到：12月1日 周二" in str(old["DESCRIPTION"])
    assert str(found[uid["gone"]]["STATUS"]) == "CANCELLED"


def test_a_change_raises_the_sequence_and_keeps_the_uid(client, station, deputies, cast) -> None:
    import time_machine

    told = announced(station, date(2026, 12, 10), deputies[0], at=moment(20))
    address = f"/stations/{station.code}/calendar.ics"
    (uid, first), *_ = events(fetch(client, address)).items()
    with time_machine.travel(moment(24), tick=False):
        actions.assign(told, deputies[1:2], by=cast.keeper)
        (again, second), *_ = events(fetch(client, address)).items()
    assert uid == again
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert "接待代表：白二" in str(second["DESCRIPTION"])


def test_a_deputys_calendar_tells_of_no_absence(client, station, deputies, sessions) -> None:
    an, bai, chang, _ = deputies
    held = announced(station, date(2026, 11, 20), chang, at=moment(1), status="held", visitors=1, matters=0)
    held.duty_slots.update(attendance=Attendance.LEAVE, absence_reason="住院")
    assert len(events(fetch(client, f"/deputies/{an.pk}/calendar.ics"))) == 3
    assert len(events(fetch(client, f"/deputies/{bai.pk}/calendar.ics"))) == 2
    body = fetch(client, f"/deputies/{chang.pk}/calendar.ics")
    assert b"VEVENT" not in body
    for address in (f"/stations/{station.code}/calendar.ics", f"/deputies/{an.pk}/calendar.ics"):
        assert "住院" not in fetch(client, address).decode()


@pytest.mark.parametrize(
    "address",
    ["/stations/NOPE99/calendar.ics", "/deputies/99999/calendar.ics", f"/deputies/{2**70}/calendar.ics"],
)
def test_unknown_ones_are_not_found(client, db, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_number_of_queries_is_fixed(client, station, sessions, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5):
        client.get(f"/stations/{station.code}/calendar.ics")
