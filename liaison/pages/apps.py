"""Finished pages."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from liaison.pages import watch


class PagesConfig(AppConfig):
    """Keeps the triggers in step with the tables."""

    name = "liaison.pages"
    verbose_name = "成品页面"

    def ready(self) -> None:
        """Triggers go before migrations and come back once all of them have run."""
        pre_migrate.connect(watch.before_migrating, sender=self, dispatch_uid="pages.before")
        post_migrate.connect(_last_of_all, dispatch_uid="pages.after")


def _last_of_all(sender: AppConfig, using: str, **_: Any) -> None:
    """Once the last app has migrated. Every page is made again: a migration changes more than rows."""
    from django.apps import apps
    from django.db import connections

    from liaison.pages.plan import EVERYTHING, written_plan

    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    found = written_plan()
    if sender is not with_models[-1]:
        return
    tables = set(connections[using].introspection.table_names())
    if "pages_change" in tables and found.tables() <= tables:
        watch.watch(using, found.tables(), found.paths)
        watch.touch(using, EVERYTHING)
