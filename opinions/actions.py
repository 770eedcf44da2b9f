"""How an opinion comes in and what the station does with it. Atomic, the row locked, audited.

Every step of `moves.MOVES` is one function; each appends an `OpinionMove`, which its author
sees too, and an audit event. A second person who decides meanwhile is refused by the state.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from deputies.models import Deputy
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.fields import personal_in
from liaison.lib.images import Prepared
from liaison.lib.workflow import check
from liaison.workdays.calendar import Calendar
from opinions.likeness import digest
from opinions.models import (
    Channel,
    Contact,
    DeclineReason,
    Door,
    Opinion,
    OpinionMove,
    OpinionPhoto,
    OpinionState,
)
from opinions.models.opinion import MOST_PHOTOS
from opinions.moves import MOVES
from stations.models import Station

NOT_TYPED = ["code", "token", "digest"]


def answer_by(day: date) -> date:
    """The last day for an answer: so many working days after `day` (domain.md, default seven)."""
    calendar = Calendar.load(day, day)
    return calendar.add_workdays(day, settings.OPINION_ANSWER_DAYS)


@transaction.atomic
def submit(
    station: Station,
    text: str,
    *,
    channel: str = Channel.ONLINE,
    deputy: Deputy | None = None,
    place: str = "",
    contact: dict[str, Any] | None = None,
    photos: Iterable[Prepared] = (),
    token: str = "",
) -> Opinion:
    """Take in what a citizen wrote; sent twice with one `token` it is taken in once.

    `contact` holds `name`, `phone` and `tells_deputy`; nothing of it is kept where both are
    empty. Raises ValidationError where the station is not in service.
    """
    known = Opinion.objects.filter(token=token).first() if token else None
    if known:
        return known
    if not station.in_service:
        raise ValidationError("这个联络站已经停用，请到别的联络站反映")
    today = timezone.localdate()
    opinion = _taken_in(station, text, channel, place, today, deputy=deputy, token=token or None)
    _keep_contact(opinion, contact or {})
    for position, prepared in enumerate(list(photos)[:MOST_PHOTOS]):
        photo = OpinionPhoto(opinion=opinion, position=position)
        photo.take(prepared)
        photo.save()
    stepped(opinion, "提交", "", OpinionState.SUBMITTED, None, is_authors=True)
    record(None, "收到群众意见", opinion, channel=opinion.get_channel_display())
    return opinion


@transaction.atomic
def register(
    station: Station,
    text: str,
    *,
    channel: str,
    received_on: date,
    solved: str = "",
    topic: str = "",
    place: str = "",
    deputy: Deputy | None = None,
    contact: dict[str, Any] | None = None,
    token: str = "",
    by: User | None,
) -> Opinion:
    """Enter what somebody said at the station, on the phone or in a letter: accepted as it is entered.

    With `solved` it was settled on the spot: that is the answer and it is closed at once.
    """
    known = Opinion.objects.filter(token=token).first() if token else None
    if known:
        return known
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": "收到日期不能晚于今天"})
    opinion = _taken_in(
        station, text, channel, place, received_on, topic=topic, deputy=deputy, token=token or None
    )
    _keep_contact(opinion, contact or {})
    stepped(opinion, f"登记{opinion.get_channel_display()}意见", "", OpinionState.SUBMITTED, by)
    record(by, "登记群众意见", opinion, channel=opinion.get_channel_display())
    opinion = accept(opinion, by=by)
    return _settled(opinion, solved.strip(), by) if solved.strip() else opinion


def _settled(opinion: Opinion, solved: str, by: User | None) -> Opinion:
    opinion.is_on_spot = True
    opinion.save()
    opinion = refer(opinion, str(opinion.station), by=by)
    opinion = answer(begin(opinion, by=by), solved, by=by)
    return close(opinion, by=by)


@transaction.atomic
def accept(opinion: Opinion, *, topic: str = "", by: User | None) -> Opinion:
    """Say that the station takes it up."""
    opinion = _checked(opinion, "accept", by)
    opinion.topic = topic or opinion.topic
    opinion.accepted_at = timezone.now()
    return _moved(opinion, "accept", by)


@transaction.atomic
def decline(opinion: Opinion, reason: str, door: str, note: str = "", *, by: User | None) -> Opinion:
    """Say that it is nothing for a station, why, and where to go instead.

    Raises ValidationError at `decline_reason` or `door` where one is missing.
    """
    opinion = _checked(opinion, "decline", by)
    missing = {}
    if reason not in DeclineReason.values:
        missing["decline_reason"] = "请选择不予受理原因"
    if door not in Door.values:
        missing["door"] = "请选择群众该找哪里"
    if missing:
        raise ValidationError(missing)
    _must_be_clean("note", "说明", note)
    opinion.decline_reason, opinion.door = reason, door
    opinion.closed_at = timezone.now()
    return _moved(opinion, "decline", by, note)


@transaction.atomic
def merge(opinion: Opinion, parent: Opinion | None, *, by: User | None) -> Opinion:
    """Join a matter to the one that it repeats; its author follows that one from then on."""
    opinion = _checked(opinion, "merge", by)
    if parent is None or parent.pk == opinion.pk or parent.parent_id or parent.state == OpinionState.DECLINED:
        raise ValidationError({"parent": "请填写另一件还在办理或者已经办结的意见"})
    opinion.parent = parent
    opinion.closed_at = timezone.now()
    return _moved(opinion, "merge", by)


@transaction.atomic
def refer(opinion: Opinion, responder: str, note: str = "", *, by: User | None) -> Opinion:
    """Hand it to whoever has to settle it; a station that does so itself names itself."""
    opinion = _checked(opinion, "refer", by)
    if not responder.strip():
        raise ValidationError({"responder": "请填写承办单位"})
    _must_be_clean("note", "说明", note)
    opinion.responder = responder.strip()
    opinion.referred_at = timezone.now()
    return _moved(opinion, "refer", by, note)


@transaction.atomic
def begin(opinion: Opinion, note: str = "", *, by: User | None) -> Opinion:
    """Say that work on it has begun."""
    opinion = _checked(opinion, "begin", by)
    _must_be_clean("note", "说明", note)
    return _moved(opinion, "begin", by, note)


@transaction.atomic
def answer(opinion: Opinion, words: str, *, by: User | None) -> Opinion:
    """Tell the author what came of it. Raises ValidationError at `answer` where nothing is said."""
    opinion = _checked(opinion, "answer", by)
    if not words.strip():
        raise ValidationError({"answer": "请填写给本人的答复"})
    _must_be_clean("answer", "答复", words)
    opinion.answer = words.strip()
    opinion.answered_at = timezone.now()
    return _moved(opinion, "answer", by)


@transaction.atomic
def close(opinion: Opinion, note: str = "", *, by: User | None) -> Opinion:
    """Say that it is settled; its author may still rate it, or ask once to have it handled again."""
    opinion = _checked(opinion, "close", by)
    _must_be_clean("note", "说明", note)
    # The first closing counts in the month's figures; a second one after reopening does not.
    opinion.closed_at = opinion.closed_at or timezone.now()
    return _moved(opinion, "close", by, note)


@transaction.atomic
def show_contact(opinion: Opinion, *, by: User) -> dict[str, str]:
    """The author's name and phone for somebody who has to call; every look is on the trail.

    Raises ValidationError where none was left or it has been erased.
    """
    found = Contact.objects.filter(opinion=opinion).first()
    if found is None:
        raise ValidationError("这件意见没有留联系方式，或者已按期删除")
    record(by, "查看反映人联系方式", opinion)
    return found.opened()


@transaction.atomic
def show_text(opinion: Opinion, *, by: User) -> str:
    """The author's own words, numbers of persons included; every look is on the trail."""
    record(by, "查看群众意见原文", opinion)
    return str(opinion.raw_text)


