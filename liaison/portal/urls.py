"""Addresses of the portal."""

from django.conf import settings
from django.urls import path

from liaison.divisions.api import DIVISIONS
from liaison.lib.opendata import addresses
from liaison.portal import api as opendata
from liaison.portal import health, machines, media, monthly, progress, sitemaps, views
from liaison.portal.work import WorkHomeView

public: list = [
    path("", views.HomeView.as_view(), name="home"),
    path("find/", views.FindView.as_view(), name="find"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("progress/", progress.ProgressView.as_view(), name="progress"),
    path("progress/<month:month>/", monthly.MonthView.as_view(), name="progress_month"),
    path("progress/<month:month>.csv", monthly.month_csv, name="progress_month_csv"),
    path("progress/coverage.csv", progress.coverage_csv, name="coverage_csv"),
    path(
        "accessibility/",
        views.PageView.as_view(template_name="public/portal/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", views.PrivacyView.as_view(), name="privacy"),
    path("styleguide/", views.StyleguideView.as_view(), name="styleguide"),
    path("sitemap.xml", sitemaps.site_map, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.site_map_part, name="sitemap_part"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    path("media/<path:path>", media.media, name="media"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
if settings.BENCH:
    public.append(path("bench/floor/", health.floor, name="bench_floor"))
work: list = [path("", WorkHomeView.as_view(), name="home")]
api: list = [
    path("", opendata.IndexView.as_view(), name="index"),
    path("openapi.json", opendata.openapi, name="openapi"),
    *addresses(DIVISIONS),
    *addresses(monthly.PROGRESS),
]
