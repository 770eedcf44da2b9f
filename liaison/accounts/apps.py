from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "liaison.accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """A mistyped role would silently protect nobody."""
        from liaison.accounts import checks  # noqa: F401 -- registers itself
