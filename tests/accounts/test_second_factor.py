"""The second step: set up with a phone, asked for at the sign-in, required of some, given back when lost."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from liaison.accounts.actions import protect
from liaison.accounts.checks import roles_exist
from liaison.accounts.factor import codes_left, has_factor
from liaison.audit.models import Event
from tests import make
from tests.accounts import phone

NOON = "2026-11-26T12:00:10+08:00"
LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
SETUP = "/accounts/factor/"
SECURITY = "/accounts/security/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SHUT = "登录失败次数过多，请15分钟后再试"


@pytest.fixture(autouse=True)
def noon():
    """Codes belong to half minutes: the clock stands, and the tests turn it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def codes(cast):
    """The keeper has a phone; these are the recovery codes."""
    return protect(cast.keeper, SECRET, 0)


@pytest.fixture
def halfway(client, codes):
    """The keeper's password is typed, the code is not."""
    answer = client.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    return client


def is_in(client):
    return client.get("/work/").status_code == 200


# --- Setting up


def test_the_page_shows_a_picture_from_here_and_a_key_for_typing(client, cast):
    client.force_login(cast.keeper)
    page = client.get(SETUP).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert len(phone.secret_on(page)) == 32


def test_a_reload_offers_the_same_key_and_another_session_another(client, cast):
    client.force_login(cast.keeper)
    first, again = (phone.secret_on(client.get(SETUP).content.decode()) for _ in range(2))
    other = Client()
    other.force_login(cast.keeper)
    assert first == again != phone.secret_on(other.get(SETUP).content.decode())


def test_the_phones_first_code_turns_it_on_and_ten_codes_are_shown_once(client, cast):
    client.force_login(cast.keeper)
    secret = phone.secret_on(client.get(SETUP).content.decode())
    answer = client.post(SETUP, {"code": phone.code(secret)})
    shown = phone.codes_on(answer.content.decode())
    assert (len(set(shown)), answer["Cache-Control"]) == (10, "no-store, private")
    assert client.get(SETUP)["Location"] == SECURITY
    assert not set(shown) & set(phone.codes_on(client.get(SECURITY).content.decode()))
    assert Event.objects.get(verb="启用二次验证").actor == cast.keeper


def test_neither_the_key_nor_the_codes_stand_in_the_database(codes, cast):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]


@pytest.mark.parametrize("typed", ["", "000000", "x" * 200, "１２３４５６", "²²²²²²"])
def test_a_code_that_does_not_fit_turns_nothing_on(client, cast, typed):
    client.force_login(cast.keeper)
    client.get(SETUP)
    answer = client.post(SETUP, {"code": typed})
    assert (answer.status_code, has_factor(cast.keeper)) == (200, False)
    assert 'class="emsg"' in answer.content.decode()


# --- Signing in with two steps


def test_the_password_alone_opens_nothing(halfway):
    assert not is_in(halfway)
    assert not Event.objects.filter(verb="登录").exists()


def test_the_phones_code_opens_the_door(halfway, cast):
    assert halfway.post(CODE, {"code": phone.code(SECRET)}).status_code == 302
    assert is_in(halfway)
    assert Event.objects.get(verb="登录").detail == {"factor": "手机验证码"}


@pytest.mark.parametrize("drift", [-1, 1])
def test_a_phone_half_a_minute_off_still_opens(halfway, drift):
    halfway.post(CODE, {"code": phone.code(SECRET, drift)})
    assert is_in(halfway)


@pytest.mark.parametrize("drift", [-3, 3])
def test_an_old_or_a_future_code_does_not(halfway, drift):
    answer = halfway.post(CODE, {"code": phone.code(SECRET, drift)})
    assert "验证码不对，或者已经用过" in answer.content.decode()
    assert not is_in(halfway)


def test_a_code_counts_once_and_so_do_those_before_it(halfway, codes):
    seen = phone.code(SECRET)
    halfway.post(CODE, {"code": seen})
    thief = Client()
    thief.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})
    for code in (seen, phone.code(SECRET, -1)):
        thief.post(CODE, {"code": code})
        assert not is_in(thief)
    thief.post(CODE, {"code": phone.code(SECRET, 1)})
    assert is_in(thief)


