"""Two officers' versions of one record, field by field: certificates as one, numbers masked, newcomers kept."""

from datetime import date
from typing import Any

from registration.models import Certificate, Plan, Producer, Product
from registration.services import registry
from registration.services.registry import as_of, comparison
from registration.services.registry.comparison import Comparison, Typed
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, amend, make_citizen_id, make_producer, make_product_fields

CERTIFICATE = {"standard": "fda", "number": "1", "issuer": "อย.", "issued_day": None, "expires_day": None}


def typed_of(producer: Producer, **over: Any) -> Typed:
    """What a page of the producer holds: every field, every product with its certificates."""
    fields = {name: getattr(producer, name) for name in ("kind", "name", "citizen_id", "road", "subdistrict")}
    products = [
        {
            **{
                name: getattr(row, name) for name in ("id", "name", "product_type", "description", "material")
            },
            **{
                name: getattr(row, name)
                for name in ("size", "price_baht", "selling_unit", "monthly_capacity")
            },
            "is_regulated": row.is_regulated,
            "state": row.state,
            "certificates": [{name: getattr(each, name) for name in CERTIFICATE} for each in _proofs(row)],
        }
        for row in producer.products.all()
    ]
    return Typed(fields | over, products)


def _proofs(product: Product) -> list[Certificate]:
    return list(product.certificates.all())


def compared(producer: Producer, typed: Typed, began: int = 1) -> Comparison:
    current = Producer.objects.get(pk=producer.pk)
    return comparison.compare(as_of.content_at(current, began), current, typed)


def test_versions_that_agree_have_nothing_to_choose(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    assert compared(producer, typed_of(producer)).rows == ()


def test_certificates_are_chosen_as_one_and_named_with_their_product(cast: Cast, plan: Plan) -> None:
    products = [make_product_fields(name="ขนมลา", certificates=[CERTIFICATE])]
    producer = make_producer(cast.a, by=cast.district, products=products)
    typed = typed_of(producer)
    typed.products[0]["certificates"][0]["expires_day"] = date(2019, 1, 31)
    (row,) = compared(producer, typed).rows
    assert (row.label, row.chosen) == ("ขนมลา: ใบรับรองมาตรฐาน", "mine")
    assert (row.theirs, row.mine) == ("อย. 1 อย.", "อย. 1 อย. หมดอายุ 31 ม.ค. 2562")
    merged = comparison.merged(Producer.objects.get(), typed, {row.key: "theirs"})
    assert merged.products[0]["certificates"] == [CERTIFICATE]


def test_two_numbers_that_differ_under_the_mask_are_told_apart(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, citizen_id=make_citizen_id(11))
    same_mask = next(n for n in range(12, 99) if make_citizen_id(n)[-1] == make_citizen_id(11)[-1])
    (row,) = compared(producer, typed_of(producer, citizen_id=make_citizen_id(same_mask))).rows
    assert row.mine == f"{row.theirs} (ต่างกันในหลักที่ปิดไว้)"


def test_a_new_product_is_kept_and_a_withdrawn_one_left_out(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    typed = typed_of(producer)
    typed.products.append(make_product_fields(name="ของใหม่"))
    product = producer.products.get()
    registry.withdraw_product(product, by=cast.colleague, on=REGISTER_DAY, version=1, reason="เลิก")
    assert compared(producer, typed).withdrawn == (product.name,)
    merged = comparison.merged(Producer.objects.get(), typed, {})
    assert [row["name"] for row in merged.products] == ["ของใหม่"]


def test_a_field_chosen_as_theirs_takes_what_stands(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, road="เดิม")
    typed = typed_of(producer, road="ของฉัน", name="ชื่อของฉัน")
    current = amend(producer, by=cast.colleague, on=REGISTER_DAY, road="ของเขา")
    merged = comparison.merged(current, typed, {"road": "theirs", "name": "mine"})
    assert (merged.fields["road"], merged.fields["name"]) == ("ของเขา", "ชื่อของฉัน")
    assert typed.fields["road"] == "ของฉัน", "what was typed is not changed"
