"""What the world reads of activities, and what it never gets to see."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import actions
from activities.models import Activity
from campaigns.models import Campaign, Contribution
from deputies.actions import assign
from liaison.portal.models import SiteSettings
from receptions.models import DutySlot, Reception
from tests import make
from tests.activities import drafts

SECRET = "绝密草稿标题"


@pytest.fixture
def deputy(cast, station):
    SiteSettings.objects.create(city=cast.city)
    made = make.deputy(cast.huixian, make.term(cast.huixian), name="赵秀兰", phone="15400000009")
    assign(made, station, since=date(2026, 1, 1), by=None)
    return made


@pytest.fixture
def activity(cast, station, deputy):
    drafted = drafts.with_photo(drafts.written(station, by=cast.keeper, parts={deputy.pk: "led"}))
    actions.submit(drafted, by=cast.keeper)
    return actions.publish(drafted, seen=drafted.version, by=cast.huixian_leader)


def read(client, address: str) -> str:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def test_the_page_tells_who_did_what_where_with_photos(client, station, deputy, activity):
    page = read(client, activity.get_absolute_url())
    for words in (
        *("代表走访困难户", "来源：", "发布时间：", "审核：", "走访", "2026年5月12日", "赵秀兰", "牵头"),
        *(station.name, "代表在村民家中交谈", "现场解决两件事"),
    ):
        assert words in page, words
    assert "15400000009" not in page
    assert client.get(activity.photos.get().image.url).status_code == 200


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_nothing_unpublished_is_reachable(client, cast, station, deputy, state):
    activity = drafts.with_photo(
        drafts.written(station, by=cast.keeper, title=SECRET, parts={deputy.pk: "led"})
    )
    if state != "draft":
        actions.submit(activity, by=cast.keeper)
    if state == "returned":
        actions.send_back(activity, "内部退回原因", by=cast.huixian_officer)
    assert client.get(f"/activities/{activity.pk}/").status_code == 404
    for address in (
        *(
            "/activities/",
            f"/activities/?station={station.code}",
            "/search/?q=绝密&kind=activity",
            "/sitemap.xml",
        ),
        *(
            "/api/activities.json",
            "/api/activities.csv",
            station.get_absolute_url(),
            deputy.get_absolute_url(),
        ),
    ):
        page = read(client, address)
        assert SECRET not in page.replace("绝密&", ""), address
        assert "内部退回原因" not in page
        assert f"/activities/{activity.pk}/" not in page, address
    for file in (activity.photos.get().image, activity.photos.get().thumbnail):
        assert client.get(file.url).status_code == 404


def test_withdrawn_only_the_reason_is_left(
    client, cast, station, deputy, activity, django_capture_on_commit_callbacks
):
    shown = activity.photos.get().image.url
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(activity, "照片需要更换", by=cast.huixian_leader)
    answer = client.get(activity.get_absolute_url())
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "照片需要更换" in page
    assert "走访困难户" not in page
    assert "赵秀兰" not in page
    assert client.get(shown).status_code == 404
    assert "走访困难户" not in read(client, "/activities/") + read(client, deputy.get_absolute_url())


def test_a_photo_added_to_a_published_activity_waits_for_its_words(client, activity):
    drafts.with_photo(activity, alt="")
    page = read(client, activity.get_absolute_url())
    assert page.count("<figure>") == 1
    assert len(json.loads(read(client, "/api/activities.json"))["results"][0]["photos"]) == 1


def test_pages_lead_to_the_station_s_activities_before_and_after(client, cast, station, activity):
    older = drafts.published(
        station, by=cast.keeper, reviewer=cast.huixian_officer, title="更早的一次", day=date(2026, 5, 1)
    )
    assert "更早的一次" in read(client, activity.get_absolute_url())
    assert "代表走访困难户" in read(client, older.get_absolute_url())


def test_the_list_is_narrowed_and_nonsense_is_said(client, cast, station, activity):
    other = make.station(cast.yuanxing_street)
    campaign = Campaign.objects.create(
        city=cast.city,
        year=2026,
        theme="乡村振兴",
        state="running",
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
    )
    drafts.published(
        other,
        by=cast.city_editor,
        reviewer=cast.city_editor,
        kind="study",
        title="在原兴学习",
        campaign=campaign,
    )
    both = read(client, "/activities/")
    assert "代表走访困难户" in both
    assert "在原兴学习" in both
    for query in (
        "county=410725",
        "kind=study",
        "campaign=2026",
        f"station={other.code}",
        "year=2026&kind=study",
    ):
        page = read(client, f"/activities/?{query}")
        assert "在原兴学习" in page, query
        assert "代表走访困难户" not in page, query
        assert "筛选条件无效" not in page, query
    for query in ("county=1", "kind=x", "year=99999999999999999999", "campaign=x", "station=NOPE99", "foo=1"):
        page = read(client, f"/activities/?{query}&page=99999")
        assert "筛选条件无效，已忽略" in page, query
        assert "代表走访困难户" in page, query
    assert client.get(f"/activities/{2**70}/").status_code == 404


def test_found_by_site_search_on_the_station_s_page_and_in_the_sitemap(client, station, activity):
    assert activity.get_absolute_url() in read(client, "/search/?q=走访困难户&kind=activity")
    assert "代表走访困难户" in read(client, station.get_absolute_url())
    assert activity.get_absolute_url() in read(client, "/sitemap.xml")


def test_open_data_tell_it_with_people_and_photos(client, station, deputy, activity):
    told = json.loads(
        read(client, f"/api/activities.json?year=2026&station={station.code}&county=410782&kind=visit")
    )
    one = told["results"][0]
    assert one["deputies"] == [{"id": deputy.pk, "name": "赵秀兰", "part": "牵头"}]
    assert one["photos"][0]["description"] == "代表在村民家中交谈"
    assert "赵秀兰" in read(client, "/api/activities.csv")
    for query in ("kind=x", "year=x", "year=99999999999", "station=x", "county=1"):
        assert client.get(f"/api/activities.json?{query}").status_code == 400


def test_the_duty_record_tells_both_posts_and_only_what_is_public(client, cast, station, deputy, activity):
    campaign = Campaign.objects.create(
        city=cast.city,
        year=2026,
        theme="乡村振兴",
        state="running",
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
    )
    for post, title, state in (
        ("job", "开办四点半课堂", "confirmed"),
        ("deputy", "推动安装路灯", "confirmed"),
        ("job", "还没审核的建功", "submitted"),
    ):
        Contribution.objects.create(
            campaign=campaign, deputy=deputy, division=cast.huixian, post=post, title=title, state=state,
            result="惠及 312 人", done_on=date(2026, 4, 1),
        )  # fmt: skip
    for attendance, status, day in (("present", "held", 8), ("absent", "held", 9), ("due", "announced", 10)):
        held = Reception.objects.create(
            station=station, day=date(2025, 12, day), opens=time(9), closes=time(11), status=status,
            announced_at=timezone.make_aware(datetime(2025, 12, 1)), visitors=34,
        )  # fmt: skip
        DutySlot.objects.create(
            reception=held, deputy=deputy, attendance=attendance, absence_reason="生病住院"
        )
    page = read(client, deputy.get_absolute_url())
    for words in (
        "本职岗位",
        "代表岗位",
        "开办四点半课堂",
        "推动安装路灯",
        "代表走访困难户",
        "接待群众 34 人次",
        "2025 年",
    ):
        assert words in page, words
    for words in ("还没审核的建功", "生病住院", "2025-12-09", "排名"):
        assert words not in page, words


def test_a_record_costs_the_same_however_long(
    client, cast, station, deputy, activity, django_assert_max_num_queries
):
    from activities import record

    with django_assert_max_num_queries(3):
        few = record.of(deputy)
    for n in range(12):
        day = date(2026, 5, 1) - timedelta(days=n)
        drafts.published(
            station, by=cast.keeper, reviewer=cast.huixian_officer, parts={deputy.pk: "took_part"}, day=day
        )
    with django_assert_max_num_queries(3):
        many = record.of(deputy)
        assert len(many.lanes[1].entries) == 13
        assert [e.note for e in many.entries]
    assert len(few.entries) == 1


@pytest.mark.parametrize("address", ["/activities/", "/activities/?kind=visit&county=410782", "detail"])
def test_pages_ask_no_more_for_more(client, cast, station, activity, django_assert_max_num_queries, address):
    address = activity.get_absolute_url() if address == "detail" else address
    client.get(address)
    for n in range(8):
        drafts.with_photo(
            drafts.published(station, by=cast.keeper, reviewer=cast.huixian_officer, title=f"第{n}次")
        )
    with django_assert_max_num_queries(9):
        assert client.get(address).status_code == 200


def test_names_in_addresses_stay(client, activity):
    assert reverse("activities:list") == "/activities/"
    assert activity.get_absolute_url() == f"/activities/{activity.pk}/"
    assert Activity.objects.public().count() == 1
