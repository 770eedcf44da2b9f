"""What the pages ask of the database does not grow with the number of deputies."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deputies.actions import assign
from liaison.portal.models import SiteSettings
from tests import make

BUDGETS = {
    "/deputies/": 7,
    "/deputies/?county=410782&level=county": 8,
    "/deputies/?q=示例": 7,
    "/deputies/?station={code}": 9,
    "/deputies/{pk}/": 10,
    "/stations/{code}/": 13,
    "/find/?q=孟庄镇": 12,
    "/find/?q=示例人": 12,
    "/search/?q=示例": 11,
    "/api/deputies.json": 9,
}


def asked(client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        if response.streaming:
            b"".join(response)
    assert response.status_code == 200, address
    return len([q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_to_its_budget_with_more_people(client, cast, address):
    SiteSettings.objects.create(city=cast.city)
    station = make.station(cast.mengzhuang)
    first = crowd(cast, station, 2)
    address, budget = address.format(code=station.code, pk=first.pk), BUDGETS[address]
    few = asked(client, address)
    crowd(cast, station, 30)
    many = asked(client, address)
    assert many <= budget, (address, many)
    assert many <= few + (1 if "find" in address else 0)


def crowd(cast, station, size: int):
    """So many people with two mandates each, all met at the station."""
    terms = make.term(cast.city, 14), make.term(cast.huixian)
    people = [make.deputy(cast.huixian, *terms, name=f"示例人{n}") for n in range(size)]
    for person in people:
        assign(person, station, since=date(2025, 7, 1), by=None)
    return people[0]
