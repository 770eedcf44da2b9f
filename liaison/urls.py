"""The whole map on one screen: public pages, staff tasks, sign-in, the admin."""

from django.contrib import admin
from django.urls import include, path

from activities import urls as activities
from awards import urls as awards
from bulletins import urls as bulletins
from campaigns import urls as campaigns
from deputies import urls as deputies
from liaison.accounts import urls as accounts
from liaison.portal import urls as portal
from opinions import urls as opinions
from progress import urls as progress
from receptions import urls as receptions
from standing import urls as standing
from stations import urls as stations

handler400 = "liaison.portal.errors.bad_request"
handler403 = "liaison.portal.errors.forbidden"
handler404 = "liaison.portal.errors.not_found"
handler500 = "liaison.portal.errors.server_error"

ROOMS = (
    *(portal, stations, deputies, receptions, campaigns, activities, bulletins, awards),
    *(standing, opinions, progress),
)

urlpatterns = [
    path("", include(portal.public)),
    path("", include((stations.public, "stations"))),
    path("", include((deputies.public, "deputies"))),
    path("", include((receptions.public, "receptions"))),
    path("", include((campaigns.public, "campaigns"))),
    path("", include((activities.public, "activities"))),
    path("", include((bulletins.public, "bulletins"))),
    path("", include((awards.public, "awards"))),
    path("", include((standing.public, "standing"))),
    path("", include((opinions.public, "opinions"))),
    path("", include((progress.public, "progress"))),
    path("work/", include(([one for app in ROOMS for one in app.work], "work"))),
    path("api/", include(([one for app in ROOMS for one in app.api], "api"))),
    path("accounts/", include(accounts.own)),
    path("admin/", admin.site.urls),
]
