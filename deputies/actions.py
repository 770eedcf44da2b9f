"""Decisions about deputies: elect, end, suspend, assign, turn a term over. Atomic, locked, audited."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from deputies.models import (
    Assignment,
    Basis,
    CongressLevel,
    Deputy,
    End,
    Mandate,
    MandateStatus,
    Post,
    PostKind,
    Suspension,
    Term,
)
from deputies.models.term import ELECTED_BY_A_BODY, no_congress
from deputies.search import COLUMNS, prepare
from liaison.accounts.models import User
from liaison.audit import record
from liaison.divisions.models import Division
from stations.models import Kind, Station


@transaction.atomic
def elect(
    deputy: Deputy,
    term: Term,
    *,
    elected_by: str = "",
    delegation: str = "",
    since: date | None = None,
    by: User | None,
) -> Mandate:
    """Give `deputy` a mandate for `term`, by electing body or constituency as the level asks.

    Raises ValidationError for a second mandate in one term, a closed term, or a
    township-level mandate in a subdistrict.
    """
    _must_have_a_congress(term)
    if term.until:
        raise ValidationError({"term": f"{term}已于 {term.until} 换届"})
    mandate = Mandate(
        deputy=deputy, term=term, level=term.level, delegation=delegation, since=since or term.since
    )
    if term.level in ELECTED_BY_A_BODY:
        mandate.electing_body = elected_by
    else:
        mandate.constituency = elected_by
    mandate.full_clean(exclude=["level"])
    mandate.save()
    record(by, "登记任职", deputy, term=str(term))
    return mandate


def _must_have_a_congress(term: Term) -> None:
    division = term.division
    if division and term.level == CongressLevel.TOWNSHIP and not division.has_congress:
        raise ValidationError({"term": no_congress(division)})


@transaction.atomic
def correct_mandate(
    mandate: Mandate, *, elected_by: str, delegation: str, since: date | None, by: User | None
) -> Mandate:
    """Put right how an open mandate was written down; what was is kept in its history."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.status == MandateStatus.ENDED:
        raise ValidationError("这项任职已经终止，不能再改")
    body = mandate.level in ELECTED_BY_A_BODY
    mandate.electing_body, mandate.constituency = (elected_by, "") if body else ("", elected_by)
    mandate.delegation, mandate.since = delegation, since
    mandate.full_clean(exclude=["level"])
    mandate.save()
    record(by, "更正任职", mandate.deputy, term=str(mandate.term))
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, on: date, end: str, *, note: str = "", by: User | None) -> None:
    """End a mandate before its term; the place at a station goes with the last mandate."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.status == MandateStatus.ENDED:
        raise ValidationError("这项任职已经终止")
    mandate.status, mandate.until = MandateStatus.ENDED, on
    mandate.end, mandate.end_note = end, note
    mandate.full_clean(exclude=["level"])
    mandate.save()
    if not mandate.deputy.mandates.open().exists():
        release(mandate.deputy, on, by=by)
    record(by, "终止任职", mandate.deputy, term=str(mandate.term), on=on.isoformat())


@transaction.atomic
def suspend(mandate: Mandate, on: date, *, reason: str, by: User | None) -> Suspension:
    """From a day on the mandate is not exercised (代表法：暂时停止执行代表职务); the place stays.

    Raises ValidationError for a mandate that is not exercised anyway, or for a day
    before it began or in an earlier suspension.
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.status != MandateStatus.SERVING:
        raise ValidationError(f"这项任职已经{mandate.get_status_display()}")
    if mandate.since and on < mandate.since:
        raise ValidationError({"on": f"暂停不能早于任职之日 {mandate.since}"})
    if earlier := mandate.suspensions.filter(until__gte=on).first():
        raise ValidationError({"on": f"{earlier.since} 至 {earlier.until} 已经暂停过"})
    suspension = Suspension(mandate=mandate, since=on, reason=reason)
    suspension.full_clean()
    suspension.save()
    mandate.status = MandateStatus.SUSPENDED
    mandate.save()
    record(by, "暂停执行职务", mandate.deputy, term=str(mandate.term), on=on.isoformat())
    return suspension


