"""Every address of the site, with real objects of the demo city put into its gaps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from liaison.accounts.models import User
from liaison.divisions.models import Division
from liaison.portal.demo import KEEPERS_STATION
from stations.models import Station

GAP = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One line of the URL conf: its route as written and its name."""

    route: str
    name: str

    @property
    def gaps(self) -> list[str]:
        """What has to be filled in."""
        return [first or second for first, second in GAP.findall(self.route)]

    def filled(self, values: dict[str, Any]) -> str:
        """The address a browser would ask for."""
        route = GAP.sub(lambda gap: str(values[gap[1] or gap[2]]), self.route)
        return "/" + re.sub(r"[\^$]|\\[AZ]|\(\?:[^)]*\)\??", "", route).replace("\\", "")


def walk(patterns: Any = None, route: str = "", prefix: str = "") -> Iterator[Address]:
    """All addresses, in the order of the URL conf."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from walk(entry.url_patterns, route + str(entry.pattern), prefix + space)
        elif isinstance(entry, URLPattern):
            yield Address(route + str(entry.pattern), prefix + (entry.name or ""))


def is_for_staff(address: Address) -> bool:
    """Whether the address stands behind the sign-in."""
    return address.route.startswith(("work/", "admin/"))


def is_public(address: Address) -> bool:
    """Whether anybody may go there, without an account."""
    return not address.route.startswith(("work/", "admin/", "accounts/"))


def the_station() -> Station:
    """The station whose keeper has a demo account."""
    return Station.objects.get(name=KEEPERS_STATION, division__county__code="410782")


def model_of(address: Address) -> type[models.Model] | None:
    """The model whose admin this address belongs to, read off its name."""
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if address.name.startswith(label):
            return model
    found = re.match(r"admin/(\w+)/(\w+)/", address.route)
    return apps.get_model(found[1], found[2]) if found and address.gaps else None


def sample(model: type[models.Model]) -> models.Model | None:
    """A row of this kind that the keeper's station or its county owns."""
    station = the_station()
    if model is Station:
        return station
    if model is Division:
        return station.division
    if model is User:
        return User.objects.get(username="huixian-leader")
    rows = model._default_manager.order_by("pk")
    if any(field.name == "station" for field in model._meta.fields):
        return rows.filter(station=station).first()
    return rows.first()


def values_for(address: Address) -> dict[str, Any] | None:
    """What to put into the gaps; None when nothing of this kind exists in the demo city."""
    values: dict[str, Any] = {}
    for gap in address.gaps:
        value = value_for(gap, address)
        if value is None:
            return None
        values[gap] = value
    return values


def value_for(gap: str, address: Address) -> Any:
    """One value: a code of a station, an app, or the key of a sample row."""
    plain = {"code": the_station().code, "app_label": "stations", "url": "nothing/", "content_type_id": 1}
    if gap in plain:
        return plain[gap]
    row = sample(model) if (model := model_of(address)) else the_station()
    if gap == "history_id":
        return row and row.history.latest().pk
    return row and row.pk
