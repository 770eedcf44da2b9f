"""The admin site: our door, our order of things, our first page."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from liaison.lib.requests import leads_here

ORDER = (
    *("Station", "LedgerImport", "Standard", "RoadmapYear"),
    *("Deputy", "Post", "Term", "RosterImport"),
    *("TownshipSession", "PresidiumMeeting", "TrainingClass", "PartyReport"),
    *("Reception", "ReceptionRule", "Campaign", "Contribution", "Activity"),
    *("Bulletin", "Series", "AwardRound", "AwardCase", "Assessment"),
    *("Division", "User", "Holiday", "SiteSettings", "Event"),
)


class LabelledAutocomplete(AutocompleteJsonView):
    """Rows are called as the desk of their model calls them: 辉县市孟庄镇, not 孟庄镇."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class LiaisonAdminSite(AdminSite):
    """The desk where records are kept."""

    site_header = "代表联络站工作平台"
    site_title = "工作平台"
    index_title = "总览"
    enable_nav_sidebar = False
    site_url = "/"

    def get_urls(self) -> list[Any]:
        """Without Django's jump to any object's page by number: it asks nobody whose object it is."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The only door is /accounts/login/."""
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        if request.user.is_authenticated:
            raise PermissionDenied
        asked = request.GET.get("next", "")
        target = asked if leads_here(asked) else reverse("admin:index", current_app=self.name)
        return redirect_to_login(target, settings.LOGIN_URL)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One page for passwords."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django's page after it; ours says so itself."""
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Apps by how often they are needed, models likewise; names in Chinese."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"]))
        return sorted(apps, key=lambda app: min(_place(m["object_name"]) for m in app["models"]))

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Coverage, what is missing and what happened, then the list of records."""
        # The site is made while apps load; figures need models, which come later.
        from liaison.portal.desk import overview

        return super().index(request, {"overview": overview(request.user), **(extra_context or {})})


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
