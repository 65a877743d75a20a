"""The codes of authenticator apps, by the vectors of RFC 6238, appendix B (SHA-1), cut to six digits."""

from urllib.parse import parse_qs, urlsplit

import pytest

from registration.services.people import totp

SECRET = b"12345678901234567890"
VECTORS = [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"),
    (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130"),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "code"), VECTORS)
def test_codes_are_those_of_the_rfc(moment: int, code: str) -> None:
    assert totp.code_at(SECRET, moment) == code
    assert totp.step_of(SECRET, code, moment, after=0) == moment // 30


@pytest.mark.parametrize(("late", "counts"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_counts_half_a_minute_before_and_after(late: int, counts: bool) -> None:
    code = totp.code_at(SECRET, 1111111109)
    assert (totp.step_of(SECRET, code, 1111111109 + late, after=0) is not None) is counts


def test_a_code_that_was_used_is_wrong_and_so_is_an_older_one() -> None:
    moment = 1111111109
    used = totp.step_of(SECRET, totp.code_at(SECRET, moment), moment, after=0)
    assert used is not None
    for code in (totp.code_at(SECRET, moment), totp.code_at(SECRET, moment - 30)):
        assert totp.step_of(SECRET, code, moment, after=used) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, moment + 30), moment, after=used) == used + 1


@pytest.mark.parametrize("code", ["", "0", "28708", "2870820", "28708a", "๒๘๗๐๘๒"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert totp.step_of(SECRET, code, 59, after=0) is None


def test_the_link_says_secret_issuer_and_name() -> None:
    link = urlsplit(totp.link(SECRET, "changwat.nst"))
    assert (link.scheme, link.netloc, link.path) == ("otpauth", "totp", "/OTOP%20Registry:changwat.nst")
    asked = parse_qs(link.query)
    assert asked["secret"] == [totp.typed(SECRET).replace(" ", "")]
    assert (asked["issuer"], asked["digits"], asked["period"]) == (["OTOP Registry"], ["6"], ["30"])
    assert len(totp.new_secret()) == 20
