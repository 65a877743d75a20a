"""Whether two producers may be one: numbers, places and names that they share."""

from collections.abc import Iterable

from registration import places
from registration.models import Producer
from registration.services.checks.facts import Facts, Other, Suspicion


def judge(facts: Facts) -> Iterable[Suspicion]:
    yield from _same_name(facts)


def _same_name(facts: Facts) -> Iterable[Suspicion]:
    """Another producer of the province bears the same name, read without spaces, signs and form words."""
    province = places.province_of(facts.district)
    names = {subject.producer.name_key for subject in facts.standing}
    standing = Producer.objects.active().filter(name_key__in=names, district__code__startswith=province)
    rows = standing.order_by("pk").values_list("name_key", "pk", "district_id", "name", "registration_number")
    alike: dict[str, list[Other]] = {}
    for key, pk, district, name, number in rows:
        alike.setdefault(key, []).append(Other(pk, district, name, number))
    for subject in facts.standing:
        for other in alike.get(subject.producer.name_key, ()):
            if other.pk != subject.producer.pk:
                said = {"who": other.told_to(facts.district)}
                yield Suspicion(subject, "same_name", said, other.pk)
