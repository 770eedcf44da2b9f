"""A report's way: which step leads from where to where, and whose right it needs."""

from liaison.lib.workflow import Move
from progress.models import State

MOVES: dict[str, Move] = {
    "sign": Move(
        "提交审签", frozenset({State.DRAFT, State.RETURNED}), State.SIGNING, "progress.fill_monthlyreport"
    ),
    "submit": Move("审签报送", frozenset({State.SIGNING}), State.SUBMITTED, "progress.sign_monthlyreport"),
    "hand_back": Move(
        "退回修改",
        frozenset({State.SIGNING}),
        State.RETURNED,
        "progress.sign_monthlyreport",
        needs_note=True,
    ),
    "return": Move(
        "退回县级",
        frozenset({State.SUBMITTED}),
        State.RETURNED,
        "progress.review_monthlyreport",
        needs_note=True,
    ),
    "confirm": Move(
        "确认公开", frozenset({State.SUBMITTED}), State.CONFIRMED, "progress.review_monthlyreport"
    ),
}
FLOW = (
    ("填报", {State.DRAFT, State.RETURNED}),
    ("县级领导审签", {State.SIGNING}),
    ("市级审核", {State.SUBMITTED}),
    ("公开", {State.CONFIRMED}),
)
"""The four steps as the page shows them, each with the states it stands for."""
