"""The front page: the question, the counties, today's doors, the gaps."""

from datetime import date, time

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Campaign, Contribution
from liaison.portal.models import SiteSettings
from receptions.models import Reception
from stations.models import OpeningHours, Phase, RoadmapYear, Station
from tests import make

pytestmark = pytest.mark.django_db
MONDAY_MORNING = "2026-11-23 10:00 +0800"
HOME_BUDGET = 20
SUNDAY = "2026-11-22 10:00 +0800"


def open_weekdays(station):
    for weekday in range(5):
        OpeningHours.objects.create(station=station, weekday=weekday, opens=time(8, 30), closes=time(12))


def test_before_any_division_is_loaded_the_page_says_so(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "还没有读入行政区划" in page.text


def test_a_county_is_gold_when_every_township_has_a_station(client, cast):
    for place in (cast.yuanxing_street, cast.yuanwu, cast.mengzhuang):
        make.station(place)
    page = client.get("/").text
    assert 'aria-label="原阳县 2 站，乡镇街道全部有站"' in page
    assert 'aria-label="辉县市 1 站"' in page
    assert "还有 2 个乡镇（街道）没有联络站" in page


@time_machine.travel(MONDAY_MORNING)
def test_the_board_shows_todays_open_doors(client, cast):
    open_weekdays(make.station(cast.mengzhuang))
    page = client.get("/").text
    assert "今天开门的联络站" in page
    assert "开门中" in page
    assert "全市 1 个站今天开门" in page


@time_machine.travel(SUNDAY)
def test_on_a_day_of_rest_the_board_shows_the_next_one(client, cast):
    open_weekdays(make.station(cast.mengzhuang))
    page = client.get("/").text
    assert "11月23日 星期一开门的联络站" in page
    assert "今天开门的联络站" not in page


def test_without_opening_hours_there_is_no_board(client, cast):
    make.station(cast.mengzhuang)
    assert "开门的联络站" not in client.get("/").text


@time_machine.travel(MONDAY_MORNING)
def test_the_years_targets_stand_beside_the_figures(client, cast):
    RoadmapYear.objects.create(city=cast.city, year=2026, phase=Phase.STEP_UP, coverage_target=100)
    make.station(cast.mengzhuang)
    page = client.get("/").text
    assert "两年上台阶" in page
    assert "第 11 个月" in page
    assert "今年目标 100%" in page


def test_demo_data_is_marked_on_every_page(client, cast):
    SiteSettings.objects.create(city=cast.city, is_demo=True)
    for address in ("/", "/stations/", "/progress/", "/privacy/"):
        assert "演示数据" in client.get(address).text
    SiteSettings.objects.update(is_demo=False)
    assert "演示数据" not in client.get("/").text


def test_the_footer_shows_what_is_set_and_hides_what_is_not(client, cast):
    row = SiteSettings.objects.create(city=cast.city, organiser="示例市人大常委会", phone="0373-0000000")
    page = client.get("/").text
    assert "主办单位：示例市人大常委会" in page
    assert 'href="tel:0373-0000000"' in page
    for absent in ("承办单位", "网站标识码", "网站找错", "党政机关网站标识", "ICP"):
        assert absent not in page
    row.site_code, row.icp, row.error_report_url = (
        "4107000001",
        "豫ICP备00000000号",
        "https://example.gov.cn/",
    )
    row.undertaker, row.police_record = "示例工作委员会", "豫公网安备 00000000000000号"
    row.save()
    page = client.get("/").text
    order = [
        "隐私保护",
        "无障碍说明",
        "网站找错",
        "主办单位",
        "承办单位",
        "联系电话",
        "豫ICP备",
        "豫公网安备",
        "网站标识码",
    ]
    foot = page[page.index('<footer class="foot">') :]
    assert [foot.index(word) for word in order] == sorted(foot.index(word) for word in order)


def test_the_emblem_stands_only_on_the_front_page(client, cast):
    SiteSettings.objects.create(city=cast.city, emblem=make.photo_file())
    assert 'alt="国徽"' in client.get("/").text
    assert 'alt="国徽"' not in client.get("/stations/").text


def test_the_date_is_written_out(client, cast):
    with time_machine.travel(date(2026, 11, 25)):
        assert "2026年11月25日　星期三" in client.get("/").text


@time_machine.travel(MONDAY_MORNING)
def test_the_year_in_figures_counts_what_was_held_and_confirmed(client, cast):
    station = make.station(cast.mengzhuang)
    facts = {"station": station, "opens": time(9), "closes": time(11), "announced_at": timezone.now()}
    for day, status in (
        (date(2026, 5, 8), "held"),
        (date(2025, 5, 8), "held"),
        (date(2026, 12, 8), "announced"),
    ):
        Reception.objects.create(day=day, status=status, visitors=12, matters=5, **facts)
    page = client.get("/").text
    assert "<b>12<small>人次</small></b><span>今年接待群众</span>" in page
    assert "<b>5<small>件</small></b>" in page


def test_things_done_come_from_different_counties(client, cast):
    campaign = Campaign.objects.create(
        city=cast.city,
        year=2026,
        theme="示例",
        state="running",
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
    )
    for place, title in (
        (cast.mengzhuang, "装上路灯"), (cast.mengzhuang, "修好断头路"), (cast.yuanwu, "新增公交站"),
    ):  # fmt: skip
        Contribution.objects.create(
            campaign=campaign, deputy=make.deputy(place.county), division=place.county,
            station=Station.objects.filter(division=place).first() or make.station(place), post="deputy",
            title=title, result="新装路灯 16 盏", done_on=date(2026, 5, 1), state="confirmed",
        )  # fmt: skip
    page = client.get("/").text
    shown = page[page.index("代表办成了这些") :]
    assert shown.count('class="echo"') == 2
    assert "新增公交站" in shown
    assert "修好断头路" in shown
    assert "装上路灯" not in shown


@time_machine.travel(MONDAY_MORNING)
def test_the_front_page_asks_little(client, cast, django_assert_max_num_queries):
    facts = {"status": "announced", "opens": "09:00", "closes": "11:00", "announced_at": timezone.now()}
    for place in (cast.mengzhuang, cast.baiquan, cast.yuanwu):
        Reception.objects.create(station=make.station(place), day="2026-11-23", **facts)
    client.get("/")
    with django_assert_max_num_queries(HOME_BUDGET):
        client.get("/")
