"""Contacts and photos are erased when they are no longer needed; the matter itself stays."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from liaison.audit.models import Event
from liaison.lib.images import prepare_photo
from opinions import actions, actions_author
from opinions.models import Contact, Knock, Opinion, OpinionPhoto
from tests import make
from tests.opinions import making

pytestmark = pytest.mark.django_db(transaction=True)
WHO = {"name": making.NAME, "phone": making.PHONE}


def left(station, state="closed"):
    return making.opinion(station, state, contact=WHO, photos=[prepare_photo(make.photo_file())])


def test_after_180_days_name_phone_and_photos_are_gone(station, time_machine, capsys):
    time_machine.move_to("2026-01-05 10:00 +0800")
    one, running = left(station), left(station, "handling")
    declined = actions.decline(left(station, "submitted"), "private", "legal", by=None)
    names = [photo.image.name for photo in OpinionPhoto.objects.filter(opinion=one)]
    time_machine.move_to("2026-07-03 10:00 +0800")
    call_command("erase_contacts")
    assert Contact.objects.count() == 3
    time_machine.move_to("2026-07-05 10:00 +0800")
    call_command("erase_contacts")
    call_command("erase_contacts")
    assert list(Contact.objects.values_list("opinion", flat=True)) == [running.pk]
    assert not OpinionPhoto.objects.filter(opinion__in=[one, declined]).exists()
    assert not any(map(default_storage.exists, names))
    assert Opinion.objects.count() == 3
    assert Event.objects.filter(verb="按期删除反映人联系方式和照片").count() == 1
    assert "已删除 2 件" in capsys.readouterr().out


def test_a_matter_that_was_reopened_keeps_its_contact_until_it_is_closed_again(station, time_machine):
    time_machine.move_to("2026-01-05 10:00 +0800")
    one = left(station)
    time_machine.move_to("2026-06-30 10:00 +0800")
    one = actions_author.reopen(one, "又坏了")
    one = actions.close(actions.answer(one, "修好了", by=None), by=None)
    time_machine.move_to("2026-07-10 10:00 +0800")
    call_command("erase_contacts")
    assert Contact.objects.filter(opinion=one).exists()


def test_old_counters_of_visitors_go_with_them(client, station, time_machine):
    time_machine.move_to("2026-01-05 10:00 +0800")
    making.send(client, station)
    assert Knock.objects.exists()
    time_machine.move_to("2026-01-07 10:00 +0800")
    call_command("erase_contacts")
    assert not Knock.objects.exists()
