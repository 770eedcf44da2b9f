"""The sign-in: what it says when something is missing or wrong."""

from tests import make

LOGIN = "/accounts/login/"


def test_what_is_missing_is_named(client, db):
    page = client.post(LOGIN, {}).content.decode()
    assert "请填写用户名" in page
    assert "请填写密码" in page


def test_whoever_signs_in_is_not_told_their_own_user_name(client, cast):
    page = client.post(LOGIN, {"login": "keeper", "password": make.PASSWORD}, follow=True).content.decode()
    assert "成功登录" not in page
    assert "您好" in page


def test_a_new_password_is_asked_for_in_plain_words(client, cast):
    client.force_login(cast.keeper)
    assert "请填写新密码" in client.post("/accounts/password/", {}).content.decode()
