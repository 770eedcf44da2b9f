"""What must be right before the world may read an activity: nothing missing, no number of a person.

Each sentence stands under the name of the form's field that it is about.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from activities.models import Activity, ActivityPhoto
from liaison.lib.personal import KINDS, find_personal, mask

Faults = dict[str, list[str]]
TEXTS = ("title", "place", "text", "source", "author_name")
WANTED = {"kind": "请选择类型", "title": "请填写标题", "text": "请填写内容"}


def check_ready(activity: Activity, today: date) -> None:
    """Raises ValidationError naming every field that keeps `activity` from being published."""
    faults: Faults = defaultdict(list)
    for field, sentence in WANTED.items():
        if not str(getattr(activity, field)).strip():
            faults[field].append(sentence)
    if activity.day > today:
        faults["day"].append("日期不能晚于今天，活动开展以后再提交")
    for field in TEXTS:
        label = activity._meta.get_field(field).verbose_name
        faults[field] += numbers_in(str(label), getattr(activity, field))
    _check_photos(activity.photos.all(), faults)
    if found := {field: said for field, said in faults.items() if said}:
        raise ValidationError(found)


def _check_photos(photos: Iterable[ActivityPhoto], faults: Faults) -> None:
    """Every photo has words for those who cannot see it, and none of them holds a number."""
    for number, photo in enumerate(photos, 1):
        if not photo.alt.strip():
            faults[f"alt_{photo.pk}"].append(f"请填写第 {number} 张照片的画面说明")
        for field, label in (("alt", "画面说明"), ("caption", "图片标题"), ("credit", "摄影")):
            place = "caption" if field == "credit" else field
            faults[f"{place}_{photo.pk}"] += numbers_in(f"第 {number} 张照片的{label}", getattr(photo, field))


def numbers_in(label: str, text: str) -> list[str]:
    """Every mobile or identity number in `text`, covered, with the line it stands in (trust.md R38)."""
    has_lines = "\n" in text
    return [
        f"{label}{f'第{text.count(chr(10), 0, one.start) + 1}行' if has_lines else ''}"
        f"有{KINDS[one.kind]} {mask(text[one.start : one.end])}，"
        "公开页面不登个人号码，请删除"
        for one in find_personal(text)
    ]
