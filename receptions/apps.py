from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "receptions"
    verbose_name = "代表接待"
