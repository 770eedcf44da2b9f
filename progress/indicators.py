"""Every indicator of the monthly report, in one readable table.

Adding one is adding one entry (and its source in `figures.py` where the records know it);
figures are rows keyed by the code, so no migration follows. Codes never change: they are
what past months are stored under and what the open data calls them.
"""

from dataclasses import dataclass, field

SECTIONS: dict[int, str] = {
    1: "阵地建设",
    2: "代表编组",
    3: "人员配备",
    4: "代表接待",
    5: "群众意见",
    6: "双岗建功",
    7: "会议述职",
    8: "创新案例",
    9: "工作经费",
    10: "文字说明",
    11: "签报人员",
}
NUMERALS = "零一二三四五六七八九十"
MOST = 999_999_999
"""The largest figure that can be meant; a longer one is a slip of the hand."""


@dataclass(frozen=True)
class Bound:
    """Not more than the sum of some indicators, less others: 办结 ≤ 上月结转 + 本月收到."""

    parts: tuple[str, ...]
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One figure of the report: what it is called, where it comes from, how it is checked."""

    code: str
    label: str
    unit: str
    section: int
    source: str = ""
    """The function of `figures.SOURCES` that knows it; empty: typed by hand."""
    hint: str = ""
    at_most: Bound | None = None
    equals: tuple[str, ...] = ()
    """The indicators whose sum it must be."""
    is_public: bool = False
    is_cumulative: bool = False
    """Months add up to a year; otherwise it is how things stand at the month's end."""
    jumps: bool = field(default=True)
    """Whether a leap against last month asks for a reason."""
    records: str = ""
    """The list of the records behind it, as a URL name of the desk."""

    @property
    def is_typed(self) -> bool:
        """No record of this system knows it."""
        return not self.source


STATIONS = "admin:stations_station_changelist"
DEPUTIES = "admin:deputies_deputy_changelist"
GAPS = "admin:deputies_deputy_gaps"
POSTS = "admin:deputies_post_changelist"
RECEPTIONS = "work:receptions"
ACTIVITIES = "work:activities"
AWARDS = "work:awards"
OPINIONS = "work:opinions"
CONTRIBUTIONS = "work:contributions"
SESSIONS = "admin:duties_townshipsession_changelist"
MEETINGS = "admin:duties_presidiummeeting_changelist"
CLASSES = "admin:duties_trainingclass_changelist"
PARTY_REPORTS = "admin:duties_partyreport_changelist"


def _stock(section: int, code: str, label: str, unit: str, source: str = "", **more: object) -> Indicator:
    """How things stand at the end of the month."""
    return Indicator(code, label, unit, section, source, **more)  # type: ignore[arg-type]


def _flow(section: int, code: str, label: str, unit: str, source: str = "", **more: object) -> Indicator:
    """What happened in the month; months add up."""
    return Indicator(code, label, unit, section, source, is_cumulative=True, **more)  # type: ignore[arg-type]


