"""Lists of a district that are applied at the same moment: every row in one place, nobody's work written over."""

from collections.abc import Iterable
from functools import partial

import pytest

from registration.models import Plan, Producer, Upload, User
from registration.services.imports import applying
from tests.test_races import TRIALS, race
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_citizen_id
from tests.world.lists import HEADS, STATED, line, pasted, states

pytestmark = pytest.mark.django_db(transaction=True)


def listed(numbers: Iterable[str], cast: Cast, by: User) -> Upload:
    """A checked list of a district, with a line for each citizen."""
    lines = [line(place, {"เลขประจำตัวประชาชน": number}) for place, number in enumerate(numbers, 1)]
    rows = ["\t".join(str(cell or "") for cell in row) for row in (HEADS, *lines)]
    return pasted("roster", "\n".join(rows), cast.a, by=by, **STATED)


def test_two_workers_of_one_upload_register_each_row_once(cast: Cast, plan: Plan) -> None:
    """Without the lock on the upload 20 of 20 broke: rows that are registered wait to be mended as duplicates."""
    for trial in range(1, TRIALS + 1):
        upload = listed([make_citizen_id() for _ in range(4)], cast, cast.district)
        copies = Upload.objects.get(pk=upload.pk), Upload.objects.get(pk=upload.pk)
        race(*[partial(applying.apply_now, each, by=cast.district, on=REGISTER_DAY) for each in copies])
        assert states(upload) == ["applied"] * 4
        assert Producer.objects.count() == 4 * trial


def test_two_uploads_of_the_same_persons_register_each_once(cast: Cast, plan: Plan) -> None:
    """Two officers bring one list, one of them upside down: nobody waits in a circle, nobody's work is written over.

    Without the version that each row's check saw, the later list went over the earlier one in each trial on SQLite.
    """
    for trial in range(1, TRIALS + 1):
        numbers = [make_citizen_id() for _ in range(4)]
        brought = [(listed(numbers, cast, cast.district), cast.district)]
        brought.append((listed(reversed(numbers), cast, cast.colleague), cast.colleague))
        race(*[partial(applying.apply_now, each, by=by, on=REGISTER_DAY) for each, by in brought])
        both = [state for each, _ in brought for state in states(each)]
        assert (len(both), both.count("applied"), both.count("new")) == (8, 4, 0)
        assert Producer.objects.count() == 4 * trial
