"""The pages of the award: what staff in scope may reach, and what the public may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from awards import actions_city
from awards.models import AwardCase
from tests import make
from tests.awards import making

LIST, NEW, JUDGING = "/work/awards/", "/work/awards/new/", "/work/awards/judging/"


@pytest.fixture
def award(cast):
    return making.award(cast.city)


@pytest.fixture
def station(cast):
    made = make.station(cast.mengzhuang)
    made.keepers.add(cast.keeper)
    return made


def typed(award, place, **more):
    return {
        "round": award.pk,
        "place": place.pk,
        "title": "板凳会",
        "summary": "傍晚在楼下聊半个钟头",
        "story": "聊到什么记什么",
        "token": "c" * 32,
    } | more


def test_a_keeper_writes_with_photos_and_sends_once(client, cast, award, station):
    client.force_login(cast.keeper)
    for _ in range(2):
        photos = [make.photo_file(), make.photo_file(kind="PNG")]
        assert client.post(NEW, typed(award, cast.mengzhuang, photos=photos)).status_code == 302
    case = AwardCase.objects.get()
    assert (case.station, case.division, case.author) == (station, cast.mengzhuang, cast.keeper)
    assert case.photos.count() == 2
    assert not any(photo.is_released for photo in case.photos.all())


def test_describing_removing_and_sending_from_the_form(client, cast, award, station):
    case = making.case(award, cast.mengzhuang, station=station)
    first, second = making.photo(case, alt=""), making.photo(case)
    client.force_login(cast.keeper)
    address = reverse("work:award_edit", args=[case.pk])
    form = client.get(address).context["form"]
    sent = typed(award, cast.mengzhuang, seen_at=form["seen_at"].value(), submit="1")
    sent |= {f"alt_{first.pk}": "邻居坐在板凳上", f"remove_{second.pk}": "on"}
    assert client.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert [photo.alt for photo in case.photos.all()] == ["邻居坐在板凳上"]
    assert case.state == "submitted"
    assert client.get(address).status_code == 302


def test_a_place_of_somebody_else_cannot_be_chosen(client, cast, award, station):
    client.force_login(cast.keeper)
    answer = client.post(NEW, typed(award, cast.baiquan))
    assert "place" in answer.context["form"].errors
    client.force_login(cast.huixian_officer)
    answer = client.post(NEW, typed(award, cast.yuanxing_street))
    assert "place" in answer.context["form"].errors
    assert not AwardCase.objects.exists()


def test_wrong_photos_are_named_and_words_are_kept(client, cast, award, station):
    client.force_login(cast.keeper)
    photos = [make.photo_file(), SimpleUploadedFile("x.jpg", b"<html>")]
    answer = client.post(NEW, typed(award, cast.mengzhuang, photos=photos, title=""))
    form = answer.context["form"]
    assert "第 2 张：只支持" in str(form.errors["photos"])
    assert "请填写案例名称" in answer.content.decode()
    assert "聊到什么记什么" in answer.content.decode()
    answer = client.post(NEW, typed(award, cast.mengzhuang, summary="长" * 121))
    assert "一句话介绍最多 120 个字" in str(answer.context["form"].errors["summary"])


def test_a_neighbours_case_and_its_photos_do_not_exist(client, cast, award, station):
    case = making.case(award, cast.mengzhuang, station=station, state="submitted")
    photo = making.photo(case)
    address = reverse("work:award_photo", args=[case.pk, photo.pk])
    client.force_login(cast.huixian_officer)
    assert client.get(address).headers["Cache-Control"] == "no-store, private"
    client.force_login(cast.yuanyang_officer)
    for name in ("award_case", "award_edit"):
        assert client.get(reverse(f"work:{name}", args=[case.pk])).status_code == 404
    assert client.get(address).status_code == 404
    assert client.post(reverse("work:award_move", args=[case.pk]), {"move": "forward"}).status_code == 404
    assert case.title not in client.get(LIST).content.decode()


def test_the_county_forwards_from_the_page_and_reads_why_not(client, cast, award):
    award.cases_per_county = 1
    award.save()
    cases = [making.case(award, cast.mengzhuang, state="submitted") for _ in range(2)]
    client.force_login(cast.huixian_officer)
    for case in cases:
        answer = client.post(reverse("work:award_move", args=[case.pk]), {"move": "forward"})
    assert "每县（市、区）不超过 1 件" in answer.content.decode()
    assert "已推荐 1 件，还可以推荐 0 件" in client.get(LIST).content.decode()
    odd = client.post(reverse("work:award_move", args=[case.pk]), {"move": "x"})
    assert "没有这个办理步骤" in odd.content.decode()


def test_a_judge_sees_the_own_mark_only(client, cast):
    award = making.award(cast.city, state="judging")
    case = making.case(award, cast.mengzhuang, state="forwarded")
    actions_city.mark(case, 61, "评语甲", by=cast.city_editor)
    client.force_login(cast.city_reviewer)
    address = reverse("work:award_case", args=[case.pk])
    client.post(reverse("work:award_mark", args=[case.pk]), {"score": "77", "remark": "不错"})
    shown = client.get(address).content.decode()
    assert "77 分" in shown
    assert "评语甲" not in shown
    judging = client.get(JUDGING).content.decode()
    assert "平均分" not in judging
    wrong = client.post(reverse("work:award_mark", args=[case.pk]), {"score": "120"})
    assert "得分不能大于 100" in wrong.content.decode()
    client.force_login(cast.city_editor)
    row, own = client.get(JUDGING).context["rows"][0]
    assert (row.average, row.spread, own) == (69, 16, 61)
    client.force_login(cast.huixian_officer)
    assert client.get(JUDGING).status_code == 403
    assert client.post(reverse("work:award_mark", args=[case.pk]), {"score": "1"}).status_code == 403


def test_the_county_does_not_learn_of_a_prize_before_everybody(client, cast):
    award = making.award(cast.city, state="judging")
    case = making.case(award, cast.mengzhuang, state="forwarded", prize="first", citation="词甲")
    client.force_login(cast.huixian_officer)
    shown = client.get(reverse("work:award_case", args=[case.pk])).content.decode()
    assert "一等奖" not in shown
    assert "词甲" not in shown


def test_the_city_looks_at_what_goes_out_and_publishes(client, cast, django_capture_on_commit_callbacks):
    award = making.award(cast.city, state="judging")
    case = making.case(award, cast.mengzhuang, state="forwarded")
    client.force_login(cast.city_editor)
    client.post(reverse("work:award_prize", args=[case.pk]), {"prize": "first", "citation": "好"})
    preview = client.get("/work/awards/publicise/").content.decode()
    assert "公布 1 件" in preview
    assert client.get("/awards/").status_code == 200
    client.post("/work/awards/publicise/")
    assert client.get("/awards/").headers["Location"] == f"/awards/{award.year}/"
    client.force_login(cast.city_reviewer)
    assert client.post("/work/awards/publicise/").status_code == 403


ODD = ["/awards/99999999999999999999/", "/awards/1/", "/awards/2025/99999999999999999999/"]


@pytest.mark.parametrize("address", ODD)
def test_odd_addresses_are_not_found(client, cast, award, address):
    assert client.get(address).status_code == 404


def test_an_open_round_is_nowhere_outside(client, cast, award):
    case = making.case(award, cast.mengzhuang, state="forwarded")
    assert client.get(f"/awards/{award.year}/").status_code == 404
    assert client.get(f"/awards/{award.year}/{case.pk}/").status_code == 404
    assert "还没有公布" in client.get("/awards/").content.decode()


def published(cast, year, count=3):
    award = making.award(cast.city, year, state="published", published_at=timezone.now())
    prizes = ["third", "first", "second", "third", "nominated"]
    for prize in (prizes * count)[:count]:
        case = making.case(award, cast.mengzhuang, state="forwarded", prize=prize)
        making.photo(case)
        AwardCase.objects.filter(pk=case.pk).update(publicised_at=timezone.now())
    return award


def test_the_first_prize_comes_first_on_every_page(client, cast):
    award = published(cast, 2025)
    first = award.cases.get(prize="first")
    year = client.get("/awards/2025/").content.decode()
    assert year.index("一等奖") < year.index("二等奖") < year.index("三等奖")
    home = client.get("/").content.decode()
    assert first.title in home
    assert "2025 年度一等奖" in home


def test_pages_ask_no_more_for_more_cases(client, cast, django_assert_max_num_queries):
    published(cast, 2025, count=9)
    client.force_login(cast.city_editor)
    for address in ("/awards/2025/", LIST, JUDGING):
        client.get(address)
        with django_assert_max_num_queries(16):
            client.get(address)
