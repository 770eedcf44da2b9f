"""What everybody reads of an opinion: decided by a reviewer, never copied from the author's own words."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from liaison.accounts.models import User
from liaison.audit import record
from liaison.lib.fields import personal_in
from opinions.actions import NOT_TYPED, locked
from opinions.models import Opinion, OpinionState

WORDS = {"public_title": "公开标题", "public_text": "公开内容", "public_answer": "公开的办理结果"}
NOT_FOR_THE_PUBLIC = (OpinionState.SUBMITTED, OpinionState.DECLINED, OpinionState.DUPLICATE)


@transaction.atomic
def publish(opinion: Opinion, words: dict[str, str], *, by: User | None) -> Opinion:
    """Put the moderated words on the public pages, or put new ones in their place.

    `words` holds `public_title`, `public_text` and `public_answer` (which may be empty until
    there is one). Raises ValidationError at the field that is empty or holds a number of a
    person, and where the matter was not accepted.
    """
    opinion = _may(opinion, by)
    if opinion.state in NOT_FOR_THE_PUBLIC:
        raise ValidationError(f"“{opinion.get_state_display()}”的意见不公开")
    said: dict[str, Any] = {name: words.get(name, "").strip() for name in WORDS}
    faults = {name: fault for name, label in WORDS.items() if (fault := personal_in(label, said[name]))}
    faults |= {name: f"请填写{WORDS[name]}" for name in ("public_title", "public_text") if not said[name]}
    if faults:
        raise ValidationError(faults)
    for name, text in said.items():
        setattr(opinion, name, text)
    opinion.published_at = timezone.now()
    return _saved(opinion, "公开群众意见", by)


@transaction.atomic
def conceal(opinion: Opinion, *, by: User | None) -> Opinion:
    """Take it off the public pages; the words stay for the reviewer."""
    opinion = _may(opinion, by)
    opinion.published_at = None
    return _saved(opinion, "撤下公开的群众意见", by)


def _may(opinion: Opinion, by: User | None) -> Opinion:
    if by is not None and not by.has_perm("opinions.publish_opinion"):
        raise PermissionDenied
    return locked(opinion)


def _saved(opinion: Opinion, verb: str, by: User | None) -> Opinion:
    opinion.full_clean(exclude=NOT_TYPED)
    opinion.save()
    record(by, verb, opinion)
    return opinion
