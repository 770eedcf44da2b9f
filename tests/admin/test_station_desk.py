"""Keeping a station's record: quick entry, photos, stages, two editors, the trail."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from liaison.audit.models import Event
from stations.models import Photo, Standard, StandardItem, Station, Status
from tests import make
from tests.admin.conftest import form_of


@pytest.fixture
def desk(cast, enter, huixian_station):
    """The officer's open form: `desk.send(**changes)` saves it."""

    class Desk:
        browser = enter(cast.huixian_officer)
        station = huixian_station
        address = f"/admin/stations/station/{huixian_station.pk}/change/"

        def form(self) -> dict:
            return form_of(self.browser.get(self.address))

        def send(self, **changes):
            return self.browser.post(self.address, self.form() | changes)

    return Desk()


def test_a_change_is_saved_searchable_and_recorded(cast, desk):
    assert desk.send(name="孟庄新站", contact_phone="15400000009").status_code == 302
    assert Station.objects.matching("孟庄新站").get() == desk.station
    event = Event.objects.get(verb="修改联络站")
    assert event.actor == cast.huixian_officer
    assert set(event.detail["fields"]) == {"名称", "内部联系电话"}
    assert "15400000009" not in str(event.detail)


def test_saving_without_a_change_leaves_no_trace(desk):
    before = desk.station.history.count()
    assert desk.send().status_code == 302
    assert not Event.objects.filter(verb="修改联络站").exists()
    assert desk.station.history.count() == before


def test_many_villages_are_pasted_at_once(desk):
    desk.station.served_areas.create(name="东井峪村")
    desk.send(pasted_areas="东井峪村\n西井峪村\r\n 东关社区 、百泉村")
    assert list(desk.station.served_areas.order_by("pk").values_list("name", "kind")) == [
        ("东井峪村", "village"),
        ("西井峪村", "village"),
        ("东关社区", "community"),
        ("百泉村", "village"),
    ]
    assert Station.objects.matching("xjyc").exists()


def test_usual_hours_fill_only_empty_days(desk):
    desk.station.opening_hours.create(weekday=0, opens="09:00", closes="11:00")
    desk.send(usual_hours="workdays")
    assert desk.station.opening_hours.filter(weekday=0).count() == 1
    assert desk.station.opening_hours.count() == 1 + 4 * 2


def test_the_second_editor_is_warned_and_loses_nothing(cast, desk, enter):
    first = desk.form()
    other = enter(cast.city_editor)
    theirs = form_of(other.get(desk.address)) | {"address": "市里改的地址"}
    assert other.post(desk.address, theirs).status_code == 302
    answer = desk.browser.post(desk.address, first | {"directions": "我写的说明"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "改过：地址“市里改的地址”" in page
    assert str(cast.city_editor) in page
    assert "我写的说明" in page
    desk.station.refresh_from_db()
    assert desk.station.address == "市里改的地址"
    again = first | {
        "directions": "我写的说明",
        "seen_at": answer.context["adminform"].form["seen_at"].value(),
    }
    assert desk.browser.post(desk.address, again).status_code == 302


def test_who_changed_only_the_hours_is_named_too(cast, enter, desk):
    first = form_of(desk.browser.get(desk.address))
    theirs = first | {
        "opening_hours-TOTAL_FORMS": 1,
        "opening_hours-0-weekday": 0,
        "opening_hours-0-opens": "08:30",
        "opening_hours-0-closes": "12:00",
    }
    assert enter(cast.city_editor).post(desk.address, theirs).status_code == 302
    page = desk.browser.post(desk.address, first | {"directions": "我写的"}).content.decode()
    assert f"被 {cast.city_editor}" in page
    assert "改过：开放时间、人员等下面的表" in page


def test_what_is_missing_or_wrong_is_said_by_its_name(desk):
    page = desk.send(name="", area="-5").content.decode()
    assert "请填写名称" in page
    assert "面积（平方米）不能小于 1" in page
    assert "必填项" not in page


def test_the_history_tells_changes_and_no_empty_saves(desk):
    desk.send(directions="门口有二维码")
    desk.station.refresh_from_db()
    desk.station.save()
    page = desk.browser.get(desk.address.replace("change", "history"))
    assert [[one["new"] for one in v.changes] for v in page.context["versions"]] == [["门口有二维码"], []]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"overview": "有事找老李 138 1234 5678"}, "站点简介里有手机号 138****5678"),
        ({"people-0-title": "主席，电话13812345678"}, "本职职务里有手机号 138****5678"),
        ({"reception_note": "每月10日，11010519491231002X"}, "接待日里有身份证号 110"),
    ],
)
def test_no_text_for_the_public_takes_a_number_of_a_person(desk, typed, answer):
    page = desk.send(**typed).content.decode()
    assert answer in page
    assert "公开页面不登个人号码，请删除" in page
    desk.station.refresh_from_db()
    assert (desk.station.overview, desk.station.reception_note) == ("", "")


