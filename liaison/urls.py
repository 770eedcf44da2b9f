"""The whole map on one screen: public pages, staff tasks, sign-in, the admin."""

from allauth.account import views as accounts
from django.contrib import admin
from django.urls import include, path

from deputies import urls as deputies
from liaison.accounts.views import NewPasswordView, SignInView
from liaison.portal import urls as portal
from stations import urls as stations

handler400 = "liaison.portal.errors.bad_request"
handler403 = "liaison.portal.errors.forbidden"
handler404 = "liaison.portal.errors.not_found"
handler500 = "liaison.portal.errors.server_error"

urlpatterns = [
    path("", include(portal.public)),
    path("", include((stations.public, "stations"))),
    path("", include((deputies.public, "deputies"))),
    path("work/", include((portal.work + stations.work + deputies.work, "work"))),
    path("api/", include((portal.api + stations.api + deputies.api, "api"))),
    path("accounts/login/", SignInView.as_view(), name="account_login"),
    path("accounts/logout/", accounts.logout, name="account_logout"),
    path("accounts/password/", NewPasswordView.as_view(), name="account_change_password"),
    path("admin/", admin.site.urls),
]
