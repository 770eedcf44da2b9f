"""The door for staff."""

from typing import Any

from allauth.account.views import LoginView


class SignInView(LoginView):
    """allauth's sign-in; its `site` (a host name) gives way to ours, whose name heads the page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What allauth gives the page, without the name it shares with our context processor."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context
