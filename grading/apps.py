"""The grading app."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    """Known to Django as `grading`."""

    name = "grading"
    verbose_name = "ระดับหน่วยงาน"
