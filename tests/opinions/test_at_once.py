"""Many at the same moment, in real processes: the limit holds, two keepers leave one history."""

from functools import partial

import pytest
from django.conf import settings
from django.urls import reverse

from tests.opinions import making
from tests.servers import TOKEN, Shared, at_once, served, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
STATES = "SELECT state FROM opinions_opinion ORDER BY id"
STEPS = "SELECT source, target FROM opinions_opinionmove ORDER BY id"


def test_forty_letters_at_once_from_one_address_are_five(station, tmp_path):
    visitor = {settings.CSRF_COOKIE_NAME: TOKEN}
    where = f"/opinions/new/?station={station.code}"
    stamps = [making.stamp(token=f"{n:032x}") for n in range(40)]
    shared = Shared(tmp_path)
    with served(shared, tmp_path) as server:
        typed = [making.typed(stamp=one, csrfmiddlewaretoken=TOKEN) for one in stamps]
        answers = at_once(*(partial(server.post, visitor, where, one) for one in typed))
    statuses = sorted(status for status, _ in answers)
    assert statuses == [302] * 5 + [429] * 35
    assert len(shared.ask(STATES)) == 5


def test_the_same_page_sent_eight_times_at_once_is_one_opinion(station, tmp_path):
    visitor = {settings.CSRF_COOKIE_NAME: TOKEN}
    where, typed = f"/opinions/new/?station={station.code}", making.typed(csrfmiddlewaretoken=TOKEN)
    shared = Shared(tmp_path)
    with served(shared, tmp_path) as server:
        answers = at_once(*(partial(server.post, visitor, where, typed) for _ in range(8)))
    assert {status for status, _ in answers} <= {302, 429}
    assert len(shared.ask(STATES)) == 1


def test_of_two_keepers_who_decide_at_once_one_is_too_late(cast, station, tmp_path):
    one = making.opinion(station)
    people = [signed_in(cast.keeper), signed_in(cast.huixian_officer)]
    where = reverse("work:opinion_move", args=[one.pk])
    shared = Shared(tmp_path)
    typed = [
        {"move": "accept", "csrfmiddlewaretoken": TOKEN},
        {"move": "decline", "decline_reason": "private", "door": "legal", "csrfmiddlewaretoken": TOKEN},
    ]
    with served(shared, tmp_path) as server:
        answers = at_once(
            *(partial(server.post, who, where, what) for who, what in zip(people, typed, strict=True))
        )
    assert sorted(status for status, _ in answers) == [200, 302]
    steps = shared.ask(STEPS)
    assert len(steps) == 2
    assert shared.ask(STATES) == [(steps[1][1],)]
