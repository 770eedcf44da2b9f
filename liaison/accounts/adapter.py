"""How allauth behaves here: accounts are made by staff, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from liaison.accounts.actions import choose_password
from liaison.accounts.doors import password_door
from liaison.accounts.guard import SHUT, attempt
from liaison.accounts.models import User
from liaison.accounts.passwords import FIRST_DEAD, is_dead
from liaison.audit import record
from liaison.audit.middleware import client_address
from liaison.audit.models import Event
from liaison.lib.requests import leads_here


class StaffAdapter(DefaultAccountAdapter):
    """No sign-up; one answer to every wrong sign-in, whatever was wrong (trust.md R10, R11)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码错误",
        "too_many_login_attempts": SHUT,
        "account_inactive": "用户名或密码错误",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: citizens need no account, staff get theirs from staff."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's own address, seen past our proxies (trust.md R3)."""
        return client_address(request) or "0.0.0.0"  # noqa: S104 -- names nobody

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a sign-in may lead on to `url`: only to a path of this site."""
        return leads_here(url or "")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Who signs in or confirms a password; a disabled account is answered like a wrong one."""
        username = credentials.get("username", "")
        door = password_door(username)
        person = User.objects.filter(username__iexact=username).first()
        tried = attempt(request, door, person)
        found = authenticate(request, **credentials)
        if found is None:
            # The trail names the account only when it exists: people type passwords into the wrong field.
            tried.fail()
            return None
        tried.succeed()
        if is_dead(found):
            record(None, "初始密码过期", found)
            raise ValidationError(FIRST_DEAD, code="first_password_dead")
        return found

    def set_password(self, user: Any, password: str) -> None:
        """Chosen by its owner."""
        choose_password(user, password)

    def login(self, request: HttpRequest, user: Any) -> None:
        """All steps are taken: the door opens and the trail says how."""
        told = since_last_time(user)
        super().login(request, user)
        if told:
            messages.info(request, told)
        record(user, "登录", user, **_second_step(request, user))

    def logout(self, request: HttpRequest) -> None:
        """Leaving is an event too."""
        if request.user.is_authenticated:
            record(request.user, "退出", request.user)
        super().logout(request)


def since_last_time(user: User) -> str:
    """When and from where the account was entered last, and what failed since (trust.md R14)."""
    own = Event.objects.about(user)
    last = own.filter(verb="登录").first()
    if last is None:
        return ""
    failures = own.filter(verb__in=("登录失败", "验证码错误"), number__gt=last.number).count()
    when = date_format(localtime(last.at), "Y年n月j日 H:i")
    said = f"上次登录：{when}，来自 {last.address or '未知地址'}"
    return f"{said}。此后有 {failures} 次登录失败，不是您本人时请马上修改密码" if failures else said


def _second_step(request: HttpRequest, user: Any) -> dict[str, str]:
    """Which second factor this sign-in took, if any."""
    words = {"totp": "手机验证码", "recovery_codes": "恢复码"}
    kinds = [step.get("type", "") for step in get_authentication_records(request, user)]
    return {"factor": words[kinds[-1]]} if kinds and kinds[-1] in words else {}
