"""The registry: units, people, calendar, producers and each round's journey."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "ทะเบียนผู้ผลิต ผู้ประกอบการ OTOP"
