"""The demo installation: a fictional city to look around in, marked as such on every page."""

from datetime import date

from django.db import transaction

from activities import demo as activities
from awards import demo as awards
from bulletins.demo import build as bulletins
from campaigns import demo as campaigns
from deputies.demo import posts
from deputies.demo.roster import DemoRosters
from duties import demo as duties
from liaison.accounts.models import Role, User
from liaison.divisions.models import Division
from liaison.portal.models import SiteSettings
from opinions.demo import build as opinions
from progress import demo as progress
from receptions import demo as receptions
from standing import demo as standing
from stations import defaults
from stations.demo.city import DemoCity
from stations.models import Station

PASSWORD = "demo-liaison"  # noqa: S105 -- printed on the first screen of the demo
ACCOUNTS = [
    ("city", "市选工委 演示", Role.CITY_EDITOR, "410700"),
    ("reviewer", "市级审核 演示", Role.CITY_REVIEWER, "410700"),
    ("auditor", "审计 演示", Role.AUDITOR, "410700"),
    ("huixian", "辉县市填报 演示", Role.COUNTY_OFFICER, "410782"),
    ("huixian-leader", "辉县市审签 演示", Role.COUNTY_LEADER, "410782"),
    ("yuanyang", "原阳县填报 演示", Role.COUNTY_OFFICER, "410725"),
    ("mengzhuang", "孟庄镇站 演示", Role.KEEPER, "410782"),
]
KEEPERS_STATION = "孟庄镇人大代表联络站"


class NotEmptyError(Exception):
    """There are real records here; demo data must not mix with them."""


@transaction.atomic
def load(city: Division, today: date, seed: int = 2019) -> int | None:
    """Fill an empty installation; returns the number of stations, None when already filled.

    Raises NotEmptyError when stations or accounts exist that this did not make.
    """
    if SiteSettings.load().is_demo:
        return None
    if Station.objects.exists() or User.objects.exists():
        raise NotEmptyError("数据库里已有真实记录，不能再装入演示数据")
    _describe_site(city)
    standard = defaults.install(city, today.year - 1)
    count = DemoCity(city, standard, today, seed).build()
    DemoRosters(city, today, seed).build()
    posts.build(city, today, seed)
    receptions.build(city, today, seed)
    _open_accounts()
    bulletins.build(city, today, seed)
    campaigns.build(city, today, seed)
    awards.build(city, today, seed)
    # After the campaigns: activities belong to that of their year.
    activities.build(city, today, seed)
    # Last: assessments and reports look at all that the others built.
    standing.build(city, today, seed)
    opinions.build(city, today, seed)
    duties.build(city, today, seed)
    progress.build(city, today, seed)
    return count


def _describe_site(city: Division) -> None:
    SiteSettings.objects.create(
        city=city,
        site_name=f"{city.name}人大代表联络站",
        organiser=f"{city.name}人民代表大会常务委员会",
        undertaker="选举任免代表联络工作委员会",
        phone="0373-0000000",
        office_hours="工作日 8:30—12:00，14:30—17:30",
        address=f"{city.name}示例路 1 号",
        privacy_contact="0373-0000000（演示号码）",
        is_demo=True,
    )


def _open_accounts() -> None:
    for username, name, role, code in ACCOUNTS:
        division = Division.objects.filter(code=code).first()
        if division is None:
            continue
        user = User(username=username, name=name, role=role, division=division, is_staff=True)
        user.set_password(PASSWORD)
        user.save()
        if role == Role.KEEPER:
            station = Station.objects.filter(name=KEEPERS_STATION, division__county=division)
            station.get().keepers.add(user)
