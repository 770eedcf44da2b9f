"""Proving anew that the owner sits here, before something that a stolen session must not do.

A sign-in or a confirmation of the last `CONFIRM_MINUTES` is proof enough.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was typed in this session a short while ago; always when that is switched off."""
    if not settings.CONFIRM_MINUTES:
        return True
    since = time.time() - settings.CONFIRM_MINUTES * 60
    proofs: list[dict[str, Any]] = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(proof.get("method") == "password" and proof.get("at", 0) > since for proof in proofs)


def ask_first(request: HttpRequest, back: str = "") -> HttpResponse | None:
    """The way to the page that asks for the password and then leads `back`; None when there is no need."""
    if is_fresh(request):
        return None
    return redirect(f"{reverse('confirm')}?{urlencode({'next': back or request.get_full_path()})}")