def photo_row(upload) -> dict:
    return {"photos-0-image": upload, "photos-0-alt": "站点大门", "photos-TOTAL_FORMS": 1}


def test_a_photo_is_re_encoded_and_gets_a_thumbnail(desk):
    assert desk.send(**photo_row(make.photo_file((2400, 1800)))).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (1280, 960)
    assert photo.thumbnail.name
    assert "新增照片：站点大门" in Event.objects.get(verb="修改联络站").detail["parts"]


def huge_png() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG")
    return SimpleUploadedFile("huge.png", out.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (
            lambda: SimpleUploadedFile("a.jpg", b"no picture at all", "image/jpeg"),
            "只支持 JPG、PNG、WEBP 照片",
        ),
        (lambda: SimpleUploadedFile("a.jpg", b"\xff\xd8\xff broken", "image/jpeg"), "照片无法识别或已损坏"),
        (lambda: SimpleUploadedFile("a.jpg", b"", "image/jpeg"), "照片无法识别或已损坏"),
        (huge_png, "照片像素过大"),
    ],
)
def test_a_bad_photo_is_refused_at_its_field_and_nothing_is_written(desk, upload, sentence):
    answer = desk.send(name="不该保存", **photo_row(upload()))
    assert answer.status_code == 200
    sets = {one.formset.prefix: one.formset for one in answer.context["inline_admin_formsets"]}
    assert sentence in str(sets["photos"].forms[0].errors["image"])
    assert not Photo.objects.exists()
    assert not Station.objects.filter(name="不该保存").exists()


def test_a_stage_is_registered_on_its_own_page(cast, desk):
    address = reverse("admin:stations_station_advance", args=[desk.station.pk])
    sent = {"stage": "accepted", "on": "2026-06-01", "note": "市级验收"}
    assert desk.browser.post(address, sent).status_code == 302
    desk.station.refresh_from_db()
    assert desk.station.stage == "accepted"
    assert desk.station.stage_changes.get().by == cast.huixian_officer
    refused = desk.browser.post(address, sent | {"on": "2999-01-01"})
    assert "日期不能晚于今天" in refused.content.decode()


def test_a_station_is_closed_with_day_and_reason_and_comes_back(desk):
    close = reverse("admin:stations_station_close", args=[desk.station.pk])
    assert "停用原因" in desk.browser.post(close, {"on": "2026-03-01"}).content.decode()
    early = desk.browser.post(close, {"on": "2020-01-01", "closed_reason": "搬迁"})
    assert "停用日期不能早于挂牌日期" in early.content.decode()
    assert desk.browser.post(close, {"on": "2026-03-01", "closed_reason": "搬迁"}).status_code == 302
    desk.station.refresh_from_db()
    assert desk.station.status == Status.CLOSED
    assert desk.browser.get(desk.address).status_code == 200
    reopen = reverse("admin:stations_station_reopen", args=[desk.station.pk])
    assert desk.browser.post(reopen, {"reason": "新址启用"}).status_code == 302
    desk.station.refresh_from_db()
    assert desk.station.status != Status.CLOSED
    assert [e.verb for e in Event.objects.order_by("number")] == ["停用联络站", "恢复联络站"]


