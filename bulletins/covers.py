"""Which picture stands in a list of issues."""

from collections.abc import Iterable

from bulletins.models import Bulletin, BulletinPhoto


def cover_of(issues: Iterable[Bulletin]) -> BulletinPhoto | None:
    """The first photo of the newest of these issues that has any. One query."""
    first: dict[int, BulletinPhoto] = {}
    ids = [issue.pk for issue in issues]
    for photo in BulletinPhoto.objects.filter(bulletin__in=ids):
        first.setdefault(photo.bulletin_id, photo)
    return next((first[pk] for pk in ids if pk in first), None)
