from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components shared by the public pages and the staff desk; it has no models."""

    name = "liaison.ui"
    verbose_name = "界面组件"
