"""The first page of a member of staff: what waits, in their scope only."""

from django.urls import reverse

from stations.models import LedgerImport
from tests import make

HOME = "/work/"


def page(client, user):
    client.force_login(user)
    return client.get(HOME).text


def test_an_officer_sees_what_the_own_county_lacks(client, cast):
    make.station(cast.mengzhuang)
    make.station(cast.yuanwu)
    text = page(client, cast.huixian_officer)
    assert "2 个乡镇（街道）还没有联络站" in text
    assert "1 个站" in text
    assert "上传联络站台账" in text


def test_an_import_that_nobody_confirmed_waits_for_the_county_that_sent_it(client, cast):
    kept = LedgerImport.objects.create(
        user=cast.huixian_officer, division=cast.huixian, file_name="辉县市台账.xlsx"
    )
    assert "辉县市台账.xlsx" in page(client, cast.huixian_officer)
    assert "辉县市台账.xlsx" not in page(client, cast.yuanyang_officer)
    kept.state = LedgerImport.State.APPLIED
    kept.save()
    assert "辉县市台账.xlsx" not in page(client, cast.huixian_officer)


def test_a_keeper_finds_the_own_station_and_no_import(client, cast):
    own = make.station(cast.mengzhuang)
    own.keepers.add(cast.keeper)
    text = page(client, cast.keeper)
    assert reverse("admin:stations_station_change", args=[own.pk]) in text
    assert "上传联络站台账" not in text


def test_strangers_sign_in_first(client, db):
    answer = client.get(HOME)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_where_nothing_is_missing_the_page_says_so(client, cast):
    cast.keeper.division = cast.mengzhuang
    cast.keeper.save()
    assert "现在没有要办的事" in page(client, cast.keeper)
