"""Makers for the year's assessment: a small checklist, a round, a sheet at any step."""

from datetime import date, datetime, time

from django.utils import timezone

from activities.models import Activity, ActivityState
from receptions.models import Reception, Status
from standing import actions, actions_judging
from standing.actions import SelfAnswer
from standing.actions_judging import Judgement
from standing.models import Assessment, AssessmentRound
from stations.models import AutoRule, Evidence, Standard, StandardItem

DAY = date(2026, 11, 25)
ITEMS = [
    ("固定场所", 50, AutoRule.HAS_ADDRESS),
    ("站长在任", 30, AutoRule.HAS_HEAD),
    ("档案齐全", 20, ""),
]


def standard(city) -> Standard:
    """Two points that the records answer, one that asks for evidence: 100 in all."""
    made = Standard.objects.create(city=city, name="示例标准（2026 版）", since=date(2026, 1, 1))
    for number, (name, weight, rule) in enumerate(ITEMS, 1):
        StandardItem.objects.create(
            standard=made, number=number, name=name, text=f"{name}的要求", weight=weight, auto_rule=rule
        )
    return made


def year(city, number: int = 2026, **more) -> AssessmentRound:
    """A round that is not saved yet."""
    facts = {
        "standard": Standard.objects.filter(city=city).first() or standard(city),
        "body": "新乡市人大常委会",
        "self_due": date(number, 12, 10),
        "county_due": date(number, 12, 25),
    } | more
    return AssessmentRound(city=city, year=number, **facts)


def sheet(station, number: int = 2026) -> Assessment:
    """The station's sheet in a round that has just been opened."""
    actions.open_round(year(station.division.city, number), by=None)
    return station.assessments.get(round__year=number)


def points(made: Assessment) -> dict:
    """The points of a sheet by name."""
    return {row.item.name: row for row in made.items.select_related("item")}


def fresh(made: Assessment) -> Assessment:
    """The sheet as it is stored."""
    return Assessment.objects.select_related("round", "station").get(pk=made.pk)


def proof(made: Assessment, name: str = "档案齐全") -> Evidence:
    """Evidence for one point of the sheet."""
    item = points(made)[name].item
    return Evidence.objects.get_or_create(
        station=made.station, item=item, met_on=date(2026, 3, 1), defaults={"note": "档案柜已整理"}
    )[0]


def answered(made: Assessment, **notes: str) -> Assessment:
    """Every point answered as the records say, with evidence for the third; 70 points without a head."""
    shown = proof(made)
    said = {
        "固定场所": SelfAnswer(True, notes.get("note", "")),
        "站长在任": SelfAnswer(False),
        "档案齐全": SelfAnswer(True, "", shown),
    }
    answers = {row.pk: said[name] for name, row in points(made).items()}
    return actions.answer(made, answers, version=fresh(made).version, by=None)


def submitted(made: Assessment) -> Assessment:
    """Handed in to the county."""
    return actions.submit(answered(made), today=DAY, by=None)


def judged(made: Assessment, move: str = "review", **said: Judgement) -> Assessment:
    """`said` by name of the point."""
    by_name = points(made)
    judgements = {by_name[name].pk: one for name, one in said.items()}
    return actions_judging.judge(made, move, judgements, version=fresh(made).version, by=None)


def reviewed(made: Assessment) -> Assessment:
    """Confirmed by the county as the station said."""
    return actions_judging.confirm(submitted(made), by=None)


def decided(made: Assessment, by, on: date = DAY) -> Assessment:
    """Graded by the city."""
    return actions_judging.decide([reviewed(made)], on=on, by=by)[0]


def published(made: Assessment, by, on: date = DAY) -> Assessment:
    """Public, the grade on the station."""
    return actions_judging.publish([decided(made, by, on)], by=by)[0]


def at(day: date) -> datetime:
    """Ten in the morning."""
    return timezone.make_aware(datetime.combine(day, time(10)))


def reception(station, day: date, *, announced: date, status: str = Status.HELD) -> Reception:
    """A session on `day` that was announced on another."""
    return Reception.objects.create(
        station=station,
        day=day,
        opens=time(9),
        closes=time(11),
        status=status,
        announced_at=at(announced),
        held_at=at(day) if status == Status.HELD else None,
    )


def study(station, day: date, **more) -> Activity:
    """A published study activity."""
    facts = {"kind": "study", "title": f"{day.month}月学习代表法", "state": ActivityState.PUBLISHED} | more
    return Activity.objects.create(station=station, day=day, published_at=at(day), **facts)
