"""One's own account: the second factor, and confirming the password."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView, View

from liaison.accounts import actions, factor
from liaison.accounts.confirm import ask_first
from liaison.accounts.forms import ActivateForm, CodeForm, ConfirmForm
from liaison.accounts.models import Role
from liaison.accounts.sessions import sessions_of
from liaison.accounts.views import Guarded
from liaison.lib import qr
from liaison.lib.requests import leads_here
from liaison.ui.forms import speak_plainly

OFFERED = "factor_offered"


class SecondStepView(Guarded, AuthenticateView):
    """The second step of a sign-in."""

    template_name = "account/code.html"

    def get_form_class(self) -> Any:
        """Our form, which knows the request that it counts."""
        request = self.request

        class Form(CodeForm):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, request=request, **kwargs)
                speak_plainly(self)

        return Form

    def _build_forms(self) -> Any:
        """One form; whatever else is posted is a code left out."""
        self.webauthn_form = None
        data = self.request.POST if self.request.method == "POST" else None
        self.auth_form = self.get_form_class()(user=self.stage.login.user, data=data)
        return self.auth_form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What allauth gives the page, without the host name it also calls `site`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class ConfirmView(LoginRequiredMixin, Guarded, FormView):
    """The password once more; then on to where one was going."""

    template_name = "account/confirm.html"
    form_class = ConfirmForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": self.get_success_url()}

    def get_success_url(self) -> str:
        """Only within this site."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return asked if leads_here(asked) else reverse("security")

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        record_authentication(self.request, form.person, method="password", reauthenticated=True)
        return super().form_valid(form)


class SecurityView(LoginRequiredMixin, View):
    """How one's account is protected, and what can be done about it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The overview."""
        context = {
            "has_factor": factor.has_factor(request.user),
            "must_have": factor.must_have_factor(request.user),
            "codes_left": factor.codes_left(request.user),
            "sessions": sessions_of(request),
            "role": Role(request.user.role).label if request.user.role else "系统管理员",
        }
        return render(request, "account/security.html", context)


class FactorView(LoginRequiredMixin, Guarded, FormView):
    """Setting up the second factor: a picture for the phone, the phone's first code, ten recovery codes."""

    template_name = "account/factor.html"
    form_class = ActivateForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if factor.has_factor(request.user):
                return redirect("security")
            if answer := ask_first(request):
                return answer
        return super().dispatch(request, *args, **kwargs)

    def secret(self) -> str:
        """Offered until it is taken up, so that a reload does not void what the phone has learnt."""
        kept = self.request.session.get(OFFERED)
        if kept:
            return str(get_adapter().decrypt(kept))
        secret: str = generate_totp_secret()
        self.request.session[OFFERED] = get_adapter().encrypt(secret)
        return secret

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"secret": self.secret()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        address = get_adapter().build_totp_url(self.request.user, secret)
        picture = qr.data_uri(address)
        return context | {
            "picture": picture,
            "secret": [secret[at : at + 4] for at in range(0, len(secret), 4)],
            "must_have": factor.must_have_factor(self.request.user),
        }

    def form_valid(self, form: ActivateForm) -> HttpResponse:
        codes = actions.protect(self.request.user, form.secret, form.counter)
        del self.request.session[OFFERED]
        return show_codes(self.request, codes, "二次验证已启用")


class NewCodesView(LoginRequiredMixin, View):
    """Ten new recovery codes. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Shown once, in this answer."""
        if not factor.has_factor(request.user):
            return redirect("security")
        if answer := ask_first(request, reverse("security")):
            return answer
        return show_codes(request, actions.renew_codes(request.user), "新的恢复码")


class RemoveFactorView(LoginRequiredMixin, View):
    """One step again; not for those who must have two. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the overview."""
        if answer := ask_first(request, reverse("security")):
            return answer
        if factor.must_have_factor(request.user):
            messages.error(request, "这个角色必须用二次验证。换手机时找管理员重置，再重新设置")
        elif factor.has_factor(request.user):
            actions.unprotect(request.user, by=request.user)
            messages.success(request, "二次验证已停用")
        return redirect("security")


def show_codes(request: HttpRequest, codes: list[str], title: str) -> HttpResponse:
    """The codes stand in this answer only."""
    context = {"codes": codes, "title": title, "on": reverse(settings.LOGIN_REDIRECT_URL)}
    response = render(request, "account/codes.html", context)
    response["Cache-Control"] = "no-store, private"
    return response
