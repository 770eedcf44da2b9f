"""A mandate may be suspended and taken up again; the reason stays inside, the history stays visible."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from deputies.actions import assign, end_mandate, resume, suspend
from deputies.models import MandateStatus, Suspension
from liaison.audit.models import Event
from tests import make

REASON = "示例内部原因"


@pytest.fixture
def person(cast):
    return make.deputy(cast.huixian, make.term(cast.huixian), name="示例甲")


@pytest.fixture
def held(person):
    return person.mandates.get()


@pytest.fixture
def desk(cast, enter, person, held):
    browser = enter(cast.huixian_officer)

    def send(page: str, **values):
        address = reverse(f"admin:deputies_deputy_{page}", args=[person.pk, held.pk])
        return browser.post(address, values) if values else browser.get(address)

    return send


def test_a_mandate_is_suspended_and_taken_up_again(cast, desk, person, held):
    assign(person, make.station(cast.mengzhuang), since=date(2025, 7, 1), by=None)
    assert desk("suspend", on="2026-03-01", reason=REASON).status_code == 302
    held.refresh_from_db()
    assert held.status == MandateStatus.SUSPENDED
    assert person.assignments.open().exists()
    assert desk("suspend").status_code == 404
    assert desk("resume", on="2026-06-01").status_code == 302
    held.refresh_from_db()
    assert held.status == MandateStatus.SERVING
    assert list(held.suspensions.values_list("since", "until")) == [(date(2026, 3, 1), date(2026, 5, 31))]
    assert desk("resume").status_code == 404
    verbs = Event.objects.about(person).filter(actor=cast.huixian_officer).values_list("verb", flat=True)
    assert {"暂停执行职务", "恢复执行职务"} <= set(verbs)


@pytest.mark.parametrize(
    ("on", "said"),
    [("2020-01-01", "不能早于任职之日"), ("2999-01-01", "日期不能晚于今天"), ("2026-04-01", "已经暂停过")],
)
def test_days_that_cannot_be_are_refused_at_their_field(desk, held, on, said):
    suspend(held, date(2026, 3, 1), reason=REASON, by=None)
    resume(held, date(2026, 6, 1), by=None)
    answer = desk("suspend", on=on, reason=REASON)
    assert said in str(answer.context["form"].errors["on"])
    assert REASON in answer.content.decode()


def test_a_reason_is_asked_for(desk):
    assert "reason" in desk("suspend", on="2026-03-01", reason="").context["form"].errors


def test_it_is_taken_up_after_the_first_day(desk, held):
    suspend(held, date(2026, 3, 1), reason=REASON, by=None)
    assert "应当晚于" in str(desk("resume", on="2026-03-01").context["form"].errors["on"])


def test_what_has_ended_is_not_suspended(held):
    end_mandate(held, date(2026, 1, 1), "moved", by=None)
    with pytest.raises(ValidationError, match="已经终止"):
        suspend(held, date(2026, 3, 1), reason=REASON, by=None)
    with pytest.raises(ValidationError, match="没有暂停"):
        resume(held, date(2026, 3, 1), by=None)


def test_the_reason_stays_inside_and_the_days_are_seen(cast, enter, client, person, held):
    suspend(held, date(2026, 3, 1), reason=REASON, by=None)
    change = reverse("admin:deputies_deputy_change", args=[person.pk])
    own = enter(cast.huixian_officer).get(change).content.decode()
    assert REASON in own
    assert "2026-03-01 起暂停" in own
    for who in (cast.huixian_leader, cast.city_reviewer):
        text = enter(who).get(change).content.decode()
        assert "2026-03-01 起暂停" in text
        assert REASON not in text
    public = client.get(person.get_absolute_url()).content.decode()
    assert "暂停履职" in public
    assert REASON not in public


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer", "auditor"])
def test_readers_suspend_nobody(cast, enter, person, held, who):
    for page in ("suspend", "resume"):
        address = reverse(f"admin:deputies_deputy_{page}", args=[person.pk, held.pk])
        assert enter(getattr(cast, who)).post(address, {"on": "2026-03-01"}).status_code == 403
    assert not Suspension.objects.exists()


def test_another_countys_mandate_does_not_exist(cast, enter, person, held):
    address = reverse("admin:deputies_deputy_suspend", args=[person.pk, held.pk])
    assert enter(cast.yuanyang_officer).get(address).status_code == 404
