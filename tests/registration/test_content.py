"""What a record says as plain data: complete, exact, masked on screens, and the same fingerprint on any database."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration import content
from registration.models import Plan, Producer, Product
from registration.models.producers import ProducerKind, Standard
from tests.world.cast import Cast
from tests.world.factories import make_producer, make_product_fields, number_of

KEYS = {"first_round", "registered_round", "came_round", "withdrawn_round", "stayed_behind"}
NOT_CONTENT = {
    "id", "registration_number", "district", "confirmed_round", "version", "name_key", "search_key", "sort_key",
    "created_at", "created_by", "updated_at", "producer", "registered_day", "merged_into", *KEYS,
}  # fmt: skip
JSON_PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


@pytest.fixture
def full(cast: Cast, plan: Plan) -> Producer:
    """A producer with a day, money, phones and two certificates."""
    certificates = [
        {"standard": Standard.GMP, "number": "G-7", "expires_day": date(2019, 1, 31)},
        {"standard": Standard.FDA, "number": "80-1-00161"},
    ]
    product = make_product_fields(name="ลาพับ", price_baht=Decimal("35.5"), certificates=certificates)
    return make_producer(
        cast.a, by=cast.district, products=[product], founded_day=date(2010, 5, 1), juristic_id="0805561000012",
        kind="sme", phones=["0812345678"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "names"), [(Producer, content.CONTENT_FIELDS), (Product, content.PRODUCT_FIELDS)]
)
def test_every_column_is_content_or_named_as_none(model: type, names: tuple[str, ...]) -> None:
    columns = {field.name for field in model._meta.concrete_fields} - NOT_CONTENT
    assert {name.removesuffix("_id") if name == "subdistrict_id" else name for name in names} == columns


@pytest.mark.django_db
def test_content_survives_json_without_a_change(full: Producer) -> None:
    said = content.of_producer(Producer.objects.get(pk=full.pk))
    assert json.loads(json.dumps(said)) == said == full.revisions.get().content
    assert (said["founded_day"], said["products"][0]["price_baht"]) == ("2010-05-01", "35.50")
    assert [row["standard"] for row in said["products"][0]["certificates"]] == ["fda", "gmp"]


@pytest.mark.django_db
def test_a_difference_names_fields_in_the_words_of_the_form(full: Producer) -> None:
    before = content.of_producer(full)
    after = json.loads(json.dumps(before)) | {
        "kind": ProducerKind.GROUP,
        "phones": ["0812345678", "075356555"],
    }
    after["products"][0]["name"] = "ลาเช็ด"
    changes = {change.label: (change.before, change.after) for change in content.difference(before, after)}
    assert changes == {
        "ประเภทผู้ผลิต": ("ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม", "กลุ่มผู้ผลิตชุมชน"),
        "โทรศัพท์": ("08 1234 5678", "08 1234 5678, 0-7535-6555"),
        "ผลิตภัณฑ์: ชื่อผลิตภัณฑ์": ("ลาพับ", "ลาเช็ด"),
    }
    assert content.difference(before, before) == []


@pytest.mark.django_db
def test_a_difference_tells_a_withdrawal_and_a_lost_certificate(full: Producer) -> None:
    before = content.of_producer(full)
    after = json.loads(json.dumps(before)) | {"withdrawn_round": 25613}
    after["products"][0]["certificates"].pop()
    fields = {change.field.split(".", 2)[-1]: change.after for change in content.difference(before, after)}
    assert fields == {"withdrawn_round": "ยกเลิกในรอบ 3/2561", "certificates.2": "–"}


@pytest.mark.django_db
def test_no_difference_and_no_masked_content_shows_a_personal_number(full: Producer) -> None:
    said = content.of_producer(full)
    shown = json.dumps([vars(change) for change in content.difference(None, said)])
    for number in (number_of(full), number_of(full, "juristic_id")):
        assert number not in shown
        assert number not in json.dumps(content.masked(said))
    assert content.masked(said)["name"] == said["name"]


@given(JSON_PARTS)
def test_a_fingerprint_does_not_depend_on_the_order_of_keys(part: object) -> None:
    again = json.loads(json.dumps(part, sort_keys=True))
    assert content.fingerprint([part]) == content.fingerprint([again])


@given(st.lists(JSON_PARTS, min_size=1, max_size=5), st.lists(JSON_PARTS, min_size=1, max_size=5))
def test_different_parts_have_different_fingerprints(one: list[object], other: list[object]) -> None:
    is_same = [content.canonical(part) for part in one] == [content.canonical(part) for part in other]
    assert (content.fingerprint(one) == content.fingerprint(other)) == is_same
    assert content.fingerprint(one, previous="a") != content.fingerprint(one, previous="b")
