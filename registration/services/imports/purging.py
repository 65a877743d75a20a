"""Uploaded files and what was read from them are kept for some days, then dropped: they hold personal numbers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage

from registration.models import Upload, UploadRow


def forget_old(now: datetime) -> int:
    """Drops the files and rows of uploads older than their days; their counts stay. Returns how many files."""
    old = Upload.objects.filter(made_at__lt=now - timedelta(days=settings.UPLOAD_KEPT_DAYS)).exclude(file="")
    count = 0
    for upload in old:
        UploadRow.objects.filter(upload=upload).delete()
        default_storage.delete(upload.file)
        Upload.objects.filter(pk=upload.pk).update(file="")
        count += 1
    return count
