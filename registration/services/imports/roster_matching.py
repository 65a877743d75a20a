"""A producer of a list beside the registry: new, changes, unchanged, elsewhere or faulty, by the rules of typing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Q

from otop_registry import thai
from registration import content, names, numbers, places
from registration.content import Content
from registration.models import Producer, Subdistrict, Unit
from registration.models.producers import ProducerKind
from registration.models.uploads import RowState
from registration.services.imports.records import column_faults, registry_fields, registry_product
from registration.services.registry import NewProducer, as_of, duplicates, rules
from registration.services.registry.rules import Fault

BY_NAME: Final = "by_name"  # stated instead of a kind: each producer's name says it
BY_NAME_WORDS: Final = "ดูจากชื่อ: กลุ่ม วิสาหกิจชุมชน เป็นกลุ่มผู้ผลิตชุมชน บริษัท ห้าง เป็น SME ร้านและชื่อบุคคลเป็นเจ้าของรายเดียว"
KINDS: Final = tuple(rules.ProducerKind.values)
ASKED: Final = 1000  # keys of each sort in one question
PLACE_FIELDS: Final = (
    "house_number", "village_number", "village", "lane", "road", "subdistrict_id", "postcode",
)  # fmt: skip
OWNER_FIELDS: Final = ("owner_title", "owner_first_name", "owner_last_name")
ENDED: Final = "ยกเลิกไปแล้ว กรุณาเปิดระเบียนเดิมแล้วคืนสถานะ"
MERGED: Final = "รวมกับรายเดียวกันแล้ว กรุณาใช้เลขทะเบียนของรายที่คงอยู่"
ELSEWHERE: Final = f"มี{duplicates.ELSEWHERE}"
NOTHING_GIVEN: Final = NewProducer({}, ())
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What a producer's fields mean: its state, the record it is about, by what it was found, and what is wrong.

    `merged` are the fields with which the record would stand, products of the list alone; `given` the same as the
    registry takes it.
    """

    state: RowState
    key: str
    faults: tuple[Fault, ...] = ()
    record: Producer | None = None
    merged: Fields = field(default_factory=dict)
    given: NewProducer = NOTHING_GIVEN

    @property
    def version(self) -> int:
        """Of the record; 0 for none."""
        return self.record.version if self.record else 0


