"""Guessing a password: five wrong ones, then nothing helps for fifteen minutes but an office that unlocks."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from liaison.accounts import doors
from liaison.accounts.models import Tries
from liaison.audit.models import Event
from tests import make
from tests.servers import Shared, at_once, served

LOGIN = "/accounts/login/"
SHUT = "登录失败次数过多，请15分钟后再试"


def try_in(name, password, **more):
    """One attempt at the door, in a browser of its own."""
    return Client().post(LOGIN, {"login": name, "password": password}, **more)


def shut_out(name="keeper"):
    for _ in range(5):
        assert try_in(name, "wrong").status_code == 200


@pytest.mark.parametrize("name", ["keeper", "nobody"])
def test_the_sixth_attempt_meets_a_closed_door_for_known_and_unknown_names(cast, name):
    for _ in range(5):
        answer = try_in(name, "wrong")
        assert (answer.status_code, "用户名或密码错误" in answer.content.decode()) == (200, True)
    for password in ("wrong", make.PASSWORD):
        answer = try_in(name, password)
        assert (answer.status_code, 895 < int(answer["Retry-After"]) <= 900) == (429, True)
        assert SHUT in answer.content.decode()


def test_an_emptied_cache_does_not_open_the_door(cast):
    shut_out()
    cache.clear()
    assert try_in("keeper", make.PASSWORD).status_code == 429


@pytest.mark.parametrize("name", ["KEEPER", " keeper ", "ｋｅｅｐｅｒ", "Keeper"])
def test_another_spelling_of_the_name_is_the_same_door(cast, name):
    shut_out()
    assert try_in(name, "wrong").status_code == 429


def test_spellings_that_a_database_takes_for_equal_share_a_door():
    assert doors.password_door("huıxian") == doors.password_door("huixian")
    assert doors.password_door("ſtation") == doors.password_door("STATION")


def test_a_disabled_account_is_answered_and_counted_like_any_other(cast):
    cast.keeper.is_active = False
    cast.keeper.save()
    for _ in range(5):
        assert "用户名或密码错误" in try_in("keeper", make.PASSWORD).content.decode()
    assert try_in("keeper", make.PASSWORD).status_code == 429


def test_the_owner_forgets_own_mistakes_by_signing_in(cast):
    for _ in range(3):
        for _ in range(4):
            try_in("keeper", "wrong")
        assert try_in("keeper", make.PASSWORD).status_code == 302


def test_fifteen_quiet_minutes_open_the_door(cast):
    shut_out()
    Tries.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert try_in("keeper", "wrong").status_code == 200
    assert try_in("keeper", make.PASSWORD).status_code == 302


def test_refused_tries_do_not_keep_the_door_shut_longer(cast):
    shut_out()
    before = Tries.objects.get(key=doors.password_door("keeper").key).at
    try_in("keeper", "wrong")
    assert Tries.objects.get(key=doors.password_door("keeper").key).at == before


def test_slow_guessing_is_counted_on(cast):
    """Four tries a quarter of an hour, for ever, would be four hundred a day."""
    for _ in range(5):
        Tries.objects.update(at=timezone.now() - timedelta(minutes=14))
        try_in("keeper", "wrong")
    assert try_in("keeper", make.PASSWORD).status_code == 429


def test_one_address_may_fail_thirty_times_whatever_names_it_tries(cast):
    for number in range(30):
        assert try_in(f"name{number}", "wrong", REMOTE_ADDR="192.0.2.7").status_code == 200
    answer = try_in("keeper", make.PASSWORD, REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, SHUT in answer.content.decode()) == (429, True)
    assert try_in("keeper", make.PASSWORD, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_an_own_account_does_not_clear_the_address(cast):
    for number in range(30):
        try_in(f"name{number}", "wrong")
        if number % 3 == 0:
            try_in("keeper", make.PASSWORD)
    assert try_in("keeper", make.PASSWORD).status_code == 429


def test_one_home_is_one_address(cast):
    assert doors.address_door("2001:db8:0:1::7") == doors.address_door("2001:db8:0:1:ffff::8")
    assert doors.address_door("2001:db8:0:1::7") != doors.address_door("2001:db8:0:2::7")


def test_behind_a_proxy_the_visitors_address_is_counted(cast, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for number in range(30):
        try_in(f"name{number}", "wrong", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert try_in("keeper", "wrong", HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 429
    assert try_in("keeper", "wrong", HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 200


@pytest.mark.parametrize("name", ["keeper", "nobody", "disabled"])
def test_every_try_costs_one_hash_whoever_is_named(cast, name, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    make.user("disabled", role=cast.keeper.role, division=cast.huixian, is_active=False)
    run = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: run.append(1) or encode(self, *args))
    try_in(name, "wrong")
    assert len(run) == 1


def test_the_trail_tells_of_the_lock_and_of_each_failure_but_not_of_the_refused(cast):
    shut_out()
    try_in("keeper", "wrong")
    told = Event.objects.about(cast.keeper).order_by("number").values_list("verb", flat=True)
    assert list(told) == ["登录失败"] * 5 + ["锁定登录"]


def test_names_that_were_tried_stand_nowhere(cast):
    try_in("my-secret-password", "wrong")
    assert not [row for row in Tries.objects.values_list("key", flat=True) if "secret" in row]


# --- Unlocking


def test_the_city_unlocks_an_account(client, cast):
    shut_out()
    client.force_login(cast.city_editor)
    page = f"/admin/accounts/user/{cast.keeper.pk}/"
    assert "登录已锁定" in client.get(f"{page}change/").content.decode()
    assert client.get(f"{page}unlock/").status_code == 405
    client.post(f"{page}unlock/")
    assert "登录已锁定" not in client.get(f"{page}change/").content.decode()
    assert try_in("keeper", make.PASSWORD).status_code == 302
    assert Event.objects.get(verb="解除锁定").actor == cast.city_editor


def test_a_new_password_from_the_city_opens_the_closed_door(client, cast):
    shut_out()
    client.force_login(cast.city_editor)
    page = client.post(f"/admin/accounts/user/{cast.keeper.pk}/reset/")
    assert try_in("keeper", make.PASSWORD).status_code == 200  # the old one opens nothing
    assert try_in("keeper", page.context["password"]).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("huixian_officer", 404), ("keeper", 404)])
def test_nobody_else_unlocks(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.post(f"/admin/accounts/user/{cast.yuanyang_officer.pk}/unlock/").status_code == status


def test_nobody_unlocks_themselves(client, cast):
    client.force_login(cast.city_editor)
    assert client.post(f"/admin/accounts/user/{cast.city_editor.pk}/unlock/").status_code == 404


def test_a_command_unlocks_an_account_and_an_address(cast):
    shut_out()
    call_command("unlock_account", "keeper")
    assert try_in("keeper", make.PASSWORD).status_code == 302
    for number in range(30):
        try_in(f"name{number}", "wrong")
    call_command("unlock_account", "--address", "127.0.0.1")
    assert try_in("keeper", make.PASSWORD).status_code == 302


@pytest.mark.parametrize("said", [[], ["nobody"], ["--address", "here"]])
def test_the_command_says_what_it_does_not_know(cast, said):
    with pytest.raises(CommandError):
        call_command("unlock_account", *said)


# --- The same limit at the other places where a password is typed


def test_a_stolen_session_cannot_guess_the_present_password(client, cast):
    client.force_login(cast.keeper)
    typed = {"oldpassword": "wrong", "password1": "Qwer-7621-zxc", "password2": "Qwer-7621-zxc"}
    for _ in range(5):
        answer = client.post("/accounts/password/", typed)
        assert (answer.status_code, "当前密码不对" in answer.content.decode()) == (200, True)
    answer = client.post("/accounts/password/", typed | {"oldpassword": make.PASSWORD})
    assert (answer.status_code, answer.has_header("Retry-After")) == (429, True)
    assert SHUT in answer.content.decode()


# --- Across workers and restarts, in real processes


@pytest.mark.django_db(transaction=True)
def test_many_workers_count_together_and_a_new_server_goes_on_counting(tmp_path):
    places = make.city()
    person = make.user("keeper", role="keeper", division=places["huixian"])
    shared = Shared(tmp_path)

    def guess(server, password):
        return server.post({"csrftoken": "a" * 32}, LOGIN, {"login": person.username, "password": password})

    with served(shared, tmp_path, workers=3) as server:
        answers = at_once(*[lambda: guess(server, "wrong")] * 12)
        assert sorted(status for status, _ in answers) == [200] * 5 + [429] * 7
    with served(shared, tmp_path, workers=3) as server:
        assert guess(server, make.PASSWORD)[0] == 429
