"""The trail: `Event` rows, each carrying the hash of the one before."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from liaison.audit.context import current

FIRST_HASH = "0" * 64


class ChainHead(models.Model):
    """The one row that appenders lock: the number and hash of the last event.

    Locking the last event itself would not do: a waiting appender would wake up
    with a row that is no longer the last, and the chain would fork.
    """

    last_hash = models.CharField(max_length=64, default=FIRST_HASH)
    length = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.length} {self.last_hash}"


class EventQuerySet(models.QuerySet["Event"]):
    """Appending is the only way in; nothing here changes or removes a row."""

    @transaction.atomic
    def append(self, actor: Any, verb: str, target: Any, detail: dict[str, Any]) -> "Event":
        """Write the next link of the chain and return it."""
        ChainHead.objects.get_or_create(pk=1)
        head = ChainHead.objects.select_for_update().get(pk=1)
        event = Event(
            number=head.length + 1,
            actor=actor if actor is not None and actor.pk else None,
            actor_name=str(actor)[:150] if actor is not None else "系统",
            verb=verb,
            detail=detail,
            previous_hash=head.last_hash,
            address=current.get().address,
            request_id=current.get().request_id,
            **_naming(target),
        )
        event.hash = event.digest()
        event.save(force_insert=True)
        ChainHead.objects.filter(pk=1).update(last_hash=event.hash, length=event.number)
        return event

    def about(self, target: models.Model) -> "EventQuerySet":
        """The events whose object is `target`."""
        kind = ContentType.objects.get_for_model(target)
        return self.filter(target_type=kind, target_id=str(target.pk))

    def first_broken(self) -> int | None:
        """The number of the first event that does not fit the chain; None when all fit."""
        previous, expected = FIRST_HASH, 1
        for event in self.order_by("number").iterator(chunk_size=2000):
            broken = event.number != expected or event.previous_hash != previous
            if broken or event.hash != event.digest():
                return expected
            previous, expected = event.hash, expected + 1
        head = ChainHead.objects.using(self.db).filter(pk=1).first()
        is_cut = head is not None and head.length != expected - 1
        return expected if is_cut else None


def _naming(target: models.Model | None) -> dict[str, Any]:
    """The object's type, id and name as they are now; they outlive the object."""
    if target is None:
        return {}
    kind = ContentType.objects.get_for_model(target)
    return {"target_type": kind, "target_id": str(target.pk), "target_name": str(target)[:200]}


class Event(models.Model):
    """One decision, export, print, sign-in or view of personal data."""

    number = models.PositiveBigIntegerField("序号", unique=True, editable=False)
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    actor_name = models.CharField("操作人姓名", max_length=150)
    verb = models.CharField("操作", max_length=60, db_index=True)
    target_type = models.ForeignKey(
        ContentType, models.SET_NULL, null=True, blank=True, verbose_name="对象类型"
    )
    target_id = models.CharField("对象编号", max_length=40, blank=True)
    target_name = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    request_id = models.CharField("请求编号", max_length=20, blank=True)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-number"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["target_type", "target_id"], name="event_target")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.target_name}".strip()

    def digest(self) -> str:
        """SHA-256 over what the row says and the hash of the row before.

        The actor's and the object's foreign keys stay out: they are set to null
        when an account goes, while the names written here remain.
        """
        said = [
            self.number,
            self.at.isoformat(),
            self.actor_name,
            self.verb,
            self.target_id,
            self.target_name,
            self.detail,
            self.address,
            self.request_id,
            self.previous_hash,
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
