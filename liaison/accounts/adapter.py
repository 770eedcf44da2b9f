"""How allauth behaves here: accounts are made by staff, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from liaison.accounts.models import User
from liaison.audit import record


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

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """The password was right: the door opens and the trail says so."""
        answer = super().pre_login(request, user, **kwargs)
        if answer is None:
            record(user, "登录", user)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Name the account only when it exists: people type passwords into the wrong field."""
        person = User.objects.filter(username=credentials.get("username", "")).first()
        record(None, "登录失败", person)

    def logout(self, request: HttpRequest) -> None:
        """Leaving is an event too."""
        if request.user.is_authenticated:
            record(request.user, "退出", request.user)
        super().logout(request)
