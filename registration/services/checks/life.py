"""What the registry knows of a producer's earlier lives: left elsewhere, withdrawn and back, moved."""

from collections.abc import Iterable

from registration.models import Producer, Round, Subdistrict
from registration.models.producers import RegistrationKind
from registration.services.checks.facts import Facts, Suspicion


def judge(facts: Facts) -> Iterable[Suspicion]:
    yield from _left_elsewhere(facts)
    yield from _came_back(facts)
    yield from _moved(facts)


def _left_elsewhere(facts: Facts) -> Iterable[Suspicion]:
    """The person of a newcomer withdrew a producer in another district."""
    fresh = [each for each in facts.standing if each.producer.first_round_id == facts.round_id]
    if not fresh:
        return
    persons = {subject.producer.citizen_id for subject in fresh}
    rows = Producer.objects.filter(citizen_id__in=persons, withdrawn_round__isnull=False)
    gone = rows.exclude(district_id=facts.district).order_by("pk")
    left = {person: (pk, at) for person, pk, at in gone.values_list("citizen_id", "pk", "withdrawn_round_id")}
    for subject in fresh:
        if subject.producer.citizen_id in left:
            pk, round_id = left[subject.producer.citizen_id]
            yield Suspicion(subject, "left_elsewhere", {"round": Round.label_of(round_id)}, pk)


def _came_back(facts: Facts) -> Iterable[Suspicion]:
    """A new stay of a producer that had withdrawn in an earlier round (decision 0012)."""
    for subject in facts.standing:
        first, stay = subject.producer.first_round_id, subject.producer.registered_round_id
        if first < stay == facts.round_id:
            yield Suspicion(subject, "came_back", {"round": Round.label_of(first)})


def _moved(facts: Facts) -> Iterable[Suspicion]:
    """The place of production lies in another tambon of the district than in the round before."""
    moved = [
        (subject, before["subdistrict_id"])
        for subject in facts.standing
        if subject.registration.kind != RegistrationKind.COME
        and (before := facts.before(subject))
        and before["subdistrict_id"] != subject.producer.subdistrict_id
    ]
    names = Subdistrict.objects.in_bulk({place for _, place in moved}) if moved else {}
    for subject, place in moved:
        yield Suspicion(subject, "moved", {"place": str(names.get(place, place))})
