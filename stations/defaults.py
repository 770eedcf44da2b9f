"""What a city starts with: a checklist, a three-year roadmap, rules for the wall.

The words are data once written; staff change them in the admin.
"""

from datetime import date

from django.db import transaction

from liaison.divisions.models import Division
from stations.models import AutoRule, EvidenceKind, Phase, RoadmapYear, Standard, StandardItem

CHECKLIST = [
    ("固定场所", "有固定、方便群众进出的场所，门口挂牌，地址和座机对外公布", 10, AutoRule.HAS_ADDRESS),
    ("开放时间", "公布每周开放时间，临时闭站提前告知", 5, AutoRule.HAS_HOURS),
    ("站长在任", "站长由乡镇人大主席或街道人大工委主任担任", 5, AutoRule.HAS_HEAD),
    ("联络员到位", "至少一名联络员负责日常工作", 5, AutoRule.HAS_LIAISON),
    ("接待场地", "有接待室或可以单独谈话的区域", 5, AutoRule.HAS_ROOMS),
    ("制度上墙", "接待、学习、意见办理等制度上墙，不少于三项", 5, AutoRule.HAS_RULES),
    ("代表公示", "进站代表的姓名、照片、层级在站内公示", 5, ""),
    ("学习资料", "备有法律法规、代表履职资料，能组织代表学习", 5, ""),
    ("档案齐全", "接待、活动、意见办理一事一档", 10, ""),
    ("网上有页", "站点页面有照片、信息完整，二维码上墙", 5, AutoRule.HAS_PHOTO),
    ("每月接待", "每个月组织代表接待群众不少于两次", 15, AutoRule.RECEIVES),
    ("提前公告", "接待的时间、地点和代表名单提前三天公布，按时公告的不少于 95%", 10, AutoRule.ANNOUNCES),
    ("页面常新", "活动、接待或站点资料 14 天内有更新", 5, AutoRule.KEEPS_FRESH),
    ("每季学习", "每个季度至少组织代表学习一次", 10, AutoRule.STUDIES),
]

ROADMAP = [
    (Phase.FOUNDATION, 95, 40, 80, 70),
    (Phase.STEP_UP, 100, 80, 95, 85),
    (Phase.RESULTS, 100, 95, 98, 90),
]

WALL_RULES = [
    (
        "代表接待群众制度",
        "接待日的时间、地点和代表名单提前三天公布。代表听取意见、当面记录，"
        "能当场解释的当场解释，需要办理的转有关部门。",
    ),
    (
        "意见办理反馈制度",
        "收到的意见逐件登记，七个工作日内告知办理情况。办结后回访，群众不满意的重新研究一次。",
    ),
    (
        "代表学习活动制度",
        "每季度至少组织一次学习，内容为法律法规、上级决定和代表履职知识，学习情况记入履职档案。",
    ),
    ("联络站管理制度", "开放时间内有人值守。资料、设备登记在册，活动和接待一事一档。"),
]


@transaction.atomic
def install(city: Division, first_year: int) -> Standard:
    """Give `city` the default checklist and a roadmap that starts in `first_year`.

    Safe to run again: what exists stays as it is.
    """
    for offset, (phase, *targets) in enumerate(ROADMAP):
        names = ("coverage_target", "standard_target", "reception_target", "opinion_target")
        RoadmapYear.objects.get_or_create(
            city=city,
            year=first_year + offset,
            defaults={"phase": phase, **dict(zip(names, targets, strict=True))},
        )
    standard, is_new = Standard.objects.get_or_create(
        city=city,
        name=f"{city.name}联络站建设标准（{first_year} 版）",
        defaults={"since": date(first_year, 1, 1)},
    )
    if is_new:
        _write_items(standard)
    return standard


def _write_items(standard: Standard) -> None:
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=standard,
            number=number,
            name=name,
            text=text,
            weight=weight,
            auto_rule=rule,
            evidence_kind=EvidenceKind.RECORD if rule else EvidenceKind.PHOTO,
        )
        for number, (name, text, weight, rule) in enumerate(CHECKLIST, 1)
    )
