"""Two people at one reception or one rule: the second is told, and loses nothing that was typed."""

import pytest
from django.urls import reverse

from receptions import actions, making
from receptions.actions import Came, Outcome
from tests.receptions.conftest import TODAY, announced, moment, rule
from tests.receptions.test_work import RULE, one, seen

CHANGED = "改过"
KEPT = "您填写的内容都还在"


@pytest.fixture
def held(station, deputies):
    """A session of this morning with one deputy."""
    return announced(station, TODAY, deputies[0], at=moment(10))


@pytest.fixture
def officer(client, cast):
    """A browser in which the county's officer is signed in."""
    client.force_login(cast.huixian_officer)
    return client


def filled(held, mark: str) -> dict:
    deputy = held.duty_slots.get().deputy_id
    return {
        "visitors": "9", "matters": "3", "result": "反映路灯不亮。",
        f"came_{deputy}": "present", "seen_at": mark,
    }  # fmt: skip


def test_a_record_written_meanwhile_is_not_overwritten_unseen(officer, cast, held) -> None:
    address = one(held, "record/")
    mark = seen(officer, address)
    came = {held.duty_slots.get().deputy_id: Came("present")}
    actions.hold(held, came, Outcome(5, 1, "反映水压低。"), by=cast.keeper)
    answer = officer.post(address, filled(held, mark))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"keeper 08:00 {CHANGED}" in page
    assert "反映水压低。" in page
    assert KEPT in page
    assert "反映路灯不亮。" in page
    held.refresh_from_db()
    assert held.visitors == 5


def test_sent_again_after_the_warning_it_is_written(officer, cast, held) -> None:
    address = one(held, "record/")
    actions.assign(held, [held.duty_slots.get().deputy], by=cast.keeper)
    warned = officer.post(address, filled(held, "long ago"))
    again = filled(held, warned.context["form"]["seen_at"].value())
    assert officer.post(address, again).status_code == 302
    held.refresh_from_db()
    assert held.visitors == 9


def test_a_form_without_its_mark_is_refused_not_trusted(officer, held) -> None:
    values = filled(held, "")
    assert officer.post(one(held, "record/"), values).status_code == 409
    assert officer.post(one(held, "record/"), values | {"seen_at": "<b>#9"}).status_code == 409
    held.refresh_from_db()
    assert held.visitors is None


def test_a_rule_changed_meanwhile_is_not_overwritten_unseen(officer, cast, station) -> None:
    made = rule(station)
    address = reverse("work:reception_rule", args=[made.pk])
    mark = seen(officer, address)
    made.month_days, made.place = [5], "孟庄镇文化站"
    making.write_rule(made, by=cast.keeper)
    answer = officer.post(address, RULE | {"month_days": "12", "seen_at": mark})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert CHANGED in page
    assert "接待地点“孟庄镇文化站”" in page
    assert 'value="12"' in page
    made.refresh_from_db()
    assert made.month_days == [5]
    again = RULE | {"month_days": "12", "seen_at": answer.context["form"]["seen_at"].value()}
    assert officer.post(address, again).status_code == 302
    made.refresh_from_db()
    assert made.month_days == [12]


def test_the_desk_warns_too(officer, cast, station) -> None:
    made = rule(station)
    address = reverse("admin:receptions_receptionrule_change", args=[made.pk])
    page = officer.get(address)
    mark = page.context["adminform"].form["seen_at"].value()
    assert 'name="seen_at"' in page.content.decode()
    made.month_days = [5]
    making.write_rule(made, by=cast.keeper)
    values = RULE | {"station": made.station_id, "month_days": "12", "seen_at": mark}
    answer = officer.post(address, values)
    assert answer.status_code == 409
    assert "接待日" in answer.content.decode()
    made.refresh_from_db()
    assert made.month_days == [5]
