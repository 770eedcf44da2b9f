"""The author follows a matter by its code; nobody else finds it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from opinions import actions, actions_author, actions_public
from opinions.codes import LENGTH, new_code, read_code, spaced
from opinions.models import Opinion
from tests.opinions import making

pytestmark = pytest.mark.django_db


def page(client, one):
    return client.get(one.follow_url)


def test_a_code_is_sixty_random_bits_that_survive_being_copied():
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert 32**LENGTH >= 2**60
    code = "7K3M9QPD2XV1"
    for written in ("7K3M-9QPD-2XV1", "7k3m 9qpd 2xvl", "７Ｋ３Ｍ９ＱＰＤ２ＸＶＩ".lower(), " 7K3M9QPD2XVi "):
        assert read_code(written) in (code, ""), written
    assert read_code("7k3m 9qpd 2xvl") == code
    assert spaced(code) == "7K3M-9QPD-2XV1"
    for wrong in ("", "7K3M", "7K3M-9QPD-2XV1-2", "7K3M-9QPD-2XV!"):
        assert read_code(wrong) == ""


def test_the_author_reads_every_step_and_the_answer(client, station):
    one = making.opinion(station, "closed")
    answer = page(client, one)
    for word in ("已办结", "沿路装了 16 盏灯", "受理", "转交", "办理", "答复", "在期限内答复", making.SAID):
        assert word in answer.text, word
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


def test_numbers_of_persons_are_covered_even_for_the_author(client, station):
    one = making.opinion(station, text=f"打 {making.PHONE}，证号 {making.ID_NUMBER}，车 {making.PLATE}")
    text = page(client, one).text
    for number in (making.PHONE, making.ID_NUMBER, making.PLATE):
        assert number not in text
    assert "154****5678" in text


def test_the_page_names_the_last_day_and_says_when_it_is_past(client, station, time_machine):
    time_machine.move_to("2026-11-23 10:00 +0800")
    one = making.opinion(station)
    assert "12月2日前答复" in page(client, one).text
    time_machine.move_to("2026-12-05 10:00 +0800")
    assert "已超过答复期限 3 天" in page(client, one).text


def test_a_declined_matter_names_the_reason_and_the_right_door(client, station):
    one = actions.decline(making.opinion(station), "litigation", "court", by=None)
    text = page(client, one).text
    assert "正在或已经诉讼" in text
    assert "12368" in text
    assert "要求重新办理" not in text


def test_who_said_the_same_as_another_follows_that_one_and_reads_nothing_private_of_it(client, station):
    first = making.opinion(station, "answered", text="第一个人的原话在这里")
    words = {"public_title": "没有灯", "public_text": "路上没有灯", "public_answer": "灯装好了"}
    actions_public.publish(first, words, by=None)
    second = actions.merge(making.opinion(station, text="第二个人也这么说"), first, by=None)
    text = page(client, second).text
    assert "合并办理" in text
    assert "灯装好了" in text
    assert "第一个人的原话" not in text
    assert "沿路装了 16 盏灯" not in text


def test_the_author_rates_once_and_that_closes_the_matter(client, station):
    one = making.opinion(station, "answered")
    answer = client.post(f"{one.follow_url}rate/", {"satisfaction": "satisfied", "rating_note": "很快"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.satisfaction) == ("rated", "satisfied")
    assert [m.label for m in one.moves.order_by("pk")][-2:] == ["确认办结", "评价"]
    again = client.post(f"{one.follow_url}rate/", {"satisfaction": "unsatisfied"})
    assert "现在不能评价" in again.text
    one.refresh_from_db()
    assert one.satisfaction == "satisfied"


@pytest.mark.parametrize("state", ["submitted", "accepted", "referred", "handling"])
def test_nobody_rates_or_reopens_what_was_not_answered(client, station, state):
    one = making.opinion(station, state)
    assert "现在不能评价" in client.post(f"{one.follow_url}rate/", {"satisfaction": "fair"}).text
    assert "现在不能要求重新办理" in client.post(f"{one.follow_url}reopen/", {"note": "还没好"}).text
    one.refresh_from_db()
    assert one.state == state


def test_a_rating_without_a_choice_says_so_at_the_field(client, station):
    one = making.opinion(station, "closed")
    answer = client.post(f"{one.follow_url}rate/", {"rating_note": "写了一句"})
    assert answer.text.count("请选择您对办理结果") == 2
    assert "写了一句" in answer.text


def test_the_author_reopens_once_with_a_reason(client, station):
    one = actions_author.rate(making.opinion(station, "closed"), "unsatisfied")
    assert "请填写为什么要重新办理" in client.post(f"{one.follow_url}reopen/", {"note": " "}).text
    client.post(f"{one.follow_url}reopen/", {"note": "两盏灯不亮"})
    one.refresh_from_db()
    assert (one.state, one.satisfaction, one.answered_at) == ("handling", "", None)
    assert one.reopen_note == "两盏灯不亮"
    one = actions.close(actions.answer(one, "修好了", by=None), by=None)
    with pytest.raises(ValidationError, match="已经重新办理过一次"):
        actions_author.reopen(one, "还是不亮")
    assert "要求重新办理</button>" not in page(client, one).text


def test_wrong_codes_are_counted_and_then_even_the_right_one_waits(client, station, settings, time_machine):
    settings.OPINION_LOOKUP_LIMIT = 4
    time_machine.move_to(timezone.now())
    one = making.opinion(station)
    for _ in range(4):
        assert client.get(f"/opinions/{new_code()}/").status_code == 404
    refused = client.get(one.follow_url)
    assert refused.status_code == 429
    assert "十分钟后再试" in refused.text
    assert client.post(f"{one.follow_url}rate/", {"satisfaction": "fair"}).status_code == 429
    assert client.get(one.follow_url, REMOTE_ADDR="203.0.113.5").status_code == 200
    time_machine.shift(601)
    assert client.get(one.follow_url).status_code == 200


def test_the_code_can_be_typed_in_any_spelling(client, station):
    one = making.opinion(station)
    answer = client.post("/opinions/find/", {"code": spaced(one.code).lower().replace("-", " ")})
    assert answer["Location"] == one.follow_url
    wrong = client.post("/opinions/find/", {"code": "0000-0000-0000"})
    assert wrong.text.count("没有这个查询码") == 2
    assert "请填写查询码" in client.post("/opinions/find/", {"code": ""}).text


def test_codes_stand_on_no_public_page_and_keys_open_nothing(client, station):
    one = making.opinion(station, "answered")
    words = {"public_title": "没有灯", "public_text": "路上没有灯", "public_answer": ""}
    actions_public.publish(one, words, by=None)
    for address in ("/", "/opinions/", station.get_absolute_url(), "/sitemap.xml"):
        text = client.get(address).text
        assert one.code not in text
        assert spaced(one.code) not in text
    assert client.get(f"/opinions/{one.pk}/").status_code == 404
    assert Opinion.objects.count() == 1
    assert re.fullmatch(r"/opinions/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/", one.follow_url)
