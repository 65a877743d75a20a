"""Keys that stand outside the database, so that who holds a copy of it alone reads no secret and no number.

One master key for each version; every purpose has keys of its own, derived from it (HKDF-SHA256): what is sealed for
one is noise to another. The highest version seals, all of them open, so that a new one is added before the old one is
taken away (docs/operations.md, Keys).
"""

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LENGTH: Final = 32  # bytes of a master key and of what is derived from it
NONCE: Final = (
    12  # bytes; random, so one key seals some four thousand million texts before it is due for a new one
)


class Purpose(StrEnum):
    """What a key is for. A name is part of what is derived: it never changes."""

    TOTP_SECRET = "totp-secret"  # noqa: S105 (a name)
    RECOVERY_CODE = "recovery-code"
    SIGN_IN_NAME = "sign-in-name"
    ANCHOR = "anchor"
    RECORD = "record"
    PERSONAL_NUMBER = "personal-number"
    TYPED = "typed"


class Unreadable(ValueError):
    """Sealed with a key that is gone, for something else, or changed since."""


# --- where they come from ----------------------------------------------------------------------------


def made_once(path: Path, make: Callable[[], str]) -> str:
    """The text of a file that only this account may read, made at the first start; two starts at once agree."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii")


def masters(given: str, path: Path) -> dict[int, bytes]:
    """{version: master key} as OTOP_KEYS gives them (`2:base64 1:base64`), else made once for the data folder.

    Several servers of one site are given the same; who has others is refused (registration/installation.py).
    Raises: ImproperlyConfigured for nonsense.
    """
    try:
        return dict(map(_master, (given or made_once(path, lambda: f"1:{new_master()}")).split()))
    except ValueError as error:
        words = f"OTOP_KEYS must be like 1:KEY, each key {LENGTH} random bytes in base64."
        raise ImproperlyConfigured(words) from error


def new_master() -> str:
    """A fresh master key as OTOP_KEYS takes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(LENGTH)).decode()


def _master(word: str) -> tuple[int, bytes]:
    version, _, text = word.partition(":")
    key = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    if len(key) != LENGTH or not (version.isascii() and version.isdigit() and int(version)):
        raise ValueError("no key")
    return int(version), key


# --- what they do ------------------------------------------------------------------------------------


def current_version() -> int:
    """The version that seals; rows of a lower one are due to be sealed anew."""
    return max(settings.MASTER_KEYS)


def version_of(sealed: str) -> int:
    """Under which version a text was sealed or a digest made. Raises: Unreadable."""
    version, dot, _ = sealed.partition(".")
    if not dot or not version.isdecimal():
        raise Unreadable("no version")
    return int(version)


def place(table: str, field: str, key: object) -> str:
    """The name of a row's field, as `about` says it."""
    return f"{table}.{field}:{key}"


def seal(purpose: Purpose, plain: bytes, *, about: str) -> str:
    """Encrypted and authenticated (AES-256-GCM). `about` names the row and field: elsewhere it does not open."""
    version, nonce = current_version(), secrets.token_bytes(NONCE)
    sealed = AESGCM(_key(purpose, "seal", version)).encrypt(nonce, plain, about.encode())
    return f"{version}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(purpose: Purpose, sealed: str, *, about: str) -> bytes:
    """What was sealed. Raises: Unreadable."""
    key = _key(purpose, "seal", version_of(sealed))
    try:
        raw = base64.urlsafe_b64decode(sealed.partition(".")[2])
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], about.encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Unreadable("not sealed with this key for this place") from error


def digest(purpose: Purpose, text: str) -> str:
    """A fingerprint to be stored and found again (HMAC-SHA256), which nobody computes without the key."""
    return _digest(purpose, text, current_version())


def digests(purpose: Purpose, text: str) -> list[str]:
    """The fingerprints under every version, the newest first: rows of older ones are found while keys change."""
    return [_digest(purpose, text, version) for version in sorted(settings.MASTER_KEYS, reverse=True)]


def _digest(purpose: Purpose, text: str, version: int) -> str:
    made = hmac.new(_key(purpose, "digest", version), text.encode(), hashlib.sha256)
    return f"{version}.{made.hexdigest()}"


def _key(purpose: Purpose, use: str, version: int) -> bytes:
    try:
        return _derived(settings.MASTER_KEYS[version], f"otop-registry/{purpose}/{use}")
    except KeyError:
        raise Unreadable(f"the master key of version {version} is not here") from None


@lru_cache(maxsize=64)
def _derived(master: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info.encode()).derive(master)