def test_a_recovery_code_opens_once(halfway, codes, cast):
    halfway.post(CODE, {"code": f" {codes[3].upper()} "})
    assert is_in(halfway)
    assert codes_left(cast.keeper) == 9
    assert Event.objects.get(verb="登录").detail == {"factor": "恢复码"}
    again = Client()
    again.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})
    again.post(CODE, {"code": codes[3]})
    assert not is_in(again)


def test_the_sixth_code_is_refused_even_when_it_is_right(halfway, codes):
    for _ in range(5):
        assert halfway.post(CODE, {"code": "000000"}).status_code == 200
    for code in (phone.code(SECRET), codes[0]):
        answer = halfway.post(CODE, {"code": code})
        assert (answer.status_code, answer["Retry-After"]) == (429, "900")
        assert SHUT in answer.content.decode()


def test_knowing_the_password_does_not_reopen_the_second_door(halfway):
    for _ in range(5):
        halfway.post(CODE, {"code": "000000"})
    fresh = Client()
    fresh.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})
    assert fresh.post(CODE, {"code": phone.code(SECRET)}).status_code == 429


def test_an_empty_step_is_told_and_a_step_without_a_password_leads_back(halfway):
    assert "请填写验证码" in halfway.post(CODE, {}).content.decode()
    assert Client().get(CODE)["Location"] == LOGIN


# --- Required of some


@pytest.fixture
def strict(settings):
    settings.MFA_REQUIRED_ROLES = ["city_editor", "city_reviewer", "auditor"]


def test_a_mistyped_role_is_told_at_the_start(settings):
    assert roles_exist(None) == []
    settings.MFA_REQUIRED_ROLES = ["city_editer"]
    assert "city_editer" in roles_exist(None)[0].msg


@pytest.mark.parametrize("who", ["city_editor", "city_reviewer", "auditor"])
def test_those_who_must_have_one_get_nowhere_before(client, cast, strict, who):
    client.force_login(getattr(cast, who))
    for page in ("/work/", "/admin/", "/admin/stations/station/", SECURITY, "/accounts/password/"):
        assert client.get(page)["Location"] == SETUP
    assert client.post(f"/admin/accounts/user/{cast.keeper.pk}/reset/")["Location"] == SETUP
    secret = phone.secret_on(client.get(SETUP).content.decode())
    client.post(SETUP, {"code": phone.code(secret)})
    assert is_in(client)


def test_superusers_must_too_and_others_need_not(client, cast, strict):
    cast.keeper.is_superuser = True
    cast.keeper.save()
    client.force_login(cast.keeper)
    assert client.get("/work/")["Location"] == SETUP
    client.force_login(cast.huixian_officer)
    assert is_in(client)


def test_the_way_out_stays_open(client, cast, strict):
    client.force_login(cast.auditor)
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/work/")["Location"].startswith(LOGIN)


def test_the_public_site_stays_what_it_is(client, cast, strict):
    client.force_login(cast.auditor)
    assert client.get("/").status_code == 200


def test_who_must_have_one_cannot_give_it_up(client, cast, strict):
    protect(cast.auditor, SECRET, 0)
    client.force_login(cast.auditor)
    client.post("/accounts/factor/remove/")
    assert has_factor(cast.auditor)


# --- Later


def test_whoever_need_not_have_one_may_give_it_up(client, cast, codes):
    client.force_login(cast.keeper)
    assert client.get("/accounts/factor/remove/").status_code == 405
    client.post("/accounts/factor/remove/")
    assert not Authenticator.objects.filter(user=cast.keeper).exists()
    assert Event.objects.get(verb="停用二次验证").actor == cast.keeper


def test_new_recovery_codes_void_the_old(client, cast, codes):
    client.force_login(cast.keeper)
    fresh = phone.codes_on(client.post("/accounts/factor/codes/").content.decode())
    thief = Client()
    thief.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})
    thief.post(CODE, {"code": codes[0]})
    assert not is_in(thief)
    thief.post(CODE, {"code": fresh[0]})
    assert is_in(thief)


