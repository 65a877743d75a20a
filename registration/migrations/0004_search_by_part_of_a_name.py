"""A trigram index for the search by part of a name, on PostgreSQL alone: without it each search reads every producer."""

from django.db import migrations
from django.db.utils import DatabaseError

INDEX = "producer_search_trigram"
WHAT_TO_DO = (
    "The extension pg_trgm could not be created. It comes with PostgreSQL (on Debian in postgresql-contrib or the "
    "server's own package). Either let the owner of this database create it (GRANT CREATE ON DATABASE … TO …), or have "
    "an administrator run CREATE EXTENSION pg_trgm in it once; then run migrate again."
)


def add_index(apps, schema_editor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as fault:
        raise RuntimeError(WHAT_TO_DO) from fault
    schema_editor.execute(
        f"CREATE INDEX IF NOT EXISTS {INDEX} ON registration_producer USING gin (search_key gin_trgm_ops)"
    )


def remove_index(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("registration", "0003_sales_reasons")]

    operations = [migrations.RunPython(add_index, remove_index, elidable=False)]
