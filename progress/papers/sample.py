"""Invented months on which a new template is tried: one where everything happened, one where nothing did."""

from typing import Any

from progress.indicators import INDICATORS
from progress.papers.facts import COLUMNS, NOTHING, heading

UNITS = ("示例市", "示例县", "示例区")


def months() -> list[dict[str, Any]]:
    """A full month and an empty one, with every name that a template may ask for."""
    return [full(), empty()]


def full() -> dict[str, Any]:
    """Every list has rows and every word is said."""
    numbers = {one.label: "1,234" for one in INDICATORS}
    return _month() | {
        "应报": 3, "已报": 2, "上月已报": 3, "已确认": 1, "逾期": "示例区", "迟报": "示例县",
        "数": numbers,
        "本年": {one.label: "12,345" for one in INDICATORS if one.is_cumulative},
        "指标": [
            {"名称": one.label, "单位": one.unit, "本月": "12", "上月": "10", "本年": "120"}
            for one in INDICATORS
            if one.is_public
        ],
        "分县": [{"县": unit, "状态": "已确认", "值": ["12"] * len(COLUMNS)} for unit in UNITS],
        "合计": ["36"] * len(COLUMNS),
        "不一致": [{"县": "示例县", "指标": "接待群众", "填报": "30", "台账": "28", "说明": "含下乡接待"}],
        "变化大": [{"县": "示例县", "指标": "接待群众", "本月": "30", "变化": "比 10 月减少 60%"}],
        "各县情况": [
            {"县": "示例市", "做法": "示例做法。", "困难": "示例困难。"},
            {"县": "示例县", "做法": "没有填写", "困难": ""},
        ],
    }  # fmt: skip


def empty() -> dict[str, Any]:
    """Nobody reported: no figures, no rows, no words."""
    nothing = [NOTHING] * len(COLUMNS)
    return _month() | {
        "应报": 3, "已报": 0, "上月已报": 0, "已确认": 0, "逾期": "", "迟报": "",
        "数": {one.label: NOTHING for one in INDICATORS},
        "本年": {one.label: "0" for one in INDICATORS if one.is_cumulative},
        "指标": [
            {"名称": one.label, "单位": one.unit, "本月": NOTHING, "上月": NOTHING, "本年": NOTHING}
            for one in INDICATORS
            if one.is_public
        ],
        "分县": [{"县": unit, "状态": "未报", "值": ["未报"] * len(COLUMNS)} for unit in UNITS],
        "合计": nothing, "不一致": [], "变化大": [], "各县情况": [],
    }  # fmt: skip


def _month() -> dict[str, Any]:
    """What holds of any month."""
    return {
        "年": 2026, "月": 11, "期号": 11, "城市": "示例市", "成文日期": "2026年12月8日",
        "表头": [heading(code) for code in COLUMNS],
    }  # fmt: skip
