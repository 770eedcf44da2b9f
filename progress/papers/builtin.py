"""The templates that come with the product, set as official documents are (GB/T 9704).

A4 with margins of 37/35/28/26 mm, titles 22 pt 小标宋, headings 16 pt 黑体, text 16 pt 仿宋,
28 pt a line. A machine without those faces shows its own instead; Word and WPS have them.
"""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from progress.papers.facts import COLUMNS
from progress.papers.kinds import PaperKind

SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体", "仿宋"
BODY, SMALL, TITLE, MASTHEAD = Pt(16), Pt(10.5), Pt(22), Pt(36)
RED = RGBColor(0xC0, 0x00, 0x00)
LINE = Pt(22)
"""The least height of a row of a table."""
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


class Sheet:
    """A document being written, paragraph by paragraph."""

    def __init__(self) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)

    def line(
        self, text: str, font: str = FANG, size: Pt = BODY, *, align: Any = None, indent: bool = False,
        stays: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        """One paragraph in one face; one that `stays` is never parted from the next by the end of a page."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = stays
        _space(paragraph, Pt(28) if size <= TITLE else None)
        paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = size * 2
        _write(paragraph, text, font, size, **more)

    def tag(self, text: str) -> None:
        """A line that is no text but tells the template what follows (for, if, end)."""
        self.document.add_paragraph(text)

    def text(self, text: str) -> None:
        """Running text, its first line two characters in."""
        self.line(text, indent=True)

    def heading(self, text: str) -> None:
        """一、二、三、"""
        self.line(text, HEI, indent=True, stays=True)

    def signature(self, lines: list[str]) -> None:
        """Who signs and when, at the right, four characters from the edge, never alone on a page."""
        for number, text in enumerate(lines, 1):
            self.line(text, align=WD_ALIGN_PARAGRAPH.RIGHT, stays=number < len(lines))
            self.document.paragraphs[-1].paragraph_format.right_indent = BODY * 2

    def rows(self, heads: list[str], loop: str, cells: list[str], last: list[str] | None = None) -> None:
        """A table with one row for each that `loop` finds, and maybe a last one."""
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        _repeat(table.rows[0])
        _fill(table.rows[0], heads, HEI)
        _fill(table.add_row(), [f"{{%tr for {loop} %}}"], FANG)
        _fill(table.add_row(), cells, FANG)
        _fill(table.add_row(), ["{%tr endfor %}"], FANG)
        if last:
            _fill(table.add_row(), last, HEI)

    def saved(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def _space(paragraph: Any, spacing: Pt | None) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if spacing:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, spacing


def _write(paragraph: Any, text: str, font: str, size: Pt, *, colour: Any = None) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour


def _fill(row: Any, texts: list[str], font: str) -> None:
    row.height, row.height_rule = LINE, WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, text in zip(row.cells, texts, strict=False):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE
        _space(paragraph, None)
        _write(paragraph, text, font, SMALL)


def _repeat(row: Any) -> None:
    """The head of a table stands on every page."""
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _masthead(sheet: Sheet) -> None:
    sheet.line("人大代表联络站工作简报", SONG, MASTHEAD, align=CENTRE, colour=RED)
    sheet.line("{{ 年 }}年第{{ 期号 }}期", FANG, align=CENTRE)
    sheet.line("{{ 城市 }}人大常委会办公室　　　　　　{{ 成文日期 }}", FANG, align=CENTRE, colour=RED)
    sheet.line("")


def _standing(sheet: Sheet) -> None:
    sheet.text(
        "截至目前，{{ 应报 }}个报送单位中{{ 已报 }}个报送了{{ 月 }}月进展，{{ 已确认 }}个已经确认。"
        "{% if 逾期 %}{{ 逾期 }}逾期未报。{% endif %}{% if 迟报 %}{{ 迟报 }}迟报。{% endif %}"
    )


def _county_table(sheet: Sheet) -> None:
    numbers = range(len(COLUMNS))
    sheet.rows(
        ["报送单位", *(f"{{{{ 表头[{i}] }}}}" for i in numbers)],
        "行 in 分县",
        ["{{ 行.县 }}", *(f"{{{{ 行.值[{i}] }}}}" for i in numbers)],
        ["合计", *(f"{{{{ 合计[{i}] }}}}" for i in numbers)],
    )


FIGURES = (
    "{% if 已报 < 应报 %}已报送的{{ 已报 }}个单位{% else %}全市{% endif %}现有联络站{{ 数['联络站'] }}个，",
    "达标{{ 数['达标联络站'] }}个；代表{{ 数['代表人数'] }}人。",
    "{{ 月 }}月开展接待{{ 数['实际接待场次'] }}场，接待群众{{ 数['接待群众'] }}人次，",
    "收到意见{{ 数['收到意见'] }}件，办结{{ 数['办结'] }}件；组织代表活动{{ 数['代表活动'] }}次，",
    "本职岗位建功{{ 数['本职岗位建功'] }}件，代表岗位建功{{ 数['代表岗位建功'] }}件。",
    "今年以来累计接待{{ 本年['实际接待场次'] }}场、群众{{ 本年['接待群众'] }}人次，",
    "办结意见{{ 本年['办结'] }}件。",
)


def _figures(sheet: Sheet) -> None:
    sheet.text("".join(FIGURES))


def bulletin() -> bytes:
    """工作简报: figures, the table of counties, what they did."""
    sheet = Sheet()
    _masthead(sheet)
    sheet.line("{{ 年 }}年{{ 月 }}月代表联络站工作进展情况", SONG, TITLE, align=CENTRE)
    sheet.line("")
    sheet.heading("一、总体情况")
    _standing(sheet)
    _figures(sheet)
    sheet.heading("二、各报送单位情况")
    _county_table(sheet)
    sheet.heading("三、做法和成效")
    sheet.tag("{%p for 一 in 各县情况 %}")
    sheet.line("{{ 一.县 }}", KAI, indent=True, stays=True)
    sheet.text("{{ 一.做法 }}")
    sheet.tag("{%p endfor %}")
    return sheet.saved()


def report() -> bytes:
    """向同级党委的报告: the month and the year, what is behind, a place for what comes next."""
    sheet = Sheet()
    sheet.line("关于{{ 年 }}年{{ 月 }}月人大代表联络站工作", SONG, TITLE, align=CENTRE)
    sheet.line("进展情况的报告", SONG, TITLE, align=CENTRE)
    sheet.line("")
    sheet.line("中共{{ 城市 }}委：")
    sheet.text("现将{{ 月 }}月人大代表联络站工作进展情况报告如下。")
    sheet.heading("一、进展情况")
    _figures(sheet)
    sheet.heading("二、主要指标")
    sheet.rows(
        ["指标", "单位", "本月", "上月", "本年累计"],
        "行 in 指标",
        ["{{ 行.名称 }}", "{{ 行.单位 }}", "{{ 行.本月 }}", "{{ 行.上月 }}", "{{ 行.本年 }}"],
    )
    sheet.line("各列为当月已报送单位的合计：本月{{ 已报 }}个，上月{{ 上月已报 }}个。", KAI, Pt(12))
    sheet.heading("三、存在问题")
    _standing(sheet)
    sheet.tag("{%p for 一 in 各县情况 %}")
    sheet.tag("{%p if 一.困难 %}")
    sheet.text("{{ 一.县 }}反映：{{ 一.困难 }}")
    sheet.tag("{%p endif %}")
    sheet.tag("{%p endfor %}")
    sheet.heading("四、下一步打算")
    sheet.text("（请补充）")
    sheet.line("特此报告。", indent=True, stays=True)
    sheet.line("", stays=True)
    sheet.signature(["{{ 城市 }}人大常委会党组", "{{ 成文日期 }}"])
    return sheet.saved()


def meeting() -> bytes:
    """推进会材料: who is late, what does not agree, what changed much, what counties say."""
    sheet = Sheet()
    sheet.line("{{ 年 }}年{{ 月 }}月推进会材料", SONG, TITLE, align=CENTRE)
    sheet.line("（内部使用）", KAI, align=CENTRE)
    sheet.line("")
    sheet.heading("一、报送情况")
    _standing(sheet)
    _county_table(sheet)
    sheet.heading("二、与台账不一致的数")
    sheet.tag("{%p if 不一致 %}")
    sheet.rows(
        ["报送单位", "指标", "填报", "台账", "说明"],
        "行 in 不一致",
        ["{{ 行.县 }}", "{{ 行.指标 }}", "{{ 行.填报 }}", "{{ 行.台账 }}", "{{ 行.说明 }}"],
    )
    sheet.tag("{%p else %}")
    sheet.text("没有。")
    sheet.tag("{%p endif %}")
    sheet.heading("三、比上月变化大的数")
    sheet.tag("{%p if 变化大 %}")
    sheet.rows(
        ["报送单位", "指标", "本月", "变化"],
        "行 in 变化大",
        ["{{ 行.县 }}", "{{ 行.指标 }}", "{{ 行.本月 }}", "{{ 行.变化 }}"],
    )
    sheet.tag("{%p else %}")
    sheet.text("没有。")
    sheet.tag("{%p endif %}")
    sheet.heading("四、各报送单位的做法和困难")
    sheet.tag("{%p for 一 in 各县情况 %}")
    sheet.line("{{ 一.县 }}", KAI, indent=True, stays=True)
    sheet.text("做法：{{ 一.做法 }}")
    sheet.text("困难：{{ 一.困难 or '没有填写' }}")
    sheet.tag("{%p endfor %}")
    return sheet.saved()


MADE = {PaperKind.BULLETIN: bulletin, PaperKind.REPORT: report, PaperKind.MEETING: meeting}


def template(kind: str) -> bytes:
    """The built-in template of a kind."""
    return MADE[PaperKind(kind)]()
