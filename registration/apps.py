"""The registry: units, people, calendar, producers and each round's journey."""

from django.apps import AppConfig
from django.core.checks import register

from registration import installation


class RegistrationConfig(AppConfig):
    name = "registration"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "ทะเบียนผู้ผลิต ผู้ประกอบการ OTOP"

    def ready(self) -> None:
        """Registers what an installation is refused for."""
        for check in installation.CHECKS:
            register(check)
