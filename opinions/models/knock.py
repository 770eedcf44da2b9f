"""How often one visitor came lately, without keeping who that is."""

from django.db import models


class Knock(models.Model):
    """A counter for one kind of request by one visitor in one window of time.

    `key` is a keyed hash: the address cannot be read from it (`opinions.knocking`).
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "来访计数"
        indexes = [models.Index(fields=["since"], name="knock_by_age")]

    def __str__(self) -> str:
        return f"{self.count}"
