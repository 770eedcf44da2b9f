"""The sign-in and one's own account: the only door for staff."""

from allauth.account import views as allauth
from django.urls import path

from liaison.accounts import security
from liaison.accounts.sessions import EndSessionView
from liaison.accounts.views import NewPasswordView, SignInView

own = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("login/code/", security.SecondStepView.as_view(), name="mfa_authenticate"),
    path("logout/", allauth.logout, name="account_logout"),
    path("password/", NewPasswordView.as_view(), name="account_change_password"),
    path("confirm/", security.ConfirmView.as_view(), name="confirm"),
    path("security/", security.SecurityView.as_view(), name="security"),
    path("sessions/end/", EndSessionView.as_view(), name="end_session"),
    path("factor/", security.FactorView.as_view(), name="factor"),
    path("factor/codes/", security.NewCodesView.as_view(), name="factor_codes"),
    path("factor/remove/", security.RemoveFactorView.as_view(), name="factor_remove"),
]
