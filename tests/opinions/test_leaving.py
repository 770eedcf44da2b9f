"""A citizen leaves an opinion: what is taken, what is kept where, what a program gets."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from liaison.audit.models import Event
from opinions.models import Contact, Opinion, OpinionPhoto
from tests import make
from tests.opinions import making

pytestmark = pytest.mark.django_db


def test_from_the_wall_to_the_receipt(client, station):
    page = client.get(f"/s/{station.code}/", follow=True).text
    door = re.search(r'href="(/opinions/new/[^"]+)"', page)[1].replace("&amp;", "&")
    form = client.get(door).text
    stamp = re.search(r'name="stamp" value="([^"]+)"', form)[1]
    assert stamp.count(":") == 2
    answer = client.post(door, making.typed(), follow=True)
    one = Opinion.objects.get()
    assert one.channel == "qr"
    assert one.station == station
    assert one.state == "submitted"
    assert f"{one.code[:4]}-{one.code[4:8]}-{one.code[8:]}" in answer.text
    assert client.get(f"{one.follow_url}qr.svg")["Content-Type"] == "image/svg+xml"
    assert [move.label for move in one.moves.all()] == ["提交"]
    assert Event.objects.filter(verb="收到群众意见").count() == 1


def test_what_is_not_accepted_and_which_door_is_right_is_said_before_writing(client, station):
    page = client.get(f"/opinions/new/?station={station.code}").text
    before = page[: page.index("<textarea")]
    for word in ("12345", "12368", "12388", "信访", "打官司", "不直接处理具体案件", "7 个工作日内答复"):
        assert word in before, word
    for word in ("未满十四周岁", "监护人", "180 天后删除", "只给办理人员看"):
        assert word in page, word


def test_who_leaves_no_contact_leaves_no_contact(client, station):
    making.send(client, station)
    assert not Contact.objects.exists()


def test_name_and_phone_are_sealed_and_nowhere_in_the_database(client, station):
    making.send(client, station, name=making.NAME, phone=making.PHONE, tells_deputy="on")
    contact = Contact.objects.get()
    assert contact.opened() == {"name": making.NAME, "phone": making.PHONE}
    assert contact.tells_deputy
    stored = making.everything_stored()
    assert making.SAID in stored
    assert making.PHONE not in stored
    assert making.NAME not in stored


def test_a_form_without_a_station_leads_to_the_stations(client, db):
    page = client.get("/opinions/new/?station=ZZZZZZ")
    assert page.status_code == 200
    assert "先找到管您那里的联络站" in page.text
    assert client.post("/opinions/new/?station=ZZZZZZ", making.typed()).status_code == 404


def test_a_deputy_of_the_station_can_be_named_and_no_other(client, cast, station):
    from deputies.actions import assign

    ours, other = (make.deputy(cast.huixian, make.term(cast.huixian)) for _ in range(2))
    assign(ours, station, "territory", since=station.opened_on, by=None)
    page = client.get(f"/opinions/new/?station={station.code}&deputy={ours.pk}").text
    assert f"向{ours.name}代表" in page
    assert "看不到您的电话" in page
    for key in (str(other.pk), "9" * 40, "x", "²"):
        answer = client.get(f"/opinions/new/?station={station.code}&deputy={key}")
        assert answer.status_code == 200
        assert "代表，由" not in answer.text
    client.post(f"/opinions/new/?station={station.code}&deputy={ours.pk}", making.typed())
    assert Opinion.objects.get().deputy == ours


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": ""}, "请填写您想反映什么"),
        ({"text": "灯"}, "再多写几个字，说清是什么事"),
        ({"text": "灯" * 2001}, "最多 2000 个字"),
        ({"text": "路\u202a灯\x07坏了"}, "无法识别"),
        ({"phone": "1541234567"}, "手机号应为 11 位数字"),
        ({"phone": "电话在家里"}, "座机请写区号和号码"),
        ({"agrees": ""}, "请勾选同意，站里才能办理"),
        ({"name": "甲" * 21}, "怎么称呼您最多 20 个字"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, station, wrong, message):
    answer = making.send(client, station, **{"place": "示例村西头"} | wrong)
    assert answer.status_code == 200
    assert answer.text.count(message) == 2
    assert "示例村西头" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "有 1 处需要修改" in answer.text
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("phone", ["１５４１２３４５６７８", "154 1234 5678", "+8615412345678"])
def test_a_phone_is_taken_as_people_write_it(client, station, phone):
    making.send(client, station, phone=phone)
    assert Contact.objects.get().opened()["phone"] == making.PHONE


def test_a_program_that_fills_everything_gets_nothing(client, station):
    answer = making.send(client, station, website="https://example.cn/")
    assert "没有提交成功" in answer.text
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("kind", ["none", "forged", "yesterday's"])
def test_a_forgotten_or_forged_page_keeps_the_words_and_gets_a_new_stamp(client, station, kind):
    stamps = {"none": "", "forged": "a" * 32 + ":1u:forged", "yesterday's": making.stamp(age=90_000)}
    stamp = stamps[kind]
    answer = making.send(client, station, stamp=stamp)
    assert "页面打开的时间太久了" in answer.text
    assert making.SAID in answer.text
    fresh = re.search(r'name="stamp" value="([^"]+)"', answer.text)[1]
    assert fresh != stamp
    assert not Opinion.objects.exists()


def test_who_sends_in_no_time_is_asked_to_send_again(client, station):
    stamp = making.stamp(age=0)
    assert "提交得太快" in making.send(client, station, stamp=stamp).text
    assert not Opinion.objects.exists()


def test_a_page_sent_twice_is_one_opinion_with_one_code(client, station):
    stamp = making.stamp()
    first, second = (making.send(client, station, stamp=stamp) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Opinion.objects.count() == 1


def test_of_500_from_one_address_five_are_taken_and_nobody_else_notices(client, station, settings):
    settings.OPINION_LIMIT = 5
    stamps = [making.stamp(token=f"{n:032x}") for n in range(500)]
    answers = []
    for stamp in stamps:
        client.cookies.clear()
        answers.append(making.send(client, station, stamp=stamp, address="203.0.113.9"))
    assert [a.status_code for a in answers[:5]] == [302] * 5
    assert {a.status_code for a in answers[5:]} == {429}
    assert "提交过于频繁" in answers[-1].text
    assert making.SAID in answers[-1].text
    assert answers[-1]["Retry-After"] == "600"
    assert Opinion.objects.count() == 5
    client.cookies.clear()
    assert making.send(client, station, address="203.0.113.10").status_code == 302


def test_a_device_that_changes_its_address_is_still_one_device(client, station, settings):
    settings.OPINION_LIMIT = 3
    answers = [making.send(client, station, address=f"203.0.113.{n}").status_code for n in range(5)]
    assert answers == [302, 302, 302, 302, 429]  # the first one had no name yet


def test_who_wrote_too_often_may_write_again_later(client, station, settings, time_machine):
    settings.OPINION_LIMIT = 1
    time_machine.move_to(timezone.now())
    assert making.send(client, station).status_code == 302
    assert making.send(client, station).status_code == 429
    time_machine.shift(601)
    assert making.send(client, station).status_code == 302


def test_no_address_is_stored(client, station):
    making.send(client, station, address="203.0.113.77")
    from opinions.models import Knock

    assert Knock.objects.exists()
    kept = "\n".join(row for row in making.everything_stored().split("\n") if "收到群众意见" not in row)
    assert "203.0.113.77" not in kept


def test_photos_are_written_anew_hidden_and_gone_from_public_reach(client, station):
    answer = making.send(client, station, photos=[make.photo_file(), make.photo_file(kind="PNG")])
    assert answer.status_code == 302
    photos = list(OpinionPhoto.objects.all())
    assert len(photos) == 2
    for photo in photos:
        assert photo.image.name.startswith("private/")
        assert client.get(f"/media/{photo.image.name}").status_code == 404
        assert Image.open(BytesIO(photo.image.read())).format == "WEBP"


def test_four_photos_or_a_script_in_a_picture_are_refused_at_the_field(client, station):
    many = making.send(client, station, photos=[make.photo_file() for _ in range(4)])
    assert "最多 3 张照片" in many.text
    svg = SimpleUploadedFile(
        "x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"
    )
    assert "第 1 张：只支持 JPG、PNG、WEBP 照片" in making.send(client, station, photos=[svg]).text
    assert not Opinion.objects.exists()


def test_a_station_that_closed_takes_none(client, station):
    station.status = "closed"
    station.closed_on = station.opened_on
    station.save()
    assert client.post(f"/opinions/new/?station={station.code}", making.typed()).status_code == 404
    assert f"station={station.code}" not in client.get(station.get_absolute_url()).text


def test_nul_bytes_are_refused_at_the_door(client, station):
    assert making.send(client, station, text="路\x00灯坏了").status_code in (200, 400)
    assert not Opinion.objects.exists()


def test_markup_is_shown_as_it_was_typed(client, station):
    making.send(client, station, text="<script>alert(1)</script>路灯坏了")
    page = client.get(Opinion.objects.get().follow_url).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
