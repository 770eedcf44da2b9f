"""Sessions: seen, ended elsewhere, closed when nobody is there; and accounts that nobody uses."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from liaison.audit.models import Event
from tests import make

LOGIN = "/accounts/login/"
SECURITY = "/accounts/security/"
END = "/accounts/sessions/end/"
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0"


def browser(agent: str, address: str = "203.0.113.5") -> Client:
    """Somebody's browser, from somewhere."""
    return Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)


def sign_in(client, name="keeper"):
    return client.post(LOGIN, {"login": name, "password": make.PASSWORD}, follow=True)


def is_in(client):
    return client.get("/work/").status_code == 200


# --- Seen and ended


def test_one_sees_where_one_is_signed_in_and_ends_what_one_does_not_know(cast):
    desk, phone = browser(DESK), browser(PHONE, "203.0.113.9")
    for one in (desk, phone):
        sign_in(one)
    page = desk.get(SECURITY).text
    assert "Edge，Windows" in page
    assert "微信，安卓" in page
    assert "203.0.113.9" in page
    foreign = page.split('name="session" value="')[1].split('"')[0]
    answer = desk.post(END, {"session": foreign}, follow=True)
    assert "已退出 1 处登录" in answer.text
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert Event.objects.about(cast.keeper).first().verb == "结束其他登录"


def test_all_others_end_at_once_and_nobody_elses(cast):
    mine, other = browser(DESK), browser(DESK)
    sign_in(mine, "huixian_officer")
    sign_in(other)
    theirs = UserSession.objects.get(user=cast.keeper).pk
    for typed in (str(theirs), "9" * 30, "x", "-1"):
        assert "没有要退出的登录" in mine.post(END, {"session": typed}, follow=True).text
    assert is_in(other)
    more = [browser(PHONE), browser(DESK)]
    for one in more:
        sign_in(one, "huixian_officer")
    assert "已退出 2 处登录" in mine.post(END, follow=True).text
    assert [is_in(one) for one in (mine, other, *more)] == [True, True, False, False]


def test_whoever_comes_back_reads_when_they_were_here_and_what_was_tried(cast):
    first = sign_in(browser(DESK))
    assert "上次登录" not in first.text
    stranger = browser(PHONE, "198.51.100.7")
    stranger.post(LOGIN, {"login": "keeper", "password": "a-guess"})
    page = sign_in(browser(PHONE)).text
    assert "上次登录：" in page
    assert "来自 203.0.113.5" in page
    assert "此后有 1 次登录失败" in page


# --- Left alone


@pytest.fixture
def morning():
    with time_machine.travel("2026-11-26T08:00:00+08:00", tick=False) as clock:
        yield clock


def test_half_an_hour_without_a_request_ends_the_session(cast, morning):
    desk = browser(DESK)
    sign_in(desk)
    morning.shift(timedelta(minutes=29))
    assert is_in(desk)
    morning.shift(timedelta(minutes=29))
    assert is_in(desk), "each request counts"
    morning.shift(timedelta(minutes=31))
    answer = desk.get("/work/?x=1", follow=True)
    assert answer.redirect_chain[0][0] == f"{LOGIN}?next=/work/%3Fx%3D1"
    assert "超过 30 分钟没有操作" in answer.text
    assert Event.objects.about(cast.keeper).first().verb == "退出"


def test_what_was_being_sent_stays_on_the_page_but_no_password(cast, morning):
    desk = browser(DESK)
    sign_in(desk)
    morning.shift(timedelta(minutes=31))
    answer = desk.post("/work/activities/new/", {"text": "走访了三户人家，收集意见五条"})
    assert answer.status_code == 403
    assert "走访了三户人家，收集意见五条" in answer.text
    assert "没有保存" in answer.text
    assert not is_in(desk)


def test_twelve_hours_are_the_end_however_busy(cast, morning, settings):
    desk = browser(DESK)
    sign_in(desk)
    for _ in range(48):
        morning.shift(timedelta(minutes=15))
        assert is_in(desk)
    morning.shift(timedelta(minutes=1))
    assert "登录已超过 12 小时" in desk.get("/work/", follow=True).text


def test_the_public_pages_do_not_ask_who_has_been_idle(cast, morning):
    desk = browser(DESK)
    sign_in(desk)
    morning.shift(timedelta(hours=2))
    assert desk.get("/").status_code == 200


# --- Accounts that nobody uses


def test_an_account_unused_for_ninety_days_is_disabled(cast, capsys):
    old = timezone.now() - timedelta(days=91)
    type(cast.keeper).objects.update(enabled_at=old, last_login=timezone.now())
    type(cast.keeper).objects.filter(username="keeper").update(last_login=old)
    call_command("disable_stale_accounts", "--dry-run")
    assert "将停用 1 个账号" in capsys.readouterr().out
    cast.keeper.refresh_from_db()
    assert cast.keeper.is_active
    call_command("disable_stale_accounts")
    told = capsys.readouterr().out
    assert "keeper" in told
    assert "已停用 1 个账号" in told
    cast.keeper.refresh_from_db()
    assert not cast.keeper.is_active
    event = Event.objects.about(cast.keeper).first()
    assert (event.verb, event.detail["reason"]) == ("停用账号", "90 天没有登录")
    call_command("disable_stale_accounts")
    assert "已停用 0 个账号" in capsys.readouterr().out


def test_one_enabled_again_has_another_ninety_days(client, cast):
    old = timezone.now() - timedelta(days=200)
    type(cast.keeper).objects.filter(pk=cast.keeper.pk).update(
        enabled_at=old, last_login=old, is_active=False
    )
    client.force_login(cast.city_editor)
    client.post(
        f"/admin/accounts/user/{cast.keeper.pk}/change/",
        {
            "username": "keeper",
            "name": "管理员",
            "role": "keeper",
            "division": cast.keeper.division_id,
            "is_active": "on",
        },
    )
    call_command("disable_stale_accounts")
    cast.keeper.refresh_from_db()
    assert cast.keeper.is_active


def test_the_superuser_used_last_stays(cast, django_user_model, capsys):
    old = timezone.now() - timedelta(days=300)
    for name, days in (("root-1", 0), ("root-2", 50)):
        django_user_model.objects.create_superuser(name, password=make.PASSWORD)
        django_user_model.objects.filter(username=name).update(
            enabled_at=old, last_login=old + timedelta(days=days)
        )
    call_command("disable_stale_accounts")
    capsys.readouterr()
    active = django_user_model.objects.filter(is_superuser=True, is_active=True)
    assert [person.username for person in active] == ["root-2"]
