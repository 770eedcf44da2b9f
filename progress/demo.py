"""Twelve months of reports for the demo city: figures that grow sensibly, and a last month in every state."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from duties.models import Attendance, PartyReport, PresidiumMeeting, TownshipSession
from liaison.divisions.models import Division
from progress import figures
from progress.indicators import BY_CODE, INDICATORS
from progress.models import Figure, MonthlyReport, ReportingRule, ReportMove, State
from progress.months import back, due_at, first_of, last_of, previous

Values = dict[str, int]
MONTHS = 12
REVIEWER = "市级审核 演示"
HUIXIAN, YUANYANG = "410782", "410725"
LAST_MONTH = {
    HUIXIAN: State.DRAFT,
    YUANYANG: State.RETURNED,
    "410727": None,
    "410702": State.SUBMITTED,
    "410711": State.SUBMITTED,
    "410781": State.SIGNING,
}
"""How the newest month stands; who is not named here is confirmed. 封丘县 has not begun."""
LATE = {("410727", 2), ("410724", 5), (YUANYANG, 3), ("410724", 7)}
"""County and how many months ago: came in after it was due."""
MISSED = ("410727", 6)
"""封丘县 never reported this one."""
GROWTH = 0.045
"""How much smaller a stock was with every month further back."""
RETURN_NOTE = "第五部分办结件数与台账对不上：本月收到和当场解决的件数请再核对一遍，改好后重新审签。"
RETURN_COMMENTS = {"5": "当场解决 14 件，台账里只找到 11 件", "7": "补上师寨镇的主席团会议"}
WORDS = (
    "全县 {stations} 个联络站按月公告接待安排，本月开展接待 {receptions_held} 场，"
    "代表到岗 {duty_present} 人次，接待群众 {visitors} 人次，"
    "收到意见 {opinions_received} 件，办结 {opinions_closed} 件。"
    "围绕秋收秋种和冬季供暖，组织代表走访 12 个村，推动解决机井供电、巷道照明等 9 件实事。",
    "把群众接待和双岗建功结合起来，本月代表活动 {activities} 次，{taking_part} 人次代表参加。"
    "农业代表在本职岗位上带动 3 个合作社签订订单，"
    "代表小组就农村饮水、校门口通行开展视察，意见当月转交有关部门。",
    "规范联络站日常运行：接待前三天公告时间、地点和代表名单，接待后五天内回访。"
    "本月办结群众意见 {opinions_closed} 件，群众表示满意 {opinions_satisfied} 件。"
    "{liaison_officers} 名联络员逐站核对台账，缺照片、缺简介的当月补齐。",
    "以“代表进站周”为抓手，{by_territory} 名代表按属地进站、{by_convenience} 名代表按方便活动进站。"
    "组织调研 {research} 次，形成农村养老服务、背街小巷改造两份建议，已交县政府办理。",
)
TROUBLES = (
    "街道没有专职人员，接待日排班靠社区干部兼顾。建议统一安排一名联络员。",
    "个别山区联络站网络不稳定，视频接待不便。",
    "联络站经费没有单列，购置电脑、打印机靠镇里统筹。建议纳入年度预算。",
    "",
)
HANDS = ("周明远", "何文静", "孙志国", "梁晓燕", "段国庆", "秦玉兰")
LEADERS = ("王建民", "刘淑芳", "陈志强")


def build(city: Division, today: date, seed: int = 2019) -> int:
    """Reports of every unit for the last twelve complete months; answers how many."""
    ReportingRule.objects.get_or_create(city=city)
    history = History(city, today, seed)
    for unit in figures.units(city):
        history.add(unit)
    return history.write()


class History:
    """Collects the rows and writes them in four statements."""

    def __init__(self, city: Division, today: date, seed: int) -> None:
        self.random = Random(seed + 8)  # noqa: S311 -- repeatable, not secret
        self.today = today
        self.months = back(previous(first_of(today)), MONTHS)
        rule = ReportingRule.objects.all().of(city)
        self.due = {month: due_at(month, rule) for month in self.months}
        self.reports: list[MonthlyReport] = []
        self.figures: list[Figure] = []
        self.moves: list[ReportMove] = []
        self.duties = duties_by_month(self.months[0], today)

    def add(self, unit: Division) -> None:
        """All months of one county, each beginning where the one before ended."""
        found = figures.known(unit, self.months[-1], self.today)
        # What nobody keeps yet in this installation is no reason to report zero.
        now_known = {code: n for code, n in found.items() if n or not BY_CODE[code].is_cumulative}
        for family in (OF_ACTIVITIES, ("at_the_job", "as_deputy")):
            if any(found[code] for code in family):
                now_known |= {code: found[code] for code in family}
        base = now_known | _plausible(self.random, now_known)
        hands = self.random.sample(HANDS, 2)
        for ago, month in zip(range(MONTHS - 1, -1, -1), self.months, strict=True):
            state = LAST_MONTH.get(unit.code, State.CONFIRMED) if ago == 0 else State.CONFIRMED
            if state is None or (unit.code, ago) == MISSED:
                continue
            values = self.figures_of(base, now_known, ago)
            values |= figures.opinions(unit, month, min(last_of(month), self.today))
            values |= figures.cases(unit, month, last_of(month))
            values["opinions_carried"] = figures.open_before(unit, month)
            values |= {code: self.duties[code, unit.pk, first_of(month)] for code in OF_DUTIES}
            report = self.report(unit, month, ago, state, values, hands)
            self.keep(report, values, now_known, is_last=ago == 0)
            self.walk(report, ago, hands[1])
            if unit.code == HUIXIAN and ago == 1:
                self.correct(report, values, hands)

    def figures_of(self, base: Values, known: Values, ago: int) -> Values:
        """A month so long ago: stocks a little smaller, flows a little different."""
        values = {code: self.shrunk(code, value, ago) for code, value in base.items()}
        if ago == 0:
            values |= known
        return sound(values)

    def shrunk(self, code: str, value: int, ago: int) -> int:
        """Townships and posts do not grow; what is built does, and work comes and goes."""
        one = BY_CODE[code]
        if code in ("townships", "budget") or ago == 0:
            return value
        if not one.is_cumulative:
            return round(value * max(1 - GROWTH * ago, 0.3)) if code in GROWING else value
        return round(value * self.random.uniform(0.82, 1.12) * (1 - 0.02 * ago))

    def report(
        self,
        unit: Division,
        month: date,
        ago: int,
        state: State,
        values: Values,
        hands: list[str],
    ) -> MonthlyReport:
        """One report with the words that go with its figures."""
        due = self.due[month]
        late = (unit.code, ago) in LATE
        hours = self.random.randint(3, 60)
        sent = due + timedelta(hours=hours) if late else due - timedelta(hours=hours)
        was_sent = state in (State.SUBMITTED, State.CONFIRMED, State.RETURNED)
        made = MonthlyReport(
            county=unit,
            month=month,
            state=state,
            practice="" if state == State.DRAFT else self.random.choice(WORDS).format(**values),
            difficulties=self.random.choice(TROUBLES),
            filled_by=hands[0],
            checked_by=hands[1],
            signed_by=self.random.choice(LEADERS) if was_sent else "",
            due_at=due,
            submitted_at=sent if was_sent else None,
            confirmed_at=sent + timedelta(hours=20) if state == State.CONFIRMED else None,
            version=3,
            editor_name=hands[0],
            saved_at=sent - timedelta(hours=5),
        )
        self.reports.append(made)
        return made

    def keep(self, report: MonthlyReport, values: Values, known: Values, *, is_last: bool) -> None:
        """The figures as rows; those that records can know were the records' own."""
        for one in INDICATORS:
            is_known = one.code in known or bool(one.source)
            value: int | None = values[one.code]
            if report.state == State.DRAFT and one.is_typed and one.section != 9:
                value = None
            said = known.get(one.code, value) if is_last else value
            self.figures.append(
                Figure(report=report, code=one.code, value=value, known=said if is_known else None)
            )

    def walk(self, report: MonthlyReport, ago: int, name: str) -> None:
        """The steps it took, each with its time."""
        sent: datetime = report.submitted_at or report.saved_at or timezone.now()
        if report.state == State.DRAFT:
            return
        step = self.step
        step(report, sent - timedelta(hours=4), report.filled_by, "提交审签", State.DRAFT, State.SIGNING)
        if report.submitted_at is None:
            return
        step(report, sent, report.signed_by, "审签报送", State.SIGNING, State.SUBMITTED)
        if report.state == State.CONFIRMED:
            step(
                report,
                sent + timedelta(hours=20),
                REVIEWER,
                "确认公开",
                State.SUBMITTED,
                State.CONFIRMED,
            )
        if report.state == State.RETURNED:
            at = sent + timedelta(hours=22)
            step(report, at, REVIEWER, "退回县级", State.SUBMITTED, State.RETURNED, RETURN_NOTE)
            self.moves[-1].comments = RETURN_COMMENTS

    def step(
        self,
        report: MonthlyReport,
        at: datetime,
        who: str,
        label: str,
        source: str,
        target: str,
        note: str = "",
    ) -> None:
        """One row of the trail."""
        self.moves.append(
            ReportMove(
                report=report, at=at, by_name=who, label=label, source=source, target=target, note=note
            )
        )

    def correct(self, confirmed: MonthlyReport, values: Values, hands: list[str]) -> None:
        """A correction that waits for the county leader's signature."""
        made = MonthlyReport(
            county=confirmed.county,
            month=confirmed.month,
            revision=2,
            revision_reason="百泉镇补报一场周末接待，接待群众增加 18 人次",
            state=State.SIGNING,
            practice=confirmed.practice,
            filled_by=hands[0],
            checked_by=hands[1],
            due_at=confirmed.due_at,
            version=2,
            editor_name=hands[0],
            saved_at=confirmed.due_at + timedelta(days=9),
        )
        self.reports.append(made)
        self.keep(made, values | {"visitors": values["visitors"] + 18}, values, is_last=True)
        for figure in self.figures[-len(INDICATORS) :]:
            if figure.code == "visitors":
                figure.reason = "周末接待在系统启用前开展，台账里没有"
        at = confirmed.due_at + timedelta(days=9, hours=2)
        self.step(made, at, hands[0], "提交审签", State.DRAFT, State.SIGNING)

    def write(self) -> int:
        """Everything at once."""
        MonthlyReport.objects.bulk_create(self.reports)
        Figure.objects.bulk_create(self.figures, batch_size=2000)
        ReportMove.objects.bulk_create(self.moves)
        return len(self.reports)


