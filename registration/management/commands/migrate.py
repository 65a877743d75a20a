"""migrate: Django's own, which also puts up the triggers of append-only tables, and takes them off meanwhile.

On SQLite a changed table is made anew and loses its triggers; on both a data step may have to rewrite rows.
Standing here, no migration has to remember either. Decision 0100.
"""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from registration import append_only


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> str | None:
        connection = connections[options["database"]]
        if options["check_unapplied"] or options["plan"]:
            return super().handle(*args, **options)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            append_only.take_down(connection)
        try:
            return super().handle(*args, **options)
        finally:
            append_only.put_up(connection)
