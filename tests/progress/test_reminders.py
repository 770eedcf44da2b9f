"""Reminders are written three days before, on the day and daily after, each once, and sent once."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from liaison.workdays.models import Holiday
from progress import reminders
from progress.models import MonthlyReport, OutboxMessage, ReportingRule
from progress.months import due_at, following
from tests.progress import reports

pytestmark = pytest.mark.django_db


def moment(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def test_the_due_day_is_moved_past_days_off(cast, month):
    rule = ReportingRule(city=cast.city)
    day = timezone.localdate(due_at(month, rule))
    for n in range(3):
        Holiday.objects.get_or_create(day=day + timedelta(days=n), defaults={"name": "示例假"})
    moved = timezone.localtime(due_at(month, rule))
    assert moved.date() > day + timedelta(days=2)
    assert moved.weekday() < 5 or Holiday.objects.filter(day=moved.date(), kind="work").exists()
    assert moved.time() == time(18)


def test_three_days_before_on_the_day_and_daily_after(cast, month):
    due = timezone.localdate(due_at(month, ReportingRule(city=cast.city)))
    written = {}
    for ahead in (4, 3, 2, 1, 0, -1, -2):
        now = moment(due - timedelta(days=ahead))
        if following(month) <= now.date():
            written[ahead] = reminders.remind_all(cast.city, now)
    expected = {3: 2, 2: 0, 1: 0, 0: 2, -1: 2, -2: 2, 4: 0}
    assert written == {ahead: expected[ahead] for ahead in written}
    assert reminders.remind_all(cast.city, moment(due)) == 0


def test_who_has_submitted_is_left_alone(cast, month, huixian_report):
    reports.walked(huixian_report, ("sign", None), ("submit", cast.huixian_leader))
    MonthlyReport.objects.update(due_at=timezone.now() - timedelta(days=3))
    call_command("remind")
    assert not OutboxMessage.objects.filter(county=cast.huixian).exists()


def test_the_outbox_is_sent_once(cast, month, capsys):
    cast.huixian_officer.email = "zhangmin@example.cn"
    cast.huixian_officer.save()
    due = timezone.localdate(due_at(month, ReportingRule(city=cast.city)))
    reminders.remind_all(cast.city, moment(due))
    call_command("send_outbox")
    call_command("send_outbox")
    assert [one.to for one in mail.outbox] == [["zhangmin@example.cn"]]
    assert "已发送 1 条" in capsys.readouterr().out
    assert OutboxMessage.objects.filter(sent_at=None).count() == 1


def test_a_mail_that_does_not_leave_waits_and_says_why(cast, month, monkeypatch):
    cast.huixian_officer.email = "zhangmin@example.cn"
    cast.huixian_officer.save()
    reminders.remind_all(cast.city, moment(timezone.localdate(due_at(month, ReportingRule(city=cast.city)))))

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("没有邮件服务器")

    monkeypatch.setattr(reminders, "send_mail", refuse)
    assert reminders.send_waiting(timezone.now()) == (0, 1)
    assert OutboxMessage.objects.waiting().get().fault == "没有邮件服务器"


def test_the_city_writes_its_own_rule_and_a_wrong_day_is_said_at_its_field(client, cast):
    client.force_login(cast.city_editor)
    address = "/admin/progress/reportingrule/add/"
    typed = {"city": cast.city.pk, "due_day": 31, "due_time": "17:00", "needs_two_people": "on"}
    page = client.post(address, typed)
    assert "报送日不能大于 28" in str(page.context["adminform"].form.errors["due_day"])
    client.post(address, typed | {"due_day": 8})
    assert ReportingRule.objects.get(city=cast.city).due_day == 8
