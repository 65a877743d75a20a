"""Draws the sample that is opened before a district's unflagged records pass unopened, by a recorded seed.

Nobody draws till it suits: the seed is made when it is used, what was drawn stays drawn, and only what the rule still
asks for is added.
"""

import secrets
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from registration import access
from registration.access import Action
from registration.checks import sampling, table
from registration.checks.sampling import Lot
from registration.models import Registration, Sample, SampledRecord, Submission, User
from registration.services.checks import running
from registration.services.journal import Act, append_event
from registration.services.journey import coverage, province
from registration.services.journey.coverage import FLAGGED, OPENED


@transaction.atomic
def draw(submission: Submission, *, by: User, on: date, seed: str = "") -> int:
    """Draws as many unflagged records as the rule still asks for; returns how many. Raises: Refused.

    A record that somebody has opened already counts as opened. A find in the sample asks for a larger one: what is
    missing is drawn by a seed of its own.
    """
    rows = Registration.objects.filter(district_id=submission.district_id, round_id=submission.round_id)
    for first in rows.order_by("pk")[:1]:
        submission = province.under_review(first, by, on)
        running.refresh([submission.district_id], submission.round_id, on)
        marks = coverage.marks_of(submission.district_id, submission.round)
        keys = rows.filter(~FLAGGED, ~coverage.sampled(submission.round_id)).values_list("pk", flat=True)
        seed = seed or secrets.token_hex(16)
        chosen = sampling.drawn(seed, keys, marks.to_draw)
        if chosen:
            sample = Sample(
                submission=submission,
                seed=seed,
                size=len(chosen),
                rate=marks.past.error_percent or Decimal(0),
                drawn_by=by,
                version=table.VERSION,
            )
            act = Act(by, on, access.check(by, Action.RECORD_REVIEW, submission, on))
            _keep(sample, chosen, marks.lot, act)
        return len(chosen)
    return 0


def draw_all(submissions: Iterable[Submission], *, by: User, on: date) -> int:
    """The same for several districts in one act."""
    with transaction.atomic():
        return sum(draw(each, by=by, on=on) for each in submissions)


def _arithmetic(lot: Lot) -> dict[str, int]:
    """What the size follows from, for the journal: the records signed together, the limit, the sample of them all."""
    return {"lot": lot.population, "limit_percent": lot.limit, "lot_sample": lot.needed}


def _keep(sample: Sample, chosen: list[int], lot: Lot, act: Act) -> None:
    now = sample.drawn_at = act.at
    sample.save(force_insert=True)
    opened = dict(
        Registration.objects.filter(OPENED, pk__in=chosen).order_by().values_list("pk", "reviewed_by_id")
    )
    SampledRecord.objects.bulk_create(
        SampledRecord(
            sample=sample,
            registration_id=pk,
            opened_at=now if pk in opened else None,
            opened_by_id=opened.get(pk),
        )
        for pk in chosen
    )
    said = {"seed": sample.seed, "size": sample.size, "registrations": chosen} | _arithmetic(lot)
    subject = f"submission:{sample.submission_id}"
    code, round = sample.submission.district_id, sample.submission.round
    append_event(code, "draw_sample", act, subject=subject, round=round, changes=({}, said))
