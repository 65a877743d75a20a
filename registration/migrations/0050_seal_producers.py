"""Every number that a table holds goes into the vault, and producers get their tokens.

In small transactions, so that nobody waits: run again it goes on where it was broken off. Contents of revisions and
editions are read as tokens from now on and are rewritten by manage.py rotate_field_key while the site runs. The keys
are asked for here, because a token is nothing without them.
"""

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from registration import numbers

BATCH = 500
COLUMNS = ("citizen_id", "juristic_id")


def seal(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    named = {name: apps.get_model("registration", name) for name in ("Producer", "Revision", "RosterRow", "Transfer")}
    for number in _in_contents(named.values()):
        _keep(apps, number)
    producers = named["Producer"].objects
    plain = ~Q(citizen_id__startswith="n") | ~Q(juristic_id="") & ~Q(juristic_id__startswith="n")
    while rows := list(producers.filter(plain).order_by("pk").values_list("pk", *COLUMNS)[:BATCH]):
        with transaction.atomic():
            _keep(apps, [number for _, *both in rows for number in both])
            for pk, *both in rows:
                as_read = dict(zip(COLUMNS, both, strict=True))
                tokens = {name: numbers.token_of(number) for name, number in as_read.items()}
                producers.filter(pk=pk, **as_read).update(**tokens)


def _in_contents(models: object) -> Iterator[list[str]]:
    """The numbers of contents, some hundred at a time."""
    for model in models:
        if model.__name__ == "Producer":
            continue
        for column in COLUMNS:
            rows = model.objects.order_by().annotate(said=KeyTextTransform(column, "content"))
            said = rows.values_list("said", flat=True).distinct()
            found = [number for number in said.iterator(chunk_size=2000) if number]
            for start in range(0, len(found), BATCH):
                yield found[start : start + BATCH]


def _keep(apps: Apps, found: list[str]) -> None:
    plain = {numbers.token_of(number): number for number in found if number and not numbers.is_token(number)}
    vault = apps.get_model("registration", "PersonalNumber")
    rows = [
        vault(token=token, sealed=numbers.sealed(token, number))
        for token, number in sorted(plain.items())
    ]
    vault.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registration", "0049_numbers_in_a_vault")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=True)]
