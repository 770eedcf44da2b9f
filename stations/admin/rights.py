"""Which fields of a station need more than keeping it: the one table."""

from typing import Any

# What names, places or judges a station is decided by the county or the city,
# not by whoever keeps its page.
OFFICE_FIELDS = (
    *("name", "kind", "division", "parent", "status", "opened_on", "reported_deputies"),
    *("is_focus", "focus_reason", "grade", "grade_until", "keepers"),
)
INTERNAL_FIELDS = ("contact_phone",)
"""Only for those who may change the station; never public, exported only on purpose."""


def decides(user: Any) -> bool:
    """Whether this person decides about stations, beside keeping their pages."""
    return user.has_perm("stations.add_station")


def sees_internal(user: Any) -> bool:
    """Whether this person may read internal contact data."""
    return user.has_perm("stations.change_station")


def oversees(user: Any) -> bool:
    """Whether this person looks at a whole county or city, not only at stations they keep."""
    only_keeps = sees_internal(user) and not decides(user)
    return user.has_perm("stations.view_station") and not only_keeps
