"""The reporting app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Known to Django as `reporting`."""

    name = "reporting"
    verbose_name = "รายงานและหนังสือ"
