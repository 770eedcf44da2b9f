"""What each standing may do at the desk."""

import pytest
from django.urls import reverse

from liaison.audit.models import Event
from stations.models import Station, Status
from tests import make
from tests.admin.conftest import form_of


@pytest.fixture
def own(cast, huixian_station):
    huixian_station.keepers.add(cast.keeper)
    return huixian_station


def test_a_keeper_sees_only_the_own_station(cast, enter, own):
    other = make.station(cast.baiquan)
    browser = enter(cast.keeper)
    page = browser.get("/admin/stations/station/").content.decode()
    assert own.name in page
    assert other.name not in page
    assert browser.get(f"/admin/stations/station/{other.pk}/change/").status_code == 404


def test_a_keeper_keeps_the_page_but_not_what_the_office_decides(cast, enter, own):
    browser = enter(cast.keeper)
    address = f"/admin/stations/station/{own.pk}/change/"
    sent = form_of(browser.get(address)) | {
        "directions": "进门右手第二间",
        "name": "改名",
        "status": Status.PREPARING,
        "grade": "model",
        "is_focus": "on",
        "focus_reason": "自己说的",
        "keepers": [],
        "division": cast.baiquan.pk,
    }
    assert browser.post(address, sent).status_code == 302
    own.refresh_from_db()
    assert own.directions == "进门右手第二间"
    assert (own.name, own.status, own.grade, own.is_focus) == (
        "孟庄镇人大代表联络站",
        Status.RUNNING,
        "",
        False,
    )
    assert own.division == cast.mengzhuang
    assert list(own.keepers.all()) == [cast.keeper]


@pytest.mark.parametrize("page", ["advance", "close"])
def test_a_keeper_takes_no_decisions(cast, enter, own, page):
    address = reverse(f"admin:stations_station_{page}", args=[own.pk])
    assert enter(cast.keeper).post(address).status_code == 403


@pytest.mark.parametrize("page", ["coverage", "import", "export", "add"])
def test_a_keeper_has_no_county_pages(cast, enter, own, page):
    assert enter(cast.keeper).get(reverse(f"admin:stations_station_{page}")).status_code == 403


def test_an_auditor_reads_everything_and_changes_nothing(cast, enter, huixian_station):
    browser = enter(cast.auditor)
    address = f"/admin/stations/station/{huixian_station.pk}/change/"
    page = browser.get(address)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert browser.post(address, {"name": "改名"}).status_code == 403
    huixian_station.refresh_from_db()
    assert huixian_station.name == "孟庄镇人大代表联络站"
    for place in ("import", "export", "add"):
        assert browser.get(reverse(f"admin:stations_station_{place}")).status_code == 403
    establish = reverse("admin:stations_station_establish", args=[cast.baiquan.code])
    assert browser.post(establish).status_code == 403


def test_internal_numbers_are_for_those_who_may_change_the_station(cast, enter, huixian_station):
    address = f"/admin/stations/station/{huixian_station.pk}/"
    number = huixian_station.contact_phone
    huixian_station.contact_phone = "15400000002"
    huixian_station.save()
    assert "15400000002" in enter(cast.huixian_officer).get(f"{address}change/").content.decode()
    for person in (cast.auditor, cast.huixian_leader, cast.city_reviewer):
        for page in ("change/", "history/"):
            told = enter(person).get(address + page).content.decode()
            assert "15400000002" not in told
            assert number not in told


