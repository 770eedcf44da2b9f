"""What everybody reads: only words that a reviewer let out, and never a number of a person."""

import logging

import pytest
from django.urls import reverse

from opinions import actions, actions_author, actions_public
from opinions.models import Opinion
from tests import make
from tests.opinions import making

pytestmark = pytest.mark.django_db
WORDS = {"public_title": "村口那段路没有灯", "public_text": "晚上没有灯，孩子不安全", "public_answer": ""}


def shown(client, station):
    """All public pages that tell of opinions."""
    pages = ["/", "/opinions/", "/opinions/?county=410782", station.get_absolute_url()]
    return "\n".join(client.get(address).text for address in pages)


def publish(client, one, **more):
    return client.post(reverse("work:opinion_publish", args=[one.pk]), WORDS | {"is_checked": "on"} | more)


def test_nothing_is_public_until_a_reviewer_says_so(client, cast, station):
    one = making.opinion(station, "handling")
    assert WORDS["public_title"] not in shown(client, station)
    client.force_login(cast.huixian_officer)
    assert publish(client, one).status_code == 302
    client.logout()
    page = client.get("/opinions/").text
    for word in (WORDS["public_title"], WORDS["public_text"], "辉县市孟庄镇", "县交通运输局", "办理"):
        assert word in page, word
    assert making.SAID not in shown(client, station)


def test_the_reviewer_starts_from_the_covered_text_and_has_to_confirm(client, cast, station):
    one = making.opinion(station, "accepted", text=f"灯坏了，打 {making.PHONE} 找我")
    client.force_login(cast.huixian_officer)
    page = client.get(reverse("work:opinion", args=[one.pk])).text
    assert "灯坏了，打 154****5678 找我</textarea>" in page
    answer = publish(client, one, is_checked="", public_title="写好的标题")
    assert "请核对后勾选" in answer.text
    assert "写好的标题" in answer.text
    one.refresh_from_db()
    assert one.published_at is None


@pytest.mark.parametrize("field", ["public_title", "public_text", "public_answer"])
@pytest.mark.parametrize("number", [making.PHONE, making.ID_NUMBER, making.PLATE])
def test_a_number_of_a_person_stops_publication_at_its_field(client, cast, station, field, number):
    one = making.opinion(station, "accepted")
    client.force_login(cast.city_reviewer)
    answer = publish(client, one, **{field: f"联系 {number}"})
    assert answer.status_code == 200
    assert "公开页面不登个人号码" in answer.text
    one.refresh_from_db()
    assert one.published_at is None


@pytest.mark.parametrize("field", ["public_title", "public_text"])
def test_without_title_or_text_nothing_goes_out(client, cast, station, field):
    one = making.opinion(station, "accepted")
    client.force_login(cast.city_reviewer)
    assert "请填写公开" in publish(client, one, **{field: " "}).text
    one.refresh_from_db()
    assert one.published_at is None


def test_what_was_declined_or_merged_is_not_published(client, cast, station):
    from django.core.exceptions import ValidationError

    declined = actions.decline(making.opinion(station), "private", "legal", by=None)
    merged = actions.merge(making.opinion(station), making.opinion(station), by=None)
    for one in (declined, merged, making.opinion(station)):
        with pytest.raises(ValidationError, match="不公开"):
            actions_public.publish(one, WORDS, by=None)


def test_taken_off_it_is_gone_everywhere(client, cast, station):
    one = actions_public.publish(
        making.opinion(station, "closed"), WORDS | {"public_answer": "装了灯"}, by=None
    )
    assert "装了灯" in shown(client, station)
    client.force_login(cast.huixian_leader)
    client.post(reverse("work:opinion_publish", args=[one.pk]), {"conceal": "1"})
    client.logout()
    assert "装了灯" not in shown(client, station)
    one.refresh_from_db()
    assert one.public_answer == "装了灯"


