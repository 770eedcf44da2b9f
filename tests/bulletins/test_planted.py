"""A number of a person stops the release, with its place named (trust.md R38)."""

import pytest

from bulletins import actions, actions_parts
from bulletins.actions import PlantedError
from bulletins.models import Bulletin, State
from bulletins.scan import planted
from liaison.audit.models import Event
from tests.bulletins import making

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"


def places(issue: Bulletin) -> list[str]:
    return [str(one) for one in planted(issue)]


def test_the_paragraph_is_named(topics):
    body = f"<p>一</p><ul><li>二</li></ul><p>三，找老王 <b>138</b>1234<i>5678</i></p><p>{ID_NUMBER}</p>"
    assert places(making.bulletin(topics, body=body)) == [
        "正文第3段有手机号 138****5678",
        "正文第4段有身份证号 110*************2X",
    ]


@pytest.mark.parametrize(
    "number", ["138 1234 5678", "１３８１２３４５６７８", "138\u200b12345678", "138&#8203;12345678"]
)
def test_a_number_in_disguise_is_found(topics, number):
    assert places(making.bulletin(topics, body=f"<p>电话 {number}</p>"))


def test_every_text_around_the_body_is_looked_through(topics):
    issue = making.bulletin(
        topics,
        title=f"找 {making.MOBILE}",
        summary=f"见 {making.MOBILE}",
        source=making.MOBILE,
        body=f'<p><a href="tel:{making.MOBILE}">电话</a></p>',
    )
    making.photo(issue, caption=f"老王 {making.MOBILE}")
    making.attachment(issue, title=f"{making.MOBILE}")
    assert [line.split("有手机号")[0] for line in places(issue)] == [
        "标题", "来源", "摘要", "正文的链接", "第1张照片的“图片标题”", "附件名称",
    ]  # fmt: skip


def test_the_words_of_a_word_file_are_read(topics):
    issue = making.bulletin(topics)
    making.attachment(issue, text="联系电话13812345678，找老王")
    assert places(issue) == ["附件“工作方案”的内容有手机号 138****5678"]


def test_a_number_stops_the_release(topics, cast):
    issue = making.bulletin(topics, body=f"<p>找 {making.MOBILE}</p>")
    with pytest.raises(PlantedError, match="正文第1段有手机号"):
        actions.publish(issue, by=cast.city_editor)
    issue.refresh_from_db()
    assert issue.state == State.DRAFT


def test_confirming_takes_the_right_to(topics, cast):
    issue = making.bulletin(topics, body=f"<p>值班电话 {making.MOBILE}</p>")
    with pytest.raises(PlantedError):
        actions.publish(issue, by=cast.city_editor, confirmed=True)
    actions.publish(issue, by=cast.city_reviewer, confirmed=True)
    event = Event.objects.about(issue).get()
    assert event.detail["confirmed"] == ["正文第1段有手机号 138****5678"]
    assert making.MOBILE not in str(event.detail)


def test_what_is_out_takes_no_number_in_later(topics, cast):
    issue = making.released(topics)
    issue.body = f"<p>改过 {making.MOBILE}</p>"
    with pytest.raises(PlantedError):
        actions.save_text(issue, by=cast.city_editor)
    with pytest.raises(PlantedError, match="工作方案"):
        actions_parts.add_attachment(
            issue, making.upload(making.docx("电话 13812345678")), "工作方案", by=cast.city_editor
        )
    assert not issue.attachments.exists()


def test_a_landline_and_a_sum_are_no_numbers_of_persons(topics):
    assert not places(
        making.bulletin(topics, body="<p>电话 0373-0000000，共 13,812,345,678 元，编号 2026112500012</p>")
    )
