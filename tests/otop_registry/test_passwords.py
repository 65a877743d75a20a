"""Which passwords are refused, and why; and that what is stored is Argon2's."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from otop_registry.passwords import Argon2, fault_of

REPEATS, ROWS, WORDS = "ซ้ำ", "เรียงตาม", "เดาได้"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "สั้นเกินไป"), ("12345678901", "สั้นเกินไป"), ("aaaaaaaaaaaa", REPEATS), ("otopotopotop", REPEATS),
        ("passwordpassword", REPEATS), ("abababababab", REPEATS), ("123456789012", ROWS), ("๑๒๓๔๕๖๗๘๙๐๑๒", ROWS),
        ("abcdefghijklm", ROWS), ("qwertyuiop123", ROWS), ("lkjhgfdsa9876", ROWS), ("ฟหกดเ้่าสวง12", ROWS),
        ("otop-demo-2561", WORDS), ("Password@2567!", WORDS), ("amphoe.mueang1", WORDS), ("จังหวัด-2561-อำเภอ", WORDS),
        ("Ｐａｓｓｗｏｒｄ2567!!", WORDS), ("krom.admin.2567", WORDS),
    ],
)  # fmt: skip
def test_what_anybody_would_try_is_refused_and_says_why(password: str, why: str) -> None:
    assert why in fault_of(password, ("amphoe", "mueang"))


@pytest.mark.parametrize(
    "password",
    [
        "ผ้ายกเมืองนคร-ขนมลากรอบ",
        "correct horse battery staple",
        "kxWq7-mPz2v-Lr9t",
        "แม่ค้าตลาดท่าวัง 47",
        "x" * 3 + "สวนมังคุดหลังบ้าน",
    ],
)
def test_a_long_one_of_own_words_is_good(password: str) -> None:
    assert fault_of(password, ("amphoe", "mueang")) == ""
    validate_password(password)


def test_a_list_of_common_ones_is_asked_too() -> None:
    with pytest.raises(ValidationError, match="มีผู้ใช้กันมาก"):
        validate_password("qazwsxedcrfv")


def test_argon2_with_the_least_that_owasp_asks_for() -> None:
    stored = make_password("x", hasher=Argon2())
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