OF_ACTIVITIES = (
    "activities", *figures.KINDS, "other_activities", "taking_part", "photos", "deputies_reported",
)  # fmt: skip
OF_DUTIES = ("trained", "township_sessions", "presidium_meetings", "party_reports")
GROWING = {
    "stations", "covered", "points", "accepted",
    "by_territory", "by_convenience", "liaison_officers", "posts_filled",
}  # fmt: skip


def duties_by_month(since: date, until: date) -> Counter[tuple[str, int, date]]:
    """What townships held, by code, reporting unit and month: they reach back as far as the reports."""
    days = (
        ("trained", "post__division", "training__since", Attendance.objects.begun_between(since, until)),
        ("township_sessions", "division", "since", TownshipSession.objects.opened_between(since, until)),
        ("presidium_meetings", "division", "held_on", PresidiumMeeting.objects.held_between(since, until)),
        ("party_reports", "division", "made_on", PartyReport.objects.made_between(since, until)),
    )
    counted: Counter[tuple[str, int, date]] = Counter()
    for code, place, day, rows in days:
        zone, county = f"{place}__managed_by", f"{place}__county"
        for alone, of, zone_pk, on in rows.values_list(f"{zone}__reports_separately", county, zone, day):
            counted[code, zone_pk if alone else of, first_of(on)] += 1
    return counted


