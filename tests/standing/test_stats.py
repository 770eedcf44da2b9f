"""How many stations bear which grade, by county and for the city."""

from datetime import date

from standing import stats
from tests import make
from tests.standing import sheets

DAY = sheets.DAY


def test_grades_are_counted_by_county(cast, station):
    station.grade, station.grade_until = "model", date(2027, 12, 31)
    station.save()
    make.station(cast.baiquan, grade="below", grade_until=date(2027, 12, 31))
    make.station(cast.chengguan_street)
    make.point(station)
    make.station(cast.yuanxing_street, grade="good", grade_until=date(2026, 11, 24))
    huixian, yuanyang = sorted(stats.grades_by_county(cast.city, DAY), key=lambda one: -one.stations)
    assert (huixian.stations, huixian.met, huixian.ungraded, huixian.percent) == (3, 1, 1, 33)
    assert (yuanyang.stations, yuanyang.met, yuanyang.ungraded) == (1, 0, 1)
    whole = stats.grades(cast.city, DAY)
    assert (whole.stations, whole.met, dict(whole.by_grade)["below"]) == (4, 1, 1)


def test_a_place_without_stations_has_no_share(cast):
    assert stats.grades(cast.yuanyang, DAY).percent is None


def test_a_round_is_counted_by_its_steps(cast, station):
    make.station(cast.baiquan)
    sheets.submitted(sheets.sheet(station))
    counted = stats.by_state(type(station.assessments.get()).objects.all())
    assert (counted["draft"], counted["submitted"], counted["published"]) == (1, 1, 0)


def test_the_first_page_of_the_desk_says_what_waits(cast, client, station):
    sheet = sheets.sheet(station)
    client.force_login(cast.keeper)
    assert "孟庄镇联络站 2026 年度评价：自评，12月10日 前提交" in client.get("/work/").content.decode()
    sheets.submitted(sheet)
    seen = {}
    for who in ("keeper", "huixian_officer", "yuanyang_officer", "city_editor", "auditor"):
        client.force_login(getattr(cast, who))
        seen[who] = "1 个站的评价待复核" in client.get("/work/").content.decode()
    assert [who for who, is_told in seen.items() if is_told] == ["huixian_officer"]


def test_progress_counts_grades_in_one_calm_sentence(cast, client, station):
    assert "站点评价" not in client.get("/progress/").content.decode()
    station.grade, station.grade_until = "good", None
    station.save()
    told = client.get("/progress/").content.decode()
    assert "示范站 0 个，先进站 1 个，达标站 0 个，待提升 0 个；还没有等次的 0 个" in told
