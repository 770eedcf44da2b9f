"""All of it in order, in one transaction."""

from datetime import date

from django.db import DEFAULT_DB_ALIAS, models, transaction

from activities.models import Activity
from deputies.models import Assignment, Deputy, Mandate
from liaison.divisions.models import Division
from liaison.pages import watch
from liaison.pages.plan import EVERYTHING, written_plan
from liaison.portal.scale import doings
from liaison.portal.scale.people import ASSIGNMENT, DEPUTY, MANDATE, People
from liaison.portal.scale.places import around
from liaison.portal.scale.sheets import Say, bare, count_on
from progress.models import Figure, MonthlyReport
from stations.models import Station

SCALES = ("province", "nation")
MODELS = (Station, Deputy, Mandate, Assignment, Activity, MonthlyReport, Figure)


def load(scale: str, city: Division, today: date, seed: int, say: Say) -> dict[str, int]:
    """Fill every place of the scale around the demo city, which must be there; answers rows by model.

    Have the planner's statistics made afterwards: they outlive a transaction that is rolled back.
    """
    with transaction.atomic():
        before = {model: _last(model) for model in MODELS}
        _fill(scale, city, today, seed, say)
    return {str(model._meta.verbose_name): _last(model) - last for model, last in before.items()}


def _fill(scale: str, city: Division, today: date, seed: int, say: Say) -> None:
    say("行政区划")
    places = around(city, scale)
    counties = list(dict.fromkeys(one.county for one in places))
    first = _last(Station) + 1
    people = People(places, first, today, seed)
    people.elect_congresses()
    watch.unwatch(DEFAULT_DB_ALIAS)
    with bare(*MODELS):
        doings.STATION.write(doings.stations(places, first, today, seed), say)
        DEPUTY.write(people.deputies(), say)
        MANDATE.write(people.mandates(), say)
        ASSIGNMENT.write(people.assignments(), say)
        doings.ACTIVITY.write(doings.activities(places, first, today, seed), say)
        number = _last(MonthlyReport) + 1
        many = doings.REPORT.write(doings.reports(counties, today, number), say)
        doings.FIGURE.write(doings.figures(many, number, seed), say)
        say("索引")
    count_on(*MODELS)
    found = written_plan()
    watch.watch(DEFAULT_DB_ALIAS, found.tables(), found.paths)
    watch.touch(DEFAULT_DB_ALIAS, EVERYTHING)


def _last(model: type[models.Model]) -> int:
    """The highest number in use."""
    return model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
