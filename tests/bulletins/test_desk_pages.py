"""The staff pages: writing, two editors, parts, release and withdrawal."""

import pytest

from bulletins.models import Bulletin, State
from tests import make
from tests.bulletins import making

pytestmark = pytest.mark.django_db


def values(page, **more) -> dict:
    """What a browser would send back from the form of this page."""
    form = page.context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    sent["series"] = getattr(sent["series"], "pk", sent["series"])
    return {name: value for name, value in sent.items() if value is not None} | more


def test_a_new_issue_takes_the_next_number_and_stores_clean_text(desk, topics, cast):
    making.bulletin(topics, 3)
    page = desk.get("/work/bulletins/new/?series=topics")
    year = page.context["form"]["year"].value()
    assert page.context["form"]["number"].value() == Bulletin.objects.next_number(topics, year)
    sent = values(page, number=9, title=" 春耕  走访１０ ", body='<p style="mso-x:1">正文<o:p></o:p></p>')
    answer = desk.post("/work/bulletins/new/", sent)
    issue = Bulletin.objects.get(number=9)
    assert answer["Location"] == f"/work/bulletins/{issue.pk}/"
    assert (issue.title, issue.body, issue.excerpt) == ("春耕 走访10", "<p>正文</p>", "正文")
    assert (issue.state, issue.author) == (State.DRAFT, cast.city_editor)


def test_plain_text_typed_without_the_editor_becomes_paragraphs(desk, topics):
    sent = values(desk.get("/work/bulletins/new/"), title="示例", body="第一段\n\n第二段")
    desk.post("/work/bulletins/new/", sent)
    assert Bulletin.objects.get().body == "<p>第一段</p><p>第二段</p>"


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(desk, topics):
    sent = values(desk.get("/work/bulletins/new/"), title="", number="abc", year=2**70, body="写了很久的正文")
    page = desk.post("/work/bulletins/new/", sent).text
    for said in ("请填写标题", "期号应为整数", "年度不能大于 2099", "写了很久的正文"):
        assert said in page
    assert not Bulletin.objects.exists()


def test_a_number_already_given_is_refused_in_chinese(desk, topics):
    making.bulletin(topics, 7)
    sent = values(
        desk.get("/work/bulletins/new/"), year=2026, number=7, title="又一篇", body="写了很久的正文"
    )
    page = desk.post("/work/bulletins/new/", sent)
    assert "这个栏目这一年已经有这个期号" in page.text
    assert "写了很久的正文" in page.text


def test_the_second_of_two_editors_is_told_and_keeps_the_text(desk, topics, cast, client):
    issue = making.bulletin(topics, title="原来的标题")
    address = f"/work/bulletins/{issue.pk}/"
    mine, theirs = values(desk.get(address)), values(desk.get(address))
    assert desk.post(address, theirs | {"title": "同事的标题"}).status_code == 302
    answer = desk.post(address, mine | {"title": "我的标题", "body": "<p>我写的正文</p>"})
    assert answer.status_code == 409
    assert "标题“同事的标题”" in answer.text
    assert "我写的正文" in answer.text
    assert Bulletin.objects.get().title == "同事的标题"
    again = values(answer)
    assert desk.post(address, again).status_code == 302
    assert Bulletin.objects.get().title == "我的标题"


def test_a_release_in_between_counts_as_a_change(desk, topics, cast):
    from bulletins import actions

    issue = making.bulletin(topics)
    mine = values(desk.get(f"/work/bulletins/{issue.pk}/"))
    actions.publish(issue, by=cast.city_reviewer)
    assert desk.post(f"/work/bulletins/{issue.pk}/", mine).status_code == 409
    assert Bulletin.objects.get().state == State.RELEASED


def test_only_the_page_with_the_editor_carries_a_nonce(desk, topics):
    issue = making.released(topics)
    policy = desk.get(f"/work/bulletins/{issue.pk}/")["Content-Security-Policy"]
    assert "'nonce-" in policy
    assert "unsafe" not in policy
    for address in (
        "/work/bulletins/",
        f"/work/bulletins/{issue.pk}/preview/",
        f"/work/bulletins/{issue.pk}/parts/",
        "/",
    ):
        assert "nonce" not in desk.get(address)["Content-Security-Policy"]


