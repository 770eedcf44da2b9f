"""Makers of the opinions' tests, with honest defaults. Everything here is fictional."""

import time
from typing import Any

import time_machine
from django.core import signing
from django.db import connection

from opinions import actions
from opinions.forms import SALT
from opinions.models import Opinion
from stations.models import Station

SAID = "村口到学校那段路没有灯，孩子晚自习回来看不见"
PHONE, ID_NUMBER, PLATE = "15412345678", "410782199001011239", "豫G12345"
NAME = "钱示例甲"
PATH = ("accept", "refer", "begin", "answer", "close")


def stamp(age: float = 10, token: str = "") -> str:
    """What the page carries that was opened so many seconds ago."""
    with time_machine.travel(time.time() - age, tick=False):
        return signing.TimestampSigner(salt=SALT).sign(token or f"{time.time_ns():032x}")


def typed(**more: Any) -> dict[str, Any]:
    """What somebody sends who filled in the least."""
    return {"text": SAID, "agrees": "on", "stamp": stamp()} | more


def send(client: Any, station: Station, *, via: str = "", address: str = "127.0.0.1", **more: Any) -> Any:
    """The answer to a filled form."""
    where = f"/opinions/new/?station={station.code}{'&via=' + via if via else ''}"
    return client.post(where, typed(**more), REMOTE_ADDR=address)


def opinion(station: Station, state: str = "submitted", text: str = SAID, **more: Any) -> Opinion:
    """An opinion that took every step up to `state`."""
    made = actions.submit(station, text, **more)
    for step in PATH:
        if made.state == state:
            break
        made = take(made, step)
    assert made.state == state
    return made


def take(one: Opinion, step: str, by: Any = None) -> Opinion:
    """One step with plain words."""
    if step == "refer":
        return actions.refer(one, "县交通运输局", by=by)
    if step == "answer":
        return actions.answer(one, "沿路装了 16 盏灯", by=by)
    if step == "decline":
        return actions.decline(one, "private", "legal", by=by)
    if step == "merge":
        return actions.merge(one, opinion(one.station), by=by)
    return getattr(actions, step)(one, by=by)


def everything_stored() -> str:
    """All that the database holds, in one text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names come from the database itself
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)
