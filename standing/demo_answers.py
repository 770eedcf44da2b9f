"""How the demo's sheets are answered: as the records say, looked up for all stations at once."""

from collections import defaultdict
from datetime import date
from random import Random
from typing import Any

from activities.models import Activity
from receptions.models import Reception
from standing import records
from standing.actions import snapshot
from standing.models import Assessment, AssessmentItem
from stations.checklist import RULES, Answer, Asked
from stations.models import AutoRule, Evidence, StandardItem, Station

SHARE_DOUBTED = 0.06
DOUBTS = (
    ("现场查看时三季度档案还没有装订", "复核时第三季度接待档案还没有归档，补齐后下一年度再评"),
    ("公示栏的代表照片缺 4 张", "复核时公示栏还缺 4 名代表的照片"),
    ("学习资料是前年的版本", "复核时学习资料没有更新到当年版本"),
)


def judged(
    sheets: list[Assessment], items: list[StandardItem], day: date, random: Random
) -> list[AssessmentItem]:
    """Every point answered as the records say, here and there with a county that saw it otherwise."""
    looked_up = _look_up([sheet.station for sheet in sheets], day)
    proofs = _proofs(sheets, items)
    rows = []
    for sheet in sheets:
        asked = Asked(sheet.station, day, looked_up(sheet.station))
        for item in items:
            proof = proofs.get((sheet.station_id, item.pk))
            found = _answer(asked, item, proof)
            row = AssessmentItem(assessment=sheet, item=item, evidence=proof, self_met=found.is_met)
            row.auto_answer, row.county_met = snapshot(found, day), found.is_met
            if proof and random.random() < SHARE_DOUBTED:
                row.county_met = False
                row.county_note, row.explanation = DOUBTS[item.number % len(DOUBTS)]
            rows.append(row)
    return rows


def _answer(asked: Asked, item: StandardItem, proof: Evidence | None) -> Answer:
    if item.auto_rule:
        found = RULES[AutoRule(item.auto_rule)](asked)
        return Answer(item, found.is_met, None, found.sentence, found.links)
    return (
        Answer(item, bool(proof), proof.met_on, proof.note)
        if proof
        else Answer(item, False, None, "还没有佐证")
    )


def _proofs(sheets: list[Assessment], items: list[StandardItem]) -> dict[tuple[int, int], Evidence]:
    stations = [sheet.station_id for sheet in sheets]
    rows = Evidence.objects.filter(item__in=items, station__in=stations).order_by("met_on")
    return {(one.station_id, one.item_id): one for one in rows}


def _look_up(stations: list[Station], day: date) -> Any:
    """What `standing.records` asks for each station, fetched for all of them at once."""
    by_key = {station.pk: station for station in stations}
    held, done = defaultdict(list), defaultdict(list)
    receptions = Reception.objects.measured(day).filter(
        station__in=by_key, day__gte=records.month_before(day, records.MONTHS_LOOKED_AT)
    )
    for reception in receptions.order_by("-day", "-pk"):
        reception.station = by_key[reception.station_id]
        held[reception.station_id].append(reception)
    since = records.month_before(records.quarter_of(day), 3 * records.QUARTERS_LOOKED_AT)
    for activity in Activity.objects.public().filter(station__in=by_key, day__gte=since).newest_first():
        done[activity.station_id].append(activity)
    return lambda station: {
        records.receptions_of: held[station.pk],
        records.activities_of: done[station.pk],
    }
