"""Uploads that nobody decides about lose their cells; whoever decided is left alone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from deputies.models import RosterImport
from liaison.audit.models import Event
from stations.models import LedgerImport


def clear(**options) -> str:
    out = StringIO()
    call_command("clear_imports", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def uploads(cast):
    """A roster and a ledger of 31 days ago, and of now."""
    facts = {"user": cast.huixian_officer, "division": cast.huixian, "tables": [{"rows": ["15400000001"]}]}
    for model in (RosterImport, LedgerImport):
        for name in ("old", "new"):
            kept = model.objects.create(file_name=name, **facts)
            days = 31 if name == "old" else 29
            model.objects.filter(pk=kept.pk).update(created_at=timezone.now() - timedelta(days=days))
    RosterImport.objects.update(answers={"a": "b"}, preview={"lines": []})


@pytest.mark.usefixtures("uploads")
def test_only_old_uploads_are_emptied_once():
    assert "名册 1 份、台账 1 份" in clear()
    assert "名册 0 份、台账 0 份" in clear()
    for model in (RosterImport, LedgerImport):
        old, new = model.objects.get(file_name="old"), model.objects.get(file_name="new")
        assert (old.state, old.tables) == ("expired", [])
        assert (new.state, bool(new.tables)) == ("uploaded", True)
    old = RosterImport.objects.get(file_name="old")
    assert (old.answers, old.preview) == ({}, {})
    trail = Event.objects.filter(verb__in=("清除过期名册", "清除过期台账"))
    assert {event.actor_name for event in trail} == {"系统"}
    assert trail.count() == 2


@pytest.mark.usefixtures("uploads")
def test_the_days_can_be_chosen_and_what_was_decided_stays():
    RosterImport.objects.filter(file_name="new").update(state="applied")
    assert "名册 1 份、台账 2 份" in clear(days=20)
    assert RosterImport.objects.get(file_name="new").tables


def test_the_page_of_an_expired_import_says_so(cast, enter, uploads):
    clear()
    kept = RosterImport.objects.get(file_name="old")
    text = enter(cast.huixian_officer).get(reverse("work:roster_result", args=[kept.pk])).content.decode()
    assert "已过期" in text
