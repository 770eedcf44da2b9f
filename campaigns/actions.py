"""Decisions about contributions: register, submit, confirm, return, commend. Atomic, locked, audited."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, CampaignState, Contribution, ContributionState
from campaigns.moves import CAMPAIGN_MOVES, CONTRIBUTION_MOVES
from deputies.models import Deputy
from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.workflow import Move, check

MOST_AT_ONCE = 200
LONGEST_NOTE = 200


# --- the campaign


@transaction.atomic
def proclaim(campaign: Campaign, *, by: User | None) -> Campaign:
    """Publish the plan: from now on contributions are registered under it."""
    campaign = _locked_campaign(campaign)
    move = CAMPAIGN_MOVES["proclaim"]
    check(move, campaign.state, by=by)
    if not campaign.aims.strip():
        raise ValidationError("先填写活动目标，再公布启动")
    return _move_campaign(campaign, move, by)


@transaction.atomic
def conclude(campaign: Campaign, summary: str, *, by: User | None) -> Campaign:
    """Close the campaign with its summary; nothing more is registered, commendation goes on.

    Raises ValidationError without a summary, or with the number of a person in it.
    """
    campaign = _locked_campaign(campaign)
    move = CAMPAIGN_MOVES["conclude"]
    check(move, campaign.state, by=by)
    if not summary.strip():
        raise ValidationError({"summary": "请填写年度总结"})
    campaign.summary = summary.strip()
    campaign.full_clean()
    return _move_campaign(campaign, move, by)


def _locked_campaign(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _move_campaign(campaign: Campaign, move: Move, by: User | None) -> Campaign:
    campaign.state = move.target
    campaign.save()
    record(by, f"双岗建功{move.label}", campaign)
    return campaign


# --- contributions


@transaction.atomic
def register(deputy: Deputy, values: dict[str, Any], *, token: str = "", by: User | None) -> Contribution:
    """Write down what `deputy` did; sent twice with one `token` it is written once.

    The roster and the station are the deputy's own at this time. Raises
    ValidationError for a campaign that does not run, or a day outside it.
    """
    known = Contribution.objects.filter(token=token, author=by).first() if token else None
    if known:
        return known
    contribution = Contribution(deputy=deputy, author=by, token=token or None, **values)
    contribution.division = deputy.division
    place = deputy.assignments.open().select_related("station").first()
    contribution.station = place.station if place else None
    _must_fit(contribution)
    contribution.save()
    record(by, "登记代表建功", contribution, post=contribution.post)
    return contribution


@transaction.atomic
def revise(contribution: Contribution, *, by: User | None) -> Contribution:
    """Save what its author changed; only while it is a draft or was returned."""
    stored = _locked(contribution)
    if not stored.is_open:
        raise ValidationError("已经提交的建功不能再改，需要修改时先退回")
    _must_fit(contribution)
    contribution.save()
    record(by, "修改代表建功", contribution)
    return contribution


def _must_fit(contribution: Contribution) -> None:
    """The campaign runs, and the day lies in it and not ahead."""
    campaign, day = contribution.campaign, contribution.done_on
    if campaign.state != CampaignState.RUNNING:
        raise ValidationError({"campaign": f"{campaign}不在进行中，不能登记"})
    if not campaign.since <= day <= campaign.until:
        raise ValidationError({"done_on": f"完成日期应在活动期内：{campaign.since} 至 {campaign.until}"})
    if day > timezone.localdate():
        raise ValidationError({"done_on": "完成日期不能晚于今天"})
    contribution.full_clean(exclude=["author", "reviewer", "token"])


@transaction.atomic
def discard(contribution: Contribution, *, by: User | None) -> None:
    """Throw away a draft that nobody has confirmed."""
    contribution = _locked(contribution)
    if not contribution.is_open:
        raise ValidationError("已经提交的建功不能删除")
    record(by, "删除代表建功", contribution)
    contribution.delete()


@transaction.atomic
def submit(contribution: Contribution, *, by: User | None) -> Contribution:
    """Hand a contribution in for review."""
    contribution = _checked(contribution, "submit", by)
    _must_fit(contribution)
    contribution.return_note = ""
    return _moved(contribution, "submit", by)


@transaction.atomic
def confirm(contribution: Contribution, *, by: User | None) -> Contribution:
    """Let it count and be shown to everybody."""
    contribution = _checked(contribution, "confirm", by)
    _sign(contribution, by)
    return _moved(contribution, "confirm", by)


@transaction.atomic
def send_back(contribution: Contribution, note: str, *, by: User | None) -> Contribution:
    """Return it with the reason; a confirmed one leaves the public pages.

    Raises ValidationError without a reason, or while it is commended.
    """
    contribution = _checked(contribution, "return", by, note)
    if contribution.is_commended:
        raise ValidationError("这件建功已受表彰，先撤销表彰再退回")
    if len(note.strip()) > LONGEST_NOTE:
        raise ValidationError({"note": f"退回原因最多 {LONGEST_NOTE} 个字"})
    contribution.return_note = note.strip()
    _sign(contribution, by)
    return _moved(contribution, "return", by, note=contribution.return_note)


def _locked(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update().get(pk=contribution.pk)


def _checked(contribution: Contribution, name: str, by: User | None, note: str = "") -> Contribution:
    contribution = _locked(contribution)
    check(CONTRIBUTION_MOVES[name], contribution.state, by=by, note=note)
    return contribution


def _sign(contribution: Contribution, by: User | None) -> None:
    contribution.reviewer, contribution.reviewed_at = by, timezone.now()


def _moved(contribution: Contribution, name: str, by: User | None, **detail: Any) -> Contribution:
    move = CONTRIBUTION_MOVES[name]
    contribution.state = move.target
    contribution.save()
    record(by, f"代表建功{move.label}", contribution, **detail)
    return contribution


# --- commendation


@transaction.atomic
def commend(campaign: Campaign, ids: Iterable[int], *, by: User | None) -> int:
    """Commend confirmed contributions of one campaign; returns how many were not commended before.

    Raises ValidationError for more than 200 at once, and where one of them is not
    confirmed any more: then none is commended.
    """
    chosen = _chosen(campaign, ids, by)
    if any(one.state != ContributionState.CONFIRMED for one in chosen):
        raise ValidationError("有的建功已经不是“已确认”，请重新选择")
    return _mark(chosen, True, "表彰代表建功", by)


@transaction.atomic
def uncommend(campaign: Campaign, ids: Iterable[int], *, by: User | None) -> int:
    """Take commendations back; returns how many there were."""
    return _mark(_chosen(campaign, ids, by), False, "撤销表彰代表建功", by)


def _chosen(campaign: Campaign, ids: Iterable[int], by: User | None) -> list[Contribution]:
    """The rows, locked, for somebody who may commend."""
    if by is not None and not by.has_perm("campaigns.commend_contribution"):
        raise PermissionDenied
    wanted = set(ids)
    if not wanted:
        raise ValidationError("还没有选择建功")
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationError(f"一次最多 {MOST_AT_ONCE} 件，请分几次办理")
    rows = Contribution.objects.select_for_update().filter(campaign=campaign, pk__in=wanted).order_by("pk")
    found = list(rows)
    if len(found) != len(wanted):
        raise ValidationError("有的建功不属于这次活动，请重新选择")
    return found


def _mark(rows: list[Contribution], is_commended: bool, verb: str, by: User | None) -> int:
    changing = [one for one in rows if one.is_commended != is_commended]
    for contribution in changing:
        contribution.is_commended = is_commended
        contribution.save()
        record(by, verb, contribution)
    return len(changing)
