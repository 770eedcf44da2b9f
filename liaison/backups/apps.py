from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "liaison.backups"
    verbose_name = "备份"
