"""What missed a closing: the acts of districts that an edition leaves out go on to the next round (decision 0018)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from otop_registry import clock
from registration import content
from registration.content import Content
from registration.models import Producer, Product, Registration, Revision, Round, Submission, Transfer
from registration.models.producers import RegistrationKind, ReviewMark
from registration.services.journal import Act, append_event


@dataclass(frozen=True)
class Carry:
    """From which round to which; `moved` are the producers whose move the round's edition counts already."""

    round: Round
    following: Round
    moved: frozenset[int]
    act: Act


def carry_over(round: Round, districts: Iterable[str], settled: Sequence[Transfer], act: Act) -> None:
    """Moves the acts of districts that were left out to the next round, each with a revision and an event."""
    following, _ = Round.objects.get_or_create(
        id=Round.id_of(round.quarter.next),
        defaults={"fiscal_year_be": round.quarter.next.fiscal_year_be, "number": round.quarter.next.number},
    )
    carry = Carry(round, following, frozenset(row.producer_id for row in settled), act)
    codes = list(districts)
    waiting: dict[str, list[int]] = {}
    acted = Registration.objects.filter(district_id__in=codes, round=round)
    for code, producer in acted.values_list("district_id", "producer_id"):
        waiting.setdefault(code, []).append(producer)
    for code in codes:
        if code in waiting:
            _carry_district(code, waiting[code], carry)


def _carry_district(code: str, producers: list[int], carry: Carry) -> None:
    round, following = carry.round, carry.following
    _carry_acts(producers, carry)
    here = Q(producer_id__in=carry.moved)
    _carry_stays(Product.objects.filter(producer_id__in=producers), here, carry)
    _carry_stays(Producer.objects.filter(pk__in=producers), Q(pk__in=carry.moved), carry)
    Producer.objects.filter(pk__in=producers, confirmed_round=round).update(confirmed_round=following)
    Submission.objects.filter(district_id=code, round=round).update(carried_to=following)
    _carry_moves(code, carry)
    contents = _revise(producers, following, carry.act)
    append_event(
        code,
        "carry_over",
        carry.act,
        subject=f"round:{round.pk}",
        round=following,
        changes=({"round": str(round)}, {"round": str(following), "producers": producers}, contents),
    )


def _carry_acts(producers: list[int], carry: Carry) -> None:
    already = Registration.objects.filter(producer_id__in=producers, round=carry.following).values(
        "producer_id"
    )
    waiting = Registration.objects.filter(producer_id__in=producers, round=carry.round)
    counted = waiting.filter(kind=RegistrationKind.COME, producer_id__in=carry.moved)
    counted.update(kind=RegistrationKind.UPDATE)  # it came in the round that is closed
    waiting.exclude(producer_id__in=already).update(round=carry.following, review=ReviewMark.UNSEEN)


def _carry_stays(rows: QuerySet, moved: Q, carry: Carry) -> None:
    """The rounds of what was registered, withdrawn or moved; what came with a counted move keeps its own."""
    round, following = carry.round, carry.following
    if rows.model is Product:
        rows = rows.exclude(
            moved, stayed_behind=True
        )  # it ended where its producer went from, in that edition
    rows.filter(withdrawn_round=round).update(withdrawn_round=following)  # first: a row leaves after it came
    rows = rows.exclude(moved, came_round=round)
    rows.filter(came_round=round).update(came_round=following)
    rows.filter(registered_round=round).update(registered_round=following)
    rows.filter(first_round=round).update(first_round=following)


def _carry_moves(code: str, carry: Carry) -> None:
    """The moves into the district that its edition does not count: neither district is in it."""
    rows = Transfer.objects.accepted().filter(target_id=code, round=carry.round)
    for row in rows.exclude(producer_id__in=carry.moved):
        row.content = content.put_off(row.content, carry.round.pk, carry.following.pk)
        row.round = carry.following
        row.save(update_fields=["content", "round"])


def _revise(producers: list[int], round: Round, act: Act) -> dict[str, Content]:
    """Writes a revision of each producer; what they say now, by the journal's subject."""
    contents: dict[str, Content] = {}
    rows = Producer.objects.filter(pk__in=producers).prefetch_related("products__certificates")
    for producer in rows:
        number = producer.version + 1
        Producer.objects.filter(pk=producer.pk).update(version=number)
        said = contents[f"producer:{producer.pk}"] = content.of_producer(producer)
        Revision.objects.create(
            producer=producer,
            number=number,
            round=round,
            district_id=producer.district_id,
            day=act.on,
            at=clock.instant(act.on),
            by=act.officer,
            content=said,
        )
    return contents
