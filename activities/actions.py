"""Decisions about activities: write, submit, publish, return, withdraw. Atomic, locked, audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from activities.album import remove_files
from activities.checks import check_ready, numbers_in
from activities.models import Activity, ActivityState, Part, Participation
from activities.search import settle
from campaigns.models import Campaign
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib import workflow
from liaison.lib.pictures import release
from liaison.lib.pictures import withdraw as hide
from liaison.lib.workflow import Move, check
from stations.models import Station

S = ActivityState
WRITE, REVIEW = "activities.write_activity", "activities.review_activity"
OPEN = {S.DRAFT, S.RETURNED}
MOVES = {
    "submit": Move("提交审核", OPEN, S.SUBMITTED, WRITE),
    "recall": Move("撤回修改", {S.SUBMITTED}, S.DRAFT, WRITE),
    "publish": Move("发布", {S.SUBMITTED}, S.PUBLISHED, REVIEW),
    "return": Move("退回", {S.SUBMITTED}, S.RETURNED, REVIEW, needs_note=True),
    "withdraw": Move("撤下", {S.PUBLISHED}, S.WITHDRAWN, REVIEW, needs_note=True),
    "republish": Move("重新发布", {S.WITHDRAWN}, S.PUBLISHED, REVIEW),
}
WITHOUT_REVIEW = MOVES | {"submit": Move("发布", OPEN, S.PUBLISHED, WRITE)}
"""Where the city asks for no review by the county, the keeper publishes."""


def moves() -> Mapping[str, Move]:
    """The table in force, by the setting ACTIVITY_REVIEW."""
    return MOVES if settings.ACTIVITY_REVIEW else WITHOUT_REVIEW


def open_to(activity: Activity, user: User) -> dict[str, Move]:
    """The steps that this person may take with `activity` now."""
    return workflow.open_to(moves(), activity.state, user)


class OutdatedError(Exception):
    """Somebody else wrote meanwhile; `stored` is what stands there now."""

    def __init__(self, stored: Activity) -> None:
        super().__init__(f"这条活动已经被改过：{stored}")
        self.stored = stored


@dataclass(frozen=True)
class PhotoWords:
    """What is said about one photo of an activity; the order of these is the order of the photos."""

    pk: int
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Draft:
    """What somebody typed; a draft may still lack anything but its station and its day."""

    station: Station
    day: date
    kind: str = ""
    title: str = ""
    place: str = ""
    text: str = ""
    source: str = ""
    author_name: str = ""
    campaign: Campaign | None = None
    parts: Mapping[int, str] = field(default_factory=dict)
    """Who took part: the deputy's id, and what part they played."""
    photos: Sequence[PhotoWords] = ()


OWN_FIELDS = ("station", "day", "kind", "title", "place", "text", "source", "author_name", "campaign")


@transaction.atomic
def begin(station: Station, day: date, *, token: UUID, by: User) -> Activity:
    """An empty draft; the same `token` gives the one that it began before.

    Raises PermissionDenied without the right to write, or for somebody else's token.
    """
    must_hold(by, WRITE)
    facts: dict[str, Any] = {"station": station, "county": station.division.county, "day": day, "author": by}
    facts |= {"page": token, "writer": by}
    activity, is_new = Activity.objects.get_or_create(token=token, defaults=facts)
    if activity.author_id != by.pk:
        raise PermissionDenied
    if is_new:
        settle(activity)
        record(by, "起草代表活动", activity)
    return activity


@transaction.atomic
def write(
    activity: Activity, draft: Draft, *, seen: int, page: UUID, by: User, is_auto: bool = False
) -> Activity:
    """Put `draft` in place of what stands there; of a published activity this is a correction.

    `seen` is the version that the author saw, `page` the opened page they wrote on.
    Raises OutdatedError where another page wrote meanwhile, ValidationError where the
    activity is no longer open, or where a published one would become unfit.
    """
    activity = _locked(activity)
    must_be_writable(activity, by)
    if activity.version != seen and activity.page != page:
        raise OutdatedError(activity)
    for name in OWN_FIELDS:
        setattr(activity, name, getattr(draft, name))
    activity.county = draft.station.division.county
    activity.version, activity.page, activity.writer = activity.version + 1, page, by
    _save(activity, without_history=is_auto)
    _take_parts(activity, draft.parts)
    _take_words(activity, draft.photos)
    if activity.state == S.PUBLISHED:
        check_ready(activity, timezone.localdate())
        release(activity.photos.all())
    if not is_auto:
        record(by, "更正代表活动" if activity.state == S.PUBLISHED else "修改代表活动", activity)
    return activity


def may_write(activity: Activity, user: User) -> bool:
    """Drafts and returned ones are open to writers; later states only to those who also review."""
    is_open = activity.state in OPEN or user.has_perm(REVIEW)
    return bool(user.has_perm(WRITE) and is_open)


def must_hold(user: User, right: str) -> None:
    """Raises PermissionDenied without the right."""
    if not user.has_perm(right):
        raise PermissionDenied


def must_be_writable(activity: Activity, by: User) -> None:
    """Raises PermissionDenied without the right, ValidationError where it stands with the reviewers."""
    must_hold(by, WRITE)
    if not may_write(activity, by):
        raise ValidationError(f"这条活动{activity.get_state_display()}，不能再改")


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("station").get(pk=activity.pk)


