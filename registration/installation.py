"""What an installation must not be started with: known passwords, a folder that all may read, a deaf index.

The system checks of every command; gunicorn asks `refuse` when it starts. They look at the database as it is: where
there is none yet, there is nothing to refuse.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from otop_registry import keys
from otop_registry.keys import Purpose
from registration import append_only, numbers
from registration.workflow import Role

OTHERS = 0o007  # what the rest of the machine may do


def check_people(**_options: Any) -> list[CheckMessage]:
    """Nobody of the demo, whose password is published, in production."""
    if not settings.PRODUCTION:
        return []
    demo = get_user_model().objects.filter(is_active=True, email__endswith=settings.DEMO_ADDRESS)
    try:
        names = list(demo.values_list("username", flat=True)[:3])
    except DatabaseError:
        return []
    if not names:
        return []
    words = f"The database holds people of the demo, whose password is published: {', '.join(names)} …"
    hint = "Give production a database and a data folder of its own; a database of the demo stays one."
    return [Error(words, hint=hint, id="registration.E001")]


def check_data_folder(**_options: Any) -> list[CheckMessage]:
    """Database, documents and logs hold personal numbers: no business of others on the machine."""
    mode = settings.DATA_DIR.stat().st_mode & 0o777
    if not (settings.PRODUCTION and mode & OTHERS):
        return []
    words = f"The data folder is open to everybody on this machine (mode {mode:o})."
    hint = f"chmod -R o= {settings.DATA_DIR}"
    return [Error(words, hint=hint, id="registration.E002")]


def check_locale(**_options: Any) -> list[CheckMessage]:
    """PostgreSQL takes Thai letters for letters; where it does not, every search reads the whole table."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(show_trgm('ขนม')), current_setting('lc_ctype')")
            found, locale = cursor.fetchone()
    except DatabaseError:
        return []
    if found:
        return []
    words = f"The database's locale ({locale}) knows no Thai letters: the index of names is never used."
    hint = "Create the database with a UTF-8 locale, such as C.UTF-8 or th_TH.UTF-8, and restore into it."
    return [Warning(words, hint=hint, id="registration.W001")]


def check_append_only(**_options: Any) -> list[CheckMessage]:
    """What is written once is guarded by the database itself (decision 0100)."""
    try:
        if "registration_event" not in connection.introspection.table_names():
            return []
        lacking = append_only.missing(connection)
    except DatabaseError:
        return []
    if not lacking:
        return []
    names = ", ".join(trigger.name for trigger in lacking[:3])
    words = f"{len(lacking)} triggers of append-only tables are missing or changed: {names} …"
    hint = "manage.py migrate puts them up again; find out who took them off, and run verify_chain."
    return [Warning(words, hint=hint, id="registration.W002")]


def check_keys(**_options: Any) -> list[CheckMessage]:
    """The keys open what the database holds sealed; other keys would seal what its other servers cannot read."""
    try:
        app = apps.get_model("registration.AuthenticatorApp").objects.first()
        if app:
            about = keys.place("authenticator_app", "secret", app.user_id)
            keys.unseal(Purpose.TOTP_SECRET, app.secret, about=about)
        number = apps.get_model("registration.PersonalNumber").objects.first()
        if number:
            numbers.unsealed(number.token, number.sealed)
    except DatabaseError:
        return []
    except keys.Unreadable as reason:
        hint = "Put back the keys that it was sealed with: OTOP_KEYS, OTOP_INDEX_KEY, or the files of the data folder."
        return [Error(f"The keys do not fit this database: {reason}.", hint=hint, id="registration.E003")]
    return []


def check_second_factor(**_options: Any) -> list[CheckMessage]:
    """Whose posts ask for a second factor is said in words that there are, and in production it is somebody."""
    unknown = settings.SECOND_FACTOR_ROLES - set(Role)
    if unknown:
        words = f"OTOP_SECOND_FACTOR names no role: {' '.join(sorted(unknown))}."
        return [Error(words, hint=f"Choose of: {' '.join(Role)}, none.", id="registration.E004")]
    if settings.PRODUCTION and not settings.SECOND_FACTOR_ROLES:
        words = "OTOP_SECOND_FACTOR asks nobody for a second factor."
        return [Warning(words, hint="Leave it out: province department executive.", id="registration.W003")]
    return []


CHECKS = (
    check_people,
    check_data_folder,
    check_locale,
    check_append_only,
    check_keys,
    check_second_factor,
)


def refuse() -> None:
    """Raises: ImproperlyConfigured with the first error. For a server that runs no system checks."""
    found: Iterable[CheckMessage] = (message for check in CHECKS for message in check())
    for message in found:
        if message.is_serious():
            raise ImproperlyConfigured(f"{message.msg} {message.hint}")
