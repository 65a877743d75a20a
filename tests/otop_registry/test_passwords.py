"""The password hash of the real settings, not of the tests'."""

from otop_registry.passwords import Argon2


def test_hash_costs_19_mebibytes_and_two_passes() -> None:
    encoded = Argon2().encode("รหัสผ่านที่ยาวพอ", "saltsaltsalt")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2().verify("รหัสผ่านที่ยาวพอ", encoded)
    assert not Argon2().verify("รหัสผ่านอื่น", encoded)
