"""A record moves only along its table, and only by whoever may."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.lib.workflow import Move, check, open_to


class Clerk:
    """Somebody with these rights."""

    def __init__(self, *rights: str) -> None:
        self.rights = rights

    def has_perm(self, name: str) -> bool:
        return name in self.rights


SEND = Move("提交", {"draft", "returned"}, "submitted", "write")
RETURN = Move("退回", {"submitted"}, "returned", "review", needs_note=True)
MOVES = {"send": SEND, "return": RETURN}


def test_whoever_has_the_right_may_take_a_step_from_its_states():
    check(SEND, "draft", by=Clerk("write"))
    check(RETURN, "submitted", by=Clerk("review"), note="缺照片")
    check(SEND, "returned", by=None)


def test_without_the_right_nobody_moves_anything():
    with pytest.raises(PermissionDenied):
        check(SEND, "draft", by=Clerk("review"))


def test_a_step_from_elsewhere_is_refused():
    with pytest.raises(ValidationError, match="现在不能提交"):
        check(SEND, "published", by=Clerk("write"))


@pytest.mark.parametrize("note", ["", "  "])
def test_a_return_says_why(note):
    with pytest.raises(ValidationError) as refused:
        check(RETURN, "submitted", by=Clerk("review"), note=note)
    assert refused.value.message_dict == {"note": ["请填写退回原因"]}


def test_only_open_steps_are_offered():
    assert list(open_to(MOVES, "draft", Clerk("write", "review"))) == ["send"]
    assert list(open_to(MOVES, "submitted", Clerk("write"))) == []
