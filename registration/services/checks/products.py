"""What is odd in the products of a record: named twice, without their licence."""

from collections.abc import Iterable

from registration.services.checks.facts import Facts, Subject, Suspicion, listed
from registration.services.checks.licences import lacks_licence


def judge(facts: Facts) -> Iterable[Suspicion]:
    for subject in facts.standing:
        yield from _twins(subject, facts.round_id)
        yield from _without_licence(subject, facts)


def _twins(subject: Subject, round_id: int) -> Iterable[Suspicion]:
    """Two standing products of the producer bear the same name, one of them brought by this round."""
    products = [each.product for each in subject.goods]
    keys = [product.name_key for product in products]
    fresh = {each.name_key for each in products if each.registered_round_id == round_id}
    twins = [each.name for each in products if each.name_key in fresh and keys.count(each.name_key) > 1]
    if twins:
        yield Suspicion(subject, "twin_products", {"names": listed(twins)})


def _without_licence(subject: Subject, facts: Facts) -> Iterable[Suspicion]:
    """A product lacks the licence in force that a law asks for."""
    lacking = [
        each.product.name
        for each in subject.goods
        if lacks_licence(each.product, each.certificates, facts.on)
    ]
    if lacking:
        yield Suspicion(subject, "lacks_licence", {"names": listed(lacking)})