def _plausible(random: Random, known: Values) -> Values:
    """What no record knows (yet), in proportion to the county's townships."""
    towns = max(known.get("townships", 10), 3)
    draw: Callable[[float, float], int] = lambda low, high: round(towns * random.uniform(low, high))  # noqa: E731
    held = known.get("receptions_held") or draw(1.7, 2.0)
    planned = max(known.get("receptions_planned", 0), held + draw(0.02, 0.2))
    visitors = known.get("visitors") or draw(15, 26)
    kinds = (*figures.KINDS, "other_activities")
    by_kind = {kind: known.get(kind, draw(0.3, 0.7)) for kind in kinds}
    facts = {
        "receptions_held": held,
        "receptions_planned": planned,
        "announced_in_time": round(held * 0.96),
        "duty_due": known.get("duty_due") or held * 4,
        "duty_present": known.get("duty_present") or round(held * 4 * random.uniform(0.86, 0.97)),
        "visitors": visitors,
        "taking_part": known.get("taking_part", draw(6, 12)),
        "at_the_job": known.get("at_the_job", draw(0.5, 1.2)),
        "as_deputy": known.get("as_deputy", draw(0.8, 1.6)),
        "photos": known.get("photos", draw(2, 5)),
        "deputies_reported": known.get("deputies_reported", draw(0.2, 0.8)),
        "budget": towns * random.choice((20_000, 25_000, 30_000)),
        "spent": towns * random.randint(1200, 2300),
        "opened": known.get("opened", 0),
        "closed": known.get("closed", 0),
    }
    return facts | by_kind


def sound(values: Values) -> Values:
    """The same figures without a contradiction among them."""
    said = {one.code: max(values.get(one.code, 0), 0) for one in INDICATORS}
    said["activities"] = sum(said[kind] for kind in (*figures.KINDS, "other_activities"))
    for code, most in (
        ("covered", said["townships"]),
        ("accepted", said["stations"]),
        ("receptions_held", said["receptions_planned"]),
        ("announced_in_time", said["receptions_planned"]),
        ("duty_present", said["duty_due"]),
        ("posts_filled", said["townships"]),
    ):
        said[code] = min(said[code], most)
    said["unassigned"] = said["persons"] - said["by_territory"] - said["by_convenience"]
    said["posts_vacant"] = said["townships"] - said["posts_filled"]
    return said