def _save(activity: Activity, *, without_history: bool = False) -> None:
    """Saved, and findable; what is saved of itself while somebody types makes no version."""
    if without_history:
        vars(activity)["skip_history_when_saving"] = True
    activity.save()
    # The library asks whether the mark is there, not what it says.
    vars(activity).pop("skip_history_when_saving", None)
    settle(activity)


def _take_parts(activity: Activity, parts: Mapping[int, str]) -> None:
    """Exactly these took part."""
    known = {one.deputy_id: one for one in activity.participations.all()}
    gone = [one.pk for pk, one in known.items() if pk not in parts]
    activity.participations.filter(pk__in=gone).delete()
    new = [
        Participation(activity=activity, deputy_id=pk, part=part)
        for pk, part in parts.items()
        if pk not in known
    ]
    Participation.objects.bulk_create(new)
    for pk, part in parts.items():
        if pk in known and known[pk].part != part:
            activity.participations.filter(deputy=pk).update(part=Part(part))


def _take_words(activity: Activity, photos: Sequence[PhotoWords]) -> None:
    """Words and order of the photos named; one that was uploaded meanwhile keeps its place at the end."""
    known = {photo.pk: photo for photo in activity.photos.all()}
    for position, said in enumerate(one for one in photos if one.pk in known):
        photo = known[said.pk]
        photo.alt, photo.caption, photo.position = said.alt, said.caption, position
        photo.save(update_fields=["alt", "caption", "position"])


# --- Steps ------------------------------------------------------------------------


def _step(name: str, activity: Activity, *, by: User, note: str = "") -> Activity:
    """The locked activity, its state already that of the step's end; not saved."""
    move = moves()[name]
    activity = _locked(activity)
    check(move, activity.state, by=by, note=note)
    activity.state = S(move.target)
    return activity


@transaction.atomic
def submit(activity: Activity, *, by: User) -> Activity:
    """Hand a draft to the county, or publish it where no review is asked.

    Raises ValidationError naming the fields that are missing or hold a number of a person.
    """
    activity = _step("submit", activity, by=by)
    check_ready(activity, timezone.localdate())
    activity.submitted_at, activity.return_note = timezone.now(), ""
    if activity.state == S.PUBLISHED:
        _publish(activity)
    _save(activity)
    record(by, moves()["submit"].label, activity)
    return activity


@transaction.atomic
def recall(activity: Activity, *, by: User) -> Activity:
    """Take back what nobody has reviewed yet, to go on writing."""
    activity = _step("recall", activity, by=by)
    _save(activity)
    record(by, "撤回修改", activity)
    return activity


@transaction.atomic
def publish(activity: Activity, *, seen: int, by: User) -> Activity:
    """Let the world read what was reviewed: `seen` is the version that the reviewer read."""
    activity = _step("publish", activity, by=by)
    if activity.version != seen:
        raise OutdatedError(activity)
    check_ready(activity, timezone.localdate())
    activity.reviewer, activity.reviewed_at = by, timezone.now()
    _publish(activity)
    _save(activity)
    record(by, "发布代表活动", activity)
    return activity


def _publish(activity: Activity) -> None:
    """The time of the first publication stays, whatever comes later."""
    activity.published_at = activity.published_at or timezone.now()
    release(activity.photos.all())


@transaction.atomic
def send_back(activity: Activity, note: str, *, by: User) -> Activity:
    """Return to the author, saying why; the reason stays inside."""
    activity = _step("return", activity, by=by, note=note)
    activity.return_note = note.strip()
    activity.reviewer, activity.reviewed_at = by, timezone.now()
    _save(activity)
    record(by, "退回代表活动", activity, note=activity.return_note)
    return activity


@transaction.atomic
def withdraw(activity: Activity, reason: str, *, by: User) -> Activity:
    """Take a published activity from the public; its page stays and gives the reason."""
    activity = _step("withdraw", activity, by=by, note=reason)
    activity.withdrawn_reason = reason.strip()
    if said := numbers_in("撤下原因", reason):
        raise ValidationError({"note": said})
    hide(activity.photos.all())
    _save(activity)
    record(by, "撤下代表活动", activity, reason=activity.withdrawn_reason)
    return activity


@transaction.atomic
def republish(activity: Activity, *, by: User) -> Activity:
    """Put a withdrawn activity before the public again."""
    activity = _step("republish", activity, by=by)
    check_ready(activity, timezone.localdate())
    activity.withdrawn_reason = ""
    activity.reviewer, activity.reviewed_at = by, timezone.now()
    _publish(activity)
    _save(activity)
    record(by, "重新发布代表活动", activity)
    return activity


@transaction.atomic
def discard(activity: Activity, *, by: User) -> None:
    """Throw away a draft that nobody was ever asked to review, with its photos."""
    activity = _locked(activity)
    must_be_writable(activity, by)
    if activity.state != S.DRAFT or activity.submitted_at:
        raise ValidationError("提交过的活动不能删除")
    record(by, "删除活动草稿", activity)
    for photo in activity.photos.all():
        remove_files(photo)
    activity.delete()
