"""The documents of a month: right figures, templates of one's own, nothing a template could reach for."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from liaison.audit.models import Event
from progress.models import MonthlyReport, PaperTemplate
from progress.papers import builtin, sample
from progress.papers.facts import NAMES, facts, gather
from progress.papers.filling import TemplateFaultError, fill
from progress.papers.kinds import PaperKind
from tests.progress import reports

DESK = "/work/reports/"


def address(month, tail="") -> str:
    return f"{DESK}{month:%Y-%m}/papers/{tail}"


def words_in(content: bytes) -> str:
    """All text of a Word file, tables included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def template(*lines: str, head: str = "", foot: str = "") -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = head
    document.sections[0].footer.paragraphs[0].text = foot
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bring(client, month, content: bytes, name="我的模板.docx"):
    upload = SimpleUploadedFile(name, content)
    return client.post(address(month, "bulletin/template.docx"), {"template": upload}, follow=True).text


@pytest.fixture
def reported(cast, month):
    """Two counties reported, one of them otherwise than the records have it."""
    reports.confirmed(cast.yuanyang, month, cast, visitors=30, reasons={"visitors": "含下乡接待"})
    return reports.confirmed(cast.huixian, month, cast, visitors=12, reasons={"visitors": "漏登"}, spent=7)


@pytest.fixture
def said(cast, month, reported):
    from django.utils import timezone

    return facts(gather([cast.huixian, cast.yuanyang], cast.city, month, timezone.now()))


def test_the_facts_add_up_and_name_what_differs(said):
    assert set(said) == NAMES
    assert (said["应报"], said["已报"], said["已确认"]) == (2, 2, 2)
    assert said["数"]["接待群众"] == "42"
    assert said["本年"]["接待群众"] == "42"
    assert {(one["县"], one["填报"], one["台账"], one["说明"]) for one in said["不一致"]} == {
        ("辉县市", "12", "0", "漏登"),
        ("原阳县", "30", "0", "含下乡接待"),
    }


def test_a_county_that_corrects_its_report_still_counts(cast, month, reported):
    from django.utils import timezone

    from progress import actions

    actions.revise(reported, "漏了一场", by=cast.huixian_officer, now=timezone.now())
    told = facts(gather([cast.huixian, cast.yuanyang], cast.city, month, timezone.now()))
    assert (told["已报"], told["数"]["接待群众"], told["本年"]["接待群众"]) == (2, "42", "42")


@pytest.mark.parametrize("kind", PaperKind.values)
def test_every_document_is_a_word_file_with_the_figures_of_the_month(client, cast, month, reported, kind):
    client.force_login(cast.city_editor)
    answer = client.get(address(month, f"{kind}.docx"))
    text = words_in(answer.content)
    assert "{{" not in text
    assert "{%" not in text
    assert f"{month.year}年{month.month}月" in text
    assert {"bulletin": "接待群众42人次", "report": "接待群众42人次", "meeting": "含下乡接待"}[kind] in text
    assert Event.objects.filter(verb="下载月度文件", actor=cast.city_editor).count() == 1
    assert "no-store" in answer["Cache-Control"]


def test_the_page_is_the_notes_for_the_meeting(client, cast, month, reported):
    client.force_login(cast.city_reviewer)
    page = client.get(address(month)).text
    assert "含下乡接待" in page
    assert reports.WORDS["practice"] in page
    assert "改好的模板" not in page


def test_a_month_nobody_reported_gives_documents_too(client, cast, month):
    client.force_login(cast.city_editor)
    for kind in PaperKind.values:
        assert words_in(client.get(address(month, f"{kind}.docx")).content)


def test_words_with_signs_of_markup_stand_as_they_were_written(client, cast, month, reported):
    MonthlyReport.objects.filter(pk=reported.pk).update(practice="甲&乙 <b>丙</b> {{ 城市 }} {% if %}")
    client.force_login(cast.city_editor)
    text = words_in(client.get(address(month, "bulletin.docx")).content)
    assert "甲&乙 <b>丙</b> {{ 城市 }} {% if %}" in text


