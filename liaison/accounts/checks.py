"""What is wrong with the settings about accounts, said at the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from liaison.accounts.models import Role


@register()
def roles_exist(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A role that nobody has would silently protect nobody."""
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(Role.values))
    said = f"MFA_REQUIRED_ROLES 里没有这样的角色：{'、'.join(unknown)}；可以写 {'、'.join(Role.values)}"
    return [Error(said, id="accounts.E001")] if unknown else []
