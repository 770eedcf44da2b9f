"""Who decided what, when and from where: an append-only, hash-chained trail."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from liaison.audit.models import Event


def record(actor: Any, verb: str, target: Any = None, **detail: Any) -> "Event":
    """Append one event to the trail; call it inside the deciding transaction.

    `actor` is a User or None (the system), `verb` a short Chinese phrase,
    `target` any saved model instance, `detail` JSON-ready facts without secrets.
    """
    from liaison.audit.models import Event

    return Event.objects.append(actor, verb, target, detail)


__all__ = ["record"]
