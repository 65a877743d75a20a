"""Citizens' and juristic numbers as everything but the vault knows them: tokens, from which no number is read back.

A token is n1-11017-0-<26 signs>: the version of the index key, the digits that a mask shows, and HMAC-SHA256 of the
number under a key that stands outside the database, cut to 128 bits. The same number is always the same token, so
that two records are compared, found and kept apart by it; fingerprints run over it. Decision 0105.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings

from otop_registry import keys
from otop_registry.keys import Purpose

SECRET_FIELDS: Final = frozenset({"citizen_id", "juristic_id"})
LONGEST: Final = 44  # characters of a token
_BLINDED: Final = 60  # signs: with its version as long as a fingerprint
_BYTES: Final = 16  # of the HMAC: two numbers of the whole country never meet in 128 bits
_TOKEN: Final = re.compile("n[0-9]+-([0-9x]{5})-([0-9x])-[A-Z2-7]{26}")
_NUMBER: Final = re.compile("[0-9]{13}")
_BEGINS: Final = re.compile("n[0-9]+-")


def is_token(text: str) -> bool:
    return _BEGINS.match(text) is not None


def token_of(number: str) -> str:
    """The token of a number; a token, or nothing, is what it is."""
    if not number or is_token(number):
        return number
    version = max(settings.INDEX_KEYS)
    made = hmac.digest(settings.INDEX_KEYS[version], number.encode(), hashlib.sha256)[:_BYTES]
    head, tail = (number[:5], number[-1]) if _NUMBER.fullmatch(number) else ("x" * 5, "x")
    return f"n{version}-{head}-{tail}-{base64.b32encode(made).decode().rstrip('=')}"


def sealed(token: str, number: str) -> str:
    """A number as the vault stores it: sealed for its token alone."""
    return keys.seal(Purpose.PERSONAL_NUMBER, number.encode(), about=_place(token))


def unsealed(token: str, text: str) -> str:
    """The number that the vault stores under a token. Raises: keys.Unreadable; also with another index key."""
    number = keys.unseal(Purpose.PERSONAL_NUMBER, text, about=_place(token)).decode()
    if token_of(number) != token:
        raise keys.Unreadable("another index key than the one that made its token")
    return number


def _place(token: str) -> str:
    return keys.place("personal_number", "sealed", token)


def blinded(fingerprint: str) -> str:
    """A fingerprint of what names persons, such as a line of their list: nobody tries numbers on it without the key."""
    version = max(settings.INDEX_KEYS)
    made = hmac.new(settings.INDEX_KEYS[version], fingerprint.encode(), hashlib.sha256).hexdigest()
    return f"k{version}-{made[:_BLINDED]}"


def mask_of(token: str) -> str:
    """1-1017-xxxxx-xx-0, as identifiers.mask_id masks the number behind the token."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        return "x-xxxx-xxxxx-xx-x"
    head, tail = parts.groups()
    return f"{head[0]}-{head[1:]}-xxxxx-xx-{tail}"


def with_tokens(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with tokens for the numbers that they say, one or the two of a correction."""
    return {name: _tokens(value) if name in SECRET_FIELDS else value for name, value in fields.items()}


def _tokens(value: object) -> object:
    if isinstance(value, list):
        return [_tokens(each) for each in value]
    return token_of(value) if isinstance(value, str) else value


def plain_in(fields: Mapping[str, Any]) -> Iterator[str]:
    """The numbers that stand among the fields as they are."""
    for name in SECRET_FIELDS:
        said = fields.get(name)
        for value in said if isinstance(said, list) else (said,):
            if value and isinstance(value, str) and not is_token(value):
                yield value