class Matcher:
    """The registry as far as a list asks for it: read with a few questions, whatever the length of the list."""

    def __init__(self, unit: Unit, on: date, wanted: Sequence[Fields], *, must_exist: bool = False) -> None:
        self.unit, self.on, self.must_exist = unit, on, must_exist
        codes = {fields.get("subdistrict_id") or "" for fields in wanted}
        self.places = Subdistrict.objects.in_bulk(codes - {""})
        self.by_number: dict[str, Producer] = {}
        self.by_name: dict[str, list[Producer]] = {}
        for producer in _own(unit, wanted):
            self.by_number[producer.registration_number] = producer
            self.places[producer.subdistrict_id] = producer.subdistrict
            if not producer.is_withdrawn:
                self.by_name.setdefault(producer.name_key, []).append(producer)
        numbered = [fields for fields in wanted if fields.get("citizen_id") or fields.get("juristic_id")]
        self.holders = duplicates.holders_of(list(map(_numbers, numbered)))

    def verdict(self, fields: Fields) -> Verdict:
        """What one producer's fields mean today."""
        found, key = self._find(fields)
        if found is None:
            return self._elsewhere(fields) or self._new(fields)
        if found.is_withdrawn:
            text = f"{found.name} ({found.registration_number}) {MERGED if found.merged_into_id else ENDED}"
            return Verdict(RowState.FAULTY, key, (Fault("name", text),), found)
        return self._registered(fields, found, key)

    def _find(self, fields: Fields) -> tuple[Producer | None, str]:
        """The own record that the fields speak of, and by what: a number, else name and subdistrict."""
        number = fields.get("registration_number")
        if number and number in self.by_number:
            return self.by_number[number], "registration_number"
        holder = self._holder(fields)
        if holder and holder.district_id.startswith(self.unit.code):
            return holder, "citizen_id" if fields.get("citizen_id") else "juristic_id"
        if fields.get("citizen_id") or fields.get("juristic_id") or number:
            return None, ""
        named = [
            each
            for each in self.by_name.get(thai.name_key(fields.get("name") or ""), ())
            if each.subdistrict_id == fields.get("subdistrict_id")
        ]
        return (named[0], "name") if len(named) == 1 else (None, "")

    def _holder(self, fields: Fields) -> Producer | None:
        citizen, juristic = (
            numbers.token_of(fields.get(name) or "") for name in ("citizen_id", "juristic_id")
        )
        kind = fields.get("kind")
        of_person = [
            each for (number, of_kind), each in self._persons(citizen) if not kind or of_kind == kind
        ]
        if len(of_person) == 1:
            return of_person[0]
        return self.holders.enterprises.get(juristic) if juristic else None

    def _persons(self, citizen: str) -> Iterator[tuple[duplicates.Person, Producer]]:
        if not citizen:
            return
        for kind in KINDS:
            if found := self.holders.persons.get((citizen, kind)):
                yield (citizen, kind), found

    def _elsewhere(self, fields: Fields) -> Verdict | None:
        """A number that is registered outside the unit: told without whose."""
        if self._holder(fields) is None:
            return None
        name = "citizen_id" if fields.get("citizen_id") else "juristic_id"
        return Verdict(RowState.ELSEWHERE, "elsewhere", (Fault(name, ELSEWHERE),))

    def _new(self, fields: Fields) -> Verdict:
        if self.must_exist:
            text = "ไม่พบผู้ผลิตรายนี้ในทะเบียน ตรวจเลขทะเบียนหรือชื่อกับตำบล หรือลงทะเบียนผู้ผลิตก่อน"
            return Verdict(RowState.FAULTY, "", (Fault("name", text),))
        if number := fields.get("registration_number"):
            fault = Fault("registration_number", f"ไม่พบเลขทะเบียน {number} ในพื้นที่นี้ ถ้าเป็นรายใหม่ ให้เว้นช่องนี้ว่าง")
            return Verdict(RowState.FAULTY, "", (fault,))
        merged = _completed(fields, self.places)
        given = self._given(merged)
        found = column_faults(merged) + self._rule_faults(given, merged, None)
        if not found and (back := self.holders.comeback(merged, self._district(merged))):
            if back.is_elsewhere:
                return Verdict(RowState.ELSEWHERE, "elsewhere", (Fault(back.field, str(back)),))
            found = [Fault(back.field, str(back))]
        return Verdict(
            RowState.FAULTY if found else RowState.NEW, "", tuple(_once(found)), None, merged, given
        )

    def _given(self, merged: Fields) -> NewProducer:
        products = [registry_product(each) for each in merged["products"]]
        return NewProducer(registry_fields(merged, self.places), products)

    def _rule_faults(self, given: NewProducer, merged: Fields, producer: Producer | None) -> list[Fault]:
        products = [each for each in given.products if each.get("name")]
        if producer is None:
            return rules.faults_of_new(given.fields, products, self._district(merged))
        faults = rules.faults(given.fields, producer.district_id)
        return faults + rules.faults_of_products(_standing(producer, products))

    def _district(self, fields: Fields) -> str:
        """The district that would register the producer: its subdistrict's, when it lies in the unit."""
        code = places.district_of(fields.get("subdistrict_id") or "")
        return code if code.startswith(self.unit.code) and places.is_district(code) else self.unit.code

    def _registered(self, fields: Fields, producer: Producer, key: str) -> Verdict:
        current = content.of_producer(producer)
        merged = {
            **{name: current[name] for name in content.CONTENT_FIELDS},
            **_differing(fields, current, str(producer.subdistrict), self.on),
            "products": list(_changed_products(fields, current, self.on)),
        }
        is_same = not merged["products"] and all(
            merged[name] == current[name] for name in content.CONTENT_FIELDS
        )
        if is_same:
            return Verdict(RowState.UNCHANGED, key, (), producer, merged)
        judged = merged | {"has_no_last_name": names.is_no_surname(current["owner_last_name"])}
        given = self._given(merged)
        found = column_faults(judged) + self._rule_faults(given, merged, producer)
        state = RowState.FAULTY if found else RowState.CHANGES
        return Verdict(state, key, tuple(_once(found)), producer, merged, given)


def _numbers(fields: Fields) -> Fields:
    return {
        "citizen_id": fields.get("citizen_id") or "",
        "juristic_id": fields.get("juristic_id") or "",
        "kind": fields.get("kind") or "",
    }


def _own(unit: Unit, wanted: Sequence[Fields]) -> Iterator[Producer]:
    """The unit's producers that the list may speak of, with products, certificates and place."""
    rows = Producer.objects.filter(district__code__startswith=unit.code)
    rows = rows.select_related("subdistrict", "withdrawn_round").prefetch_related("products__certificates")
    seen: set[int] = set()
    for start in range(0, len(wanted), ASKED):
        part = wanted[start : start + ASKED]
        asked = Q(registration_number__in={each.get("registration_number") or "" for each in part} - {""})
        asked |= Q(citizen_id__in={each.get("citizen_id") or "" for each in part} - {""})
        asked |= Q(juristic_id__in={each.get("juristic_id") or "" for each in part} - {""})
        asked |= Q(name_key__in={thai.name_key(each.get("name") or "")[:200] for each in part} - {""})
        for producer in rows.filter(asked):
            if producer.pk not in seen:
                seen.add(producer.pk)
                yield producer


def _completed(fields: Fields, known: Mapping[str, Subdistrict]) -> dict[str, Any]:
    """A new producer with what was stated for all of the list, and the postcode of a subdistrict that has one."""
    stated = dict(fields.get("stated", {}))
    product_type = stated.pop("product_type", "")
    if stated.get("kind") == BY_NAME:
        stated["kind"] = kind_of_name(fields.get("name") or "")
    found = stated | dict(fields)
    found["products"] = [_typed(each, product_type) for each in fields.get("products", ())]
    place = known.get(fields.get("subdistrict_id") or "")
    if place and not fields.get("postcode") and len(place.postcodes.split()) == 1:
        found["postcode"] = place.postcodes.strip()
    return found


