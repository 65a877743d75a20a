"""What a correction makes of a record, in its own round and in each later one: a merge of three, on plain data. Pure.

A field that still says what was wrong says what is right; what somebody changed himself stays. A stay that ended in
the corrected round ends in every later round, unless a later stay began; an end of that round that is taken back is
one in no round. Source: decisions 0079, 0089.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from registration.content import Content

CORRECTABLE: Final = (  # what rosters and reports show; who somebody is, is decided by merging, never corrected
    "kind", "name", "owner_title", "owner_first_name", "owner_last_name", "juristic_id", "members_male_count",
    "members_female_count", "house_number", "village_number", "village", "lane", "road", "subdistrict_id", "postcode",
    "phones",
)  # fmt: skip
CORRECTABLE_OF_PRODUCTS: Final = ("name", "product_type")
END: Final = "withdrawn_round"
Changes = Mapping[str, list[Any]]  # {key: [wrong, right]}; a product's keys are products.<id>.<field>


def applied(record: Content, changes: Changes, round_id: int) -> Content:
    """The record as it says after the correction of `round_id`."""
    return {
        **_changed(record, changes, "", round_id),
        "products": [
            _changed(product, changes, f"products.{product['id']}.", round_id)
            for product in record["products"]
        ],
    }


def _changed(row: Content, changes: Changes, prefix: str, round_id: int) -> Content:
    own = {name: changes[f"{prefix}{name}"] for name in row if f"{prefix}{name}" in changes}
    fields = {name: right for name, (wrong, right) in own.items() if name != END and row[name] == wrong}
    return {**row, **fields, **_end(row, own[END], round_id)} if END in own else {**row, **fields}


def _end(row: Content, change: list[Any], round_id: int) -> Content:
    """What becomes of the stay: it ends with the round, or its end in that round is taken back."""
    wrong, right = change
    if right is None:
        return {END: None} if row[END] == wrong else {}
    return {END: round_id} if _goes_on(row, round_id) else {}


def _goes_on(row: Content, round_id: int) -> bool:
    """Whether the stay that is to end with the round goes on after it; one that began later is another."""
    return row["registered_round"] <= round_id and (row[END] is None or row[END] > round_id)


def touches_stays(changes: Changes) -> bool:
    """Whether the correction ends the record or one of its products, or takes such an end back."""
    return any(_is_stay(key) for key in changes)


def without_stays(changes: Changes) -> Changes:
    return {key: change for key, change in changes.items() if not _is_stay(key)}


def _is_stay(key: str) -> bool:
    return key.rpartition(".")[2] == END


def is_taken_back(record: Content, changes: Changes) -> bool:
    """Whether each end that is to be taken back is still what the record says: no later stay began since."""
    ends = {END: record[END]} | {f"products.{each['id']}.{END}": each[END] for each in record["products"]}
    taken = ((key, wrong) for key, (wrong, right) in changes.items() if _is_stay(key) and right is None)
    return all(ends.get(key) == wrong for key, wrong in taken)


@dataclass(frozen=True)
class Right:
    """What somebody says is right: fields of the record and of products by their keys, the products that ended, and
    those whose end in the round is taken back."""

    fields: Content
    products: Mapping[int, Content]
    ended: frozenset[int] = frozenset()
    returned: frozenset[int] = frozenset()


def changes_of(before: Content, right: Right, round_id: int) -> dict[str, list[Any]]:
    """What differs between a frozen record and what is right: {key: [wrong, right]}."""
    pairs = [*_of_record(before, right), *_of_products(before, right, round_id)]
    return {key: [wrong, said] for key, wrong, said in pairs if wrong != said}


def _of_record(before: Content, right: Right) -> Iterator[tuple[str, Any, Any]]:
    for name in CORRECTABLE:
        if name in right.fields:
            yield name, before[name], right.fields[name]


def _of_products(before: Content, right: Right, round_id: int) -> Iterator[tuple[str, Any, Any]]:
    for product in before["products"]:
        prefix, said = f"products.{product['id']}", right.products.get(product["id"], {})
        for name in CORRECTABLE_OF_PRODUCTS:
            if name in said:
                yield f"{prefix}.{name}", product[name], said[name]
        if product["id"] in right.ended and _goes_on(product, round_id):
            yield f"{prefix}.{END}", None, round_id
        if product["id"] in right.returned and product[END] == round_id:
            yield f"{prefix}.{END}", round_id, None


def all_ended(before: Content, round_id: int) -> dict[str, list[Any]]:
    """The record ends as of the round, with every product that stands."""
    standing = [each["id"] for each in before["products"] if _goes_on(each, round_id)]
    keys = [END, *(f"products.{pk}.{END}" for pk in standing)]
    return {key: [None, round_id] for key in keys}


def all_returned(before: Content, round_id: int, products: Collection[int]) -> dict[str, list[Any]]:
    """The record goes on after the round, with those of its products that ended with it wrongly."""
    ended = [each["id"] for each in before["products"] if each["id"] in products and each[END] == round_id]
    keys = [END, *(f"products.{pk}.{END}" for pk in ended)]
    return {key: [round_id, None] for key in keys}
