"""Decisions of townships and counties about cases: write, submit, forward, return. Atomic, audited."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import AwardCase, AwardRound, CasePhoto, CaseState, RoundState
from awards.models.case import MOST_PHOTOS
from awards.moves import CASE_MOVES
from liaison.accounts.models import User
from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib.images import Prepared
from liaison.lib.workflow import check
from stations.models import Station

LONGEST_NOTE = 200
NOT_TYPED = ["author", "token", "publicised_at"]


@transaction.atomic
def write(
    award: AwardRound,
    values: dict[str, Any],
    *,
    division: Division,
    station: Station | None,
    token: str = "",
    by: User | None,
) -> AwardCase:
    """Begin a case of a township or county; sent twice with one `token` it is begun once."""
    known = AwardCase.objects.filter(token=token, author=by).first() if token else None
    if known:
        return known
    _must_be_open(award)
    case = AwardCase(
        round=award, division=division, station=station, author=by, token=token or None, **values
    )
    case.full_clean(exclude=NOT_TYPED)
    case.save()
    record(by, "撰写创新案例", case)
    return case


@transaction.atomic
def revise(case: AwardCase, *, by: User | None) -> AwardCase:
    """Save what its author changed; only while it is a draft or was returned."""
    if not locked(case).is_open:
        raise ValidationError("已经报送的案例不能再改，需要修改时先退回")
    _must_be_open(case.round)
    case.full_clean(exclude=NOT_TYPED)
    case.save()
    record(by, "修改创新案例", case)
    return case


@transaction.atomic
def add_photo(case: AwardCase, prepared: Prepared, *, alt: str = "", by: User | None) -> CasePhoto:
    """Attach a re-encoded photo that stays hidden until the case is publicised."""
    case = locked(case)
    if not case.is_open:
        raise ValidationError("已经报送的案例不能再加照片")
    places = list(case.photos.values_list("position", flat=True))
    if len(places) >= MOST_PHOTOS:
        raise ValidationError({"photos": f"最多 {MOST_PHOTOS} 张照片"})
    photo = CasePhoto(case=case, alt=alt, position=max(places, default=-1) + 1)
    photo.take(prepared)
    photo.full_clean(exclude=["image", "thumbnail"])
    photo.save()
    record(by, "添加案例照片", case)
    return photo


@transaction.atomic
def describe_photo(photo: CasePhoto, alt: str, *, by: User | None) -> None:
    """Say what is to be seen, for those who cannot see it."""
    case = locked(photo.case)
    if not case.is_open or photo.alt == alt:
        return
    photo.alt = alt
    photo.full_clean(exclude=["image", "thumbnail"])
    photo.save(update_fields=["alt"])
    record(by, "修改案例照片说明", case)


@transaction.atomic
def remove_photo(photo: CasePhoto, *, by: User | None) -> None:
    """Take a photo out of a case that is still being written."""
    case = locked(photo.case)
    if not case.is_open:
        raise ValidationError("已经报送的案例不能再改照片")
    files = [photo.image, photo.thumbnail]
    photo.delete()
    record(by, "删除案例照片", case)
    for file in files:
        transaction.on_commit(_removal(file))


def _removal(file: Any) -> Any:
    storage, name = file.storage, file.name
    return lambda: storage.delete(name)


@transaction.atomic
def submit(case: AwardCase, *, by: User | None) -> AwardCase:
    """Hand the case to its county; refused after the closing day."""
    case = locked(case)
    check(CASE_MOVES["submit"], case.state, by=by)
    _must_be_in_time(case.round, timezone.localdate())
    case.full_clean(exclude=NOT_TYPED)
    case.return_note = ""
    return _moved(case, "submit", by)


@transaction.atomic
def forward(case: AwardCase, *, by: User | None) -> AwardCase:
    """Send the case on to the city as one of the county's.

    The round's row is locked first, so that two at once are counted one after the
    other. Raises ValidationError after the closing day, or when the county has sent
    as many as it may.
    """
    award = locked_round(case.round)
    case = locked(case)
    check(CASE_MOVES["forward"], case.state, by=by)
    _must_be_in_time(award, timezone.localdate())
    county = case.division.county or case.division
    sent = award.cases.filter(state=CaseState.FORWARDED, division__county=county).count()
    if sent >= award.cases_per_county:
        raise ValidationError(
            f"{county.name}已推荐 {sent} 件，每县（市、区）不超过 {award.cases_per_county} 件"
        )
    case.forwarded_at = timezone.now()
    return _moved(case, "forward", by)


@transaction.atomic
def send_back(case: AwardCase, note: str, *, by: User | None) -> AwardCase:
    """Return a case with the reason: the county one that waits, the city one that was forwarded."""
    case = locked(case)
    name = "send_back" if case.state == CaseState.FORWARDED else "return"
    check(CASE_MOVES[name], case.state, by=by, note=note)
    if len(note.strip()) > LONGEST_NOTE:
        raise ValidationError({"note": f"退回原因最多 {LONGEST_NOTE} 个字"})
    if case.prize:
        raise ValidationError("这件案例已经定奖，先撤销奖项再退回")
    case.return_note, case.forwarded_at = note.strip(), None
    case.marks.all().delete()
    return _moved(case, name, by, note=case.return_note)


def locked_round(award: AwardRound) -> AwardRound:
    """The round's row, held until the transaction ends."""
    return AwardRound.objects.select_for_update().get(pk=award.pk)


def locked(case: AwardCase) -> AwardCase:
    """The case's row with its round and place, held until the transaction ends."""
    # Only the case's own row: PostgreSQL refuses to lock what an outer join may leave empty.
    rows = AwardCase.objects.select_for_update(of=("self",)).select_related("round", "division__county")
    return rows.get(pk=case.pk)


def _must_be_open(award: AwardRound) -> None:
    if award.state != RoundState.OPEN:
        raise ValidationError(f"{award}现在不接受申报")


def _must_be_in_time(award: AwardRound, day: date) -> None:
    """The round takes cases, and the closing day (which still counts) is not over."""
    _must_be_open(award)
    if award.is_due(day):
        last = award.submit_by
        raise ValidationError(f"申报已于 {last.year} 年 {last.month} 月 {last.day} 日截止，不能再报送")


def _moved(case: AwardCase, name: str, by: User | None, **detail: Any) -> AwardCase:
    move = CASE_MOVES[name]
    case.state = move.target
    case.save()
    record(by, f"创新案例{move.label}", case, **detail)
    return case
