from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "standing"
    verbose_name = "站点评价"

    def ready(self) -> None:
        """Answer the checklist's rules about receptions and activities (`stations.checklist`)."""
        from standing import records  # models must be loaded
        from stations import checklist

        checklist.RULES.update(records.RULES)