def test_planted_numbers_and_names_reach_no_page_no_file_and_no_log(client, cast, station, caplog):
    caplog.set_level(logging.DEBUG)
    planted = [making.PHONE, making.ID_NUMBER, making.PLATE, making.NAME, "我家门牌七十七号"]
    said = f"我是{making.NAME}，电话 {making.PHONE}，身份证 {making.ID_NUMBER}，车 {making.PLATE}"
    making.send(client, station, text=said, place="我家门牌七十七号", name=making.NAME, phone=making.PHONE)
    one = Opinion.objects.get()
    for step in making.PATH:
        one = making.take(one, step)
    actions_public.publish(one, WORDS | {"public_answer": "装了灯"}, by=None)
    actions_author.rate(one, "satisfied", f"谢谢，{making.NAME}")
    bad = making.send(client, station, text=said, phone="1", name=making.NAME)
    assert bad.status_code == 200
    addresses = [
        *("/", "/opinions/", "/opinions/?county=410782", station.get_absolute_url(), "/search/?q=灯"),
        *("/sitemap.xml", "/bulletins/feed/", "/progress/", "/find/?q=孟庄镇", "/opinions/find/"),
        *(f"/api/{name}.json" for name in ("stations", "deputies", "activities", "bulletins", "progress")),
        *("/api/stations.geojson", "/opinions/0000-0000-0000/", f"/opinions/{one.pk}/"),
    ]
    for address in addresses:
        answer = client.get(address)
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert not [word for word in planted if word in text], address
    assert not [word for word in planted if word in caplog.text]


def test_the_page_counts_by_county_and_by_station(client, cast, station, time_machine):
    time_machine.move_to("2026-11-02 10:00 +0800")
    other = make.station(cast.yuanxing_street)
    making.opinion(station)
    making.opinion(station, "answered")
    actions_author.rate(making.opinion(station, "closed"), "satisfied")
    actions_author.rate(making.opinion(station, "closed"), "unsatisfied")
    late = making.opinion(other, "handling")
    time_machine.move_to("2026-11-20 10:00 +0800")
    actions.answer(late, "晚了几天", by=None)
    page = client.get("/opinions/").text
    assert "全市收到 5 件，已答复 4 件，其中在期限内 3 件" in page
    assert "2 人评价，满意或基本满意 1 人" in page
    cells = [page[page.index(f"?county={code}") :].split("</tr>")[0] for code in ("410782", "410725")]
    figures = [[part.split("<")[0] for part in cell.split('">')[-6:]] for cell in cells]
    assert figures == [["4", "3", "3", "1", "2", "1"], ["1", "1", "0", "0", "0", "0"]]
    page = client.get("/opinions/?county=410782").text
    assert f'<a href="{station.get_absolute_url()}">{station.name}</a>' in page
    assert other.name not in page


def test_the_list_narrows_by_county_year_and_topic(client, cast, station, time_machine):
    time_machine.move_to("2025-05-06 10:00 +0800")
    old = actions.accept(making.opinion(station), topic="traffic", by=None)
    actions_public.publish(old, WORDS | {"public_title": "去年的路灯"}, by=None)
    time_machine.move_to("2026-11-20 10:00 +0800")
    new = actions.accept(making.opinion(make.station(cast.yuanxing_street)), topic="health", by=None)
    actions_public.publish(new, WORDS | {"public_title": "今年的药"}, by=None)

    def titles(query):
        page = client.get(f"/opinions/{query}").text
        return [title for title in ("去年的路灯", "今年的药") if title in page]

    assert titles("") == ["去年的路灯", "今年的药"]
    assert titles("?county=410782") == ["去年的路灯"]
    assert titles("?year=2026") == ["今年的药"]
    assert titles("?topic=health") == ["今年的药"]
    assert titles("?county=410782&year=2026") == []
    assert "筛选条件无效，已忽略" in client.get("/opinions/?topic=nonsense").text


def test_error_pages_echo_nothing_of_what_was_sent(station, caplog):
    """A page that was open too long has no valid token; neither answer nor log holds a word of the form."""
    from django.test import Client

    caplog.set_level(logging.DEBUG)
    strict = Client(enforce_csrf_checks=True)
    said = f"我是{making.NAME}，电话 {making.PHONE}"
    answer = making.send(strict, station, text=said, name=making.NAME, phone=making.PHONE)
    assert answer.status_code == 403
    for word in (making.PHONE, making.NAME):
        assert word not in answer.text
        assert word not in caplog.text
    assert not Opinion.objects.exists()
