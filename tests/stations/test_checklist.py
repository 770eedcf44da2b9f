"""The checklist answers itself where the records can, and asks for evidence where they cannot."""

from datetime import date

from stations.checklist import RULES, checklist
from stations.defaults import install
from stations.models import AutoRule, Evidence, OpeningHours, Standard, StandardItem, StationPerson, WallRule
from tests import make

DAY = date(2026, 11, 23)


def met(station, day=DAY):
    return {answer.item.name for answer in checklist(station, day).answers if answer.is_met}


def test_records_answer_their_items(cast):
    install(cast.city, 2025)
    station = make.station(cast.mengzhuang, rooms=["reception"])
    assert met(station) == {"固定场所", "接待场地"}
    OpeningHours.objects.create(station=station, weekday=0, opens="08:30", closes="12:00")
    StationPerson.objects.create(station=station, role="head", name="示例甲", until=date(2026, 1, 1))
    StationPerson.objects.create(station=station, role="liaison", name="示例乙")
    for number in range(3):
        WallRule.objects.create(station=station, title=f"制度{number}", text="内容")
    assert met(station) == {"固定场所", "接待场地", "开放时间", "联络员到位", "制度上墙"}
    assert "站长在任" in met(station, date(2025, 12, 1))


def test_other_items_are_met_by_dated_evidence(cast):
    standard = install(cast.city, 2025)
    station = make.station(cast.mengzhuang)
    item = standard.items.get(name="档案齐全")
    Evidence.objects.create(station=station, item=item, met_on=date(2026, 3, 1), note="现场查看")
    assert "档案齐全" in met(station)
    assert "档案齐全" not in met(station, date(2026, 2, 28))


def test_points_are_the_weights_of_what_is_met(cast):
    install(cast.city, 2025)
    found = checklist(make.station(cast.mengzhuang), DAY)
    assert (found.met, found.points, found.full_points) == (1, 10, 100)


def test_a_new_version_asks_anew_and_the_old_one_stays(cast):
    install(cast.city, 2025)
    newer = Standard.objects.create(city=cast.city, name="2027 版", since=date(2027, 1, 1))
    StandardItem.objects.create(standard=newer, number=1, name="有回音", text="意见都有答复", weight=40)
    station = make.station(cast.mengzhuang)
    assert checklist(station, DAY).full_points == 100
    found = checklist(station, date(2027, 2, 1))
    assert (found.standard, found.full_points) == (newer, 40)


def test_a_city_without_a_standard_has_no_checklist(cast):
    assert checklist(make.station(cast.mengzhuang), DAY) is None


def test_every_automatic_rule_has_its_question():
    assert set(RULES) == set(AutoRule)
