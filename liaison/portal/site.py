"""Our admin site (theme and index follow)."""

from django.contrib.admin import AdminSite


class LiaisonAdminSite(AdminSite):
    site_header = "代表联络站工作平台"
    site_title = "工作平台"
    index_title = "总览"
