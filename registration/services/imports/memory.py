"""The columns that an office used of a file of one shape, taken over for the next one."""

from datetime import date

from otop_registry import clock
from registration.models import ColumnMemory, Upload


def of(upload: Upload, shape: str) -> ColumnMemory | None:
    """What the office used of such a file; None for a shape it never brought."""
    rows = ColumnMemory.objects.filter(unit=upload.unit_id, kind=upload.kind, shape=shape)
    return rows.first() if shape else None


def remember(upload: Upload, on: date) -> None:
    """Keeps what the officer chose, where the shape of the file is known."""
    if upload.shape:
        ColumnMemory.objects.update_or_create(
            unit_id=upload.unit_id,
            kind=upload.kind,
            shape=upload.shape,
            defaults={"mapping": upload.mapping, "said": upload.said, "used_at": clock.instant(on)},
        )
