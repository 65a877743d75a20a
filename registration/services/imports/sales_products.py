"""Which products of a district's month a row of sales is about: by registration number, or by the names it gives.

A name alone that only one producer sells is taken, and told. Whatever could be two things is asked about; what
belongs to another district is said without telling whose it is.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from otop_registry import thai
from registration import identifiers
from registration.models import Producer, Product, Unit
from registration.services import sales

MOST_NAMED: Final = 5
_TITLE: Final = re.compile(r"^(?:กิ่ง)?(?:อำเภอ|เขต|อ\.)\s*")
_BETWEEN: Final = re.compile(r"[,;\s]+")


Names = Mapping[str, str]  # what a row calls its producer and product, by number, producer, product, district


@dataclass(frozen=True)
class Found:
    """The products of a row, all of one producer; none with `code` and the sentence that says why, about a key.

    With products, `code` and sentence tell what was taken for granted. `is_elsewhere`: it is another district's.
    """

    products: tuple[Product, ...] = ()
    key: str = ""
    code: str = ""
    message: str = ""
    is_elsewhere: bool = False


class Register:
    """The products asked for a district's month, by everything a row may call them; two queries."""

    def __init__(self, district: Unit, month: date, several: Iterable[Names]) -> None:
        self.district, self.month = district, month
        self.products = {product.pk: product for product in sales.products_of(district, month)}
        self.by_number: dict[str, list[Product]] = {}
        self.by_producer: dict[str, list[Product]] = {}
        self.by_product: dict[str, list[Product]] = {}
        for product in self.products.values():
            for number in _numbers(product.producer):
                self.by_number.setdefault(number, []).append(product)
            self.by_producer.setdefault(product.producer.name_key, []).append(product)
            self.by_product.setdefault(product.name_key, []).append(product)
        self.others = self._others(several)

    def _others(self, several: Iterable[Names]) -> dict[str, bool]:
        """{number of a row that is not asked here: whether it is another district's}."""
        said = {_number(each["number"]) for each in several if each.get("number")} - self.by_number.keys()
        rows = Producer.objects.filter(registration_number__in=said) if said else Producer.objects.none()
        return {
            number: code != self.district.pk
            for number, code in rows.values_list("registration_number", "district_id")
        }

    def find(self, names: Names) -> Found:
        """The products that a row names. A row without a product's name is about all of its producer's."""
        if away := self._away(names):
            return away
        producer = self._producer(names)
        if producer.code:
            return producer
        if names.get("product"):
            own = self._above(names) if not producer.products else None
            return own or self._named(names["product"], producer.products)
        return producer if producer.products else Found((), "", "no_name", "ไม่ได้ระบุผู้ผลิตหรือผลิตภัณฑ์")

    def _above(self, names: Names) -> Found | None:
        """The product that several sell, of the producer whose rows stand right above; None where it is not needed."""
        key = thai.name_key(names["product"])
        alike = self.by_product.get(key, [])
        own = [each for each in alike if each.producer.name_key == thai.name_key(names.get("above", ""))]
        if len(alike) < 2 or len(own) != 1:
            return None
        text = f"แถวไม่ได้ระบุผู้ผลิต มีหลายรายที่ขาย “{names['product']}” อ่านเป็นของ “{own[0].producer.name}” ตามแถวบน"
        return Found((own[0],), "product", "continued", text)

    def _away(self, names: Names) -> Found | None:
        """A row that says it is another district's."""
        said = thai.to_arabic(names.get("district", "")).removesuffix(".0")
        name = _TITLE.sub("", said).removesuffix("ฯ")
        is_capital = name == "เมือง" and self.district.name.startswith("เมือง")
        if not said or said == self.district.code or name == self.district.name or is_capital:
            return None
        text = f"แถวนี้เป็นของ{said} ไม่ใช่{self.district}"
        return Found((), "district", "elsewhere", text, is_elsewhere=True)

    def _producer(self, names: Names) -> Found:
        """The products of the producer that a row names; none, and no code, when it names no producer."""
        name = names.get("producer", "")
        if names.get("number"):
            return self._numbered(names["number"], name)
        if not name:
            return Found()
        found = self.by_producer.get(thai.name_key(name), [])
        if not found:
            text = f"ไม่พบผู้ผลิต “{name}” ที่ต้องรายงานเดือนนี้ใน{self.district}"
            return Found(
                (), "producer", "unknown_producer", text + _near(name, self.by_producer, _producer_of)
            )
        if not names.get("product") and len({each.producer_id for each in found}) > 1:
            return Found((), "producer", "ambiguous", "มีผู้ผลิตชื่อนี้มากกว่าหนึ่งราย กรุณาระบุเลขทะเบียน")
        return Found(tuple(found))

    def _numbered(self, said: str, name: str) -> Found:
        number = _number(said)
        found = self.by_number.get(number, [])
        if not found and self.others.get(number):
            return Found((), "number", "elsewhere", "เลขทะเบียนนี้เป็นของอำเภออื่น", is_elsewhere=True)
        if not found:
            known = "ไม่มีผลิตภัณฑ์ที่ต้องรายงานเดือนนี้" if number in self.others else "ไม่พบในทะเบียน"
            return Found((), "number", "unknown_number", f"เลขทะเบียน {said} {known}")
        if name and thai.name_key(name) not in {each.producer.name_key for each in found}:
            text = f"เลขทะเบียนนี้เป็นของ “{found[0].producer.name}” แต่ในแถวเป็น “{name}”"
            return Found((), "producer", "contradicts", text)
        return Found(tuple(found))

    def _named(self, name: str, products: tuple[Product, ...]) -> Found:
        """Among the products of the row's producer, or of everybody when it names none, those of its name."""
        key = thai.name_key(name)
        chosen = [each for each in products or self.by_product.get(key, []) if each.name_key == key]
        if len(chosen) > 1:
            text = "มีผลิตภัณฑ์ชื่อนี้มากกว่าหนึ่งรายการ กรุณาเลือกผลิตภัณฑ์ในหน้านี้"
            return Found((), "product", "ambiguous", text)
        if chosen and products:
            return Found((chosen[0],))
        if chosen:
            text = f"แถวไม่ได้ระบุผู้ผลิต มีผลิตภัณฑ์ชื่อนี้รายการเดียว อ่านเป็นของ “{chosen[0].producer.name}”"
            return Found((chosen[0],), "product", "by_name", text)
        text = f"ไม่พบผลิตภัณฑ์ “{name}” ที่ต้องรายงานเดือนนี้ใน{self.district}"
        if products:
            listed = " · ".join(each.name for each in products[:MOST_NAMED])
            return Found((), "product", "unknown_product", f"ผู้ผลิตรายนี้ไม่มีผลิตภัณฑ์ “{name}” มี {listed}")
        return Found((), "product", "unknown_product", text + _near(name, self.by_product, _name_of))


def _number(said: str) -> str:
    """A registration number as we write it; any other as it stands, for numbers of older systems."""
    text = thai.to_arabic(said).removesuffix(".0")
    try:
        return identifiers.check_registration_number(text)
    except ValueError:
        return text


def _numbers(producer: Producer) -> set[str]:
    former = thai.to_arabic(thai.repair(producer.former_numbers))
    return {producer.registration_number, *filter(None, _BETWEEN.split(former))}


def _near(said: str, known: dict[str, list[Product]], name_of: Callable[[Product], str]) -> str:
    """The nearest name that is known, as a question; "" for none."""
    near = difflib.get_close_matches(thai.name_key(said), known, n=1, cutoff=0.75)
    return f" หมายถึง “{name_of(known[near[0]][0])}” ใช่ไหม" if near else ""


def _producer_of(product: Product) -> str:
    return product.producer.name


def _name_of(product: Product) -> str:
    return product.name
