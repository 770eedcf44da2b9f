from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "standing"
    verbose_name = "站点评价"
