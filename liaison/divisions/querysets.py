"""Row scope: every model that stands in a division answers `within` and `for_staff`."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from liaison.divisions.models import Division


def _under(path: str, lookup: str) -> str:
    return f"{path}__{lookup}" if path else lookup


def within_condition(division: "Division", path: str = "") -> Q:
    """The rows whose division (reached by `path`) lies in `division`.

    A functional zone holds what it manages, whatever county that is in by law;
    a township holds itself and its villages.
    """
    level = division.level
    if division.is_zone:
        managed = Q(**{_under(path, "managed_by"): division})
        return managed | Q(**{_under(path, "county"): division})
    if level in ("province", "city", "county"):
        return Q(**{_under(path, level): division})
    itself = Q(**{path or "pk": division.pk})
    return itself | Q(**{_under(path, "parent"): division})


class ScopedQuerySet(models.QuerySet[Any]):
    """Base of every queryset whose rows belong to a division.

    `division_path` is the lookup from the model to its Division ("" on Division).
    """

    division_path = "division"

    def within(self, division: "Division") -> Self:
        """Rows that lie in `division`, itself included."""
        return self.filter(within_condition(division, self.division_path))

    def for_staff(self, user: Any) -> Self:
        """The rows this member of staff may see; nothing for anyone else.

        A superuser sees all; everyone else what lies in their division.
        """
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        return self.within(user.division) if user.division else self.none()
