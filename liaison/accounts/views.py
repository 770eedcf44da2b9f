"""The door for staff."""

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from django.http import HttpResponse

from liaison.ui.forms import speak_plainly

LOCKED_SECONDS = 15 * 60


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


class SignInView(PlainWords, LoginView):
    """Sign-in; after too many wrong passwords it answers 429 and says how long (trust.md R10)."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
            response["Retry-After"] = str(LOCKED_SECONDS)
        return response


class NewPasswordView(PlainWords, PasswordChangeView):
    """A new password for oneself."""
