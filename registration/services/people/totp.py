"""The codes of authenticator apps: RFC 6238 with SHA-1, six digits and half a minute, which every app understands.

A code of the half minute before and after the moment also counts: telephones go wrong by some seconds.
"""

import base64
import secrets
from typing import Final
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP: Final = 30  # s
DIGITS: Final = 6
SLACK: Final = 1  # steps before and after
ISSUER: Final = "OTOP Registry"


def new_secret() -> bytes:
    """160 random bits, as long as SHA-1's result (RFC 4226, R6)."""
    return secrets.token_bytes(20)


def code_at(secret: bytes, moment: float) -> str:
    """The code that an app shows at a moment (s since 1970)."""
    return _codes(secret).generate(int(moment) // STEP).decode()


def step_of(secret: bytes, code: str, moment: float, *, after: int) -> int | None:
    """The step of a right code, later than `after`: a code that was used, or an older one, is wrong."""
    now = int(moment) // STEP
    for step in range(now - SLACK, now + SLACK + 1):
        try:
            _codes(secret).verify(code.encode(), step)
        except InvalidToken:
            continue
        return step if step > after else None
    return None


def typed(secret: bytes) -> str:
    """The secret as it is typed into an app by hand: base32 in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def link(secret: bytes, username: str) -> str:
    """What the QR code says: the otpauth address that apps read."""
    named = {"secret": typed(secret).replace(" ", ""), "issuer": ISSUER, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(ISSUER)}:{quote(username)}?{urlencode(named, quote_via=quote)}"


def _codes(secret: bytes) -> HOTP:
    return HOTP(secret, DIGITS, SHA1())  # noqa: S303 (inside HMAC, as the RFC has it)
