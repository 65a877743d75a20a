"""The demo's people: the named ones of fixtures/demo/people.csv, and one officer for every other demo district."""

import csv
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from registration.models import Contact, ContactRole, NoticeChoice, Post, Unit, User
from registration.models.notices import Group, Pace
from registration.places import Level
from registration.services.people.contacts import NEEDED
from registration.workflow import Role

PASSWORD: Final = "otop-demo-2561"  # noqa: S105 (shown on the sign-in page of the demo)
PEOPLE: Final = Path(settings.BASE_DIR) / "fixtures" / "demo" / "people.csv"
PROVINCES: Final = ("80", "43")
FIRST_DAY: Final = date(2017, 10, 1)  # before the first window of the plan of 2561


@transaction.atomic
def load_people() -> int:
    """Makes the demo's people with posts since FIRST_DAY; a second load adds nobody. Returns how many are new."""
    if not settings.DEMO:
        raise PermissionError("Demo people exist in demo mode only")
    before = User.objects.count()
    password = make_password(PASSWORD)
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _person(row, password)
    for district in (
        Unit.objects.districts().valid(FIRST_DAY).filter(code__regex=rf"^({'|'.join(PROVINCES)})")
    ):
        load_officer(district, password)
    _contacts()
    _choices()
    return User.objects.count() - before


def load_officer(unit: Unit, password: str) -> None:
    """An officer for a district or province that has nobody; `password` is hashed."""
    if not Post.objects.filter(unit=unit).exists():
        _person(_officer_of(unit), password)


def _officer_of(unit: Unit) -> dict[str, str]:
    is_province = unit.level == Level.PROVINCE
    return {
        "username": f"{'changwat' if is_province else 'amphoe'}.{unit.code}",
        "title": "นางสาว",
        "first_name": f"เจ้าหน้าที่{unit.name}",
        "last_name": "ตัวอย่าง",
        "role": Role.PROVINCE if is_province else Role.DISTRICT,
        "unit": unit.code,
        "position": "นักวิชาการพัฒนาชุมชนปฏิบัติการ",
    }


def _person(row: dict[str, str], password: str) -> None:
    user, is_new = User.objects.get_or_create(
        username=row["username"],
        defaults={
            "title": row["title"],
            "first_name": row["first_name"],
            "last_name": row["last_name"],
            "email": f"{row['username']}{settings.DEMO_ADDRESS}",
            "password": password,
        },
    )
    if is_new:
        Post.objects.create(
            user=user,
            unit_id=row["unit"],
            role=row["role"],
            position=row["position"],
            valid_from=FIRST_DAY,
            order_number=row.get("order_number", ""),
            acting_for=row.get("acting_for", ""),
            acting_for_position=row.get("acting_for_position", ""),
        )


def _contacts() -> None:
    """A coordinator of each matter for the department, the demo provinces and their districts.

    The last district of each province has none, so that its province sees what that looks like.
    """
    for number, code in enumerate(("", *PROVINCES)):
        for role in NEEDED:
            _contact(code, role, COORDINATORS[role][number], f"02000000{number}")
    for code in PROVINCES:
        districts = list(Unit.objects.districts().valid(FIRST_DAY).below(code))
        for number, district in enumerate(districts[:-1]):
            for role in NEEDED:
                _contact(district.code, role, f"นางสาว{district.name} ตัวอย่าง", f"08000{code}{number:03d}")
    for code, role, name in HEADS:
        _contact(code, role, name, "020000009")
    _stand_in()


def _stand_in() -> None:
    """One coordinator is away for a month, and somebody stands in."""
    away = Contact.objects.get(unit_id=PROVINCES[0], role=ContactRole.REGISTRATION, stands_in_for=None)
    Contact.objects.get_or_create(
        stands_in_for=away,
        defaults={
            "unit_id": away.unit_id,
            "role": away.role,
            "name": "นายปรีชา ตัวอย่าง",
            "position": "หัวหน้ากลุ่มงานส่งเสริมการพัฒนาชุมชน",
            "phone": "020000012",
            "valid_from": date(2018, 2, 1),
            "valid_to": date(2018, 2, 28),
        },
    )


def _choices() -> None:
    """How two of the people want their notices."""
    for username, group, pace in CHOICES:
        person = User.objects.get(username=username)
        NoticeChoice.objects.get_or_create(person=person, group=group, defaults={"pace": pace})


def _contact(code: str, role: ContactRole, name: str, phone: str) -> None:
    defaults = {"name": name, "position": "นักวิชาการพัฒนาชุมชน", "phone": phone, "valid_from": FIRST_DAY}
    Contact.objects.get_or_create(unit_id=code, role=role, stands_in_for=None, defaults=defaults)


COORDINATORS: Final = {
    ContactRole.REGISTRATION: ("นายธนา ตัวอย่าง", "นางวารี ตัวอย่าง", "นางรุ่งนภา ตัวอย่าง"),
    ContactRole.MONTHLY: ("นางสาวพิมพ์ ตัวอย่าง", "นายสุเทพ ตัวอย่าง", "นายประจักษ์ ตัวอย่าง"),
}
HEADS: Final = (
    ("", ContactRole.ADMIN, "นายธนา ตัวอย่าง"),
    ("80", ContactRole.HEAD, "นายสมชาย ตัวอย่าง"),
    ("43", ContactRole.HEAD, "นางพรรณี ตัวอย่าง"),
)
CHOICES: Final = (
    ("changwat.nst2", Group.WINDOWS, Pace.DIGEST),
    ("changwat.nst2", Group.GRADES, Pace.ACTION),
    ("krom.admin", Group.JOURNEY, Pace.AT_ONCE),
)
