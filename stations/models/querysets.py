"""Questions about stations; they take the day as an argument and read aloud."""

from datetime import date, datetime
from typing import Any, Self

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Subquery, When

from liaison.divisions.querysets import ScopedQuerySet
from liaison.lib.bigrams import holding
from liaison.lib.spans import in_force
from liaison.lib.text import fold
from stations.search import COLUMNS


def hours(day: date) -> tuple[Any, ...]:
    """What to fetch along for a station's hours: the week, and the closures that are not over on `day`."""
    from stations.models.parts import Closure

    return "opening_hours", Prefetch("closures", Closure.objects.filter(until__gte=day).order_by("since"))


def page_parts(day: date) -> tuple[Any, ...]:
    """What to fetch along for a station's public page: five queries, the hours among them."""
    from stations.models.parts import StationPerson

    return *hours(day), Prefetch("people", StationPerson.objects.on(day)), "served_areas", "photos"


class StationQuerySet(ScopedQuerySet):
    def for_staff(self, user: Any) -> Self:
        """As everywhere by division; a keeper sees only the stations they keep."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return super().for_staff(user).filter(keepers=user)
        return super().for_staff(user)

    def in_service(self) -> Self:
        """Opened or running: what a citizen can walk to."""
        return self.filter(status__in=("opened", "running"))

    def public(self) -> Self:
        """What the world may see: all but stations still being prepared."""
        return self.exclude(status="preparing")

    def stations(self) -> Self:
        """Stations proper, contact points left out."""
        return self.exclude(kind="point")

    def points(self) -> Self:
        """Contact points only."""
        return self.filter(kind="point")

    def covering(self) -> Self:
        """Stations that count for the coverage of their township.

        A contact point hangs under a station, and a sector or online station
        serves no territory: none of these makes a township covered.
        """
        return self.in_service().filter(kind__in=("general", "centre", "station"))

    def accepted(self) -> Self:
        """Stations that passed acceptance against the standard (达标验收)."""
        return self.filter(stage="accepted")

    def open_on(self, day: date) -> Self:
        """Stations with opening hours on `day` and no closure over it."""
        from stations.models.parts import Closure, OpeningHours

        hours = OpeningHours.objects.filter(station=OuterRef("pk"), weekday=day.weekday())
        closures = Closure.objects.filter(station=OuterRef("pk")).over(day)
        return self.in_service().filter(Exists(hours), ~Exists(closures))

    def receiving_on(self, day: date) -> Self:
        """Stations where deputies receive on `day`, as announced (asked through the reverse relation)."""
        sessions = self.model._meta.get_field("receptions").related_model.objects.on(day).public()
        held = sessions.filter(station=OuterRef("pk"), status__in=("announced", "held"))
        return self.in_service().filter(Exists(held))

    def with_next_duty(self, now: datetime) -> Self:
        """Each with `next_duty`: the day of its next announced reception that is not over at `now`."""
        sessions = self.model._meta.get_field("receptions").related_model.objects.coming(now.date())
        ahead = Q(day__gt=now.date()) | Q(closes__gt=now.time())
        nearest = sessions.filter(ahead, station=OuterRef("pk")).values("day")[:1]
        return self.annotate(next_duty=Subquery(nearest))

    def open_at_weekends(self) -> Self:
        """Stations whose door is open on a Saturday or a Sunday."""
        from stations.models.parts import OpeningHours

        hours = OpeningHours.objects.filter(station=OuterRef("pk"), weekday__gte=5)
        return self.in_service().filter(Exists(hours))

    def closed(self) -> Self:
        """Taken out of service; their pages stay and say where to go."""
        return self.filter(status="closed")

    def with_hours(self, day: date) -> Self:
        """Opening hours and the closures that are not over on `day`, fetched along."""
        return self.prefetch_related(*hours(day))

    def with_record_parts(self, day: date) -> Self:
        """What the public page shows, what the checklist looks at, and how the station was built."""
        return self.prefetch_related(*page_parts(day), "stage_changes", "wall_rules")

    def with_its_points(self, code: str) -> Self:
        """The station that bears `code` and the contact points under it, in one question.

        The host is looked up first: two indexes answer that, a join would read every station.
        """
        host = self.model._default_manager.filter(code=code).order_by().values("pk")[:1]
        return self.filter(Q(code=code) | Q(parent=Subquery(host))).select_related("parent")

    def in_place_order(self) -> Self:
        """By county and township; in a township the stations stand before their points."""
        is_point = Case(When(kind="point", then=1), default=0)
        return self.order_by("division__code", is_point, "name", "pk")

    def named_first(self, query: str) -> Self:
        """Stations that bear the words in their name before those found by a village or an alias."""
        is_named = Case(When(name__icontains=query, then=0), default=1)
        return self.order_by(is_named, "division__code", "name", "pk")

    def count_by_county(self) -> dict[int | None, int]:
        """How many of these stations stand in each county by law, by the county's id."""
        rows = self.order_by().values_list("division__county").annotate(n=Count("pk"))
        return dict(rows)

    def matching(self, query: str) -> Self:
        """Stations whose name, alias, place, served village or pinyin holds `query`."""
        found = self
        for word in query.split():
            found = holding(found, fold(word))
        return found

    def with_place(self) -> Self:
        """Division, county and zone fetched along; what only a search reads is left."""
        above = (f"division__{name}" for name in ("county", "city", "managed_by", "parent"))
        return self.select_related("division", *above).defer(*COLUMNS)

    def without_photo(self) -> Self:
        """Stations in service that show no photo yet."""
        return self.in_service().filter(photos=None)

    def without_head(self, day: date) -> Self:
        """Stations in service with nobody in the head's post on `day`."""
        from stations.models.parts import PersonRole, StationPerson

        heads = StationPerson.objects.filter(station=OuterRef("pk"), role=PersonRole.HEAD).on(day)
        return self.in_service().stations().filter(~Exists(heads))

    def without_hours(self) -> Self:
        """Stations in service whose opening hours nobody has written down."""
        return self.in_service().stations().filter(opening_hours=None)


class PartQuerySet(ScopedQuerySet):
    """Rows that belong to a station and are seen by whoever sees the station."""

    division_path = "station__division"

    def for_staff(self, user: Any) -> Self:
        """Parts of the stations this person may see."""
        if user.is_authenticated and getattr(user, "role", "") == "keeper":
            return super().for_staff(user).filter(station__keepers=user)
        return super().for_staff(user)


class SpanQuerySet(PartQuerySet):
    """Parts that hold from one day to another, both ends counted."""

    def on(self, day: date) -> Self:
        """Rows in force on `day`; an open end means until further notice."""
        return self.filter(in_force(day))

    def over(self, day: date) -> Self:
        """The same question, as one asks it of closures."""
        return self.on(day)
