"""What has changed, counted by the database itself."""

from django.db import models


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about versions."""

    def versions(self, keys: list[str]) -> dict[str, int]:
        """The version of every key that has one; it grows with each transaction that touched the key."""
        rows = self.filter(key__in=keys).order_by().values("key")
        return {row["key"]: int(row["version"]) for row in rows.annotate(version=models.Sum("number"))}


class Change(models.Model):
    """How often what `key` names was written to. Written by triggers only (`liaison.pages.watch`).

    A key is a table's name, or a scope's: `station:7`. On PostgreSQL each transaction adds a
    row of its own, so that writers never wait for each other; `watch.compact` adds old rows up
    in the row of writer 0, and the sum stays what it was.
    """

    key = models.CharField(max_length=80)
    writer = models.BigIntegerField(default=0)
    number = models.BigIntegerField(default=1)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("key", "writer", name="pages_change_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
