"""Tests that say the same whichever database and broker stand below: one pass of `make test` is enough for them.

Anything that is not named here runs over SQLite and the folder of messages, and over PostgreSQL and Redis: races,
searches, sums, chains, copies, migrations. All tests run over both with `make test EVERYTHING=1`.
"""

from typing import Final

# {how the names of tests begin: why one pass is enough}
ONCE: Final = {
    "tests/reporting/document/": "lays out pages; what stands on them is asked elsewhere",
    "tests/reporting/test_document.py": "lays out lists given to it",
    "tests/reporting/letters/test_enclosures.py": "draws what letters enclose; papers and letters have their own tests",
    "tests/registration/test_installation.py::test_production": "reads the settings before any query but one",
    "tests/registration/test_installation.py::test_the_server": "the same",
    "tests/registration/test_installation.py::test_their_password": "the same",
    "tests/registration/test_installation.py::test_a_data_folder": "looks at a folder",
    "tests/registration/test_installation.py::test_what_is_written": "looks at a folder",
    "tests/test_numbered_states.py": "the machine of the journey is walked on both; this one asks what papers say",
    "tests/registration/demo/": "fills the demo, which is SQLite",
    "tests/registration/test_check_plan.py": "reads a plan and prints it",
    "tests/registration/test_reference.py": "reads the lists of units",
    "tests/registration/test_start.py": "puts together what services answer",
    "tests/reporting/letters/": "writes letters from what services answer",
    "tests/reporting/test_build_document.py": "draws what services answer",
    "tests/reporting/test_finals.py": "the same",
    "tests/reporting/test_kinds.py": "the same",
    "tests/reporting/test_overtaken.py": "the same",
    "tests/reporting/test_workbook.py": "writes workbooks of rows given to it",
    "tests/grading/views/": "pages over services that have their tests on both",
    "tests/registration/views/": "the same",
    "tests/registration/web/": "the same",
    "tests/reporting/views/": "the same",
    "tests/reporting/papers/": "draws what services answer, which have their tests on both",
    "tests/reporting/documents/test_packets.py": "draws papers together",
    "tests/registration/uploads/": "reads files",
    "tests/registration/test_workflow.py": "tries the table of transitions by every role, status and day",
    "tests/otop_registry/test_folder_queue.py": "the queue that stands in for Redis",
    "tests/otop_registry/test_thai.py": "reads and writes words",
    "tests/test_serve.py": "starts and stops processes, whatever they talk to",
    "tests/test_access_matrix.py": "tries every address by every role; each scope has its tests on both",
    "tests/test_demo_coverage.py": "asks which values the demo holds",
    "tests/test_documented_commands.py": "asks that every command of the manual is there; backups have their own tests",
    "tests/test_house_rules.py": "reads the sources",
    "tests/test_notice_processes.py": "keeps a SQLite file of its own; tests/test_notice_delivery.py has the same swap",
    "tests/test_sources.py": "reads the sources",
}

# {how the names of tests begin: why the first pass leaves them out}
WITH_SERVICES: Final = {
    "tests/test_without_redis.py": "no installation has Redis beside SQLite",
    "tests/test_document_jobs.py": "kills workers of Redis; tests/test_serve.py kills those of the folder",
    "tests/registration/journey/": "rules of the services; pages, machine and races walk them over SQLite",
    "tests/registration/imports/": "the same, and the pages of the lists",
    "tests/registration/corrections/": "the same, and the pages of the corrections",
    "tests/registration/closing/": "the same, and the pages of the closing",
    "tests/registration/people/": "the same, and the pages of accounts and posts",
    "tests/registration/sales/": "the same, and the pages of sales",
    "tests/registration/test_access.py": "the table of rights, which tests/test_access_matrix.py asks of every address",
    "tests/registration/test_notices.py": "the ledger; tests/test_notice_processes.py sends over SQLite",
    "tests/grading/test_bases.py": "rules of the services, which have their pages",
    "tests/grading/test_runs.py": "the same",
    "tests/grading/test_visible.py": "the same",
}