def test_nobody_changes_the_trail_not_even_a_superuser(cast, enter, huixian_station):
    boss = make.user("boss", role="", division=cast.city, is_superuser=True)
    Event.objects.append(cast.city_editor, "试验", huixian_station, {})
    event = Event.objects.get()
    browser = enter(boss)
    assert browser.get("/admin/audit/event/").status_code == 200
    assert browser.get("/admin/audit/event/add/").status_code == 403
    assert browser.post(f"/admin/audit/event/{event.pk}/change/", {"verb": "改"}).status_code == 403
    assert browser.post(f"/admin/audit/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post("/admin/audit/event/", {"action": "delete_selected", "_selected_action": [event.pk]})
    assert Event.objects.get(pk=event.pk).verb == "试验"


def test_the_trail_is_not_for_counties(cast, enter):
    assert enter(cast.huixian_officer).get("/admin/audit/event/").status_code == 403
    assert enter(cast.huixian_officer).post("/admin/audit/event/export/").status_code == 403


def test_exporting_the_trail_is_itself_recorded(cast, enter, huixian_station):
    Event.objects.append(cast.city_editor, "=HYPERLINK", huixian_station, {})
    file = enter(cast.auditor).post("/admin/audit/event/export/")
    text = file.content.decode()
    assert text.startswith("\ufeff序号")
    assert "'=HYPERLINK" in text
    assert Event.objects.filter(verb="导出操作记录", actor=cast.auditor).exists()


def test_the_desk_has_no_door_of_its_own(client, cast, enter):
    answer = client.get("/admin/stations/station/", follow=False)
    assert answer.status_code == 302
    answer = client.get(answer.url)
    assert answer.url.startswith(reverse("account_login"))
    assert "next=/admin/stations/station/" in answer.url


def test_a_person_without_desk_rights_is_told_so_and_not_sent_in_circles(cast, enter):
    cast.keeper.is_staff = False
    cast.keeper.save()
    assert enter(cast.keeper).get("/admin/", follow=True).status_code == 403


def test_an_account_is_opened_with_a_password_shown_once(cast, enter):
    browser = enter(cast.city_editor)
    facts = {
        "username": "new-officer",
        "name": "新干事",
        "role": "county_officer",
        "division": cast.huixian.pk,
        "is_active": "on",
    }
    page = browser.post("/admin/accounts/user/add/", facts)
    password = page.context["password"]
    person = type(cast.city_editor).objects.get(username="new-officer")
    assert person.check_password(password)
    assert person.is_staff
    assert not person.is_superuser
    assert "no-store" in page["Cache-Control"]
    assert password not in str(list(Event.objects.values_list("detail", flat=True)))
    again = browser.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert password not in again


def test_an_account_needs_a_role_and_a_place(cast, enter):
    page = enter(cast.city_editor).post("/admin/accounts/user/add/", {"username": "x", "name": "无"})
    text = page.content.decode()
    assert "请选择角色" in text
    assert "请选择负责区划" in text


def test_nobody_raises_themselves(cast, enter):
    browser = enter(cast.city_editor)
    address = f"/admin/accounts/user/{cast.city_editor.pk}/change/"
    browser.post(address, {"username": "city_editor", "name": "我", "role": "auditor", "is_superuser": "on"})
    cast.city_editor.refresh_from_db()
    assert cast.city_editor.role == "city_editor"
    assert not cast.city_editor.is_superuser


def test_counties_open_no_accounts(cast, enter):
    for page in ("/admin/accounts/user/", "/admin/accounts/user/add/"):
        assert enter(cast.huixian_officer).get(page).status_code == 403


def test_a_leader_keeps_the_accounts_of_their_own_county_and_no_others(cast, enter):
    leader = enter(cast.huixian_leader)
    shown = leader.get("/admin/accounts/user/").content.decode()
    assert "keeper" in shown
    assert "yuanyang_officer" not in shown
    for other in (cast.yuanyang_officer, cast.city_editor, cast.huixian_leader):
        assert leader.get(f"/admin/accounts/user/{other.pk}/change/").status_code == 404
        assert leader.post(f"/admin/accounts/user/{other.pk}/reset/").status_code == 404
    assert leader.post(f"/admin/accounts/user/{cast.keeper.pk}/reset/").status_code == 200


@pytest.mark.parametrize(
    ("role", "place", "problem"),
    [
        ("keeper", "baiquan", ""),
        ("city_editor", "huixian", "选择一个有效的选项"),
        ("county_leader", "huixian", "选择一个有效的选项"),
        ("keeper", "yuanxing_street", "选择一个有效的选项"),
        ("county_officer", "city", "选择一个有效的选项"),
    ],
)
def test_a_leader_gives_neither_more_rights_nor_other_places(cast, enter, role, place, problem):
    facts = {"username": "new", "name": "新", "role": role, "division": getattr(cast, place).pk}
    answer = enter(cast.huixian_leader).post("/admin/accounts/user/add/", facts | {"is_active": "on"})
    assert problem in answer.content.decode()
    assert type(cast.keeper).objects.filter(username="new").exists() is not bool(problem)


def test_stations_are_closed_not_deleted(cast, enter, huixian_station):
    for person in (cast.city_editor, cast.huixian_officer):
        address = f"/admin/stations/station/{huixian_station.pk}/delete/"
        assert enter(person).post(address, {"post": "yes"}).status_code == 403
    assert Station.objects.filter(pk=huixian_station.pk).exists()


def test_a_disabled_account_hears_what_a_wrong_password_hears(client, cast):
    cast.keeper.is_active = False
    cast.keeper.save()
    tries = ({"login": "keeper", "password": make.PASSWORD}, {"login": "keeper", "password": "wrong"})
    for sent in (*tries, {"login": "nobody", "password": "wrong"}):
        answer = client.post(reverse("account_login"), sent)
        assert answer.status_code == 200
        assert "用户名或密码错误" in answer.content.decode()


def test_no_address_jumps_to_any_object_by_number(cast, enter, huixian_station):
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Station)
    address = f"/admin/r/{kind.pk}/{huixian_station.pk}/"
    assert enter(cast.yuanyang_officer).get(address).status_code == 404