def test_the_city_gives_back_a_lost_factor_and_everybody_is_out(client, cast, codes):
    client.force_login(cast.keeper)
    office = Client()
    office.force_login(cast.city_editor)
    page = f"/admin/accounts/user/{cast.keeper.pk}/"
    assert "重置二次验证" in office.get(f"{page}change/").content.decode()
    office.post(f"{page}factor/")
    assert not has_factor(cast.keeper)
    assert not is_in(client)
    assert Event.objects.get(verb="重置二次验证").actor == cast.city_editor
    assert client.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})["Location"] == "/work/"


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("huixian_officer", 404), ("keeper", 404)])
def test_nobody_else_resets_a_factor(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.post(f"/admin/accounts/user/{cast.yuanyang_officer.pk}/factor/").status_code == status


def test_a_command_resets_the_factor_of_the_only_editor(cast, codes):
    call_command("reset_second_factor", "keeper")
    assert not has_factor(cast.keeper)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")


# --- Typing the password again


@pytest.fixture
def careful(settings):
    settings.CONFIRM_MINUTES = 15


def test_a_sign_in_vouches_for_a_quarter_of_an_hour(client, cast, careful, noon):
    client.post(LOGIN, {"login": "keeper", "password": make.PASSWORD})
    assert client.get(SETUP).status_code == 200
    noon.shift(15 * 60 + 1)
    assert client.get(SETUP)["Location"] == "/accounts/confirm/?next=%2Faccounts%2Ffactor%2F"


def test_after_that_the_password_is_asked_for_and_leads_on(client, cast, careful):
    client.force_login(cast.keeper)
    asked = client.get(SETUP)["Location"]
    assert 'name="next" value="/accounts/factor/"' in client.get(asked).content.decode()
    wrong = client.post("/accounts/confirm/", {"password": "wrong", "next": SETUP})
    assert "密码不对" in wrong.content.decode()
    right = client.post("/accounts/confirm/", {"password": make.PASSWORD, "next": SETUP})
    assert right["Location"] == SETUP
    assert client.get(SETUP).status_code == 200


def test_the_way_on_never_leaves_the_site(client, cast, careful):
    client.force_login(cast.keeper)
    typed = {"password": make.PASSWORD, "next": "https://example.com/"}
    assert client.post("/accounts/confirm/", typed)["Location"] == SECURITY


def test_confirming_is_guarded_like_the_sign_in(client, cast, careful):
    client.force_login(cast.keeper)
    for _ in range(5):
        client.post("/accounts/confirm/", {"password": "wrong"})
    assert client.post("/accounts/confirm/", {"password": make.PASSWORD}).status_code == 429


@pytest.mark.parametrize("page", ["/accounts/factor/codes/", "/accounts/factor/remove/"])
def test_codes_and_giving_up_want_it_too(client, cast, codes, careful, page):
    client.force_login(cast.keeper)
    assert client.post(page)["Location"].startswith("/accounts/confirm/?next=")
    assert (has_factor(cast.keeper), codes_left(cast.keeper)) == (True, 10)


def test_changing_anybodys_role_wants_it_too(client, cast, careful):
    client.force_login(cast.city_editor)
    page = f"/admin/accounts/user/{cast.keeper.pk}/"
    for asked in (f"{page}change/", "/admin/accounts/user/add/"):
        assert client.get(asked)["Location"].startswith("/accounts/confirm/?next=%2Fadmin")
    for act in ("reset", "factor", "unlock"):
        answer = client.post(f"{page}{act}/")
        assert answer["Location"].endswith(f"{cast.keeper.pk}%2Fchange%2F")
    client.force_login(cast.auditor)
    assert client.get(f"{page}change/").status_code == 200


@pytest.mark.parametrize("page", ["deputies/deputy", "stations/station"])
def test_so_does_taking_internal_columns_away(client, cast, careful, page):
    client.force_login(cast.huixian_officer)
    address = f"/admin/{page}/export/"
    assert client.post(address, {"format": "csv"}).status_code == 200
    answer = client.post(address, {"format": "csv", "with_internal": "on"})
    assert answer["Location"].startswith("/accounts/confirm/")
    client.post("/accounts/confirm/", {"password": make.PASSWORD})
    assert client.post(address, {"format": "csv", "with_internal": "on"}).status_code == 200


def test_ending_other_sign_ins_wants_the_password_too(client, cast, careful):
    client.force_login(cast.keeper)
    asked = client.post("/accounts/sessions/end/")
    assert asked["Location"] == "/accounts/confirm/?next=%2Faccounts%2Fsecurity%2F"
    client.post("/accounts/confirm/", {"password": make.PASSWORD, "next": "/accounts/security/"})
    assert client.post("/accounts/sessions/end/")["Location"] == "/accounts/security/"
