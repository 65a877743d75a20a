"""A person's second factor: adding one, proving oneself by it, taking it away. Each change stands in the journal.

Source: decisions 0095 to 0097; ASVS 5.0, 6.4 and 6.5.
"""

import re
import secrets
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from otop_registry import clock, keys, thai
from otop_registry.keys import Purpose
from registration import access
from registration.models import AuthenticatorApp, Factor, RecoveryCode, User
from registration.services.journal import Act, append_event
from registration.services.people import totp
from registration.workflow import Refused

CODES: Final = 10
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like another when printed
GROUPS: Final = (4, 4, 4)  # letters; 12 of 30 make 58 random bits
WRONG_CODE: Final = "รหัสไม่ถูกต้องหรือใช้ไปแล้ว กรุณารอรหัสถัดไปแล้วลองอีกครั้ง"


# --- who has one, who must ---------------------------------------------------------------------------


def has_any(person: User) -> bool:
    """Whether a password alone does not let the person in. Recovery codes alone are no factor."""
    return AuthenticatorApp.objects.filter(user=person).exists() or person.passkeys.exists()


def is_required(person: User, on: date) -> bool:
    """Whether a post of the day asks for a second factor: SECOND_FACTOR_ROLES of the installation."""
    roles = settings.SECOND_FACTOR_ROLES
    return bool(roles) and any(post.role in roles for post in access.posts(person, on))


# --- the app on the telephone ------------------------------------------------------------------------


@transaction.atomic
def add_app(person: User, secret: bytes, code: str, on: date) -> None:
    """The app counts from now on, in place of one that was there. Raises: Refused for a wrong first code."""
    step = totp.step_of(secret, digits(code), clock.now().timestamp(), after=0)
    if step is None:
        raise Refused("รหัสไม่ตรง กรุณาตรวจว่านาฬิกาของโทรศัพท์ตั้งเวลาอัตโนมัติ แล้วพิมพ์รหัสที่แสดงอยู่ขณะนี้")
    sealed = keys.seal(Purpose.TOTP_SECRET, secret, about=_place(person))
    AuthenticatorApp.objects.update_or_create(
        user=person, defaults={"secret": sealed, "last_step": step, "added_at": clock.now()}
    )
    tell("add_factor", person, on, Factor.APP)


@transaction.atomic
def remove_app(person: User, on: date) -> None:
    """Raises: Refused for the last factor of who must have one."""
    check_one_is_left(person, on, passkeys=person.passkeys.count(), apps=0)
    if AuthenticatorApp.objects.filter(user=person).delete()[0]:
        tell("remove_factor", person, on, Factor.APP)
        drop_idle_codes(person)


def check_one_is_left(person: User, on: date, *, passkeys: int, apps: int) -> None:
    """Raises: Refused when nothing would be left to who must have a second factor."""
    if not passkeys + apps and is_required(person, on):
        raise Refused("ตำแหน่งของท่านต้องมีการยืนยันตัวตนขั้นที่สอง กรุณาเพิ่มวิธีอื่นก่อนนำวิธีนี้ออก")


def _place(person: User) -> str:
    return keys.place("authenticator_app", "secret", person.pk)


def drop_idle_codes(person: User) -> None:
    """Recovery codes stand in for a factor; without one they open nothing and go."""
    if not has_any(person):
        person.recovery_codes.all().delete()


# --- recovery codes ----------------------------------------------------------------------------------


@transaction.atomic
def make_codes(person: User, on: date) -> list[str]:
    """Ten new codes in place of those before, to be shown once. Raises: Refused without a factor they stand in for."""
    if not has_any(person):
        raise Refused("กรุณาเพิ่มแอปยืนยันตัวตนหรือพาสคีย์ก่อน รหัสกู้คืนใช้แทนวิธีเหล่านั้น")
    made = [_new_code() for _ in range(CODES)]
    person.recovery_codes.all().delete()
    rows = [RecoveryCode(user=person, digest=_digests(person, code)[0]) for code in made]
    RecoveryCode.objects.bulk_create(rows)
    tell("make_recovery_codes", person, on, Factor.RECOVERY)
    return made


def codes_left(person: User) -> int:
    return person.recovery_codes.filter(used_at=None).count()


def _new_code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for size in GROUPS)


def _digests(person: User, code: str) -> list[str]:
    plain = re.sub(r"[^0-9A-Z]", "", thai.to_arabic(code).upper())
    return keys.digests(Purpose.RECOVERY_CODE, f"{person.pk}:{plain}")


# --- proving -----------------------------------------------------------------------------------------


def prove(person: User, code: str, on: date) -> Factor | None:
    """By what a typed code proves the person: the app's six digits, else a recovery code; each works once."""
    now = clock.now()
    if re.fullmatch(r"[0-9]{6}", digits(code)):
        return Factor.APP if _take_step(person, digits(code), now) else None
    return Factor.RECOVERY if _take_code(person, code, now, on) else None


def digits(code: str) -> str:
    """A code as it is compared: Thai digits and blanks are as good."""
    return re.sub(r"\s", "", thai.to_arabic(code))


def _take_step(person: User, code: str, now: datetime) -> bool:
    """One conditional UPDATE: of two requests with the same code one passes."""
    app = AuthenticatorApp.objects.filter(user=person).first()
    if app is None:
        return False
    secret = keys.unseal(Purpose.TOTP_SECRET, app.secret, about=_place(person))
    step = totp.step_of(secret, code, now.timestamp(), after=app.last_step)
    if step is None:
        return False
    return bool(AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step))


@transaction.atomic
def _take_code(person: User, code: str, now: datetime, on: date) -> bool:
    unused = person.recovery_codes.filter(digest__in=_digests(person, code), used_at=None)
    if not has_any(person) or not unused.update(used_at=now):
        return False
    tell("use_recovery_code", person, on, Factor.RECOVERY)
    return True


def tell(verb: str, person: User, on: date, factor: Factor) -> None:
    """The journal's line of a change that a person made to the own factors."""
    posts = access.posts(person, on)
    act = Act(person, on, posts[0] if posts else None)
    append_event("", verb, act, subject=f"user:{person.pk}", changes=({}, {"factor": factor}))