def test_the_list_tells_states_reads_and_missing_numbers(desk, topics):
    from django.utils import timezone

    year = timezone.localdate().year
    making.released(topics, 1, year=year, reads=1234)
    making.released(topics, 4, year=year, hours_ago=-5)
    page = desk.get("/work/bulletins/").text
    for said in ("缺第2期、第3期", "1,234", "定时发布", "已发布"):
        assert said in page
    assert "第4篇示例" in desk.get("/work/bulletins/?state=scheduled").text
    assert "第1篇示例" not in desk.get("/work/bulletins/?state=scheduled").text
    assert "筛选条件无效" in desk.get("/work/bulletins/?state=x&year=9999999999").text


def test_the_preview_is_the_public_page_marked_as_such(desk, topics):
    issue = making.bulletin(topics, title="还没发布")
    page = desk.get(f"/work/bulletins/{issue.pk}/preview/").text
    assert "预览" in page
    assert "还没发布" in page
    assert "第一段文字" in page


def test_a_reviewer_passes_and_publishes_from_the_preview(client, topics, cast):
    issue = making.bulletin(topics, author=cast.city_editor)
    client.force_login(cast.city_reviewer)
    preview = f"/work/bulletins/{issue.pk}/preview/"
    page = client.get(preview).text
    assert "审核通过" in page
    assert "照片和附件" not in page
    client.post(f"/work/bulletins/{issue.pk}/review/")
    assert "已审核" in client.get(preview).text
    assert preview in client.get(f"/work/bulletins/{issue.pk}/publish/").text
    answer = client.post(f"/work/bulletins/{issue.pk}/publish/", {"when": "now"}, follow=True)
    assert answer.status_code == 200
    assert "已发布：" in answer.text


def test_the_first_page_of_the_desk_says_what_waits(client, topics, cast):
    topics.needs_review = True
    topics.save()
    making.bulletin(topics, edited_by=cast.city_editor)
    client.force_login(cast.city_reviewer)
    assert "1 篇专题活动或公告等待审核" in client.get("/work/").text
    client.force_login(cast.city_editor)
    page = client.get("/work/").text
    assert "等待审核" not in page
    assert "1 篇专题活动或公告还没有发布" in page
    client.force_login(cast.huixian_officer)
    assert "专题活动" not in client.get("/work/").text


