"""A county's people see their own county, through every address of the desk."""

import pytest
from django.urls import reverse

from liaison.divisions.models import Division
from stations.models import Evidence, Standard, StandardItem, Station
from tests import make
from tests.admin.conftest import form_of

OBJECT_PAGES = ["change", "history", "delete", "advance", "close", "reopen"]


@pytest.mark.parametrize("page", OBJECT_PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_neighbours_station_does_not_exist(cast, enter, huixian_station, page, method):
    browser = enter(cast.yuanyang_officer)
    address = reverse(f"admin:stations_station_{page}", args=[huixian_station.pk])
    assert getattr(browser, method)(address).status_code == 404


def test_a_neighbours_evidence_is_not_handed_out(cast, enter, huixian_station):
    standard = Standard.objects.create(city=cast.city, name="标准", since="2026-01-01")
    item = StandardItem.objects.create(standard=standard, number=1, name="场所", text="有场所")
    evidence = Evidence.objects.create(station=huixian_station, item=item, met_on="2026-02-01")
    evidence.file.save("a.pdf", make.photo_file())
    address = reverse("admin:stations_station_evidence", args=[huixian_station.pk, evidence.pk])
    assert enter(cast.yuanyang_officer).get(address).status_code == 404
    assert enter(cast.huixian_officer).get(address).status_code == 200


def test_lists_counts_and_search_stop_at_the_border(cast, enter, huixian_station, yuanyang_station):
    page = enter(cast.yuanyang_officer).get("/admin/stations/station/").content.decode()
    assert yuanyang_station.name in page
    assert huixian_station.name not in page
    assert "辉县市" not in page
    found = enter(cast.yuanyang_officer).get("/admin/stations/station/", {"q": "孟庄"})
    assert huixian_station.name not in found.content.decode()


@pytest.mark.parametrize(
    ("model", "field", "term"), [("station", "division", "孟庄"), ("station", "parent", "孟庄")]
)
def test_autocompletes_do_not_leak(cast, enter, huixian_station, model, field, term):
    asked = {"app_label": "stations", "model_name": model, "field_name": field, "term": term}
    told = enter(cast.yuanyang_officer).get("/admin/autocomplete/", asked)
    assert told.json()["results"] == []
    own = enter(cast.huixian_officer).get("/admin/autocomplete/", asked)
    assert len(own.json()["results"]) == 1
    assert "辉县市" in own.json()["results"][0]["text"]


def test_form_choices_do_not_leak(cast, enter, huixian_station, yuanyang_station):
    keeper = make.user("yuan-keeper", role="keeper", division=cast.yuanyang)
    page = enter(cast.yuanyang_officer).get(f"/admin/stations/station/{yuanyang_station.pk}/change/")
    fields = page.context["adminform"].form.fields
    assert list(fields["keepers"].queryset) == [keeper]
    assert not fields["division"].queryset.filter(pk=cast.mengzhuang.pk).exists()
    assert not fields["parent"].queryset.filter(pk=huixian_station.pk).exists()


def test_a_station_cannot_be_moved_or_made_across_the_border(cast, enter, yuanyang_station):
    browser = enter(cast.yuanyang_officer)
    address = f"/admin/stations/station/{yuanyang_station.pk}/change/"
    data = form_of(browser.get(address)) | {"division": cast.mengzhuang.pk}
    assert browser.post(address, data).status_code == 200
    yuanyang_station.refresh_from_db()
    assert yuanyang_station.division == cast.yuanxing_street


def test_actions_touch_only_rows_in_scope(cast, enter, huixian_station, yuanyang_station):
    from tests.admin.test_exchange import sheet_of

    chosen = {"action": "export_chosen", "_selected_action": [huixian_station.pk, yuanyang_station.pk]}
    file = enter(cast.yuanyang_officer).post("/admin/stations/station/", chosen)
    names = [row["名称"] for row in sheet_of(file)]
    assert names == [yuanyang_station.name]


def test_establishing_across_the_border_finds_no_such_place(cast, enter):
    address = reverse("admin:stations_station_establish", args=[cast.baiquan.code])
    assert enter(cast.yuanyang_officer).post(address).status_code == 404
    assert not Station.objects.exists()


def test_history_of_a_deleted_neighbour_stays_hidden(cast, enter, huixian_station):
    pk = huixian_station.pk
    huixian_station.delete()
    assert enter(cast.yuanyang_officer).get(f"/admin/stations/station/{pk}/history/").status_code == 404


def test_the_first_page_speaks_only_of_the_own_county(cast, enter, huixian_station, yuanyang_station):
    from stations.actions import advance

    advance(huixian_station, "opened", huixian_station.opened_on, by=cast.huixian_officer)
    page = enter(cast.yuanyang_officer).get("/admin/").content.decode()
    assert huixian_station.name not in page
    assert "辉县市" not in page
    assert huixian_station.name in enter(cast.huixian_officer).get("/admin/").content.decode()


def test_coverage_counts_the_own_county(cast, enter, huixian_station):
    page = enter(cast.yuanyang_officer).get("/admin/stations/station/coverage/").content.decode()
    assert "2 个乡镇（街道）中，0 个有开门的联络站" in page
    assert "孟庄镇" not in page


def test_a_zone_office_sees_what_the_zone_manages(cast, enter, huixian_station):
    officer = make.user("zone", role="county_officer", division=cast.zone)
    mine = make.station(cast.yuanwu)
    page = enter(officer).get("/admin/stations/station/").content.decode()
    assert mine.name in page
    assert huixian_station.name not in page


def test_a_city_of_another_province_is_not_seen_by_the_city_desk(cast, enter):
    other = Division.objects.create(code="420100", name="武汉市", level="city", kind="市", folded="武汉市")
    page = enter(cast.city_editor)
    assert page.get(f"/admin/divisions/division/{other.pk}/change/").status_code == 404


def test_a_keeper_chosen_before_stays_when_out_of_sight(cast, enter, huixian_station):
    moved = make.user("moved", role="keeper", division=cast.yuanyang)
    huixian_station.keepers.add(moved)
    browser = enter(cast.huixian_officer)
    address = f"/admin/stations/station/{huixian_station.pk}/change/"
    assert browser.post(address, form_of(browser.get(address))).status_code == 302
    assert moved in huixian_station.keepers.all()


def test_accounts_end_where_the_division_ends(cast, enter):
    boss = make.user("boss", role="", division=cast.city, is_superuser=True)
    browser = enter(cast.city_editor)
    assert browser.get(f"/admin/accounts/user/{boss.pk}/change/").status_code == 404
    assert browser.post(f"/admin/accounts/user/{boss.pk}/reset/").status_code == 404
    assert browser.get(f"/admin/accounts/user/{cast.keeper.pk}/change/").status_code == 200
