from django.apps import AppConfig

from liaison.lib.search_index import keep_after_migrating


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = "联络站"

    def ready(self) -> None:
        """The checklist's answers, the check that all are answered, and the index of the search."""
        from stations import checks, facts  # noqa: F401 -- models must be loaded; the check registers itself
        from stations.checklist import RULES

        RULES.update(facts.RULES)
        keep_after_migrating(self, "Station")
