"""Decisions about grass-roots duties: who attended a class. Atomic, locked, audited."""

from collections.abc import Iterable

from django.db import transaction

from deputies.models import Post
from duties.models import Attendance, TrainingClass
from liaison.accounts.models import User
from liaison.audit import record


@transaction.atomic
def note_attendance(
    training: TrainingClass, chosen: Iterable[Post], *, among: Iterable[Post], by: User | None
) -> int:
    """Of the posts `among`, those `chosen` attended and the others did not; how many rows changed.

    Posts outside `among` (out of the editor's sight) stay as they are. Raises ValidationError
    for who did not hold a leading post in the organiser's area during the class.
    """
    TrainingClass.objects.select_for_update().get(pk=training.pk)
    wanted = {post.pk: post for post in chosen}
    offered = {post.pk for post in among}
    held = Attendance.objects.filter(training=training).select_related("post__division")
    gone = [one for one in held if one.post_id in offered and one.post_id not in wanted]
    come = [post for pk, post in wanted.items() if pk not in {one.post_id for one in held}]
    rows = [Attendance(training=training, post=post) for post in come]
    for row in rows:
        row.clean()
    Attendance.objects.filter(pk__in=[one.pk for one in gone]).delete()
    Attendance.objects.bulk_create(rows)
    if gone or come:
        added, removed = [str(post) for post in come], [str(one.post) for one in gone]
        record(by, "登记参训", training, added=added, removed=removed)
    return len(gone) + len(come)
