"""From a button of the desk to the action behind it: which fields it reads, what it says when done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opinions import actions
from opinions.models import Opinion, PhraseUse


@dataclass(frozen=True)
class Step:
    """A decision: the fields its form shows, and the act. `phrases` names the wording offered for `words`."""

    fields: tuple[str, ...]
    act: Callable[[Opinion, dict[str, Any], Any], Opinion]
    phrases: str = ""
    words: str = "note"


def _accept(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    return actions.accept(one, topic=said["topic"], by=by)


def _decline(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    return actions.decline(one, said["decline_reason"], said["door"], said["note"], by=by)


def _merge(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    parent = Opinion.objects.for_staff(by).filter(pk=said["parent"] or 0).first()
    return actions.merge(one, parent, by=by)


def _refer(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    return actions.refer(one, said["responder"], said["note"], by=by)


def _begin(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    return actions.begin(one, said["note"], by=by)


def _answer(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    return actions.answer(one, said["answer"], by=by)


def _close(one: Opinion, said: dict[str, Any], by: Any) -> Opinion:
    return actions.close(one, said["note"], by=by)


STEPS = {
    "accept": Step(("topic",), _accept),
    "decline": Step(("decline_reason", "door", "note"), _decline, PhraseUse.DECLINE),
    "merge": Step(("parent",), _merge),
    "refer": Step(("responder", "note"), _refer, PhraseUse.REFER),
    "begin": Step(("note",), _begin),
    "answer": Step(("answer",), _answer, PhraseUse.ANSWER, "answer"),
    "close": Step(("note",), _close),
}