def test_a_station_is_established_with_one_click_and_only_once(cast, desk):
    address = reverse("admin:stations_station_establish", args=[cast.baiquan.code])
    assert desk.browser.get(address).status_code == 405
    assert desk.browser.post(address).status_code == 302
    again = desk.browser.post(address, follow=True)
    assert "百泉镇已经有百泉镇人大代表联络站" in again.content.decode()
    assert Station.objects.filter(division=cast.baiquan).count() == 1


def test_a_station_entered_by_hand_gets_its_first_stage(cast, desk):
    add = "/admin/stations/station/add/"
    sent = form_of(desk.browser.get(add)) | {
        "name": "百泉镇站",
        "kind": "station",
        "division": cast.baiquan.pk,
        "status": "running",
        "opened_on": "2025-05-01",
    }
    assert desk.browser.post(add, sent).status_code == 302
    made = Station.objects.get(name="百泉镇站")
    assert (made.stage, made.status) == ("opened", "running")
    assert Station.objects.matching("bqz").get() == made
    assert Event.objects.filter(verb="新建联络站", target_id=str(made.pk)).exists()


def test_history_tells_who_changed_what(cast, desk):
    desk.send(address="新地址 9 号", step_free="true")
    page = desk.browser.get(reverse("admin:stations_station_history", args=[desk.station.pk]))
    text = page.content.decode()
    assert "新地址 9 号" in text
    assert str(cast.huixian_officer) in text
    assert "无障碍通道" in text


@pytest.mark.parametrize(
    "query",
    [
        "missing=nonsense",
        "status__exact=nonsense",
        "county=999999",
        "is_focus__exact=maybe",
        "nonsense=1",
        "division__code__startswith=41",
        "keepers__password__startswith=a",
        "opened_on__year=2147483648",
    ],
)
def test_a_malformed_filter_is_dropped_and_said(desk, query):
    answer = desk.browser.get(f"/admin/stations/station/?{query}", follow=True)
    assert answer.status_code == 200
    assert "筛选条件无效，已忽略" in answer.content.decode()
    assert desk.station.name in answer.content.decode()


ODD = ["p=999999", "p=-3", "p=x", "o=99.x", "q=" + "长" * 3000, "all=", "_facets=1"]


@pytest.mark.parametrize("query", ODD)
def test_odd_addresses_still_show_the_list(desk, query):
    assert desk.browser.get(f"/admin/stations/station/?{query}", follow=True).status_code == 200


@pytest.mark.parametrize("pk", ["99999999999999999999999", "abc", "-1"])
def test_impossible_numbers_are_not_found(desk, pk):
    assert desk.browser.get(f"/admin/stations/station/{pk}/change/").status_code == 404


def cost(desk, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert desk.browser.get(address).status_code == 200
    return len(asked)


def test_the_list_costs_the_same_for_two_stations_and_for_twelve(
    desk,
):
    make.point(desk.station)
    few = cost(desk, "/admin/stations/station/")
    for _ in range(10):
        make.point(desk.station)
    assert cost(desk, "/admin/stations/station/") == few <= 14


def test_the_form_costs_the_same_for_many_parts(cast, desk):
    standard = Standard.objects.create(city=cast.city, name="标准", since="2026-01-01")
    items = [
        StandardItem.objects.create(standard=standard, number=n, name="项", text="求") for n in range(12)
    ]
    desk.station.evidence.create(item=items[0], met_on="2026-02-01")
    desk.station.served_areas.create(name="甲村")
    few = cost(desk, desk.address)
    for number, item in enumerate(items[1:]):
        desk.station.evidence.create(item=item, met_on="2026-02-01")
        desk.station.served_areas.create(name=f"{number}村")
    assert cost(desk, desk.address) == few <= 40


def test_missing_things_are_listed(cast, desk):
    page = desk.browser.get("/admin/stations/station/?missing=photo").content.decode()
    assert desk.station.name in page
    assert desk.station.name not in desk.browser.get("/admin/stations/station/?missing=head").content.decode()
