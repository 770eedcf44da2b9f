from django.apps import AppConfig

from liaison.lib.search_index import keep_after_migrating


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "代表活动"

    def ready(self) -> None:
        """Look after the search index once the tables are as the migrations say."""
        keep_after_migrating(self, "Activity")