def kind_of_name(name: str) -> str:
    """The kind that a producer's name begins with; "" for a name that says none."""
    return next((kind for kind, begins in _BEGINS.items() if begins.match(name)), "")


_BEGINS: Final = {
    ProducerKind.GROUP.value: re.compile(r"กลุ่ม|วิสาหกิจชุมชน|วสช|ชุมชน|ศูนย์เรียนรู้"),
    ProducerKind.SME.value: re.compile(r"บริษัท|บจก|หจก|ห้างหุ้นส่วน"),
    ProducerKind.SOLE_OWNER.value: re.compile(r"ร้าน|นาย(?=\s?[ก-๎])|นาง|น\.ส\.|ว่าที่"),
}


def _typed(product: Fields, product_type: str) -> dict[str, Any]:
    """A new product, of the type that was stated where the list has none."""
    return {"product_type": product_type, **product} if product_type else dict(product)


def _once(faults: Iterable[Fault]) -> list[Fault]:
    """One fault for a box is enough: what is missing is told before what follows from it."""
    found: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        own = fault.text if fault.field == rules.PRODUCTS else ""
        found.setdefault((fault.field, own), fault)
    if ("subdistrict", "") in found:
        found.pop(("postcode", ""), None)  # it is filled in from the place
    return list(found.values())


# --- what a list changes of a record --------------------------------------------------------------


def _differing(fields: Fields, current: Content, place: str, on: date) -> dict[str, Any]:
    """The fields that say something else than the record; one that is only spelt otherwise is the same."""
    typed = fields.get("typed", {})
    said = {name: fields[name] for name in content.CONTENT_FIELDS if fields.get(name) not in (None, "", [])}
    said = {name: value for name, value in said.items() if not _is_known(name, value, current)}
    if _same(typed.get("address"), as_of.address_of(current, place)):
        said = {name: value for name, value in said.items() if name not in PLACE_FIELDS}
    owner = names.full_name(*(current[name] for name in OWNER_FIELDS))
    if _same(typed.get("owner"), owner):
        said = {name: value for name, value in said.items() if name not in OWNER_FIELDS}
    if "village_number" in said:
        shown = names.show_village(said["village_number"])
        said |= (
            {"village_number": current["village_number"]}
            if shown == names.show_village(current["village_number"])
            else {}
        )
    return said


def _is_known(name: str, value: object, current: Content) -> bool:
    """Whether a number of the list is the one that is registered."""
    return name in content.SECRET_FIELDS and numbers.token_of(str(value)) == current[name]


def _same(typed: str | None, shown: str) -> bool:
    return typed is not None and thai.repair(typed).replace(" ", "") == thai.repair(shown).replace(" ", "")


def _changed_products(fields: Fields, current: Content, on: date) -> Iterator[dict[str, Any]]:
    """The products of the list that are new to the record or differ from it, as the record would have them."""
    standing = [each for each in current["products"] if each["withdrawn_round"] is None]
    by_key: dict[str, list[Content]] = {}
    for each in standing:
        by_key.setdefault(thai.name_key(each["name"]), []).append(each)
    for product in fields.get("products", ()):
        alike = by_key.get(thai.name_key(product.get("name") or ""))
        before = alike.pop(0) if alike else None
        if before is None:
            yield _bare(_typed(product, fields.get("stated", {}).get("product_type", "")))
        elif changed := _changed_product(product, before, on):
            yield changed


def _bare(product: Fields) -> dict[str, Any]:
    names_of = (*content.PRODUCT_FIELDS, "certificates", "id")
    return {name: product[name] for name in names_of if product.get(name) not in (None, "")}


def _changed_product(product: Fields, before: Content, on: date) -> dict[str, Any] | None:
    """The product as it would stand, or None when the list says nothing new of it."""
    own = {name: before[name] for name in (*content.PRODUCT_FIELDS, "certificates")} | {"id": before["id"]}
    said = {name: product[name] for name in content.PRODUCT_FIELDS if product.get(name) not in (None, "")}
    if thai.name_key(said.get("name") or "") == thai.name_key(before["name"]):
        said.pop("name", None)
    after = {**own, **said}
    shown = ", ".join(as_of.standard_line(each, on) for each in before["certificates"])
    if not _same(product.get("standards_typed"), shown):
        held = {(each["standard"], each["number"]) for each in before["certificates"]}
        new = [
            each for each in product.get("certificates", ()) if (each["standard"], each["number"]) not in held
        ]
        after["certificates"] = [*before["certificates"], *new]
    return after if after != own else None


def _standing(producer: Producer, given: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names of the products as they would stand together."""
    rows = {
        row.pk: {"name": row.name, "same_name_reason": row.same_name_reason}
        for row in producer.products.all()
        if not row.is_withdrawn
    }
    own = {each["id"]: each for each in given if each.get("id") in rows}
    new = [each for each in given if each.get("id") not in rows]
    return [*({**rows[pk], **own.get(pk, {})} for pk in sorted(rows)), *new]
