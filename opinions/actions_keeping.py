"""What is not kept for ever: names, phones and photos of authors whose matter was closed long ago."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from liaison.audit import record
from opinions.models import Contact, Opinion, OpinionPhoto
from opinions.models.opinion import DONE


@transaction.atomic
def erase_contacts(now: datetime) -> int:
    """Erase contacts and photos whose retention period is over; answers of how many opinions.

    The period begins when the matter was closed, declined or merged, and begins anew when it
    was reopened and closed again (the last step counts). Safe to run twice at once.
    """
    old = now - timedelta(days=settings.OPINION_RETENTION_DAYS)
    over = Opinion.objects.filter(state__in=DONE).exclude(moves__at__gt=old)
    contacts = Contact.objects.select_for_update(of=("self",)).filter(opinion__in=over.values("pk"))
    touched = set(contacts.values_list("opinion", flat=True))
    photos = list(OpinionPhoto.objects.filter(opinion__in=over.values("pk")))
    touched |= {photo.opinion_id for photo in photos}
    contacts.delete()
    for photo in photos:
        _erase(photo)
    if touched:
        record(None, "按期删除反映人联系方式和照片", None, opinions=len(touched))
    return len(touched)


def _erase(photo: Any) -> None:
    """The row now, both files once that is certain."""
    for file in (photo.image, photo.thumbnail):
        transaction.on_commit(partial(file.storage.delete, file.name))
    photo.delete()
