"""The sign-in: what it says when something is missing or wrong, and when it closes."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests import make

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    """The counts of wrong passwords live in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


def try_in(client, name, password):
    """One attempt at the door."""
    return client.post(LOGIN, {"login": name, "password": password})


def test_what_is_missing_is_named(client, db):
    page = client.post(LOGIN, {}).content.decode()
    assert "请填写用户名" in page
    assert "请填写密码" in page


@pytest.mark.parametrize("name", ["keeper", "nobody"])
def test_the_sixth_attempt_meets_a_closed_door_for_known_and_unknown_names(client, cast, name):
    for _ in range(5):
        answer = try_in(client, name, "wrong")
        assert (answer.status_code, "用户名或密码错误" in answer.content.decode()) == (200, True)
    for password in ("wrong", make.PASSWORD):
        answer = try_in(client, name, password)
        assert (answer.status_code, answer["Retry-After"]) == (429, "900")
        assert "登录失败次数过多，请15分钟后再试" in answer.content.decode()


def test_a_new_password_from_the_city_opens_the_closed_door(client, cast):
    for _ in range(6):
        try_in(client, "keeper", "wrong")
    office = Client()
    office.force_login(cast.city_editor)
    page = office.post(f"/admin/accounts/user/{cast.keeper.pk}/reset/")
    assert try_in(client, "keeper", make.PASSWORD).status_code == 200  # the old one opens nothing
    assert try_in(client, "keeper", page.context["password"]).status_code == 302


def test_whoever_signs_in_is_not_told_their_own_user_name(client, cast):
    page = client.post(LOGIN, {"login": "keeper", "password": make.PASSWORD}, follow=True).content.decode()
    assert "成功登录" not in page
    assert "您好" in page


def test_a_new_password_is_asked_for_in_plain_words(client, cast):
    client.force_login(cast.keeper)
    assert "请填写新密码" in client.post("/accounts/password/", {}).content.decode()
