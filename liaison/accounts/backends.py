"""Sign-in by password; rights come from the role table."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from liaison.accounts.roles import ROLES


class RoleBackend(AuthenticationBackend):
    """Gives a person the rights of their role, and nothing that is stored per account."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The role's rights as `app.verb_model`; none for an inactive account."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        return set(ROLES.get(user_obj.role, frozenset()))
