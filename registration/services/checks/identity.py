"""Whether two producers may be one: numbers, telephones, places and names that they share."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

from django.db.models import QuerySet

from otop_registry import thai
from registration import identifiers, lifespan, places
from registration.checks import alike
from registration.checks.alike import Spelt
from registration.models import Producer, Telephone
from registration.services.checks.facts import Facts, Other, Subject, Suspicion, few

Rows = QuerySet[Producer]
PAIR_CODES: Final = (
    frozenset(  # a pair of these may be one producer; same_person is one person with two of them
        {"same_id_other_name", "same_name", "alike_name", "same_phone", "same_address"}
    )
)


def judge(facts: Facts) -> Iterable[Suspicion]:
    yield from _same_person(facts)
    yield from _same_telephone(facts)
    yield from _in_one_tambon(facts)
    yield from _same_name(facts)


def _others(rows: Rows, column: str) -> dict[str, list[Other]]:
    """{value of the column: the standing producers that bear it}."""
    found: dict[str, list[Other]] = {}
    values = rows.order_by("pk").values_list(
        column, "pk", "district_id", "name", "registration_number", "citizen_id", "withdrawn_round_id"
    )
    for key, pk, district, name, number, person, withdrawn in values:
        if not lifespan.is_standing(withdrawn):
            continue
        found.setdefault(key, []).append(Other(pk, district, name, number, person))
    return found


# --- numbers ---


def _same_person(facts: Facts) -> Iterable[Suspicion]:
    """One person may lead a group and own a business (decision 0016), but bears one name."""
    persons = {subject.producer.citizen_id for subject in facts.standing}
    rows = Producer.objects.filter(citizen_id__in=persons).order_by("pk")
    values = rows.values_list(
        "citizen_id", "withdrawn_round_id", "pk", "district_id", "name", "registration_number",
        "owner_first_name", "owner_last_name",
    )  # fmt: skip
    known: dict[str, list[tuple[Other, str]]] = {}
    for person, withdrawn, pk, district, name, number, *owner in values:
        if not lifespan.is_standing(withdrawn):
            continue
        other = Other(pk, district, name, number, person)
        known.setdefault(person, []).append((other, thai.name_key(" ".join(owner))))
    for subject in facts.standing:
        person = subject.producer.citizen_id
        for other, borne in chain(facts.lines.persons.get(person, ()), known.get(person, ())):
            if other.is_not(subject.producer):
                code = "same_person" if borne == subject.owner else "same_id_other_name"
                yield Suspicion(subject, code, {"who": other.told_to(facts.district)}, other.pk)


def _same_telephone(facts: Facts) -> Iterable[Suspicion]:
    """Another person's producer is called under the same number."""
    asked = {number for subject in facts.standing for number in subject.producer.phones}
    rows = Telephone.objects.filter(number__in=asked).order_by("pk")
    values = rows.values_list(
        "number", "producer_id", "producer__district_id", "producer__name",
        "producer__registration_number", "producer__citizen_id", "producer__withdrawn_round_id",
    )  # fmt: skip
    called: dict[str, list[Other]] = {}
    for number, pk, district, name, registered, person, withdrawn in values:
        if not lifespan.is_standing(withdrawn):  # here: asked in SQL, SQLite begins with all that stand
            continue
        called.setdefault(number, []).append(Other(pk, district, name, registered, person))
    for subject in facts.standing:
        told: set[int] = set()
        for number in subject.producer.phones:
            all_called = chain(facts.lines.phones.get(number, ()), called.get(number, ()))
            another = (each for each in all_called if each.is_another_person(subject.producer))
            for other in few(each for each in another if each.pk not in told):
                told.add(other.pk)
                said = {"who": other.told_to(facts.district), "phone": identifiers.show_phone(number)}
                yield Suspicion(subject, "same_phone", said, other.pk)


# --- places and names ---


def _same_name(facts: Facts) -> Iterable[Suspicion]:
    """Another producer of the province bears the same name, read without spaces, signs and form words."""
    province = places.province_of(facts.district)
    names = {subject.producer.name_key for subject in facts.standing}
    rows = Producer.objects.filter(name_key__in=names, district__code__startswith=province)
    others = _others(rows, "name_key")
    for subject in facts.standing:
        name = subject.producer.name_key
        named = chain(facts.lines.names.get(name, ()), others.get(name, ()))
        for other in few(each for each in named if each.is_not(subject.producer)):
            yield Suspicion(subject, "same_name", {"who": other.told_to(facts.district)}, other.pk)


def _in_one_tambon(facts: Facts) -> Iterable[Suspicion]:
    """Producers of one tambon: the same house, or names that are nearly one."""
    own = [(each.producer.subdistrict_id, each) for each in facts.standing]
    rows = Producer.objects.filter(subdistrict__in={place for place, _ in own})
    asked = {(place, each.spelt.apart) for place, each in own}  # others are not compared,
    lived = {(place, each.house) for place, each in own}  # nor kept: a tambon may be large
    houses: dict[tuple[str, str], list[Other]] = {}
    names: dict[str, alike.Names[Other]] = {}
    values = rows.order_by("pk").values_list(
        "subdistrict_id", "house_number", "village_number", "name_key",
        "pk", "district_id", "name", "registration_number", "citizen_id", "withdrawn_round_id",
    )  # fmt: skip
    for place, house, village, key, pk, district, name, registered, person, withdrawn in values.iterator():
        if not lifespan.is_standing(withdrawn):
            continue
        other = Other(pk, district, name, registered, person)
        if (at := (place, alike.house_key(house, village))) in lived:
            houses.setdefault(at, []).append(other)
        if (place, (spelt := Spelt(key, name)).apart) in asked:
            names.setdefault(place, alike.Names()).add(other, spelt)
    for subject in facts.standing:
        yield from _in_one_house(subject, (facts.lines.houses, houses), facts.district)
        yield from _near(subject, (facts.lines.spelt, names), facts.district)


def _in_one_house(
    subject: Subject, houses: Iterable[Mapping[tuple[str, str], list[Other]]], district: str
) -> Iterable[Suspicion]:
    producer = subject.producer
    if not subject.house:
        return
    at = producer.subdistrict_id, subject.house
    housed = chain.from_iterable(each.get(at, ()) for each in houses)
    for other in few(each for each in housed if each.is_another_person(producer)):
        yield Suspicion(subject, "same_address", {"who": other.told_to(district)}, other.pk)


def _near(
    subject: Subject, names: Iterable[Mapping[str, alike.Names[Other]]], district: str
) -> Iterable[Suspicion]:
    producer = subject.producer
    place = producer.subdistrict_id
    found = [other for each in names if place in each for other in each[place].near(subject.spelt)]
    for other in few(each for each in found if each.is_not(producer)):
        yield Suspicion(subject, "alike_name", {"who": other.told_to(district)}, other.pk)
