"""Heads of tables of sales as offices write them: whose column, which channels, and what is no sale of the month."""

import pytest

from registration.services.imports.sales_heads import COVERS, SALES
from registration.services.sales.splitting import EVERY


def key_of(head: str) -> str:
    """The column that knows a head; "" for none."""
    return next((column.key for column in SALES.columns if column.is_headed(head)), "")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("ในประเทศ(ออฟไลน์)", "domestic_offline"),
        ("ยอดจำหน่าย (บาท) ในประเทศ ออนไลน์", "domestic_online"),
        ("ตลาดต่างประเทศ (บาท) ออฟไลน์", "abroad_offline"),
        ("ส่งออก Online", "abroad_online"),
        ("ยอดจำหน่ายในประเทศ", "domestic"),
        ("ในประเทศ (ออฟไลน์และออนไลน์)", "domestic"),
        ("ต่างประเทศ รวม", "abroad"),
        ("ขายออนไลน์ ในประเทศ/ต่างประเทศ", "online"),
        ("หน้าร้าน", "offline"),
        ("ยอดจำหน่าย (พันบาท)", "total"),
        ("รวม", "total"),
        ("ยอดขายเดือน ก.ค. 2567", "total"),
        ("ไม่มียอดจำหน่าย", "zero"),
        ("หมายเหตุ", "reason"),
        ("เลขทะเบียนผู้ผลิต", "number"),
        ("ชื่อกลุ่ม/ผู้ประกอบการ", "producer"),
        ("ผลิตภัณฑ์ ชื่อผลิตภัณฑ์", "product"),
    ],
)
def test_a_head_is_known(head: str, key: str) -> None:
    assert key_of(head) == key


@pytest.mark.parametrize(
    "head",
    ["ประเภทผู้ผลิต", "ประเภทผลิตภัณฑ์", "ยอดขายสะสม", "ยอดเดือนก่อน", "เป้ายอดจำหน่าย", "ราคา", "ที่", "เลขทะเบียนเดิม"],
)
def test_what_is_something_else_is_not_read(head: str) -> None:
    assert key_of(head) == ""


def test_every_column_of_amounts_covers_channels() -> None:
    amounts = {column.key for column in SALES.columns} - {
        "number", "zero", "reason", "producer", "product", "district", "month", "unit", "outcome",
    }  # fmt: skip
    assert amounts == set(COVERS)
    assert {channel for cover in COVERS.values() for channel in cover} == set(EVERY)
