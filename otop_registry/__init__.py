"""The site: settings, entry points, and the two things every app may import, thai and clock."""

from otop_registry.celery import app as celery_app

__all__ = ["celery_app"]
