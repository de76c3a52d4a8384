from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import guards, wiring  # noqa: F401 (wiring fills the registries)

        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="accounts.guards")
        checks.register(guards.check, checks.Tags.database)