@transaction.atomic
def resume(mandate: Mandate, on: date, *, by: User | None) -> Mandate:
    """From a day on the mandate is exercised again; the day before is the last of its suspension.

    Raises ValidationError for a mandate that is not suspended, or for a day on which it was not yet.
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.status != MandateStatus.SUSPENDED:
        raise ValidationError("这项任职没有暂停")
    suspension = mandate.suspensions.filter(until=None).first()
    if suspension is not None:
        if on <= suspension.since:
            raise ValidationError({"on": f"恢复应当晚于暂停之日 {suspension.since}"})
        suspension.until = on - timedelta(days=1)
        suspension.save()
    mandate.status = MandateStatus.SERVING
    mandate.save()
    record(by, "恢复执行职务", mandate.deputy, term=str(mandate.term), on=on.isoformat())
    return mandate


@transaction.atomic
def assign(
    deputy: Deputy, station: Station, basis: str = Basis.TERRITORY, *, since: date, by: User | None
) -> Assignment:
    """Place `deputy` at `station` from `since`, closing the place they held the day before.

    Raises ValidationError when the deputy holds no mandate, the station takes no
    deputies, or the day falls into a place they held already.
    """
    deputy = Deputy.objects.select_for_update().get(pk=deputy.pk)
    _must_be_assignable(deputy, station)
    held = deputy.assignments.open().first()
    if held and held.station_id == station.pk and held.basis == basis:
        return held
    _must_not_overlap(deputy, since)
    if held:
        held.until = since - timedelta(days=1)
        held.save()
    placed = Assignment(deputy=deputy, station=station, basis=basis, since=since)
    placed.full_clean()
    placed.save()
    record(by, "代表进站" if held is None else "代表转站", deputy, station=station.name, basis=str(basis))
    return placed


def objection(deputy: Deputy, station: Station, since: date) -> str:
    """Why `assign` would refuse; empty when it would not."""
    try:
        _must_be_assignable(deputy, station)
        _must_not_overlap(deputy, since)
    except ValidationError as error:
        return "；".join(error.messages)
    return ""


def _must_be_assignable(deputy: Deputy, station: Station) -> None:
    if not deputy.mandates.open().exists():
        raise ValidationError(f"{deputy}没有在任的代表职务，不能进站")
    if not station.in_service:
        raise ValidationError(f"{station}没有在运行，不能安排代表进站")
    if station.kind == Kind.POINT:
        raise ValidationError("联络点不单独安排代表，请选择它所属的联络站")


def _must_not_overlap(deputy: Deputy, since: date) -> None:
    """Neither a closed place on or after `since`, nor an open one that began on that day or later."""
    later = Q(until__gte=since) | Q(until=None, since__gte=since)
    clash = deputy.assignments.filter(later).order_by("since").first()
    if clash:
        raise ValidationError({"since": f"与已有的进站记录重叠：{clash.station}，{clash.since} 起"})


@transaction.atomic
def release(deputy: Deputy, on: date, *, by: User | None) -> None:
    """Close the open place, if there is one; the last day counts."""
    held = deputy.assignments.select_for_update().filter(until=None).first()
    if held is None:
        return
    held.until = max(on, held.since)
    held.save()
    record(by, "代表离站", deputy, station=held.station.name, on=held.until.isoformat())


@transaction.atomic
def close_term(term: Term, on: date, *, by: User | None) -> int:
    """换届: close `term` on a day and end its open mandates; returns how many ended.

    Places at stations stay open: who continues keeps theirs, and who does not is
    released by `release_former` once the next roster is in.
    """
    term = Term.objects.select_for_update().get(pk=term.pk)
    must_be_closable(term, on)
    term.until = on
    term.full_clean()
    term.save()
    ended = list(term.mandates.open().select_for_update())
    for mandate in ended:
        mandate.status, mandate.until, mandate.end = MandateStatus.ENDED, on, End.TERM
        mandate.save()
    record(by, "换届", term, on=on.isoformat(), mandates=len(ended))
    return len(ended)


def must_be_closable(term: Term, on: date) -> None:
    """Raises ValidationError for a term that is over, or for a day before it began."""
    if term.until:
        raise ValidationError({"until": f"{term}已于 {term.until} 换届"})
    if term.since and on < term.since:
        raise ValidationError({"until": f"换届日期不能早于这一届开始之日 {term.since}"})


@transaction.atomic
def release_former(deputies: Iterable[Deputy], on: date, *, by: User | None) -> int:
    """Close the places of those among `deputies` who hold no mandate any more."""
    count = 0
    for deputy in deputies:
        is_former = not deputy.mandates.open().exists()
        if is_former and deputy.assignments.open().exists():
            release(deputy, on, by=by)
            count += 1
    return count


@transaction.atomic
def fill_post(
    division: Division,
    *,
    name: str,
    since: date,
    is_full_time: bool = True,
    by: User | None,
) -> Post:
    """Register who leads the congress of a township, or the working committee of a subdistrict, from a day.

    Raises ValidationError while somebody holds the post, or for a day in their time.
    """
    Division.objects.select_for_update().get(pk=division.pk)
    kind = PostKind.CHAIR if division.has_congress else PostKind.DIRECTOR
    post = Post(division=division, kind=kind, name=name, since=since, is_full_time=is_full_time)
    post.full_clean()
    later = Post.objects.filter(division=division, kind=kind, until__gte=since).first()
    if later:
        raise ValidationError({"since": f"{later.name}到 {later.until} 才离任"})
    post.save()
    record(by, "登记任职", post, on=since.isoformat())
    return post


def settle(deputy: Deputy) -> None:
    """Refresh pinyin (unless somebody corrected it), folded name and search column."""
    prepare(deputy)
    Deputy.objects.filter(pk=deputy.pk).update(**{name: getattr(deputy, name) for name in COLUMNS})
