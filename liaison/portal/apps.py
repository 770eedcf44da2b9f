from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "liaison.portal"
    verbose_name = "网站"
    default = True


class LiaisonAdminConfig(admin_apps.AdminConfig):
    """Makes our desk the default admin site, so apps register as usual."""

    default = False
    default_site = "liaison.portal.site.LiaisonAdminSite"
