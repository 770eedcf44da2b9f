"""Passwords: what they must be, whose they are, and until when they open the door."""

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from liaison.accounts.actions import give_new_password
from liaison.accounts.checks import policy_exists
from liaison.audit.models import Event
from tests import make

LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/"
OWN = "Fenghuang-shan7"
DEAD = "超过 72 小时没有换成自己的密码"


def said(password, person=None):
    """What the rules say against a password; nothing when it is good."""
    try:
        validate_password(password, person)
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""


def sign_in(client, name, password):
    return client.post(LOGIN, {"login": name, "password": password}, follow=True)


def choose(client, old, new):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


# --- What they must be


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Fh-shan77", "密码至少 10 个字符"),
        ("fenghuangshan", "至少要有 3 种"),
        ("fenghuang-shan", "至少要有 3 种"),
        ("Xinxiang2026!", "密码里有“xinxiang”"),
        ("辉县辉县Abc123", "密码里有“辉县”"),
        ("Lianluozhan1!", "密码里有“lianluozhan”"),
        ("凤凰山下Huakai7", ""),
        (OWN, ""),
    ],
)
def test_the_assessors_policy(cast, password, problem):
    told = said(password, cast.keeper)
    assert problem in told
    assert bool(told) == bool(problem)


def test_a_common_one_and_ones_own_name_are_refused(cast):
    cast.keeper.username = "zhangjianguo"
    assert said("password123")
    assert "zhangjianguo" in said("Zhangjianguo88", cast.keeper)


def test_the_long_policy_asks_for_length_only(cast, settings):
    settings.PASSWORD_POLICY = "asvs"
    assert "密码至少 15 个字符" in said("Fenghuang7-xy")
    assert said("correct horse battery staple") == ""
    assert said("长" * 64) == ""


def test_a_policy_nobody_knows_is_said_at_the_start(settings):
    assert policy_exists(None) == []
    settings.PASSWORD_POLICY = "iso"
    assert "djbh、asvs" in policy_exists(None)[0].msg


# --- Whose they are


def test_a_password_that_was_given_opens_nothing_but_the_page_for_a_new_one(client, cast):
    given = give_new_password(cast.keeper, by=cast.city_editor)
    page = sign_in(client, "keeper", given)
    assert page.redirect_chain[-1][0] == CHANGE
    assert "这是管理员给的密码" in page.text
    for address in ("/work/", "/admin/", "/accounts/security/"):
        assert client.get(address)["Location"] == CHANGE
    assert client.get("/").status_code == 200

    assert "新密码不能和当前密码一样" in choose(client, given, given).text
    answer = choose(client, given, OWN)
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
    assert client.get("/work/").status_code == 200
    cast.keeper.refresh_from_db()
    assert cast.keeper.password_given_at is None
    assert Event.objects.about(cast.keeper).first().verb == "修改密码"


def test_it_dies_after_three_days_and_a_new_one_lives_again(client, cast):
    with time_machine.travel("2026-11-01T08:00:00+08:00", tick=False) as clock:
        given = give_new_password(cast.keeper, by=cast.city_editor)
        clock.move_to("2026-11-04T08:00:00+08:00")
        page = sign_in(client, "keeper", given)
        assert DEAD in page.text
        assert client.get("/work/").status_code == 302
        assert Event.objects.about(cast.keeper).first().verb == "初始密码过期"
        assert DEAD not in sign_in(client, "keeper", "wrong").text, "told to the owner only"

        given = give_new_password(cast.keeper, by=cast.city_editor)
        clock.move_to("2026-11-07T07:59:00+08:00")
        assert sign_in(client, "keeper", given).redirect_chain[-1][0] == CHANGE


def test_after_ninety_days_the_assessors_policy_asks_for_a_new_one(client, cast, settings):
    with time_machine.travel("2026-08-01T08:00:00+08:00", tick=False) as clock:
        client.force_login(cast.keeper)
        choose(client, make.PASSWORD, OWN)
        clock.move_to("2026-10-29T08:00:00+08:00")
        assert sign_in(client, "keeper", OWN).redirect_chain[-1][0] == "/work/"
        clock.move_to("2026-10-30T08:00:00+08:00")
        page = sign_in(client, "keeper", OWN)
        assert "密码用了 90 天" in page.text
        settings.PASSWORD_POLICY = "asvs"
        assert client.get("/work/").status_code == 200


def test_a_new_password_ends_every_other_session(client, cast, django_user_model):
    elsewhere = type(client)()
    for browser in (client, elsewhere):
        sign_in(browser, "keeper", make.PASSWORD)
    assert choose(client, make.PASSWORD, OWN).status_code == 302
    assert client.get("/work/").status_code == 200
    assert elsewhere.get("/work/").status_code == 302
