"""What is wrong with the settings about accounts, said at the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from liaison.accounts.models import Role
from liaison.accounts.passwords import POLICIES


@register()
def roles_exist(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A role that nobody has would silently protect nobody."""
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(Role.values))
    said = f"MFA_REQUIRED_ROLES 里没有这样的角色：{'、'.join(unknown)}；可以写 {'、'.join(Role.values)}"
    return [Error(said, id="accounts.E001")] if unknown else []


@register()
def policy_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a policy every new password would be an error."""
    known = "、".join(POLICIES)
    said = f"PASSWORD_POLICY 只能是 {known}，现在是 {settings.PASSWORD_POLICY}"
    return [] if settings.PASSWORD_POLICY in POLICIES else [Error(said, id="accounts.E002")]
