"""The district's answers to what the province returned: each reason by a change of its field, or in words.

Only a record whose every reason is answered waits for the province again; pressing save alone answers nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from otop_registry import clock
from registration import access, content
from registration.access import Action
from registration.content import Change, Content
from registration.models import Registration, ReturnReason, Revision, User
from registration.models.producers import CAME_BACK, RegistrationKind, ReviewMark
from registration.services.checks import running
from registration.services.journal import Act, append_event
from registration.services.registry.entry import open_entry
from registration.workflow import Refused


def review_after(row: Registration, after: Content, on: date) -> ReviewMark:
    """The mark of a record after a write: its reasons are answered where the content changed since the return."""
    if row.review not in CAME_BACK:
        return ReviewMark.UNSEEN
    waiting = list(row.return_reasons.filter(answered_at=None))
    is_over = row.kind == RegistrationKind.WITHDRAW  # whoever leaves the registry has nothing to put right
    answered = [each.pk for each in waiting if is_over or changes_of(each, after)]
    ReturnReason.objects.filter(pk__in=answered).update(answered_at=clock.instant(on))
    return ReviewMark.ANSWERED if len(answered) == len(waiting) else ReviewMark.RETURNED


def changes_of(reason: ReturnReason, after: Content) -> list[Change]:
    """What changed since the return of what a reason speaks of."""
    rows = Revision.objects.filter(producer_id=reason.registration.producer_id, number=reason.version)
    before = rows.values_list("content", flat=True).first()
    return touching(reason.field, content.difference(before, after)) if before else []


def touching(field: str, changes: Iterable[Change]) -> list[Change]:
    """The changes of a field, of a part of it, or the withdrawal of the product it belongs to."""
    gone = f"{field.rpartition('.')[0]}.withdrawn_round"
    return [each for each in changes if each.field in (field, gone) or each.field.startswith(f"{field}.")]


@transaction.atomic
def answer(registration: Registration, answers: Mapping[int, str], *, by: User, on: date) -> Registration:
    """Answers {reason id: words} of a returned record where nothing is to be changed.

    Raises: Refused when the record may not be written now, without words, or for a reason that is answered.
    """
    producer = registration.producer
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    entry = open_entry(producer.district, on, producer=producer)
    said = {pk: words.strip() for pk, words in answers.items() if words.strip()}
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    waiting = {each.pk: each for each in row.return_reasons.filter(answered_at=None)}
    if not said or not said.keys() <= waiting.keys():
        raise Refused("กรุณาพิมพ์คำชี้แจงของเหตุผลที่ยังไม่ได้ตอบอย่างน้อยหนึ่งข้อ")
    for pk, words in said.items():
        ReturnReason.objects.filter(pk=pk).update(answer=words, answered_at=clock.instant(on))
    if said.keys() == waiting.keys():
        Registration.objects.filter(pk=row.pk).update(review=ReviewMark.ANSWERED)
    append_event(
        producer.district_id,
        "answer_return",
        Act(by, on, post),
        subject=f"producer:{producer.pk}",
        round=entry.round,
        changes=({}, {waiting[pk].field: words for pk, words in said.items()}),
    )
    running.run_record(row, on)
    return Registration.objects.get(pk=row.pk)
