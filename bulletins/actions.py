"""Decisions about issues. Each is atomic, locks the row it changes and leaves a trail."""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from bulletins.models import REVIEWED, SCHEDULED, Bulletin, State
from bulletins.scan import Planted, planted
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.fields import personal_in
from liaison.lib.richtext import clean_html, excerpt, plain_text
from liaison.lib.text import fold
from liaison.lib.workflow import Move, check
from stations.search import spellings

CHANGE = "bulletins.change_bulletin"
PUBLISH, REVIEW = "bulletins.publish_bulletin", "bulletins.review_bulletin"
CONFIRM = "bulletins.confirm_personal_bulletin"
_BEFORE = {State.DRAFT, REVIEWED, SCHEDULED, State.WITHDRAWN}
MOVES = {
    "review": Move("审核通过", {State.DRAFT, State.WITHDRAWN}, REVIEWED, REVIEW),
    "publish": Move("发布", _BEFORE, State.RELEASED, PUBLISH),
    "schedule": Move("定时发布", _BEFORE, SCHEDULED, PUBLISH),
    "unschedule": Move("取消定时", {SCHEDULED}, State.DRAFT, PUBLISH),
    "withdraw": Move("撤下", {State.RELEASED}, State.WITHDRAWN, PUBLISH, needs_note=True),
    "discard": Move("删除草稿", {State.DRAFT, REVIEWED}, "", CHANGE),
}
DECIDED = ("state", "published_at", "withdrawn_at", "withdrawn_reason", "reads", "author")
"""What saving a text never changes."""
EXCERPT_LENGTH = 80
NUMBER_TAKEN = "这个栏目这一年已经有这个期号"
NEEDS_REVIEW = "这个栏目发布前须经他人审核"
WITHDRAW_FIRST = "这个栏目发布前须经他人审核，已发布的先撤下再修改"
OWN_WORK = "自己写的、改过的不能自己审核"
NO_BODY = "请填写正文"
WAS_PUBLIC = "发布过的不能删除，原来的网址要一直有说明"
PAST = "定时发布的时间应晚于现在"


class PlantedError(ValidationError):
    """Numbers of persons stand in what would become public; `found` says where."""

    def __init__(self, found: list[Planted]) -> None:
        super().__init__([f"{one}，请删除" for one in found])
        self.found = found


@transaction.atomic
def save_text(bulletin: Bulletin, *, by: User | None, confirmed: bool = False) -> Bulletin:
    """Store a new or changed issue: body cleaned, excerpt and search words made anew, review mark gone.

    Raises ValidationError where the number is taken, PlantedError where a released
    text would show a person's number.
    """
    is_new = bulletin.pk is None
    stored = None if is_new else Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if stored is not None:
        _must_be_open(stored)
        for name in DECIDED:
            setattr(bulletin, name, getattr(stored, name))
    if is_new:
        bulletin.author = by
    bulletin.edited_by, bulletin.reviewer = by, None
    settle(bulletin)
    passed = _must_be_clean(bulletin, by, confirmed) if bulletin.state == State.RELEASED else []
    try:
        with transaction.atomic():
            bulletin.save()
    except IntegrityError as problem:
        raise ValidationError({"number": NUMBER_TAKEN}) from problem
    record(by, "新建专题活动" if is_new else "修改专题活动", bulletin, **_told(passed))
    return bulletin


def settle(bulletin: Bulletin) -> None:
    """Clean the body and derive what lists and search show; the row is not saved."""
    bulletin.body = clean_html(bulletin.body)
    bulletin.excerpt = bulletin.summary or excerpt(bulletin.body, EXCERPT_LENGTH)
    titles = (bulletin.title, bulletin.subtitle, bulletin.kicker)
    words = (bulletin.label, bulletin.summary, plain_text(bulletin.body))
    bulletin.search_text = "|".join([spellings(titles), *(fold(text) for text in words if text)])


def _must_be_open(bulletin: Bulletin) -> None:
    """Where two people must have looked, what is out is not changed by one."""
    if bulletin.series.needs_review and bulletin.state == State.RELEASED:
        raise ValidationError(WITHDRAW_FIRST)


def _must_be_clean(bulletin: Bulletin, by: User | None, confirmed: bool) -> list[Planted]:
    """What was confirmed by somebody with the right; PlantedError without."""
    found = planted(bulletin)
    may_confirm = by is not None and by.has_perm(CONFIRM)
    if found and not (confirmed and may_confirm):
        raise PlantedError(found)
    return found


def _told(passed: list[Planted]) -> dict[str, list[str]]:
    """The trail names places and covered numbers, never the numbers."""
    return {"confirmed": [str(one) for one in passed]} if passed else {}


