"""The trail can be read and trusted: what was changed behind its back shows."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from liaison.audit import record
from liaison.audit.models import Event
from tests import make


def test_an_event_says_who_what_and_on_which_object(cast):
    event = record(cast.city_editor, "导出联络站", cast.huixian, rows=22)
    assert (event.actor, event.target_name, event.detail) == (cast.city_editor, "辉县市", {"rows": 22})
    assert list(Event.objects.about(cast.huixian)) == [event]


def test_an_untouched_chain_verifies(cast):
    for number in range(5):
        record(None, "演示", cast.city, number=number)
    assert Event.objects.first_broken() is None


def test_a_rewritten_event_is_found(cast):
    for number in range(3):
        record(None, "演示", cast.city, number=number)
    Event.objects.filter(number=2).update(verb="从未发生")
    assert Event.objects.first_broken() == 2


def test_a_removed_event_is_found_at_the_end_too(cast):
    for number in range(3):
        record(None, "演示", cast.city, number=number)
    Event.objects.filter(number=3)._raw_delete("default")
    assert Event.objects.first_broken() == 3


def test_names_outlive_the_account(cast):
    record(cast.keeper, "登录", None)
    cast.keeper.delete()
    assert Event.objects.get(verb="登录").actor_name == "keeper"
    assert Event.objects.first_broken() is None


# The in-memory SQLite of the tests knows no second writer; PostgreSQL shows the race.
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_writers_forge_one_chain():
    places = make.city()

    def write() -> None:
        for _ in range(5):
            record(None, "并发", places["city"])
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert Event.objects.filter(verb="并发").count() == 20
    assert Event.objects.first_broken() is None


def test_a_command_names_the_first_broken_event(cast, capsys):
    record(None, "演示", cast.city)
    call_command("verify_audit")
    assert "1 条操作记录完整" in capsys.readouterr().out
    Event.objects.update(actor_name="别人")
    with pytest.raises(CommandError, match="第 1 条"):
        call_command("verify_audit")
