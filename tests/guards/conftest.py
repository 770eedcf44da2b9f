"""The demo city, loaded once for all guards: real pages to walk through, one account of each role."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from deputies.models import RosterImport
from liaison.accounts.models import User
from stations.models import LedgerImport
from tests.guards.crawling import crawl
from tests.guards.walking import ACCOUNTS, Walk, walk


@pytest.fixture(scope="package")
def demo_city(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Divisions and demo stations in an open transaction that is rolled back at the end."""
    media = tmp_path_factory.mktemp("media")
    settings = override_settings(MEDIA_ROOT=media, SECURITY_CONTACT="mailto:security@example.invalid")
    with django_db_blocker.unblock(), transaction.atomic(), settings:
        call_command("load_divisions", verbosity=0)
        call_command("load_demo")
        leave_a_ledger()
        yield
        transaction.set_rollback(True)


def leave_a_ledger() -> None:
    """An uploaded ledger and a roster of the demo officer's county, waiting to be confirmed."""
    officer = User.objects.get(username="huixian")
    LedgerImport.objects.create(user=officer, division=officer.division, file_name="台账.xlsx")
    RosterImport.objects.create(user=officer, division=officer.division, file_name="名册.xlsx")


@pytest.fixture
def desks(demo_city: None, db: None) -> dict[str, Client]:
    """A client for each account, and one for a visitor, under the name `anonymous`."""
    clients = {"anonymous": Client(raise_request_exception=False)}
    for user in User.objects.filter(username__in=ACCOUNTS):
        clients[user.username] = Client(raise_request_exception=False)
        clients[user.username].force_login(user)
    return clients


@pytest.fixture(scope="package")
def crawled(demo_city: None, django_db_blocker: Any) -> dict[str, tuple[int, str]]:
    """Status and words of what a visitor finds: walked once, looked at by many."""
    with django_db_blocker.unblock():
        return crawl(Client(raise_request_exception=False))


@pytest.fixture(scope="package")
def walked(demo_city: None, django_db_blocker: Any) -> Walk:
    """What each account finds behind the sign-in: walked once, looked at by several."""
    with django_db_blocker.unblock():
        return walk()
