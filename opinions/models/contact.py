"""How to reach the author: in a table of its own, sealed, and gone when it is no longer needed."""

from django.db import models

from liaison.lib.sealed import seal, unseal
from opinions.models.opinion import Opinion


class Contact(models.Model):
    """Name and phone of an author who left them, sealed (`liaison.lib.sealed`).

    Opened only by `actions.show_contact`, which leaves an audit event; erased by the
    command `erase_contacts` when the retention period after closing is over (PIPL §19).
    """

    opinion = models.OneToOneField(
        Opinion, models.CASCADE, primary_key=True, related_name="contact", verbose_name="意见"
    )
    sealed = models.TextField("封存的联系方式", editable=False)
    tells_deputy = models.BooleanField("可以告诉代表", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "反映人联系方式"

    def __str__(self) -> str:
        return f"{self.opinion}的联系方式"

    def keep(self, name: str, phone: str) -> None:
        """Seal both; the row is not saved."""
        self.sealed = seal({"name": name, "phone": phone})

    def opened(self) -> dict[str, str]:
        """`name` and `phone`; SealError without the key."""
        return unseal(self.sealed)
