from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = "联络站"

    def ready(self) -> None:
        """The checklist's answers from the station's own record; and the check that all are answered."""
        from stations import checks, facts  # noqa: F401 -- models must be loaded; the check registers itself
        from stations.checklist import RULES

        RULES.update(facts.RULES)
