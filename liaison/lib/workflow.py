"""A written record on its way: which step leads from where to where, and who may take it.

Each app keeps one table of moves. An action locks the row, asks `check` and writes
the new state; a template asks `open_to` which buttons to show. Nothing else decides.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError


@dataclass(frozen=True)
class Move:
    """One step: its word on a button, the states it may start from, where it ends, the right it needs."""

    label: str
    sources: Set[str]
    target: str
    permission: str
    needs_note: bool = False


def check(move: Move, state: str, *, by: Any, note: str = "") -> None:
    """Whether `by` may take this step now.

    `by=None` is the system itself. Raises PermissionDenied without the right and
    ValidationError where the record stands elsewhere or a reason is missing.
    """
    if by is not None and not by.has_perm(move.permission):
        raise PermissionDenied
    if state not in move.sources:
        raise ValidationError(f"现在不能{move.label}，状态已经变化，请刷新后再试")
    if move.needs_note and not note.strip():
        raise ValidationError({"note": f"请填写{move.label}原因"})


def open_to(moves: Mapping[str, Move], state: str, user: Any) -> dict[str, Move]:
    """The steps that this person may take from here, in the order of the table."""
    return {
        name: move for name, move in moves.items() if state in move.sources and user.has_perm(move.permission)
    }