def locked(opinion: Opinion) -> Opinion:
    """The opinion's row with its place, held until the transaction ends."""
    rows = Opinion.objects.select_for_update(of=("self",)).select_related("station__division__county")
    return rows.get(pk=opinion.pk)


def _taken_in(station: Station, text: str, channel: str, place: str, day: date, **more: Any) -> Opinion:
    opinion = Opinion(
        station=station,
        raw_text=text.strip(),
        channel=channel,
        place=place.strip(),
        received_on=day,
        due_on=answer_by(day),
        digest=digest(text),
        **more,
    )
    opinion.full_clean(exclude=NOT_TYPED)
    opinion.save()
    return opinion


def _keep_contact(opinion: Opinion, said: dict[str, Any]) -> None:
    name, phone = str(said.get("name") or ""), str(said.get("phone") or "")
    if name or phone:
        contact = Contact(opinion=opinion, tells_deputy=bool(said.get("tells_deputy")))
        contact.keep(name, phone)
        contact.save()


def _must_be_clean(field: str, label: str, text: str) -> None:
    """What the author reads by the code holds no number of a person."""
    if said := personal_in(label, text):
        raise ValidationError({field: said})


def _checked(opinion: Opinion, name: str, by: User | None) -> Opinion:
    opinion = locked(opinion)
    check(MOVES[name], opinion.state, by=by)
    return opinion


def _moved(opinion: Opinion, name: str, by: User | None, note: str = "") -> Opinion:
    move, source = MOVES[name], opinion.state
    opinion.state = move.target
    opinion.full_clean(exclude=NOT_TYPED)
    opinion.save()
    stepped(opinion, move.label, source, move.target, by, note)
    record(by, f"群众意见{move.label}", opinion)
    return opinion


def stepped(
    opinion: Opinion,
    label: str,
    source: str,
    target: str,
    by: User | None,
    note: str = "",
    *,
    is_authors: bool = False,
) -> None:
    OpinionMove.objects.create(
        opinion=opinion,
        label=label,
        source=source,
        target=target,
        by=by,
        note=note.strip(),
        is_authors=is_authors,
    )
