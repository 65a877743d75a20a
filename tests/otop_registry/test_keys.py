"""Keys outside the database: what is sealed opens with its key, for its purpose and in its place alone."""

import base64
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from otop_registry import keys
from otop_registry.keys import Purpose, Unreadable

SECRET = "ความลับ".encode()
ABOUT = "authenticator_app.secret:7"
OLD, NEW = b"a" * 32, b"b" * 32


@pytest.fixture
def sealed(settings: Settings) -> str:
    """Sealed while there was one key."""
    settings.MASTER_KEYS = {1: OLD}
    return keys.seal(Purpose.TOTP_SECRET, SECRET, about=ABOUT)


def test_what_is_sealed_opens_and_never_looks_the_same_twice(sealed: str) -> None:
    assert keys.unseal(Purpose.TOTP_SECRET, sealed, about=ABOUT) == SECRET
    assert sealed != keys.seal(Purpose.TOTP_SECRET, SECRET, about=ABOUT)
    assert base64.urlsafe_b64encode(SECRET).decode() not in sealed


def test_it_opens_for_nothing_else(sealed: str) -> None:
    for purpose, about in ((Purpose.RECOVERY_CODE, ABOUT), (Purpose.TOTP_SECRET, f"{ABOUT}1")):
        with pytest.raises(Unreadable):
            keys.unseal(purpose, sealed, about=about)


@pytest.mark.parametrize("changed", ["", "1", "1.", "1.AAAA", "x.AAAA", "²…", "1.%%%%", "9"])
def test_what_was_changed_does_not_open(sealed: str, changed: str) -> None:
    flipped = sealed[:-4] + ("AAAA" if sealed[-4:] != "AAAA" else "BBBB")
    for text in (changed, flipped):
        with pytest.raises(Unreadable):
            keys.unseal(Purpose.TOTP_SECRET, text, about=ABOUT)


def test_the_highest_version_seals_and_every_version_opens(sealed: str, settings: Settings) -> None:
    settings.MASTER_KEYS = {1: OLD, 2: NEW}
    assert keys.version_of(keys.seal(Purpose.TOTP_SECRET, SECRET, about=ABOUT)) == 2
    assert keys.unseal(Purpose.TOTP_SECRET, sealed, about=ABOUT) == SECRET
    settings.MASTER_KEYS = {2: NEW}
    with pytest.raises(Unreadable, match="version 1 is not here"):
        keys.unseal(Purpose.TOTP_SECRET, sealed, about=ABOUT)


def test_a_digest_is_found_again_under_every_version(settings: Settings) -> None:
    settings.MASTER_KEYS = {1: OLD}
    stored = keys.digest(Purpose.RECOVERY_CODE, "code")
    assert stored != keys.digest(Purpose.SIGN_IN_NAME, "code")
    settings.MASTER_KEYS = {1: OLD, 2: NEW}
    assert keys.digests(Purpose.RECOVERY_CODE, "code") == [keys.digest(Purpose.RECOVERY_CODE, "code"), stored]


def test_the_key_of_a_data_folder_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    made = [keys.masters("", tmp_path / "keys") for _ in range(2)]
    assert made[0] == made[1]
    assert [len(key) for key in made[0].values()] == [32]
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_given_keys_are_read_in_both_alphabets(tmp_path: Path) -> None:
    key = bytes([251, 255] * 16)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        given = f"2:{encode(key).decode()} 1:{keys.new_master()}"
        assert keys.masters(given, tmp_path / "keys")[2] == key


@pytest.mark.parametrize(
    "given", ["secret", "1:short", "0:" + "A" * 43 + "=", "x:" + "A" * 43 + "=", "1:" + "ก" * 44]
)
def test_nonsense_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OTOP_KEYS must be like"):
        keys.masters(given, tmp_path / "keys")
