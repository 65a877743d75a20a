"""The Celery application; its settings and the whole schedule are in settings.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_registry.settings")

app = Celery("otop_registry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
