"""What Word, web pages and strangers put on the clipboard becomes plain, safe HTML."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.lib.richtext import clean_html, excerpt, paragraphs, shown

WORD = (Path(__file__).parent / "word.html").read_text("utf-8")


def test_a_word_document_becomes_its_words_and_structure():
    assert clean_html(WORD).replace("\n", "") == (
        "<h2>冬季供暖专题接待情况</h2>"
        "<p>入冬以来，<strong>供暖</strong>是群众说得<em>最多</em>的事。</p>"
        "<p>1.   收集意见214件，当场答复97件</p>"
        '<table> <tbody><tr><td colspan="2"><p><strong>县（市、区）</strong></p></td></tr>'
        " <tr><td><p>辉县市</p></td><td><p>24</p></td></tr></tbody></table>"
        '<p>详见<a href="https://www.example.gov.cn/gn/2026.html" rel="noopener noreferrer nofollow">通知'
        "全文</a>，不要点这里、那里，也不要点这个。</p>"
        "<p>办理结果将在下一期公布。</p><p>市人大常委会办公室</p>"
    )


@pytest.mark.parametrize(
    "trace",
    [
        *("mso", "Mso", "style", "class", "<o:p", "<!--", "<!", "script", "onerror", "onclick", "onload"),
        *("onmouseover", "javascript", "data:", "track.example", "evil.example", "file:", "<img", "<svg"),
        *("<iframe", "<form", "<input", "<span", "font", "xml", "批注", "lang=", "_Toc"),
    ],
)
def test_nothing_of_word_and_of_attackers_is_left(trace):
    assert trace not in clean_html(WORD)


def test_cleaning_twice_is_cleaning_once():
    once = clean_html(WORD)
    assert clean_html(once) == once


def test_plain_text_becomes_paragraphs():
    assert clean_html("第一段，3 < 5\n\n第二段 & 完\r\n") == "<p>第一段，3 &lt; 5</p><p>第二段 &amp; 完</p>"


@pytest.mark.parametrize(
    "empty", ["", "  \n", "<p></p>", "<p>&nbsp;</p><div><br></div>", "<p><strong> </strong></p>"]
)
def test_nothing_said_is_nothing_stored(empty):
    assert clean_html(empty) == ""


def test_the_pages_title_stays_the_only_first_heading():
    assert clean_html("<h1>一</h1><h3>三</h3><h6>六</h6>") == "<h2>一</h2><h3>三</h3><h4>六</h4>"


def test_boxes_of_web_pages_become_paragraphs():
    html = "<section><section>第一段</section><div>第二段</div></section>"
    assert clean_html(html) == "<p>第一段</p><p>第二段</p>"


def test_paragraphs_are_counted_as_a_reader_counts_them():
    table = "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"
    html = f"<h2>题</h2><p>一<br>行</p><ul><li>二</li></ul>{table}"
    assert paragraphs(html) == ["题", "一 行", "二", "甲 乙"]


def test_an_excerpt_is_cut_and_says_so():
    assert excerpt("<p>一二三</p><p>四五</p>", 5) == "一二三四五"
    assert excerpt("<p>一二三</p><p>四五六</p>", 5) == "一二三四…"


def test_a_wide_table_scrolls_by_itself():
    assert 'tabindex="0"><table>' in shown("<table><tr><td>甲</td></tr></table>")


@given(st.text(alphabet="<>/\"'=pabscriptonhef :;&\n div\x00", max_size=80))
def test_whatever_comes_no_element_or_attribute_leaves_that_is_not_named(text):
    cleaned = clean_html(text)
    for tag, attributes in re.findall(r"<\s*/?\s*([^\s>/]*)([^>]*)>", cleaned):
        assert tag in {
            "p",
            "a",
            "b",
            "i",
            "s",
            "u",
            "br",
            "hr",
            "strong",
            "em",
            "td",
            "th",
            "tr",
            "li",
            "ol",
            "ul",
        }
        assert not re.search(r"\bon\w+=|style=|src=", attributes)
