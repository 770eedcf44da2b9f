"""How allauth behaves here: accounts are made by staff, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """No sign-up; one answer to every wrong sign-in, whatever was wrong (trust.md R10, R11)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码错误",
        "too_many_login_attempts": "登录失败次数过多，请15分钟后再试",
        "account_inactive": "用户名或密码错误",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: citizens need no account, staff get theirs from staff."""
        return False

    def unlock(self, request: HttpRequest, username: str) -> None:
        """Forget the wrong passwords tried for an account: who gives a new one opens the door with it."""
        self._delete_login_attempts_cached_email(request, username=username)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A disabled account is answered like a wrong password, not shown a page of its own."""
        person = super().authenticate(request, **credentials)
        if person is None or person.is_active:
            return person
        self.authentication_failed(request, **credentials)
        return None
