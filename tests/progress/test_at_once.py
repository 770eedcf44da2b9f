"""Two people at the same moment, and the power gone between click and answer: real processes, one history."""

import json
import time
from functools import partial
from threading import Timer

import pytest
from django.urls import reverse

from tests.progress import reports
from tests.servers import Shared, at_once, served, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
CASES = "SELECT r.version, f.value FROM progress_monthlyreport r JOIN progress_figure f ON f.report_id = r.id"
CASES += " WHERE f.code = 'spent'"
MOVES = "SELECT source, target FROM progress_reportmove ORDER BY id"
STATE = "SELECT state, version FROM progress_monthlyreport"


@pytest.fixture
def address(cast, month):
    return reverse("work:report", args=[cast.huixian.code, month])


def test_of_two_officers_who_save_at_once_one_is_shown_what_the_other_wrote(cast, month, address, tmp_path):
    person = signed_in(cast.huixian_officer)
    typed = [reports.posted(cast.huixian, month, spent=n) for n in range(6)]
    shared = Shared(tmp_path)
    with served(shared, tmp_path) as server:
        for turn in range(3):
            mine, theirs = (typed[2 * turn + n] | {"version": turn} for n in range(2))
            answers = at_once(
                partial(server.save, person, address, mine), partial(server.save, person, address, theirs)
            )
            assert sorted(status for status, _ in answers) == [200, 409]
            saved = (mine, theirs)[[status for status, _ in answers].index(200)]
            assert shared.ask(CASES) == [(turn + 1, saved["spent"])]
            refused = next(text for status, text in answers if status == 409)
            assert json.loads(refused)["conflict"]
            assert str(cast.huixian_officer) in json.loads(refused)["message"]


def test_of_two_reviewers_who_decide_at_once_one_is_too_late(cast, month, address, huixian_report, tmp_path):
    reports.walked(huixian_report, ("sign", cast.huixian_officer), ("submit", cast.huixian_leader))
    people = [signed_in(cast.city_reviewer), signed_in(cast.city_editor)]
    shared = Shared(tmp_path)
    with served(shared, tmp_path) as server:
        answers = at_once(
            partial(server.post, people[0], f"{address}move/confirm/", {}),
            partial(server.post, people[1], f"{address}move/return/", {"note": "再核对"}),
        )
    assert [status for status, _ in answers] == [302, 302]
    (state, version), decided = shared.ask(STATE)[0], shared.ask(MOVES)[2:]
    assert decided in ([("submitted", "confirmed")], [("submitted", "returned")])
    assert (state, version) == (decided[0][1], huixian_report.version + 3)


def test_what_was_acknowledged_before_the_power_went_is_there_and_nothing_is_half(
    cast, month, address, tmp_path
):
    person = signed_in(cast.huixian_officer)
    typed = reports.posted(cast.huixian, month)
    shared, acknowledged = Shared(tmp_path), 0
    for turn in range(3):
        with served(shared, tmp_path) as server:
            stored = shared.ask(CASES)
            version = stored[0][0] if stored else 0
            cut = version + 2
            end = time.monotonic() + 20
            while server.process.poll() is None and time.monotonic() < end:
                answer = server.post(person, address, typed | {"version": version, "spent": version + 1})
                if answer is None:
                    break
                assert answer[0] == 302
                version = acknowledged = version + 1
                if version == cut:
                    Timer(0.01 + 0.03 * turn, server.kill).start()
            server.process.wait(timeout=20)
        now, spent = shared.ask(CASES)[0] if shared.ask(CASES) else (0, 0)
        assert now in (acknowledged, acknowledged + 1)
        assert spent == now
        acknowledged = now
        assert shared.ask("SELECT count(*) FROM progress_figure")[0][0] in (0, len(typed_codes()))
    assert acknowledged
    assert shared.ask("SELECT count(*) FROM progress_monthlyreport") == [(1,)]


def test_a_decision_cut_off_by_the_power_is_taken_once_or_not_at_all(
    cast, month, address, huixian_report, tmp_path
):
    reports.walked(huixian_report, ("sign", cast.huixian_officer), ("submit", cast.huixian_leader))
    person = signed_in(cast.city_reviewer)
    shared = Shared(tmp_path)
    confirm = f"{address}move/confirm/"
    with served(shared, tmp_path) as server:
        Timer(0.05, server.kill).start()
        first = server.post(person, confirm, {})
        server.process.wait(timeout=20)
    state, moves = shared.ask(STATE)[0][0], shared.ask(MOVES)[2:]
    assert (state, moves) in (("submitted", []), ("confirmed", [("submitted", "confirmed")]))
    assert first is None or state == "confirmed"
    with served(shared, tmp_path) as server:
        server.post(person, confirm, {})
    assert shared.ask(MOVES)[2:] == [("submitted", "confirmed")]


def typed_codes() -> list[str]:
    """Every figure of a report."""
    from progress.indicators import INDICATORS

    return [one.code for one in INDICATORS]
