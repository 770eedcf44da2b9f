"""A sheet that was read travels signed through the page that shows it: no file is kept between two steps."""

from datetime import date
from typing import Any

from django.core import signing

from liaison.divisions.models import Division
from progress.countysheet.read import CountyRow, CountySheet

SALT = "progress.countysheet"
AN_HOUR = 3600


def seal(found: CountySheet, city: Division, *, by: Any) -> str:
    """The sound rows of a sheet, for this person, city and month only, and for an hour."""
    rows = [[row.number, row.unit.code, row.figures] for row in found.rows if row.is_sound and row.unit]
    said = {"who": by.pk, "city": city.pk, "month": f"{found.month:%Y-%m}", "rows": rows}
    return signing.dumps(said, salt=SALT, compress=True)


def unseal(text: str, city: Division, month: date, *, by: Any) -> CountySheet | None:
    """The same rows again; None when they are stale, changed, or another's."""
    try:
        said = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    if (said["who"], said["city"], said["month"]) != (by.pk, city.pk, f"{month:%Y-%m}"):
        return None
    units = {one.code: one for one in Division.objects.filter(code__in=[code for _, code, _ in said["rows"]])}
    rows = [
        CountyRow(number, units[code].name, units[code], figures)
        for number, code, figures in said["rows"]
        if code in units
    ]
    return CountySheet(month, rows)
