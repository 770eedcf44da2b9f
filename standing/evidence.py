"""Evidence registered while answering a point."""

from typing import Any

from django.db import transaction

from liaison.accounts.models import User
from liaison.audit import record
from standing.models import AssessmentItem
from standing.moves import locked, touch
from stations.models import Evidence, Photo


def blank(row: AssessmentItem) -> Evidence:
    """Evidence of the station for this point, not yet filled in."""
    return Evidence(station=row.assessment.station, item=row.item)


@transaction.atomic
def add(row: AssessmentItem, form: Any, *, by: User) -> Evidence:
    """Keep what a valid form holds, and let the point refer to it; raises where the sheet has moved on."""
    sheet = locked(row.assessment, "answer", by=by)
    found: Evidence = form.save(commit=False)
    found.by = by
    if prepared := form.cleaned_data.get("image"):
        found.photo = _photo(found, prepared, form.cleaned_data["alt"])
    found.save()
    row.evidence = found
    row.save(update_fields=["evidence"])
    touch(sheet)
    record(by, "登记达标佐证", found.station, item=str(found.item), on=found.met_on.isoformat())
    return found


def _photo(found: Evidence, prepared: Any, alt: str) -> Photo:
    """The photo joins those of the station's page."""
    position = found.station.photos.count()
    photo = Photo(station=found.station, alt=alt, caption=found.item.name, position=position)
    photo.image, photo.thumbnail = prepared.image, prepared.thumbnail
    photo.save()
    return photo