def test_the_city_uses_its_own_template_and_goes_back(client, cast, month, reported):
    client.force_login(cast.city_editor)
    assert "已改用" in bring(client, month, template("本市格式：{{ 城市 }}接待{{ 数['接待群众'] }}人次"))
    mine = client.get(address(month, "bulletin.docx"))
    assert "本市格式：新乡市接待42人次" in words_in(mine.content)
    assert "本市格式" in words_in(client.get(address(month, "bulletin/template.docx")).content)
    client.post(address(month, "bulletin/template.docx"), {"do": "built-in"})
    assert not PaperTemplate.objects.exists()
    assert "工作简报" in words_in(client.get(address(month, "bulletin.docx")).content)
    verbs = set(Event.objects.filter(actor=cast.city_editor).values_list("verb", flat=True))
    assert {"更换文件模板", "恢复内置文件模板"} <= verbs


ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.mark.once  # a file is judged before any database hears of it
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (template("{{ 手机号 }}"), "不认识的名称：手机号"),
        (template("正文", head="{{ 页眉里的 }}"), "不认识的名称：页眉里的"),
        (template("正文", foot="{{ 页脚里的 }}"), "不认识的名称：页脚里的"),
        (template("{% if 城市 %}没有结束"), "“if”没有结束，缺少 endif"),
        (template("{% for 一 in 分县 %}没有结束"), "“for”没有结束，缺少 endfor"),
        (template("{% endif %}"), "多了一个“endif”"),
        (template("{% 如果 城市 %}"), "不认识的标记“如果”"),
        (template("{{ 城市|大写 }}"), "没有“大写”这种处理方式"),
        (template("{{ 城市 是 }}"), "双花括号里“是”的前面写错了"),
        (template("{{ 城市？ }}"), "有不能用的字符“？”"),
        (template("{{ 数['没有的指标'] }}"), "要的内容没有：“没有的指标”"),
        (template("{{ 分县[0].没有 }}"), "要的内容没有：“没有”"),
        (template("{{ 各县情况[0].县 }}"), "要的内容没有"),  # a month of which nothing was reported
        (template("{{ 城市.__class__.__mro__[1].__subclasses__() }}"), "不允许取的内容"),
        (template("{{ 1 / 0 }}"), "算不出结果"),
        (template(ENDLESS), "算得太久或生成的内容太大"),
        (template("{{ '字' * 2000000000 }}"), "算得太久或生成的内容太大"),
        (template("{% for a in range(9000) %}{{ '字' * 99999 }}{% endfor %}"), "算得太久或生成的内容太大"),
        (b"PK\x03\x04broken", "损坏"),
        (b"%PDF-1.7", "应是 .docx 文件"),
        (b"<html>", "文件只支持"),
        (b"PK\x03\x04" + b"0" * (2 * 1024 * 1024), "不能超过 2 MB"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_at_its_field_and_the_old_one_stays(
    client, cast, month, content, why
):
    client.force_login(cast.city_editor)
    bring(client, month, template("原来的{{ 城市 }}"))
    page = bring(client, month, content)
    assert "工作简报的模板没有更换" in page
    at_field = page.split('id="e-bulletin"')[1].split("</div>")[0]
    assert why in unescape(at_field)
    assert not re.search(r"[a-z]{4,} [a-z]{3,}", unescape(re.sub("<[^>]+>", "", at_field)))
    assert "原来的新乡市" in words_in(client.get(address(month, "bulletin.docx")).content)


def test_a_new_template_is_tried_on_invented_months_not_on_this_one(client, cast, month):
    """Nobody reported yet; a template that only a full month could break is refused all the same."""
    client.force_login(cast.city_editor)
    for broken in ("{% if 迟报 %}{{ 1 / 0 }}{% endif %}", "{% if not 各县情况 %}{{ 1 / 0 }}{% endif %}"):
        assert "没有更换" in bring(client, month, template(broken))
    assert not PaperTemplate.objects.exists()


def test_the_invented_months_have_every_name_and_shape_of_a_real_one(said):
    for month in sample.months():
        assert set(month) == NAMES
        assert {name: type(value) for name, value in month.items()} == {
            name: type(value) for name, value in said.items()
        }
        assert (set(month["数"]), set(month["本年"])) == (set(said["数"]), set(said["本年"]))
    full = sample.full()
    for name in ("指标", "分县", "不一致", "各县情况"):
        assert set(full[name][0]) == set(said[name][0])
    assert len(full["表头"]) == len(full["分县"][0]["值"]) == len(said["合计"])


def test_headers_and_footers_are_filled_too(client, cast, month):
    client.force_login(cast.city_editor)
    bring(client, month, template("正文", head="{{ 城市 }}简报", foot="第{{ 期号 }}期"))
    document = Document(io.BytesIO(client.get(address(month, "bulletin.docx")).content))
    assert document.sections[0].header.paragraphs[0].text == "新乡市简报"
    assert document.sections[0].footer.paragraphs[0].text == f"第{month.month}期"


def test_who_takes_a_template_home_is_on_the_trail(client, cast, month):
    client.force_login(cast.city_editor)
    client.get(address(month, "report/template.docx"))
    event = Event.objects.get(verb="下载文件模板")
    assert (event.actor, event.detail["kind"]) == (cast.city_editor, "向同级党委的报告")


def test_the_auditor_reads_the_papers_and_changes_nothing(client, cast, month, reported):
    client.force_login(cast.auditor)
    page = client.get(address(month)).text
    assert "含下乡接待" in page
    assert "改好的模板" not in page
    assert client.get(address(month, "bulletin.docx")).status_code == 200
    assert Event.objects.filter(verb="下载月度文件", actor=cast.auditor).count() == 1
    assert client.get(address(month, "bulletin/template.docx")).status_code == 403
    assert client.post(address(month, "bulletin/template.docx"), {"do": "built-in"}).status_code == 403


def test_no_file_chosen_is_said(client, cast, month):
    client.force_login(cast.city_editor)
    page = client.post(address(month, "bulletin/template.docx"), {}).text
    assert "请选择改好的模板" in page


def test_a_template_reaches_nothing_but_the_facts(said):
    with pytest.raises(TemplateFaultError):
        fill(template("{{ 城市.__class__.__mro__ }}"), said)


def test_a_county_has_no_business_with_the_citys_documents(client, cast, month, reported):
    for person in (cast.huixian_officer, cast.keeper):
        client.force_login(person)
        assert client.get(address(month)).status_code == 403
        assert client.get(address(month, "bulletin.docx")).status_code == 403
    client.force_login(cast.city_reviewer)
    assert client.get(address(month, "bulletin/template.docx")).status_code == 403
    assert client.get(address(month, "nothing.docx")).status_code == 404


def test_the_page_asks_as_much_for_many_counties_as_for_few(cast, month, django_assert_num_queries):
    from django.utils import timezone

    for units in ([cast.huixian], [cast.huixian, cast.yuanyang]):
        for unit in units:
            if not MonthlyReport.objects.filter(county=unit, month=month).exists():
                reports.confirmed(unit, month, cast)
        with django_assert_num_queries(9):
            facts(gather(units, cast.city, month, timezone.now()))


@pytest.mark.parametrize("kind", PaperKind.values)
def test_the_built_in_templates_ask_only_for_what_there_is(said, kind):
    assert fill(builtin.template(kind), said)
