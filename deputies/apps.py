from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeputiesConfig(AppConfig):
    name = "deputies"
    verbose_name = "人大代表"

    def ready(self) -> None:
        """Look after the search index once the tables are as the migrations say."""
        post_migrate.connect(keep_search_index, sender=self, dispatch_uid="deputies.search_index")


def keep_search_index(sender: AppConfig, using: str, **_: Any) -> None:
    """The index of deputies' names."""
    from liaison.lib.search_index import keep

    keep(sender.get_model("Deputy"), using)
