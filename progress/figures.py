"""What the records know about a county and a month: one small function for each source.

Each takes the reporting unit, the month and the day as of which things stand (its last day,
or today while it runs) and answers the codes of `indicators.py` it knows.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from activities.models import Activity, ActivityPhoto, Participation
from awards.models import AwardCase
from campaigns.models import Contribution, ContributionState, Post
from deputies.models import Assignment, CongressLevel, Mandate
from deputies.stats import posts as leading_posts
from duties.models import Attendance, PartyReport, PresidiumMeeting, TownshipSession
from liaison.divisions.models import Division
from liaison.lib.spans import in_force
from opinions.models import Opinion
from opinions.stats import CONTENT
from progress.months import first_of, last_of, previous
from receptions import stats as reception_stats
from receptions.models import Reception
from stations.models import PersonRole, Stage, StageChange, Station, StationPerson, Status

Known = dict[str, int]
KINDS = ("study", "exchange", "inspection", "research")
COVERING = ("general", "centre", "station")


def known(unit: Division, month: date, today: date) -> Known:
    """Everything the records say; what they do not know is left out."""
    day = min(last_of(month), today)
    said: Known = {}
    for source in SOURCES.values():
        said |= source(unit, month, day)
    return said


def inside(rows: Any, unit: Division) -> Any:
    """The rows of a reporting unit: a county without the townships of a zone that reports on its own."""
    found = rows.within(unit)
    if unit.is_zone:
        return found
    path = f"{rows.division_path}__" if rows.division_path else ""
    return found.exclude(**{f"{path}managed_by__reports_separately": True})


def units(city: Division) -> QuerySet[Division]:
    """Who reports to the city: its counties, and the zones that it lets report on their own."""
    separate = Q(is_real=True) | Q(reports_separately=True)
    return Division.objects.map_areas().within(city).filter(separate)


def month_of(month: date) -> tuple[date, date]:
    """The first and the last day, as a range of days."""
    return first_of(month), last_of(month)


def serving_on(day: date) -> Any:
    """Stations and points in service on a day; one closed nobody knows when is in service on none."""
    began = Q(opened_on=None) | Q(opened_on__lte=day)
    goes_on = Q(closed_on__gt=day) | Q(closed_on=None) & ~Q(status=Status.CLOSED)
    return Station.objects.public().filter(began, goes_on)


def stations(unit: Division, month: date, day: date) -> Known:
    """Stations and points in service on the day, what they cover, what opened and closed in the month."""
    rows = inside(Station.objects.public(), unit)
    serving = inside(serving_on(day), unit)
    proper = serving.stations()
    townships = inside(Division.objects.townships(), unit)
    covering = serving_on(day).filter(kind__in=COVERING, division=OuterRef("pk"))
    accepted_later = StageChange.objects.filter(station=OuterRef("pk"), stage=Stage.ACCEPTED, on__gt=day)
    return {
        "townships": townships.count(),
        "stations": proper.count(),
        "covered": townships.filter(Exists(covering)).count(),
        "points": serving.points().count(),
        "accepted": proper.accepted().exclude(Exists(accepted_later)).count(),
        "opened": rows.filter(opened_on__range=(first_of(month), day)).count(),
        "closed": rows.filter(closed_on__range=(first_of(month), day)).count(),
    }


def deputies(unit: Division, month: date, day: date) -> Known:
    """Persons and mandates by level on the day, and how many persons have a place by each basis."""
    held = list(inside(Mandate.objects.on(day), unit).values_list("deputy", "level"))
    persons = {deputy for deputy, _ in held}
    levels = Counter(level for _, level in held)
    open_doors = Q(station__closed_on=None) | Q(station__closed_on__gt=day)
    places = inside(Assignment.objects.filter(in_force(day), open_doors), unit)
    bases = Counter(basis for deputy, basis in places.values_list("deputy", "basis") if deputy in persons)
    placed = bases["territory"] + bases["convenience"]
    return {level.value: levels[level.value] for level in CongressLevel} | {
        "persons": len(persons),
        "by_territory": bases["territory"],
        "by_convenience": bases["convenience"],
        "unassigned": len(persons) - placed,
    }


def posts(unit: Division, month: date, day: date) -> Known:
    """Leading posts of townships and subdistricts, filled and vacant on the day."""
    mine = set(inside(Division.objects.townships(), unit).values_list("pk", flat=True))
    rows = [row for row in leading_posts(unit, day) if row.division.pk in mine]
    vacant = sum(row.is_vacant for row in rows)
    return {"posts_filled": len(rows) - vacant, "posts_vacant": vacant}


def liaison_officers(unit: Division, month: date, day: date) -> Known:
    """Liaison officers on the day at stations that are in service."""
    people = inside(StationPerson.objects.on(day).filter(role=PersonRole.LIAISON), unit)
    return {"liaison_officers": people.filter(station__in=serving_on(day).values("pk")).count()}


def receptions(unit: Division, month: date, day: date) -> Known:
    """Sessions of the month: due, held, announced in time; citizens received, deputies due and present.

    A session that was postponed or cancelled is none of these, however early it was announced.
    """
    sessions = Reception.objects.standing().between(*month_of(month))
    told = reception_stats.total(inside(sessions, unit), day)
    return {
        "receptions_planned": told.planned,
        "receptions_held": told.held,
        "announced_in_time": told.in_time,
        "visitors": told.visitors,
        "duty_due": told.deputies_due,
        "duty_present": told.deputies_present,
    }


def opinions_carried(unit: Division, month: date, day: date) -> Known:
    """What last month left open: by the report it sent (carried + received − closed), else by the records."""
    codes = ("opinions_carried", "opinions_received", "opinions_closed")
    said = _last_month(unit, month, codes)
    if len(said) < len(codes):
        return {"opinions_carried": open_before(unit, month)}
    carried, received, closed = (said[code] for code in codes)
    return {"opinions_carried": max(carried + received - closed, 0)}


def _last_month(unit: Division, month: date, codes: tuple[str, ...]) -> Known:
    """These figures as last month's report told them when it was sent; blank ones are left out."""
    from progress.models import Figure, MonthlyReport

    reports = MonthlyReport.objects.told().filter(county=unit, month=previous(month))
    rows = Figure.objects.filter(report__in=reports.order_by().values("pk"), code__in=codes)
    return dict(rows.exclude(value=None).values_list("code", "value"))