@transaction.atomic
def review(bulletin: Bulletin, *, by: User) -> Bulletin:
    """Note that somebody other than its writers has read and passed the issue; the next change undoes it."""
    bulletin = _locked(bulletin)
    check(MOVES["review"], bulletin.standing(timezone.now()), by=by)
    if by.pk in {bulletin.author_id, bulletin.edited_by_id}:
        raise ValidationError(OWN_WORK)
    bulletin.reviewer = by
    bulletin.save()
    record(by, "审核通过专题活动", bulletin)
    return bulletin


@transaction.atomic
def publish(bulletin: Bulletin, *, by: User | None, confirmed: bool = False) -> Bulletin:
    """Release the issue now; one that was withdrawn keeps the moment of its first release.

    Raises ValidationError without a body or a needed review, PlantedError where a
    person's number would become public and nobody with the right confirmed it.
    """
    return _release(bulletin, "publish", timezone.now(), by=by, confirmed=confirmed)


@transaction.atomic
def schedule(bulletin: Bulletin, at: datetime, *, by: User | None, confirmed: bool = False) -> Bulletin:
    """Release the issue for a moment that lies ahead; raises as `publish` does, and for a past moment."""
    if at <= timezone.now():
        raise ValidationError({"at": PAST})
    return _release(bulletin, "schedule", at, by=by, confirmed=confirmed)


def _release(bulletin: Bulletin, name: str, at: datetime, *, by: User | None, confirmed: bool) -> Bulletin:
    bulletin = _locked(bulletin)
    check(MOVES[name], bulletin.standing(timezone.now()), by=by)
    _must_be_complete(bulletin)
    passed = _must_be_clean(bulletin, by, confirmed)
    was_out = bulletin.state == State.WITHDRAWN and bulletin.published_at is not None
    if not (was_out and name == "publish"):
        bulletin.published_at = at
    bulletin.state, bulletin.withdrawn_at, bulletin.withdrawn_reason = State.RELEASED, None, ""
    bulletin.save()
    moment = timezone.localtime(at).isoformat(timespec="minutes")
    record(by, f"{MOVES[name].label}专题活动", bulletin, at=moment, **_told(passed))
    return bulletin


def _must_be_complete(bulletin: Bulletin) -> None:
    if not bulletin.body:
        raise ValidationError(NO_BODY)
    if bulletin.series.needs_review and bulletin.reviewer_id is None:
        raise ValidationError(NEEDS_REVIEW)


@transaction.atomic
def unschedule(bulletin: Bulletin, *, by: User) -> Bulletin:
    """Take a scheduled issue back to a draft before its moment comes."""
    bulletin = _locked(bulletin)
    check(MOVES["unschedule"], bulletin.standing(timezone.now()), by=by)
    bulletin.state, bulletin.published_at = State.DRAFT, None
    bulletin.save()
    record(by, "取消定时发布专题活动", bulletin)
    return bulletin


@transaction.atomic
def withdraw(bulletin: Bulletin, reason: str, *, by: User | None) -> Bulletin:
    """Take the issue off: its address then tells day and reason, its photos and files are gone.

    Raises ValidationError without a reason, or where the reason holds a person's number.
    """
    bulletin = _locked(bulletin)
    check(MOVES["withdraw"], bulletin.standing(timezone.now()), by=by, note=reason)
    if said := personal_in("撤下原因里", reason):
        raise ValidationError({"note": said})
    bulletin.state, bulletin.withdrawn_at = State.WITHDRAWN, timezone.now()
    bulletin.withdrawn_reason = reason.strip()
    bulletin.save()
    record(by, "撤下专题活动", bulletin, reason=bulletin.withdrawn_reason)
    return bulletin


def was_public(bulletin: Bulletin) -> bool:
    """Whether the world may have read it once: whatever was out came back by being withdrawn."""
    return bool(bulletin.history.filter(state=State.WITHDRAWN).exists())


@transaction.atomic
def discard(bulletin: Bulletin, *, by: User | None) -> str:
    """Throw away a draft that never was public, with photos and files; returns what it was called.

    Raises ValidationError for anything that is or was out. The trail and the history keep that it was.
    """
    bulletin = _locked(bulletin)
    check(MOVES["discard"], bulletin.standing(timezone.now()), by=by)
    if was_public(bulletin):
        raise ValidationError(WAS_PUBLIC)
    told = str(bulletin)
    record(by, "删除专题活动草稿", bulletin)
    files = [one for photo in bulletin.photos.all() for one in (photo.image, photo.thumbnail)]
    for stored in [*files, *(one.file for one in bulletin.attachments.all())]:
        transaction.on_commit(partial(default_storage.delete, str(stored.name)))
    bulletin.delete()
    return told


def _locked(bulletin: Bulletin) -> Bulletin:
    return Bulletin.objects.select_for_update(of=("self",)).select_related("series").get(pk=bulletin.pk)
