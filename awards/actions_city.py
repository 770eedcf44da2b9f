"""Decisions of the city about the award: open, judge, decide, publicise. Atomic, locked, audited."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from awards.actions import LONGEST_NOTE, NOT_TYPED, locked, locked_round
from awards.models import AwardCase, AwardRound, CaseState, JudgeMark, Prize, RoundState
from awards.moves import ROUND_MOVES
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.pictures import release, withdraw
from liaison.lib.workflow import Move, check


@transaction.atomic
def open_round(award: AwardRound, *, by: User | None) -> AwardRound:
    """Call for cases, or let the counties send more before anything is decided."""
    award = locked_round(award)
    move = ROUND_MOVES["open"]
    check(move, award.state, by=by)
    if award.is_due(timezone.localdate()):
        raise ValidationError(f"申报截止 {award.submit_by} 已经过去，先改截止日期")
    return _move_round(award, move, by)


@transaction.atomic
def start_judging(award: AwardRound, *, by: User | None) -> AwardRound:
    """Take no more cases; the judges begin. Raises ValidationError without any case."""
    award = locked_round(award)
    move = ROUND_MOVES["judge"]
    check(move, award.state, by=by)
    if not award.cases.filter(state=CaseState.FORWARDED).exists():
        raise ValidationError("还没有县（市、区）推荐的案例，不能开始评选")
    return _move_round(award, move, by)


@transaction.atomic
def publicise(award: AwardRound, *, by: User | None) -> int:
    """Show every case with a prize to everybody, texts and photos at once; returns how many.

    Cases without a prize stay inside. Raises ValidationError where no prize was decided.
    """
    award = locked_round(award)
    move = ROUND_MOVES["publicise"]
    check(move, award.state, by=by)
    winners = list(award.cases.select_for_update().filter(state=CaseState.FORWARDED).exclude(prize=""))
    if not winners:
        raise ValidationError("还没有定奖，不能公布")
    now = timezone.now()
    for case in winners:
        case.full_clean(exclude=NOT_TYPED)
        case.publicised_at = now
        case.save()
        release(case.photos.all())
        record(by, "公布创新案例", case, prize=case.prize)
    award.published_at = now
    _move_round(award, move, by)
    return len(winners)


@transaction.atomic
def conceal(case: AwardCase, reason: str, *, by: User | None) -> AwardCase:
    """Take one publicised case off the public pages, photos included; the prize stays on record."""
    case = locked(case)
    _must_decide(by)
    if case.publicised_at is None:
        raise ValidationError("这件案例没有公布")
    if not reason.strip():
        raise ValidationError({"note": "请填写撤下原因"})
    case.publicised_at = None
    case.save()
    withdraw(case.photos.all())
    record(by, "撤下创新案例", case, reason=reason.strip()[:LONGEST_NOTE])
    return case


@transaction.atomic
def restore(case: AwardCase, *, by: User | None) -> AwardCase:
    """Put a case that was taken off before the public again, photos included.

    Raises ValidationError where it has no prize, its round is not published, or its text is unfit now.
    """
    case = locked(case)
    _must_decide(by)
    if not may_be_restored(case):
        raise ValidationError("这件案例现在不能重新公布")
    case.full_clean(exclude=NOT_TYPED)
    case.publicised_at = timezone.now()
    case.save()
    release(case.photos.all())
    record(by, "重新公布创新案例", case, prize=case.prize)
    return case


def may_be_restored(case: AwardCase) -> bool:
    """Whether it won in a published round and is not shown."""
    is_winner = bool(case.prize) and case.state == CaseState.FORWARDED
    return is_winner and case.publicised_at is None and case.round.state == RoundState.PUBLISHED


def _move_round(award: AwardRound, move: Move, by: User | None) -> AwardRound:
    award.state = move.target
    award.save()
    record(by, f"创新奖{move.label}", award)
    return award


# --- judging


@transaction.atomic
def mark(case: AwardCase, score: int, note: str = "", *, by: User) -> JudgeMark:
    """Write down one judge's score, or change it; each judge has one a case.

    The trail says that somebody marked, not how.
    """
    if not by.has_perm("awards.judge_awardcase"):
        raise PermissionDenied
    case = locked(case)
    _must_be_judged(case)
    found = JudgeMark.objects.filter(case=case, judge=by).first() or JudgeMark(case=case, judge=by)
    found.score, found.note = score, note.strip()
    found.full_clean()
    found.save()
    record(by, "创新案例打分", case)
    return found


@transaction.atomic
def decide_prize(case: AwardCase, prize: str, citation: str = "", *, by: User | None) -> AwardCase:
    """Give a case a prize with its citation, or with an empty `prize` none."""
    _must_decide(by)
    locked_round(case.round)
    case = locked(case)
    _must_be_judged(case)
    if prize and prize not in Prize.values:
        raise ValidationError({"prize": "请选择奖项"})
    case.prize, case.citation = prize, citation.strip() if prize else ""
    case.full_clean(exclude=NOT_TYPED)
    case.save()
    record(by, "创新案例定奖", case, prize=prize)
    return case


def _must_be_judged(case: AwardCase) -> None:
    if case.round.state != RoundState.JUDGING or case.state != CaseState.FORWARDED:
        raise ValidationError("这件案例现在不在评选中")


def _must_decide(by: User | None) -> None:
    if by is not None and not by.has_perm("awards.decide_awardround"):
        raise PermissionDenied