def open_before(unit: Division, month: date) -> int:
    """Opinions received before the month and not closed before it."""
    first = first_of(month)
    rows = Opinion.objects.filter(received_on__lt=first)
    return inside(rows.exclude(closed_at__date__lt=first), unit).count()


def opinions(unit: Division, month: date, day: date) -> Known:
    """Opinions received, referred, closed in the month; those past their day and not closed by its end.

    Declined and merged ones count as received and as closed. The first closing counts, so
    that what was carried over, received and closed add up.
    """
    days = (first_of(month), day)
    closed = Q(closed_at__date__range=days)
    late = Q(due_on__lt=day) & (Q(closed_at=None) | Q(closed_at__date__gt=day))
    rows = inside(Opinion.objects.filter(received_on__lte=day), unit)
    return rows.aggregate(
        opinions_received=Count("pk", filter=Q(received_on__range=days)),
        opinions_on_spot=Count("pk", filter=Q(received_on__range=days, is_on_spot=True)),
        opinions_referred=Count("pk", filter=Q(referred_at__date__range=days, is_on_spot=False)),
        opinions_closed=Count("pk", filter=closed),
        opinions_overdue=Count("pk", filter=late),
        opinions_satisfied=Count("pk", filter=closed & Q(satisfaction__in=CONTENT)),
    )


def activities(unit: Division, month: date, day: date) -> Known:
    """Published activities of the month, by kind."""
    held = inside(Activity.objects.public().filter(day__range=month_of(month)), unit)
    kinds = Counter(held.values_list("kind", flat=True))
    named = {kind: kinds[kind] for kind in KINDS}
    return named | {"activities": kinds.total(), "other_activities": kinds.total() - sum(named.values())}


def participations(unit: Division, month: date, day: date) -> Known:
    """Parts that deputies took in the month's published activities."""
    rows = inside(Participation.objects.public().filter(activity__day__range=month_of(month)), unit)
    return {"taking_part": rows.count()}


def contributions(unit: Division, month: date, day: date) -> Known:
    """Confirmed contributions done in the month, at each post."""
    rows = Contribution.objects.filter(state=ContributionState.CONFIRMED, done_on__range=month_of(month))
    by_post = Counter(inside(rows, unit).values_list("post", flat=True))
    return {"at_the_job": by_post[Post.JOB], "as_deputy": by_post[Post.DEPUTY]}


def photos(unit: Division, month: date, day: date) -> Known:
    """Photos of the month's published activities."""
    rows = inside(ActivityPhoto.objects.public().filter(activity__day__range=month_of(month)), unit)
    return {"photos": rows.count()}


def deputies_reported(unit: Division, month: date, day: date) -> Known:
    """Deputies who gave account (述职) at the month's published activities."""
    rows = Participation.objects.public().filter(
        activity__day__range=month_of(month), activity__kind="reporting"
    )
    return {"deputies_reported": inside(rows, unit).count()}


def cases(unit: Division, month: date, day: date) -> Known:
    """Innovation cases that the unit and its townships began to write in the month."""
    rows = AwardCase.objects.filter(created_at__date__range=(first_of(month), day))
    return {"cases": inside(rows, unit).count()}


def budget(unit: Division, month: date, day: date) -> Known:
    """The year's budget as the month before told it; a January knows none yet."""
    if month.month == 1:
        return {}
    return _last_month(unit, month, ("budget",))


def trained(unit: Division, month: date, day: date) -> Known:
    """Chairs and directors at classes that began in the month; who attends two counts twice."""
    rows = Attendance.objects.begun_between(first_of(month), day)
    return {"trained": inside(rows, unit).count()}


def township_sessions(unit: Division, month: date, day: date) -> Known:
    """Sessions of township congresses that opened in the month."""
    rows = TownshipSession.objects.opened_between(first_of(month), day)
    return {"township_sessions": inside(rows, unit).count()}


def presidium_meetings(unit: Division, month: date, day: date) -> Known:
    """Meetings of township presidiums in the month."""
    rows = PresidiumMeeting.objects.held_between(first_of(month), day)
    return {"presidium_meetings": inside(rows, unit).count()}


def party_reports(unit: Division, month: date, day: date) -> Known:
    """The unit's reports to its Party committee in the month."""
    return {"party_reports": inside(PartyReport.objects.made_between(first_of(month), day), unit).count()}


SOURCES: dict[str, Callable[[Division, date, date], Known]] = {
    source.__name__: source
    for source in (
        stations, deputies, posts, liaison_officers, receptions,
        opinions_carried, opinions, activities, participations, contributions, photos, deputies_reported,
        cases, budget, trained, township_sessions, presidium_meetings, party_reports,
    )
}  # fmt: skip
