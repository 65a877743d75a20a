"""Passkeys (WebAuthn): adding one and proving oneself by it. The protocol is fido2's; rows and rules are ours.

A passkey must check its user (finger, face, PIN). Which make it is is not asked for. A challenge works once and for
the site it was made on alone. Source: decisions 0095 and 0097.
"""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from otop_registry import clock
from registration.models import AuthenticatorApp, Factor, Passkey, User
from registration.services.people.factors import check_one_is_left, drop_idle_codes, tell
from registration.workflow import Refused

SITE_NAME: Final = "OTOP Registry"
MOST: Final = 10
FAILED: Final = "เพิ่มพาสคีย์ไม่สำเร็จ กรุณาลองอีกครั้ง"
BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError)  # what fido2 says of an answer that is none
State = Mapping[str, Any]


@dataclass(frozen=True)
class Site:
    """Where the browser is: passkeys belong to a host name, never to a number."""

    host: str
    origin: str

    @property
    def is_usable(self) -> bool:
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return True
        return False

    def server(self) -> Fido2Server:
        entity = PublicKeyCredentialRpEntity(name=SITE_NAME, id=self.host)
        return Fido2Server(entity, verify_origin=lambda origin: origin == self.origin)


def begin_adding(person: User, site: Site) -> tuple[dict[str, Any], State]:
    """What the browser is asked to make, and what the session keeps until it answers."""
    entity = PublicKeyCredentialUserEntity(
        id=f"person:{person.pk}".encode(), name=person.username, display_name=str(person)
    )
    options, state = site.server().register_begin(
        entity,
        _credentials(person),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def add(person: User, name: str, answer: str, state: State, *, site: Site, on: date) -> None:
    """The passkey counts from now on. Raises: Refused for an answer that does not fit the question."""
    if person.passkeys.count() >= MOST:
        raise Refused(f"มีพาสคีย์ครบ {MOST} อันแล้ว กรุณานำอันที่ไม่ใช้ออกก่อน")
    try:
        made = site.server().register_complete(state, json.loads(answer))
    except BROKEN as error:
        raise Refused(FAILED) from error
    credential = made.credential_data
    if (
        credential is None
        or Passkey.objects.filter(credential_id=websafe_encode(credential.credential_id)).exists()
    ):
        raise Refused(FAILED)
    Passkey.objects.create(
        user=person,
        name=name,
        credential_id=websafe_encode(credential.credential_id),
        credential=bytes(credential),
        sign_count=made.counter,
        added_at=clock.now(),
    )
    tell("add_factor", person, on, Factor.PASSKEY)


def begin_proving(person: User, site: Site) -> tuple[dict[str, Any], State]:
    """What the browser is asked to sign, and what the session keeps until it answers."""
    options, state = site.server().authenticate_begin(
        _credentials(person), user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def prove(person: User, answer: str, state: State, *, site: Site) -> bool:
    """Whether one of the person's passkeys signed this very challenge; one whose count goes back was copied."""
    try:
        said = json.loads(answer)
        used = site.server().authenticate_complete(state, _credentials(person), said)
        count = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except BROKEN:
        return False
    rows = person.passkeys.filter(credential_id=websafe_encode(used.credential_id))
    if count:
        rows = rows.filter(sign_count__lt=count)
    return bool(rows.update(sign_count=count, used_at=clock.now()))


@transaction.atomic
def remove(person: User, pk: int, on: date) -> None:
    """Raises: Refused for the last factor of who must have one."""
    apps = AuthenticatorApp.objects.filter(user=person).count()
    rest = person.passkeys.exclude(pk=pk).count()
    check_one_is_left(person, on, passkeys=rest, apps=apps)
    if person.passkeys.filter(pk=pk).delete()[0]:
        tell("remove_factor", person, on, Factor.PASSKEY)
        drop_idle_codes(person)


def _credentials(person: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(row.credential)) for row in person.passkeys.all()]
