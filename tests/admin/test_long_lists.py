"""Lists and forms of the desk with more rows than anybody turns pages through."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison.audit.desk import MOST_PAGED
from liaison.divisions.scoped import MOST_ROWS
from stations.admin.station import StationAdmin
from tests import make
from tests.admin.conftest import form_of

LIST = "/admin/stations/station/"


@pytest.fixture
def desk(cast, enter, huixian_station, monkeypatch):
    """Five stations, two on a page, and a desk that pages to the first four."""
    for number in range(4):
        make.station(cast.mengzhuang, name=f"示例{number}站")
    monkeypatch.setattr("liaison.audit.desk.MOST_PAGED", 4)
    monkeypatch.setattr(StationAdmin, "list_per_page", 2)
    return enter(cast.city_editor)


def test_nothing_is_counted_beyond_the_cap(desk):
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(LIST)
    counts = [
        query["sql"] for query in asked if "COUNT(" in query["sql"] and "stations_station" in query["sql"]
    ]
    assert counts
    assert all("LIMIT 5" in count for count in counts)
    assert "4+ 联络站" in " ".join(page.text.split())
    assert "这里只列前 4 条" in page.text


def test_pages_lead_to_the_cap_and_no_further(desk):
    last = desk.get(LIST, {"p": "999"}).context["cl"]
    assert len(last.result_list) == 2
    assert last.paginator.num_pages == 2


def test_what_was_not_counted_is_not_chosen_with_one_click(desk, monkeypatch):
    assert 'class="question hidden"' not in desk.get(LIST).text
    monkeypatch.setattr("liaison.audit.desk.MOST_PAGED", MOST_PAGED)
    page = desk.get(LIST).text
    assert 'class="question hidden"' in page
    assert "5 联络站" in " ".join(page.split())


def test_a_narrowed_list_is_counted_to_the_end(desk):
    page = desk.get(LIST, {"q": "示例3站"}).text
    assert "找到 1 条" in page
    assert "这里只列" not in page


def test_a_form_that_claims_endless_rows_is_answered_with_as_many_as_may_be_sent(desk, huixian_station):
    address = f"{LIST}{huixian_station.pk}/change/"
    answer = desk.post(address, form_of(desk.get(address)) | {"people-TOTAL_FORMS": "9" * 400})
    sets = (one.formset for one in answer.context["inline_admin_formsets"])
    people = next(one for one in sets if one.prefix == "people")
    assert len(people.forms) == MOST_ROWS
    assert "请最多提交" in str(people.non_form_errors())
