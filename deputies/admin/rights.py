"""Who may do what with deputies on the desk, in words; the table is in `roles.py`."""

from typing import Any

from deputies.privacy import DEPUTY, MANDATE, internal_fields


def sees_internal(user: Any) -> bool:
    """Whether this person may read phones, birth months and the reasons why somebody left."""
    return user.has_perm("deputies.view_internal_deputy")


def hidden_fields(user: Any) -> set[str]:
    """Fields of a deputy and of their mandates that this person may not read."""
    return set() if sees_internal(user) else {*internal_fields(DEPUTY), *internal_fields(MANDATE)}


def registers(user: Any) -> bool:
    """Whether this person registers elections and their end."""
    return user.has_perm("deputies.add_mandate")


def places(user: Any) -> bool:
    """Whether this person decides at which station a deputy is met."""
    return user.has_perm("deputies.add_assignment")


def oversees(user: Any) -> bool:
    """Whether this person looks at whole rosters, not only at the deputies of a station they keep."""
    return user.has_perm("deputies.view_term")
