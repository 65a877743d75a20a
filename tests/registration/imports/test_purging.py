"""What was uploaded is kept for its days and then dropped, file and rows; what it wrote and its counts stay."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from registration.models import Producer, UploadRow
from registration.services.imports import purging
from tests.world.cast import Cast
from tests.world.lists import applied, book, line


@pytest.mark.usefixtures("plan")
def test_an_old_file_and_its_rows_are_dropped_and_what_they_wrote_stays(
    cast: Cast, settings: Settings
) -> None:
    settings.UPLOAD_KEPT_DAYS = 90
    upload = applied(book([line(1)]), cast.a, by=cast.district)
    file, counts, last = upload.file, upload.counts, upload.made_at + timedelta(days=90)
    assert purging.forget_old(last) == 0
    assert (UploadRow.objects.count(), default_storage.exists(file)) == (1, True)
    assert purging.forget_old(last + timedelta(seconds=1)) == 1
    assert (UploadRow.objects.count(), default_storage.exists(file)) == (0, False)
    upload.refresh_from_db()
    assert (upload.file, upload.counts, Producer.objects.count()) == ("", counts, 1)
    assert purging.forget_old(last + timedelta(days=1)) == 0
