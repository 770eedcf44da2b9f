"""The staff's pages about contributions: scope, the form, evidence, review, commendation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Contribution
from tests import make
from tests.campaigns import making

LIST, WHO = "/work/contributions/", "/work/contributions/new/"
COMMEND = "/work/contributions/commend/"


@pytest.fixture
def campaign(cast):
    return making.campaign(cast.city)


@pytest.fixture
def deputy(cast):
    station = make.station(cast.mengzhuang)
    station.keepers.add(cast.keeper)
    return making.serving(cast.huixian, "赵秀兰", station)


@pytest.fixture
def neighbour(cast):
    return making.serving(cast.yuanyang, "钱振宇", make.station(cast.yuanxing_street))


def typed(campaign, **more):
    return {
        "campaign": campaign.pk,
        "post": "job",
        "title": "办夜校",
        "result": "办班 3 期",
        "done_on": timezone.localdate().isoformat(),
        "text": "晚上七点开课",
        "token": "b" * 32,
    } | more


def test_a_keeper_finds_the_deputies_of_the_own_station_by_pinyin(client, cast, campaign, deputy, neighbour):
    elsewhere = making.serving(cast.huixian, "赵新民", make.station(cast.baiquan))
    client.force_login(cast.keeper)
    found = client.get(WHO, {"q": "zxl"}).content.decode()
    assert reverse("work:contribution_new", args=[deputy.pk]) in found
    assert elsewhere.name not in client.get(WHO, {"q": "赵"}).content.decode()
    assert neighbour.name not in client.get(WHO).content.decode()


def test_a_deputy_of_another_county_does_not_exist_here(client, cast, campaign, neighbour):
    client.force_login(cast.huixian_officer)
    address = reverse("work:contribution_new", args=[neighbour.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, typed(campaign)).status_code == 404
    assert client.get(reverse("work:contribution_new", args=[2**63])).status_code == 404
    assert not Contribution.objects.exists()


def test_the_form_registers_once_and_submits(client, cast, campaign, deputy):
    client.force_login(cast.keeper)
    address = reverse("work:contribution_new", args=[deputy.pk])
    for _ in range(2):
        answer = client.post(address, typed(campaign))
        assert answer.status_code == 302
    made = Contribution.objects.get()
    assert (made.state, made.author) == ("draft", cast.keeper)
    client.post(reverse("work:contribution_edit", args=[made.pk]), _edited(client, made, submit="1"))
    made.refresh_from_db()
    assert made.state == "submitted"


def _edited(client, made, **more):
    form = client.get(reverse("work:contribution_edit", args=[made.pk])).context["form"]
    return typed(made.campaign, seen_at=form["seen_at"].value()) | more


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, cast, campaign, deputy):
    client.force_login(cast.keeper)
    address = reverse("work:contribution_new", args=[deputy.pk])
    answer = client.post(address, typed(campaign, result="", text="我写了很多字", done_on="2018-01-01"))
    shown = answer.content.decode()
    assert "请填写成效" in shown
    assert "我写了很多字" in shown
    answer = client.post(address, typed(campaign, done_on="2018-01-01"))
    assert "完成日期应在活动期内" in str(answer.context["form"].errors["done_on"])
    odd = client.post(address, typed(campaign, post="x", done_on="昨天") | {"campaign": "9" * 30})
    assert odd.status_code == 200
    assert {"post", "campaign", "done_on"} <= set(odd.context["form"].errors)


def test_a_second_editor_is_told_and_loses_nothing(client, cast, campaign, deputy):
    made = making.contribution(campaign, deputy)
    client.force_login(cast.keeper)
    old = _edited(client, made, title="我的标题")
    made.title = "别人的标题"
    made.save()
    answer = client.post(reverse("work:contribution_edit", args=[made.pk]), old)
    assert answer.status_code == 409
    assert "我的标题" in answer.content.decode()


@pytest.mark.parametrize("name", ["virus.pdf", "page.html"])
def test_evidence_is_known_by_its_content(client, cast, campaign, deputy, name):
    client.force_login(cast.keeper)
    address = reverse("work:contribution_new", args=[deputy.pk])
    file = SimpleUploadedFile(name, b"<script>alert(1)</script>")
    answer = client.post(address, typed(campaign, evidence=file))
    assert "evidence" in answer.context["form"].errors


def test_evidence_goes_to_staff_in_scope_only(client, cast, campaign, deputy):
    client.force_login(cast.keeper)
    photo = make.photo_file()
    client.post(reverse("work:contribution_new", args=[deputy.pk]), typed(campaign, evidence=photo))
    made = Contribution.objects.get()
    assert made.evidence.name.startswith("private/contributions/")
    assert made.evidence.name.endswith(".jpg")
    address = reverse("work:contribution_evidence", args=[made.pk])
    assert client.get(address).headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/media/{made.evidence.name}").status_code == 404
    client.force_login(cast.yuanyang_officer)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_the_county_reviews_and_the_reason_stands_at_its_field(client, cast, campaign, deputy):
    made = making.contribution(campaign, deputy, state="submitted")
    move = reverse("work:contribution_move", args=[made.pk])
    client.force_login(cast.huixian_officer)
    answer = client.post(move, {"move": "return", "note": ""})
    assert "请填写退回原因" in str(answer.context["form"].errors["note"])
    client.post(move, {"move": "return", "note": "补上数字"})
    made.refresh_from_db()
    assert (made.state, made.return_note) == ("returned", "补上数字")
    assert client.post(move, {"move": "nonsense"}).status_code == 200
    client.force_login(cast.keeper)
    assert client.post(move, {"move": "confirm"}).status_code == 403


def test_a_neighbours_contribution_does_not_exist(client, cast, campaign, neighbour):
    made = making.contribution(campaign, neighbour, state="submitted")
    client.force_login(cast.huixian_officer)
    assert made.title not in client.get(LIST).content.decode()
    assert client.get(made.get_absolute_url()).status_code == 404
    assert (
        client.post(reverse("work:contribution_move", args=[made.pk]), {"move": "confirm"}).status_code == 404
    )


def test_the_list_shows_how_the_county_stands(client, cast, campaign, deputy):
    making.contribution(campaign, deputy, state="confirmed", post="job")
    making.contribution(campaign, deputy, state="submitted")
    client.force_login(cast.huixian_officer)
    answer = client.get(LIST)
    assert [row.total for row in answer.context["standing"].rows] == [1]
    assert answer.context["waiting"] == 1
    odd = client.get(LIST, {"state": "x", "page": "no", "q": "\u3000" * 300, "year": "9" * 40})
    assert "筛选条件无效，已忽略" in odd.content.decode()


def test_the_city_looks_at_the_list_before_it_commends(client, cast, campaign, deputy):
    made = making.contribution(campaign, deputy, state="confirmed")
    client.force_login(cast.city_editor)
    sent = {"campaign": campaign.pk, "chosen": [made.pk]}
    assert made.title in client.get(COMMEND).content.decode()
    preview = client.post(COMMEND, sent)
    assert "核对名单" in preview.content.decode()
    assert not Contribution.objects.commended().exists()
    client.post(COMMEND, sent | {"confirm": "1"})
    assert Contribution.objects.commended().get() == made
    assert "还没有选择建功" in client.post(COMMEND, {"campaign": campaign.pk}).content.decode()
    odd = client.post(COMMEND, {"campaign": "x", "chosen": ["a", "9" * 40]})
    assert odd.status_code == 200
    client.force_login(cast.huixian_officer)
    assert client.get(COMMEND).status_code == 403


def test_the_list_asks_no_more_for_more_rows(client, cast, campaign, deputy, django_assert_max_num_queries):
    for _ in range(10):
        making.contribution(campaign, making.serving(cast.huixian), state="submitted")
    client.force_login(cast.city_editor)
    for address in (LIST, WHO, COMMEND):
        client.get(address)
        with django_assert_max_num_queries(18):
            client.get(address)
