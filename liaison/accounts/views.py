"""The door for staff."""

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import resolve_url

from liaison.accounts.forms import NewPasswordForm
from liaison.accounts.passwords import rules, why_change
from liaison.ui.forms import speak_plainly


class Guarded:
    """A form whose secret may not be guessed: once the door is shut it answers 429 (trust.md R10)."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again; with how long to wait when there were too many tries."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if seconds := getattr(self.request, "shut_for", 0):  # type: ignore[attr-defined]
            response.status_code = 429
            response["Retry-After"] = str(seconds)
        return response


class PlainWords:
    """allauth's page in our words: errors by the field's name, our site's name at its head."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form, with our sentences for what is missing."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        speak_plainly(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What allauth gives the page, without the host name it also calls `site`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class SignInView(Guarded, PlainWords, LoginView):
    """Sign-in."""


class NewPasswordView(Guarded, PlainWords, PasswordChangeView):
    """A new password for oneself; the present one is guarded like at the sign-in."""

    form_class = NewPasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why one is here, and what the policy asks for."""
        return super().get_context_data(**kwargs) | {"why": why_change(self.request.user), "rules": rules()}

    def get_default_success_url(self) -> str:
        """On to the desk."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)
