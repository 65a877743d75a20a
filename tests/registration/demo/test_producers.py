"""The invented producers of the demo obey the rules of real ones."""

import pytest

from registration.demo.producers import WORDS, Inventor
from registration.services.registry import rules
from tests.world.factories import make_subdistrict, make_unit

pytestmark = pytest.mark.django_db


def test_an_invented_producer_is_a_valid_one_without_a_product_twice() -> None:
    district = make_unit("8001")
    make_subdistrict("800101", postcodes="80000")
    inventor = Inventor(district)
    for _ in range(200):
        fields, products = inventor.producer()
        nothing = dict.fromkeys(rules.MEMBERS) | {"juristic_id": ""}
        assert rules.faults(nothing | fields, "8001") == []
        assert rules.faults_of_products(products) == []
        names = {product["name"] for product in products}
        assert inventor.product(names)["name"] not in names


def test_a_producer_that_has_every_name_of_its_types_gets_a_product_of_another() -> None:
    names = WORDS["products"]["43"]
    taken = [name for kind in ("food", "cloth", "utensil", "herb") for name in names[kind]]
    inventor = Inventor(make_unit("4301"))
    for _ in range(20):
        assert inventor.product(taken)["name"] in names["drink"]