INDICATORS: tuple[Indicator, ...] = (
    _stock(1, "townships", "乡镇（街道）", "个", "stations", records=STATIONS, is_public=True),
    _stock(1, "stations", "联络站", "个", "stations", records=STATIONS, is_public=True,
           hint="正在服务的，不含联络点"),
    _stock(1, "covered", "已建站的乡镇（街道）", "个", "stations", records=STATIONS, is_public=True,
           at_most=Bound(("townships",))),
    _stock(1, "points", "联络点", "个", "stations", records=STATIONS, is_public=True),
    _stock(1, "accepted", "达标联络站", "个", "stations", records=STATIONS, is_public=True,
           at_most=Bound(("stations",))),
    _flow(1, "opened", "本月新挂牌", "个", "stations", records=STATIONS, hint="含联络点"),
    _flow(1, "closed", "本月停用", "个", "stations", records=STATIONS),
    _stock(2, "persons", "代表人数", "人", "deputies", records=DEPUTIES, is_public=True,
           hint="按人计，兼任几级只算一人",
           at_most=Bound(("national", "provincial", "municipal", "county", "township"))),
    _stock(2, "national", "全国人大代表", "人", "deputies", records=DEPUTIES),
    _stock(2, "provincial", "省人大代表", "人", "deputies", records=DEPUTIES),
    _stock(2, "municipal", "市人大代表", "人", "deputies", records=DEPUTIES),
    _stock(2, "county", "县人大代表", "人", "deputies", records=DEPUTIES),
    _stock(2, "township", "乡镇人大代表", "人", "deputies", records=DEPUTIES),
    _stock(2, "by_territory", "按属地进站", "人", "deputies", records=DEPUTIES, is_public=True,
           at_most=Bound(("persons",))),
    _stock(2, "by_convenience", "按方便活动进站", "人", "deputies", records=DEPUTIES, is_public=True,
           at_most=Bound(("persons",), less=("by_territory",))),
    _stock(2, "unassigned", "还没有进站", "人", "deputies", records=GAPS,
           hint="代表人数减去已进站的", equals=("persons", "-by_territory", "-by_convenience"), jumps=False),
    _stock(3, "posts_filled", "乡镇主席、街道主任在职", "人", "posts", records=POSTS,
           at_most=Bound(("townships",))),
    _stock(3, "posts_vacant", "乡镇主席、街道主任空缺", "个", "posts", records=POSTS,
           at_most=Bound(("townships",), less=("posts_filled",))),
    _stock(3, "liaison_officers", "联络员", "人", "liaison_officers", records=STATIONS),
    _flow(3, "trained", "参加培训", "人次", "trained", records=CLASSES, jumps=False,
          hint="主席、主任参训，按培训班开始的月份；联络员也参加的，加上并说明"),
    _flow(4, "receptions_planned", "应接待场次", "场", "receptions", records=RECEPTIONS, is_public=True,
          hint="顺延的算在改后的月份，取消的不算"),
    _flow(4, "receptions_held", "实际接待场次", "场", "receptions", records=RECEPTIONS, is_public=True,
          at_most=Bound(("receptions_planned",))),
    _flow(4, "announced_in_time", "按期公告场次", "场", "receptions", records=RECEPTIONS,
          at_most=Bound(("receptions_planned",))),
    _flow(4, "duty_due", "应到代表", "人次", "receptions", records=RECEPTIONS, is_public=True),
    _flow(4, "duty_present", "实到代表", "人次", "receptions", records=RECEPTIONS, is_public=True,
          at_most=Bound(("duty_due",))),
    _flow(4, "visitors", "接待群众", "人次", "receptions", records=RECEPTIONS, is_public=True),
    _stock(5, "opinions_carried", "上月结转", "件", "opinions_carried", records=OPINIONS, is_public=True,
           jumps=False, hint="上月结转 + 上月收到 − 上月办结"),
    _flow(5, "opinions_received", "收到意见", "件", "opinions", records=OPINIONS, is_public=True,
          hint="网上、扫码、来站、来电、来信；来站和接待日听到的也要登记"),
    _flow(5, "opinions_on_spot", "当场解决", "件", "opinions", records=OPINIONS,
          at_most=Bound(("opinions_received",))),
    _flow(5, "opinions_referred", "转交办理", "件", "opinions", records=OPINIONS,
          at_most=Bound(("opinions_carried", "opinions_received"), less=("opinions_on_spot",))),
    _flow(5, "opinions_closed", "办结", "件", "opinions", records=OPINIONS, is_public=True,
          hint="含当场解决、不予受理和并入的；不超过上月结转加本月收到",
          at_most=Bound(("opinions_carried", "opinions_received"))),
    _stock(5, "opinions_overdue", "超期未办结", "件", "opinions", records=OPINIONS, jumps=False,
           at_most=Bound(("opinions_carried", "opinions_received"), less=("opinions_closed",))),
    _flow(5, "opinions_satisfied", "群众表示满意", "件", "opinions", records=OPINIONS, is_public=True,
          at_most=Bound(("opinions_closed",))),
    _flow(6, "activities", "代表活动", "次", "activities", records=ACTIVITIES, is_public=True,
          equals=("study", "exchange", "inspection", "research", "other_activities")),
    _flow(6, "study", "其中学习", "次", "activities", records=ACTIVITIES, jumps=False),
    _flow(6, "exchange", "其中交流", "次", "activities", records=ACTIVITIES, jumps=False),
    _flow(6, "inspection", "其中视察", "次", "activities", records=ACTIVITIES, jumps=False),
    _flow(6, "research", "其中调研", "次", "activities", records=ACTIVITIES, jumps=False),
    _flow(6, "other_activities", "其中其他", "次", "activities", records=ACTIVITIES, jumps=False,
          hint="接待、述职、走访、宣讲等"),
    _flow(6, "taking_part", "参加活动的代表", "人次", "participations", records=ACTIVITIES, is_public=True),
    _flow(6, "at_the_job", "本职岗位建功", "件", "contributions", records=CONTRIBUTIONS, is_public=True),
    _flow(6, "as_deputy", "代表岗位建功", "件", "contributions", records=CONTRIBUTIONS, is_public=True),
    _flow(6, "photos", "活动照片", "张", "photos", records=ACTIVITIES, jumps=False),
    _flow(7, "township_sessions", "乡镇人大会议", "次", "township_sessions", records=SESSIONS, jumps=False,
          hint="按开会的月份"),
    _flow(7, "presidium_meetings", "乡镇主席团会议", "次", "presidium_meetings", records=MEETINGS,
          jumps=False),
    _flow(7, "deputies_reported", "代表述职", "人次", "deputies_reported", records=ACTIVITIES, jumps=False),
    _flow(7, "party_reports", "县级人大向党委报告", "次", "party_reports", records=PARTY_REPORTS,
          jumps=False),
    _flow(8, "cases", "征集创新案例", "个", "cases", records=AWARDS, hint="县、乡撰写的案例", jumps=False),
    _stock(9, "budget", "全年预算", "元", "budget", hint="县乡两级合计；二月起沿用上月", jumps=False),
    _flow(9, "spent", "本月支出", "元", hint="没有支出填 0", jumps=False),
)  # fmt: skip

BY_CODE: dict[str, Indicator] = {one.code: one for one in INDICATORS}
PUBLIC: tuple[Indicator, ...] = tuple(one for one in INDICATORS if one.is_public)


def of_section(number: int) -> list[Indicator]:
    """The indicators of one section in their order."""
    return [one for one in INDICATORS if one.section == number]


def section_title(number: int) -> str:
    """四、代表接待."""
    numeral = NUMERALS[number] if number <= 10 else f"十{NUMERALS[number - 10]}"
    return f"{numeral}、{SECTIONS[number]}"
