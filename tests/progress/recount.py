"""A report's figures reckoned once more: all rows in memory, plain loops, nothing of `progress.figures`.

What a figure means is told by the rules of the monthly report, not by the code under test.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from activities.models import Activity, ActivityPhoto, Participation
from awards.models import AwardCase
from campaigns.models import Contribution
from deputies.models import Assignment, Mandate, Post
from duties.models import Attendance, PartyReport, PresidiumMeeting, TownshipSession, TrainingClass
from liaison.divisions.models import Division
from opinions.models import Opinion
from progress.models import Figure, MonthlyReport
from receptions.models import DutySlot, Reception
from stations.models import StageChange, Station, StationPerson

LEVELS = ("national", "provincial", "municipal", "county", "township")


def holds(row: Any, day: date) -> bool:
    """Whether a dated row is in force on a day."""
    return not (row.since and row.since > day) and not (row.until and row.until < day)


class Tables:
    """Every table fetched once and asked with loops."""

    def __init__(self) -> None:
        self.divisions = {one.pk: one for one in Division.objects.all()}
        self.stations = {one.pk: one for one in Station.objects.all()}
        self.stages = list(StageChange.objects.all())
        self.people = list(StationPerson.objects.all())
        self.posts = list(Post.objects.all())
        self.mandates = list(Mandate.objects.select_related("deputy"))
        self.places = list(Assignment.objects.select_related("deputy"))
        self.receptions = list(Reception.objects.all())
        self.slots = list(DutySlot.objects.all())
        self.activities = {one.pk: one for one in Activity.objects.all()}
        self.parts = list(Participation.objects.all())
        self.photos = list(ActivityPhoto.objects.all())
        self.contributions = list(Contribution.objects.all())
        self.sessions = list(TownshipSession.objects.all())
        self.meetings = list(PresidiumMeeting.objects.all())
        self.classes = {one.pk: one for one in TrainingClass.objects.all()}
        self.attended = list(Attendance.objects.all())
        self.told = list(PartyReport.objects.all())
        self.cases = list(AwardCase.objects.all())
        self.opinions = list(Opinion.objects.all())
        self.reports = list(MonthlyReport.objects.all())
        self.figures = {(one.report_id, one.code): one.value for one in Figure.objects.all()}

    def unit_of(self, division_id: int) -> int | None:
        """Who reports a place: its zone where that reports on its own, otherwise its county by law."""
        place = self.divisions[division_id]
        zone = self.divisions.get(place.managed_by_id)
        if zone and zone.reports_separately:
            return zone.pk
        return place.county_id

    def at(self, station_id: int) -> int | None:
        """Who reports a station."""
        return self.unit_of(self.stations[station_id].division_id)

    def served(self, one: Station, day: date) -> bool:
        """Whether a station was in service on a day."""
        if one.status == "preparing" or (one.opened_on and one.opened_on > day):
            return False
        return one.closed_on > day if one.closed_on else one.status != "closed"

    def count(self, unit: Division, month: date) -> dict[str, int]:
        """All figures that the records know."""
        last = month.replace(day=monthrange(month.year, month.month)[1])
        parts = (self.of_stations, self.of_deputies, self.of_people, self.of_receptions, self.of_activities)
        parts += (self.of_duties, self.of_opinions, self.of_cases)
        found: dict[str, int] = {}
        for part in parts:
            found |= part(unit.pk, month, last)
        return found

    def of_stations(self, unit: int, first: date, last: date) -> dict[str, int]:
        mine = [one for one in self.stations.values() if self.at(one.pk) == unit]
        towns = {
            one.pk
            for one in self.divisions.values()
            if one.level == "township" and one.is_real and self.unit_of(one.pk) == unit
        }
        serving = [one for one in mine if self.served(one, last)]
        proper = [one for one in serving if one.kind != "point"]
        late = {one.station_id for one in self.stages if one.stage == "accepted" and one.on > last}
        known = [one for one in mine if one.status != "preparing"]
        return {
            "townships": len(towns),
            "stations": len(proper),
            "points": len(serving) - len(proper),
            "covered": len(
                {one.division_id for one in serving if one.kind in ("station", "centre", "general")}
            ),
            "accepted": sum(one.stage == "accepted" and one.pk not in late for one in proper),
            "opened": sum(bool(one.opened_on) and first <= one.opened_on <= last for one in known),
            "closed": sum(bool(one.closed_on) and first <= one.closed_on <= last for one in known),
        }

    def of_deputies(self, unit: int, first: date, last: date) -> dict[str, int]:
        held = [
            one for one in self.mandates if holds(one, last) and self.unit_of(one.deputy.division_id) == unit
        ]
        persons = {one.deputy_id for one in held}
        basis = {}
        for one in self.places:
            closed = self.stations[one.station_id].closed_on
            if one.deputy_id in persons and holds(one, last) and not (closed and closed <= last):
                basis[one.deputy_id] = one.basis
        by = list(basis.values())
        return {level: sum(one.level == level for one in held) for level in LEVELS} | {
            "persons": len(persons),
            "by_territory": by.count("territory"),
            "by_convenience": by.count("convenience"),
            "unassigned": len(persons - set(basis)),
        }

    def of_people(self, unit: int, first: date, last: date) -> dict[str, int]:
        led = {p.division_id for p in self.posts if p.kind in ("chair", "director") and holds(p, last)}
        towns = [one for one in self.divisions.values() if one.level == "township" and one.is_real]
        mine = {one.pk for one in towns if self.unit_of(one.pk) == unit}
        officers = 0
        for one in self.people:
            here = self.at(one.station_id) == unit and self.served(self.stations[one.station_id], last)
            officers += one.role == "liaison" and here and holds(one, last)
        return {
            "posts_filled": len(mine & led),
            "posts_vacant": len(mine - led),
            "liaison_officers": officers,
        }

    def of_receptions(self, unit: int, first: date, last: date) -> dict[str, int]:
        found = dict.fromkeys(
            ("receptions_planned", "receptions_held", "announced_in_time", "visitors", "duty_due",
             "duty_present"), 0,
        )  # fmt: skip
        held = set()
        for one in self.receptions:
            if not first <= one.day <= last or self.at(one.station_id) != unit:
                continue
            if one.status in ("postponed", "cancelled"):
                continue
            found["receptions_planned"] += 1
            if one.announced_at:
                told = timezone.localtime(one.announced_at).date()
                found["announced_in_time"] += told + timedelta(days=one.notice_days) <= one.day
            if one.status == "held":
                held.add(one.pk)
                found["receptions_held"] += 1
                found["visitors"] += one.visitors or 0
        for slot in self.slots:
            if slot.reception_id in held:
                found["duty_due"] += 1
                found["duty_present"] += slot.attendance == "present"
        return found

    def of_activities(self, unit: int, first: date, last: date) -> dict[str, int]:
        shown = {
            pk: one.kind
            for pk, one in self.activities.items()
            if one.state == "published" and first <= one.day <= last and self.at(one.station_id) == unit
        }
        kinds = list(shown.values())
        named = {kind: kinds.count(kind) for kind in ("study", "exchange", "inspection", "research")}
        posts = [
            one.post
            for one in self.contributions
            if one.state == "confirmed"
            and first <= one.done_on <= last
            and self.unit_of(one.division_id) == unit
        ]
        took = [one.activity_id for one in self.parts if one.activity_id in shown]
        return named | {
            "activities": len(kinds),
            "other_activities": len(kinds) - sum(named.values()),
            "taking_part": len(took),
            "deputies_reported": sum(shown[pk] == "reporting" for pk in took),
            "photos": sum(one.activity_id in shown for one in self.photos),
            "at_the_job": posts.count("job"),
            "as_deputy": posts.count("deputy"),
        }

    def of_duties(self, unit: int, first: date, last: date) -> dict[str, int]:
        """Each row's own month is compared by its text, and its place looked up in the tables."""
        month = f"{first:%Y-%m}"
        places = {one.pk: one.division_id for one in self.posts}
        days = [
            *(("township_sessions", one.division_id, one.since) for one in self.sessions),
            *(("presidium_meetings", one.division_id, one.held_on) for one in self.meetings),
            *(("trained", places[one.post_id], self.classes[one.training_id].since) for one in self.attended),
        ]
        found = dict.fromkeys(("township_sessions", "presidium_meetings", "trained"), 0)
        for code, place, day in days:
            found[code] += self.unit_of(place) == unit and str(day).startswith(month)
        told = [one for one in self.told if one.division_id == unit and str(one.made_on).startswith(month)]
        return found | {"party_reports": len(told)}

    def of_opinions(self, unit: int, first: date, last: date) -> dict[str, int]:
        """Each opinion on its own; days are those of this time zone."""
        found = dict.fromkeys(
            [
                f"opinions_{word}"
                for word in ("received", "on_spot", "referred", "closed", "overdue", "satisfied")
            ],
            0,
        )
        still_open = 0
        for one in self.opinions:
            if self.at(one.station_id) != unit:
                continue
            closed = timezone.localtime(one.closed_at).date() if one.closed_at else date.max
            referred = timezone.localtime(one.referred_at).date() if one.referred_at else date.max
            is_new = first <= one.received_on <= last
            found["opinions_received"] += is_new
            found["opinions_on_spot"] += is_new and one.is_on_spot
            found["opinions_referred"] += first <= referred <= last and not one.is_on_spot
            found["opinions_closed"] += first <= closed <= last
            found["opinions_satisfied"] += first <= closed <= last and one.satisfaction in (
                "satisfied",
                "fair",
            )
            found["opinions_overdue"] += one.received_on <= last and one.due_on < last < closed
            still_open += one.received_on < first <= closed
        return found | {"opinions_carried": self.carried(unit, first, still_open)}

    def carried(self, unit: int, month: date, still_open: int) -> int:
        """What the newest report of the month before left open; without one, what the records say."""
        before = (month - timedelta(days=1)).replace(day=1)
        newest = self.newest(unit, before)
        if newest is None:
            return still_open
        carried, received, closed = (
            self.figures[newest, f"opinions_{word}"] for word in ("carried", "received", "closed")
        )
        return max(carried + received - closed, 0)

    def newest(self, unit: int, month: date) -> int | None:
        """The last report of a month that was sent."""
        sent = [one for one in self.reports if one.state in ("submitted", "confirmed")]
        mine = [one for one in sent if one.county_id == unit and one.month == month]
        return max(mine, key=lambda one: one.revision).pk if mine else None

    def of_cases(self, unit: int, first: date, last: date) -> dict[str, int]:
        """Cases begun, and the budget that last month's report told in the same year."""
        begun = [
            timezone.localtime(one.created_at).date() for one in self.cases if self.reporter(one) == unit
        ]
        found = {"cases": sum(first <= day <= last for day in begun)}
        newest = self.newest(unit, (first - timedelta(days=1)).replace(day=1))
        budget = self.figures.get((newest, "budget"))
        return found | ({"budget": budget} if first.month > 1 and budget is not None else {})

    def reporter(self, one: AwardCase) -> int | None:
        """Whose case it is: a county's own, or that of whoever reports the township."""
        place = self.divisions[one.division_id]
        return place.pk if place.level == "county" else self.unit_of(place.pk)
