"""Events in words: what stands in `detail`, as one Chinese line."""

import json
from typing import Any

from liaison.audit.models import Event


def detail_text(event: Event) -> str:
    """The facts of an event as one readable line."""
    return "；".join(
        f"{LABELS.get(key, key)}：{_words(value)}"
        for key, value in event.detail.items()
        if value not in ("", None, [])
    )


LABELS = {
    "fields": "字段",
    "parts": "附属记录",
    "stage": "阶段",
    "on": "日期",
    "note": "说明",
    "reason": "原因",
    "rows": "行数",
    "file": "文件",
    "format": "格式",
    "with_internal": "含内部电话",
    "added": "新增",
    "removed": "移除",
    "kind": "种类",
    "name": "名称",
    "created": "新增",
    "updated": "更新",
    "changed": "更新",
    "unchanged": "未变",
    "role": "角色",
    "division": "负责区划",
    "alt": "画面说明",
    "count": "数量",
    "source": "来源",
    "term": "届次",
    "station": "联络站",
    "basis": "依据",
    "mandates": "任职数",
    "internal_columns": "内部列",
    "standard": "建站标准",
    "item": "标准项目",
    "answered": "已填项数",
    "judged": "已填项数",
    "points": "得分",
    "full": "满分",
    "grade": "等次",
    "month": "月份",
    "revision": "版次",
    "sections": "有意见的部分",
    "channel": "来源",
    "opinions": "意见件数",
    "factor": "二次验证",
}
WORDS = {"siting": "选址", "building": "在建", "opened": "挂牌", "accepted": "达标验收"}
WORDS |= {"territory": "属地", "convenience": "方便活动"}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return WORDS.get(value, str(value)) if isinstance(value, str) else str(value)


def told(event: Event) -> Event:
    """The event with `words`, for a page that lists it."""
    event.words = detail_text(event)
    return event
