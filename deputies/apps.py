from django.apps import AppConfig

from liaison.lib.search_index import keep_after_migrating


class DeputiesConfig(AppConfig):
    name = "deputies"
    verbose_name = "人大代表"

    def ready(self) -> None:
        """Look after the search index once the tables are as the migrations say."""
        keep_after_migrating(self, "Deputy")
