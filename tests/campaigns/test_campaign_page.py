"""What a citizen sees of a campaign, and what nobody outside may."""

from datetime import date

import pytest
from django.utils import timezone

from campaigns.models import CampaignStep, CampaignTarget
from campaigns.stats import standing
from tests import make
from tests.campaigns import making


@pytest.fixture
def campaign(cast):
    return making.campaign(cast.city)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_front_leads_to_the_newest_campaign(client, cast, campaign):
    making.campaign(cast.city, 2019, state="concluded")
    assert client.get("/campaigns/").headers["Location"] == f"/campaigns/{campaign.year}/"


def test_without_any_campaign_the_page_says_so(client, cast):
    assert "还没有公布" in page(client, "/campaigns/")


def test_a_draft_is_nowhere(client, cast):
    draft = making.campaign(cast.city, state="draft", theme="还没公布的主题")
    paper = making.document(draft)
    addresses = [f"/campaigns/{draft.year}/", f"/campaigns/{draft.year}/contributions/"]
    assert {client.get(a).status_code for a in [*addresses, paper.get_absolute_url()]} == {404}
    assert client.get(f"/media/{paper.file.name}").status_code == 404
    assert "还没公布的主题" not in page(client, "/campaigns/")


@pytest.mark.parametrize(
    "address",
    ["/campaigns/99999999999999999999/", "/campaigns/1/", "/campaigns/0/documents/99999999999999999999/"],
)
def test_odd_addresses_are_not_found(client, cast, campaign, address):
    assert client.get(address).status_code == 404


def test_a_document_of_a_proclaimed_campaign_comes_under_its_title(client, campaign):
    paper = making.document(campaign)
    shown = page(client, f"/campaigns/{campaign.year}/")
    assert "活动方案（PDF，402 KB）" in shown
    answer = client.get(paper.get_absolute_url())
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_steps_ahead_come_first_and_those_over_are_folded(client, campaign):
    year = campaign.year
    CampaignStep.objects.create(
        campaign=campaign, title="动员部署", since=date(year, 1, 1), until=date(year, 1, 1)
    )
    CampaignStep.objects.create(campaign=campaign, title="总结表彰", since=date(year, 12, 31))
    shown = page(client, f"/campaigns/{year}/")
    assert (
        shown.index("接下来")
        < shown.index("总结表彰")
        < shown.index("已完成的步骤")
        < shown.index("动员部署")
    )


def test_the_bars_say_how_far_each_county_is(cast, client, campaign):
    CampaignTarget.objects.create(campaign=campaign, county=cast.huixian, contributions=3)
    CampaignTarget.objects.create(campaign=campaign, county=cast.yuanyang, contributions=4)
    deputy = making.serving(cast.huixian)
    for post in ("job", "deputy"):
        making.contribution(campaign, deputy, state="confirmed", post=post)
    making.contribution(campaign, deputy, state="submitted")
    found = standing(campaign, date(campaign.year, 7, 2))
    row = next(r for r in found.rows if r.county == cast.huixian)
    assert (row.job, row.deputy, row.persons, row.percent) == (1, 1, 1, 66)
    assert [r.county for r in found.aimed] == [cast.huixian, cast.yuanyang]
    assert (found.time_percent, found.ahead, found.persons) == (50, 1, 1)
    shown = page(client, f"/campaigns/{campaign.year}/")
    assert "66%" in shown
    assert f"/campaigns/{campaign.year}/contributions/?county=410782" in shown


def test_more_than_the_target_is_told_but_not_drawn_beyond_the_bar(cast, client, campaign):
    CampaignTarget.objects.create(campaign=campaign, county=cast.huixian, contributions=1)
    deputy = making.serving(cast.huixian)
    for _ in range(2):
        making.contribution(campaign, deputy, state="confirmed")
    shown = page(client, f"/campaigns/{campaign.year}/")
    assert 'class="f" width="100%"' in shown
    assert "200%" in shown


def test_the_list_is_narrowed_and_odd_filters_are_ignored_and_said(cast, client, campaign):
    here = making.contribution(campaign, making.serving(cast.huixian), state="confirmed", post="job")
    there = making.contribution(campaign, making.serving(cast.yuanyang), state="confirmed")
    address = f"/campaigns/{campaign.year}/contributions/"
    assert there.title not in page(client, f"{address}?county=410782")
    assert here.title not in page(client, f"{address}?post=deputy")
    odd = page(client, f"{address}?county=999&post=x&page=-7&strange=1")
    assert here.title in odd
    assert "筛选条件无效，已忽略" in odd


def test_only_what_is_public_about_a_deputy_is_shown(cast, client, campaign):
    deputy = make.deputy(
        cast.huixian,
        make.term(cast.huixian),
        name="赵秀兰",
        duty="某厂厂长",
        phone="15400001111",
        party="群众甲",
    )
    making.contribution(campaign, deputy, state="confirmed", return_note="内部原因")
    for address in (f"/campaigns/{campaign.year}/", f"/campaigns/{campaign.year}/contributions/"):
        shown = page(client, address)
        assert "赵秀兰" in shown
        assert not [word for word in ("某厂厂长", "15400001111", "群众甲", "内部原因") if word in shown]


def test_a_concluded_campaign_tells_its_summary_and_whom_it_commended(cast, client):
    over = making.campaign(cast.city, 2019, state="concluded", summary="办成实事 300 件")
    deputy = making.serving(cast.huixian)
    best = making.contribution(over, deputy, state="confirmed", is_commended=True)
    other = making.contribution(over, deputy, state="confirmed")
    shown = page(client, "/campaigns/2019/")
    assert "办成实事 300 件" in shown
    assert best.title in shown
    assert other.title not in shown


@pytest.mark.parametrize("path", ["", "contributions/"])
def test_more_rows_ask_no_more_queries(cast, client, campaign, path, django_assert_max_num_queries):
    for _ in range(12):
        making.contribution(campaign, making.serving(cast.huixian), state="confirmed")
    address = f"/campaigns/{campaign.year}/{path}"
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)


def test_the_time_of_a_campaign_runs_from_nothing_to_all(campaign):
    assert standing(campaign, date(campaign.year - 1, 12, 1)).time_percent == 0
    assert standing(campaign, campaign.until).time_percent == 100
    assert 0 < standing(campaign, timezone.localdate()).time_percent <= 100
