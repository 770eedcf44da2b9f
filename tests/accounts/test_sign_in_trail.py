"""Coming, failing to come and leaving are on the trail; passwords never are."""

import pytest
from django.urls import reverse

from liaison.audit.models import Event
from tests import make


@pytest.fixture
def knock(client, cast):
    def knock(name, password):
        return client.post(reverse("account_login"), {"login": name, "password": password})

    return knock


def test_signing_in_and_out_is_recorded(client, cast, knock):
    knock("keeper", make.PASSWORD)
    client.post(reverse("account_logout"))
    told = Event.objects.about(cast.keeper).order_by("number").values_list("verb", "actor_name")
    assert list(told) == [("登录", "keeper"), ("退出", "keeper")]


def test_a_wrong_password_is_recorded_against_the_account(cast, knock):
    knock("keeper", "wrong-password-1")
    event = Event.objects.about(cast.keeper).get()
    assert (event.verb, event.actor, event.address) == ("登录失败", None, "127.0.0.1")


def test_a_password_typed_as_a_name_is_not_kept(cast, knock):
    knock("my-secret-password", "keeper")
    event = Event.objects.get(verb="登录失败")
    assert "secret" not in f"{event} {event.detail} {event.target_name}"


def test_a_disabled_account_is_a_failure_too(cast, knock):
    cast.keeper.is_active = False
    cast.keeper.save()
    knock("keeper", make.PASSWORD)
    assert [e.verb for e in Event.objects.about(cast.keeper)] == ["登录失败"]
