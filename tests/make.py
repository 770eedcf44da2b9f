"""Plain makers with honest defaults. Everything here is fictional."""

import io
from datetime import date
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from deputies.actions import elect
from deputies.actions import settle as settle_deputy
from deputies.models import CongressLevel, Deputy, Term
from deputies.models.term import LEVEL_OF_DIVISION
from liaison.accounts.models import User
from liaison.divisions.loader import Loader, Row
from liaison.divisions.models import Division
from stations.actions import settle
from stations.models import Kind, Stage, Station, Status

PASSWORD = "long-enough-for-a-test"
_numbers = count(1)

CITY = [
    Row("410700", "新乡市", "city", "市", ""),
    Row("410782", "辉县市", "county", "县级市", "410700", place=(2, 0)),
    Row("410725", "原阳县", "county", "县", "410700", place=(5, 3)),
    Row("410773", "新乡市平原城乡一体化示范区", "county", "其他", "410700", is_real=False),
    Row("410782001", "城关街道", "township", "街道", "410782"),
    Row("410782102", "孟庄镇", "township", "镇", "410782"),
    Row("410782104", "百泉镇", "township", "镇", "410782"),
    Row("410725001", "原兴街道", "township", "街道", "410725"),
    Row("410773101", "原武镇", "township", "镇", "410725", zone="新乡市平原城乡一体化示范区"),
]
NAMES = {
    "city": "410700",
    "huixian": "410782",
    "yuanyang": "410725",
    "zone": "410773",
    "mengzhuang": "410782102",
    "baiquan": "410782104",
    "chengguan_street": "410782001",
    "yuanxing_street": "410725001",
    "yuanwu": "410773101",
}


_written: list[Division] = []
"""The corner as the loader first wrote it in this process, with its keys."""


def city() -> dict[str, Division]:
    """A corner of 新乡: two counties, a zone inside one of them, five townships.

    Nearly every test begins here, so the loader works once; afterwards the rows that it made
    are written again in one statement, unless there are places already.
    """
    if _written and not Division.objects.exists():
        Division.objects.bulk_create(_written)
    else:
        Loader(CITY).load()
    found = {division.code: division for division in Division.objects.all()}
    if not _written:
        _written.extend(Division.objects.filter(code__in=NAMES.values()))
    return {name: found[code] for name, code in NAMES.items()}


def user(username: str, *, role: str, division: Division, **more) -> User:
    """An active member of staff with PASSWORD."""
    person = User(username=username, role=role, division=division, is_staff=True, **more)
    person.set_password(PASSWORD)
    person.save()
    return person


def station(division: Division, **more) -> Station:
    """A running station of its township, opened in 2025."""
    facts = {
        "name": f"{division.name}人大代表联络站",
        "kind": Kind.STATION,
        "status": Status.RUNNING,
        "stage": Stage.OPENED,
        "opened_on": date(2025, 6, 1),
        "address": f"{division.full_name}便民服务中心一楼",
        "phone": "0373-0000123",
        "contact_phone": "15400000001",
    } | more
    made = Station.objects.create(division=division, **facts)
    settle(made)
    return made


def point(host: Station, name: str = "") -> Station:
    """A contact point under `host`."""
    return station(
        host.division,
        name=name or f"示例{next(_numbers)}村人大代表联络点",
        kind=Kind.POINT,
        parent=host,
    )


def photo_file(size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> SimpleUploadedFile:
    """A small picture as a phone would upload it."""
    out = io.BytesIO()
    Image.new("RGB", size, "#960E18").save(out, kind)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


def term(division: Division | None, number: int = 16, **more) -> Term:
    """A running term of the congress of `division`; None is the national congress."""
    level = LEVEL_OF_DIVISION[division.level] if division else CongressLevel.NATIONAL
    facts = {"level": level, "since": date(2022, 1, 1)} | more
    return Term.objects.get_or_create(division=division, number=number, defaults=facts)[0]


def deputy(division: Division, *terms: Term, name: str = "", elected_by: str = "第6选区", **more) -> Deputy:
    """A deputy on the roster of `division` with one mandate for each of `terms`."""
    made = Deputy.objects.create(division=division, name=name or f"示例{next(_numbers)}", **more)
    settle_deputy(made)
    for held in terms:
        elect(made, held, elected_by=elected_by, by=None)
    return made
