"""What is odd in the products of a record: named twice, like another's, without licence, priced unlike its type."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration import lifespan
from registration.checks import prices
from registration.models import Certificate, Producer, Product
from registration.models.producers import ProductType, Standard
from registration.services.checks.facts import Facts, Goods, Other, Subject, Suspicion, few, listed
from registration.services.checks.licences import LICENCES, lacks_licence

EATEN: Final = frozenset({ProductType.FOOD, ProductType.DRINK, ProductType.HERB})
UNDER_A_LAW: Final = frozenset({ProductType.DRINK, ProductType.HERB})  # of food, the officer says which is
STANDARD_OF: Final[
    Mapping[str, frozenset[str]]
] = {  # the types a standard is given for; one not named fits all
    Standard.FDA: EATEN,
    Standard.GMP: EATEN,
    Standard.HACCP: EATEN,
    Standard.HALAL: EATEN,
    Standard.GAP: EATEN,
    Standard.PEACOCK: frozenset({ProductType.CLOTH}),
    Standard.EXCISE: frozenset({ProductType.DRINK}),
}


def judge(facts: Facts) -> Iterable[Suspicion]:
    for subject in facts.standing:
        yield from _twins(subject, facts.round_id)
        yield from _licences(subject, facts)
        yield from _certificates(subject, facts)
    yield from _like_anothers(facts)
    yield from _priced_oddly(facts)


def _twins(subject: Subject, round_id: int) -> Iterable[Suspicion]:
    """Two standing products of the producer bear the same name, one of them brought by this round."""
    products = [each.product for each in subject.goods]
    keys = [product.name_key for product in products]
    fresh = {each.name_key for each in products if each.registered_round_id == round_id}
    twins = [each.name for each in products if each.name_key in fresh and keys.count(each.name_key) > 1]
    if twins:
        yield Suspicion(subject, "twin_products", {"names": listed(twins)})


def _licences(subject: Subject, facts: Facts) -> Iterable[Suspicion]:
    """A product lacks the licence in force that a law asks for, or is of a type that a law asks one for."""
    lacking = [
        each.product.name
        for each in subject.goods
        if lacks_licence(each.product, each.certificates, facts.on)
    ]
    if lacking:
        yield Suspicion(subject, "lacks_licence", {"names": listed(lacking)})
    unmarked = [each.product.name for each in subject.goods if _is_unmarked(each, facts.round_id)]
    if unmarked:
        yield Suspicion(subject, "licence_by_type", {"names": listed(unmarked)})


def _is_unmarked(goods: Goods, round_id: int) -> bool:
    """Brought by this round, of a type under a licence law, neither marked as such nor with a licence."""
    product = goods.product
    if (
        product.is_regulated
        or product.product_type not in UNDER_A_LAW
        or product.registered_round_id != round_id
    ):
        return False
    return not any(each.standard in LICENCES for each in goods.certificates)


def _certificates(subject: Subject, facts: Facts) -> Iterable[Suspicion]:
    """A certificate is given for no product of this type, or is over."""
    rows = [(goods.product, each) for goods in subject.goods for each in goods.certificates]
    strange = [_shown(*row) for row in rows if _is_strange(*row)]
    if strange:
        yield Suspicion(subject, "strange_certificate", {"names": ", ".join(strange)})
    over = [
        _shown(product, each)
        for product, each in rows
        if each.expires_day and each.expires_day < facts.on and not _is_strange(product, each)
    ]
    if over:
        yield Suspicion(subject, "expired_certificate", {"names": ", ".join(over)})


def _is_strange(product: Product, certificate: Certificate) -> bool:
    return product.product_type not in STANDARD_OF.get(certificate.standard, {product.product_type})


def _shown(product: Product, certificate: Certificate) -> str:
    return f"{certificate.get_standard_display()} ของ “{product.name}”"


def _like_anothers(facts: Facts) -> Iterable[Suspicion]:
    """A product that this round brought has the name, type and price of another's of the same tambon."""
    fresh = [
        (subject, each.product)
        for subject in facts.standing
        for each in subject.goods
        if each.product.registered_round_id == facts.round_id and each.product.price_baht is not None
    ]
    if not fresh:
        return
    rows = Product.objects.active().filter(
        name_key__in={product.name_key for _, product in fresh},
        producer__subdistrict__in={subject.producer.subdistrict_id for subject, _ in fresh},
    )
    values = rows.order_by("pk").values_list(
        "name_key", "product_type", "price_baht", "producer__subdistrict_id",
        "producer_id", "producer__district_id", "producer__name", "producer__registration_number",
        "producer__citizen_id",
    )  # fmt: skip
    alike: dict[tuple[object, ...], list[Other]] = {}
    for *key, pk, district, name, number, person in values:
        alike.setdefault(tuple(key), []).append(Other(pk, district, name, number, person))
    yield from _once_per_pair(facts, fresh, alike)


def _once_per_pair(
    facts: Facts, fresh: Iterable[tuple[Subject, Product]], alike: Mapping[tuple[object, ...], list[Other]]
) -> Iterable[Suspicion]:
    found: dict[tuple[Subject, Other], list[str]] = {}
    for subject, product in fresh:
        key = (product.name_key, product.product_type, product.price_baht, subject.producer.subdistrict_id)
        for other in few(each for each in alike.get(key, ()) if each.is_not(subject.producer)):
            found.setdefault((subject, other), []).append(product.name)
    for (subject, other), names in found.items():
        said = {"who": other.told_to(facts.district), "names": listed(names)}
        yield Suspicion(subject, "product_like_anothers", said, other.pk)


def _priced_oddly(facts: Facts) -> Iterable[Suspicion]:
    """A price lies far from what products of its type cost in the district."""
    if not any(goods.product.price_baht for subject in facts.standing for goods in subject.goods):
        return
    producers = Producer.objects.filter(district_id=facts.district).order_by().values("pk")
    rows = Product.objects.filter(producer__in=producers).order_by()
    by_type: dict[str, list[Decimal]] = {}
    for kind, price, withdrawn in rows.values_list("product_type", "price_baht", "withdrawn_round_id"):
        if price and lifespan.is_standing(withdrawn):  # here: asked in SQL, SQLite begins with all that stand
            by_type.setdefault(kind, []).append(price)
    spans = {kind: prices.usual(known) for kind, known in by_type.items()}
    for subject in facts.standing:
        odd = [_priced(each.product, spans) for each in subject.goods]
        if any(odd):
            yield Suspicion(subject, "odd_price", {"names": ", ".join(filter(None, odd))})


def _priced(product: Product, spans: Mapping[str, tuple[Decimal, Decimal] | None]) -> str:
    span = spans.get(product.product_type)
    if not span or not product.price_baht or span[0] <= product.price_baht <= span[1]:
        return ""
    low, high = map(thai.baht, span)
    return f"“{product.name}” {thai.baht(product.price_baht)} บาท (ประเภทนี้ในอำเภอ {low}–{high} บาท)"