def test_publishing_now_from_the_page(desk, topics):
    issue = making.bulletin(topics)
    assert desk.post(f"/work/bulletins/{issue.pk}/publish/", {"when": "now"}).status_code == 302
    assert desk.get("/bulletins/2026/1/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"when": "later"}, "请填写日期"),
        ({"when": "later", "day": "2020-01-01", "at": "09:00"}, "定时发布的时间应晚于现在"),
        ({"when": "later", "day": "明天", "at": "09:00"}, "日期应为日期"),
        ({"when": "later", "day": "2031-01-01", "at": "25:00"}, "时间应为时间"),
        ({"when": "whenever"}, "发布时间"),
        ({}, "请选择发布时间"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(desk, topics, sent, said):
    issue = making.bulletin(topics)
    page = desk.post(f"/work/bulletins/{issue.pk}/publish/", sent)
    assert page.status_code == 200
    assert said in page.text
    assert Bulletin.objects.get().state == State.DRAFT


def test_scheduling_from_the_page_and_taking_it_back(desk, topics):
    issue = making.bulletin(topics)
    desk.post(f"/work/bulletins/{issue.pk}/publish/", {"when": "later", "day": "2099-01-01", "at": "09:00"})
    assert "定时发布" in desk.get("/work/bulletins/").text
    assert desk.get("/bulletins/2026/1/").status_code == 404
    desk.post(f"/work/bulletins/{issue.pk}/unschedule/")
    assert Bulletin.objects.get().state == State.DRAFT


def test_a_planted_number_is_named_and_the_editor_cannot_wave_it_through(desk, topics, cast):
    issue = making.bulletin(topics, body=f"<p>一</p><p>找 {making.MOBILE}</p>")
    address = f"/work/bulletins/{issue.pk}/publish/"
    assert "正文第2段有手机号 138****5678" in desk.get(address).text
    answer = desk.post(address, {"when": "now", "confirmed": "on"})
    assert "正文第2段有手机号 138****5678" in answer.text
    assert Bulletin.objects.get().state == State.DRAFT
    desk.force_login(cast.city_reviewer)
    assert "已核对" in desk.get(address).text
    assert desk.post(address, {"when": "now", "confirmed": "on"}).status_code == 302
    assert Bulletin.objects.get().state == State.RELEASED


def test_withdrawing_from_the_page(desk, topics):
    issue = making.released(topics)
    address = f"/work/bulletins/{issue.pk}/withdraw/"
    assert "请填写撤下原因" in desk.post(address, {"note": ""}).text
    assert desk.post(address, {"note": "数据有误"}).status_code == 302
    assert desk.get("/bulletins/2026/1/").status_code == 410


def test_photos_and_files_are_added_described_and_removed(desk, topics):
    issue = making.bulletin(topics)
    address = f"/work/bulletins/{issue.pk}/parts/"
    desk.post(address, {"photos": [make.photo_file(), make.photo_file()]})
    first, second = issue.photos.all()
    words = {f"p{second.pk}-alt": "代表接待群众", f"p{second.pk}-caption": "", f"p{second.pk}-credit": "示例"}
    desk.post(f"/work/bulletins/photos/{second.pk}/", words | {"do": "save"})
    desk.post(f"/work/bulletins/photos/{second.pk}/", words | {"do": "first"})
    desk.post(f"/work/bulletins/photos/{first.pk}/", {"do": "remove"})
    assert [(p.pk, p.alt) for p in issue.photos.all()] == [(second.pk, "代表接待群众")]
    desk.post(f"/work/bulletins/{issue.pk}/files/", {"file": making.upload(making.docx()), "title": "方案"})
    attachment = issue.attachments.get()
    assert attachment.title == "方案"
    desk.post(f"/work/bulletins/files/{attachment.pk}/remove/")
    assert not issue.attachments.exists()


def test_a_wrong_file_is_refused_at_its_field(desk, topics):
    issue = making.bulletin(topics)
    page = desk.post(
        f"/work/bulletins/{issue.pk}/files/", {"file": making.upload(b"MZ", "x.exe"), "title": "方案"}
    )
    assert "文件只支持 PDF" in page.text
    page = desk.post(f"/work/bulletins/{issue.pk}/parts/", {"photos": [making.upload(b"x", "x.jpg")]})
    assert "x.jpg：" in page.text
    assert "请选择照片" in desk.post(f"/work/bulletins/{issue.pk}/parts/", {}).text


def test_a_number_in_the_words_of_a_photo_is_refused(desk, topics):
    photo = making.photo(making.bulletin(topics))
    words = {f"p{photo.pk}-alt": f"老王 {making.MOBILE}", "do": "save"}
    page = desk.post(f"/work/bulletins/photos/{photo.pk}/", words, follow=True)
    assert "画面说明里有手机号 138****5678" in page.text


@pytest.mark.parametrize("who", ["huixian_officer", "huixian_leader", "keeper"])
def test_counties_and_keepers_have_no_part_in_it(client, topics, cast, who):
    issue = making.bulletin(topics)
    client.force_login(getattr(cast, who))
    for address in ("", "new/", f"{issue.pk}/", f"{issue.pk}/preview/", f"{issue.pk}/publish/"):
        assert client.get(f"/work/bulletins/{address}").status_code == 403


def test_another_citys_issues_do_not_exist(client, topics, cast):
    from liaison.divisions.models import Division

    other = Division.objects.create(code="410500", name="示例市", level="city", kind="市")
    other.city = other
    other.save()
    from bulletins.models import Series

    elsewhere = Series.objects.create(city=other, name="专题活动", slug="elsewhere")
    issue = making.bulletin(elsewhere)
    client.force_login(cast.city_editor)
    assert client.get(f"/work/bulletins/{issue.pk}/").status_code == 404
    assert client.get(f"/work/bulletins/{2**70}/").status_code == 404
    sent = values(client.get("/work/bulletins/new/"), series=elsewhere.pk, title="示例")
    assert "series" in client.post("/work/bulletins/new/", sent).context["form"].errors
