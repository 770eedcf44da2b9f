"""`next` comes with the address, so anybody can write it: it leads to a page of this site or nowhere."""

import logging
from urllib.parse import urlencode

import pytest

from liaison.accounts.actions import protect
from liaison.audit.logs import REFUSED
from tests import make

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/confirm/"
ADMIN = "/admin/login/"
DESK = "/work/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STRANGE = {
    "long": "/work/?q=" + "a" * 20_000,
    "long once quoted": "/work/?q=" + "中" * 2_000,
    "elsewhere": "http://evil.example/",
    "elsewhere, briefly": "//evil.example/",
    "elsewhere, backwards": "\\\\evil.example/",
    "ours, but whole": "http://testserver/work/",
    "half an address": "http://[",
    "a script": "javascript:alert(1)",
    "a header": "/work/\r\nSet-Cookie: a=b",
    "written backwards": "/work/\u202eredaeh",
    "no path": "work",
}


@pytest.fixture(params=STRANGE.values(), ids=STRANGE.keys())
def strange(request):
    return request.param


@pytest.fixture(autouse=True)
def nothing_went_wrong(caplog):
    """No answer left an error in the log, nor the note that something was refused at the last moment."""
    yield
    told = [one for one in caplog.records if one.levelno >= logging.ERROR or one.name.startswith(REFUSED)]
    assert [one.getMessage() for one in told] == []


def asked(page, address):
    return f"{page}?{urlencode({'next': address})}"


def test_a_strange_address_does_not_stop_anybody_from_signing_in(client, cast, strange):
    assert client.get(asked(LOGIN, strange)).status_code == 200
    typed = {"login": "keeper", "password": make.PASSWORD, "next": strange}
    assert client.post(LOGIN, typed)["Location"] == DESK
    assert client.get(asked(LOGIN, strange))["Location"] == DESK


def test_nor_does_it_go_along_to_the_second_step(client, cast, strange):
    protect(cast.keeper, SECRET, 0)
    typed = {"login": "keeper", "password": make.PASSWORD, "next": strange}
    assert client.post(LOGIN, typed)["Location"] == "/accounts/login/code/"


def test_the_desk_of_records_sends_nobody_on_with_it(client, db, strange):
    assert client.get(asked(ADMIN, strange))["Location"] == f"{LOGIN}?next=/admin/"


def test_nor_does_the_page_that_asks_for_the_password_again(client, cast, strange):
    client.force_login(cast.keeper)
    assert client.get(asked(CONFIRM, strange)).status_code == 200
    typed = {"password": make.PASSWORD, "next": strange}
    assert client.post(CONFIRM, typed)["Location"] == "/accounts/security/"


def test_where_one_was_going_is_where_one_arrives(client, cast):
    wanted = "/work/opinions/?q=路灯&page=2"
    typed = {"login": "keeper", "password": make.PASSWORD, "next": wanted}
    assert client.post(LOGIN, typed)["Location"] == "/work/opinions/?q=%E8%B7%AF%E7%81%AF&page=2"
