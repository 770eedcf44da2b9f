"""What the world sees: the list, an issue, a withdrawn one, and never a draft."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from bulletins import actions
from bulletins.models import Bulletin
from tests.bulletins import making

pytestmark = pytest.mark.django_db


def test_an_issue_of_the_main_series_has_the_short_address(client, topics, notices):
    assert making.released(topics, 12).get_absolute_url() == "/bulletins/2026/12/"
    assert making.released(notices, 3).get_absolute_url() == "/bulletins/notices/2026/3/"
    assert client.get("/bulletins/2026/12/").status_code == 200
    assert client.get("/bulletins/notices/2026/3/").status_code == 200
    assert client.get("/bulletins/2026/3/").status_code == 404
    assert client.get("/bulletins/topics/2026/12/").status_code == 404


def test_an_issue_shows_what_the_citys_own_site_shows(client, topics):
    issue = making.released(
        topics, 12, kicker="肩题", title="供暖问题现场办", subtitle="副题", source="市人大", reads=1284
    )
    making.photo(issue, caption="接待现场", credit="示例摄影")
    making.attachment(issue, title="接待登记表")
    page = client.get(issue.get_absolute_url()).text
    for words in ("肩题", "供暖问题现场办", "副题", "来源：市人大", "阅读次数：1,284", "2026 年第 12 期"):
        assert words in page
    for words in ("<p>第一段文字。</p>", "摄影作品", "摄影：示例摄影", "接待登记表（Word，", "字号", "打印"):
        assert words in page
    assert 'name="keywords" content="专题活动,供暖问题现场办,' in page
    assert 'name="description" content="第一段文字。第二段文字。"' in page
    assert re.search(r'aria-label="当前位置".*首页.*专题活动.*第12期', page, re.DOTALL)


def test_neighbours_are_the_public_issues_of_the_same_series(client, topics, notices):
    making.released(topics, 4, year=2025, title="去年最后一期")
    making.released(topics, 1, title="今年第一期")
    making.bulletin(topics, 2, title="还没发布")
    making.released(topics, 3, title="今年第三期")
    making.released(notices, 2, title="一则公告")
    page = client.get("/bulletins/2026/1/").text
    nav = page[page.index("上一篇和下一篇") : page.index("</nav>", page.index("上一篇和下一篇"))]
    assert "去年最后一期" in nav
    assert "今年第三期" in nav
    assert "还没发布" not in page
    assert "一则公告" in page[page.index("t-latest") :]


def test_a_draft_and_a_scheduled_issue_answer_as_if_there_were_none(client, topics):
    making.bulletin(topics, 1)
    making.released(topics, 2, hours_ago=-1)
    for number in (1, 2, 99, 2**70):
        assert client.get(f"/bulletins/2026/{number}/").status_code == 404
    assert "篇示例" not in client.get("/bulletins/").text


def test_a_scheduled_issue_is_there_once_its_moment_has_come(client, topics):
    making.released(topics, 1, hours_ago=-1)
    with travel(timezone.now() + timedelta(hours=2)):
        assert client.get("/bulletins/2026/1/").status_code == 200
        assert "第1篇示例" in client.get("/bulletins/").text


def test_a_withdrawn_issue_says_when_and_why_and_shows_nothing_else(client, topics, cast):
    issue = making.released(topics, 13, title="有误的标题", body="<p>有误的正文</p>")
    actions.withdraw(issue, "数据有误，正在核对", by=cast.city_editor)
    answer = client.get("/bulletins/2026/13/")
    assert answer.status_code == 410
    assert "专题活动2026年第13期已撤下" in answer.text
    assert "数据有误，正在核对" in answer.text
    assert "有误的" not in answer.text
    for address in (
        "/bulletins/",
        "/bulletins/feed/",
        "/search/?q=有误",
        "/api/bulletins.json",
        "/sitemap.xml",
    ):
        assert "有误的标题" not in client.get(address).text
        assert "/2026/13/" not in client.get(address).text


def test_a_schedule_that_was_withdrawn_before_its_moment_leaves_no_notice(client, topics, cast):
    issue = making.released(topics, 1, hours_ago=-5)
    actions.unschedule(issue, by=cast.city_editor)
    assert client.get("/bulletins/2026/1/").status_code == 404


def test_the_list_is_narrowed_by_series_and_year(client, topics, notices):
    making.released(topics, 1, title="今年的专题")
    making.released(topics, 1, year=2025, title="去年的专题", hours_ago=9000)
    making.released(notices, 1, title="今年的公告")
    everything = client.get("/bulletins/").text
    assert everything.index("今年的") < everything.index("去年的专题")
    assert "今年的公告" not in client.get("/bulletins/?series=topics").text
    last_year = client.get("/bulletins/?series=topics&year=2025").text
    assert "去年的专题" in last_year
    assert "今年的专题" not in last_year


@pytest.mark.parametrize(
    "query",
    ["series=nothing", "year=1066", "year=abc", f"year={2**70}", "nonsense=1", "series=topics&series=x"],
)
def test_nonsense_in_the_address_is_ignored_and_said(client, topics, query):
    making.released(topics, 1)
    answer = client.get(f"/bulletins/?{query}")
    assert answer.status_code == 200
    assert "筛选条件无效，已忽略" in answer.text
    assert "第1篇示例" in answer.text or query.startswith("series=topics")


def test_a_page_beyond_the_end_is_the_last(client, topics):
    for number in range(1, 23):
        making.released(topics, number, hours_ago=number)
    page = client.get("/bulletins/?page=99999").text
    assert "第 2 页，共 2 页" in page
    assert "第22篇示例" in page


def test_only_the_newest_issue_with_a_picture_shows_it_in_the_list(client, topics):
    photos = [making.photo(making.released(topics, number, hours_ago=9 - number)) for number in (1, 2)]
    page = client.get("/bulletins/").text
    assert photos[1].image_url in page
    assert photos[0].image_url not in page


def test_lists_and_pages_ask_no_more_for_more_rows(client, topics):
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    making.photo(making.released(topics, 1))
    making.released(topics, 2)
    addresses = ("/bulletins/", "/bulletins/2026/1/", "/bulletins/feed/", "/api/bulletins.json")
    client.get("/")
    few = [asked(address) for address in addresses]
    for number in range(3, 40):
        making.photo(making.released(topics, number, hours_ago=number))
    many = [asked(address) for address in addresses]
    # The second page that now exists costs no query; the later neighbour of the first issue may.
    assert [m <= f + 1 for m, f in zip(many, few, strict=True)] == [True] * 4
    assert max(many) <= 10


def test_the_size_of_the_text_is_a_link_and_a_cookie(client, topics):
    making.released(topics, 1)
    answer = client.get("/bulletins/2026/1/?fs=l")
    assert (answer.status_code, answer["Location"]) == (302, "/bulletins/2026/1/")
    assert answer.cookies["fs"].value == "l"
    assert 'class="article prose fs-l"' in client.get("/bulletins/2026/1/").text
    client.get("/bulletins/2026/1/?fs=m")
    assert 'class="article prose"' in client.get("/bulletins/2026/1/").text


def test_a_made_up_size_is_no_size(client, topics):
    making.released(topics, 1)
    client.cookies["fs"] = 'x"><script>'
    assert 'class="article prose"' in client.get("/bulletins/2026/1/").text


def test_what_was_stored_unclean_is_cleaned_again_on_the_page(client, topics):
    issue = making.released(topics, 1)
    Bulletin.objects.filter(pk=issue.pk).update(body="<p onclick=x()>文字</p><script>x()</script>")
    page = client.get("/bulletins/2026/1/").text
    assert "onclick" not in page
    assert "x()" not in page


def test_the_front_page_lists_the_latest_of_both_series(client, topics, notices):
    making.released(topics, 12, title="供暖问题现场办", hours_ago=3)
    making.released(notices, 6, title="接待日安排的公告", hours_ago=1)
    page = client.get("/").text
    band = page[page.index("t-news") :]
    assert band.index("接待日安排的公告") < band.index("专题活动第 12 期：供暖问题现场办")


def test_site_search_finds_titles_and_texts_of_what_is_public(client, topics):
    making.released(topics, 12, title="供暖问题现场办", body="<p>热力企业到站</p>")
    making.bulletin(topics, 13, title="热力草稿")
    page = client.get("/search/?q=热力").text
    assert "专题活动、公告<small>1</small>" in page
    assert "供暖问题现场办" in page
    assert "热力草稿" not in page


def test_open_data_tells_words_without_markup(client, topics):
    making.released(topics, 12, body="<p>甲</p><p>乙<br>丙</p>", reads=5)
    making.bulletin(topics, 13)
    told = client.get("/api/bulletins.json").json()
    assert told["count"] == 1
    row = told["results"][0]
    assert (row["series"], row["number"], row["text"], row["reads"]) == ("专题活动", 12, "甲\n乙 丙", 5)
    lines = b"".join(client.get("/api/bulletins.csv")).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("series,year,number")
    assert client.get("/api/bulletins.json?series=x").status_code == 400
    assert client.get("/api/bulletins.json?year=12x").status_code == 400
    assert client.get("/api/bulletins.json?series=topics&year=2026").json()["count"] == 1


def test_a_photo_that_others_link_to_by_its_old_address_is_still_found(client, topics):
    photo = making.photo(making.released(topics))
    answer = client.get(f"/bulletins/photos/{photo.pk}.jpg")
    assert (answer.status_code, answer.headers["Location"]) == (301, photo.image_url)
    assert client.get(photo.image_url).status_code == 200
