"""Tests that say the same whichever database and broker stand below: the second pass of `make test` leaves them out.

Anything that is not named here runs over SQLite and the folder of messages, and over PostgreSQL and Redis. All of them
run over both with `make test EVERYTHING=1`.
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
}
