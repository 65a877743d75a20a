"""Tests that say the same whichever database and broker stand below: the second pass of `make test` leaves them out.

Anything that is not named here runs over SQLite and the folder of messages, and over PostgreSQL and Redis.
"""

from typing import Final

# {file or folder of tests: why one pass is enough}
ONCE: Final = {
    "tests/reporting/document/": "lays out pages; what stands on them is asked elsewhere",
    "tests/reporting/papers/test_builders.py": "lays out samples of every paper",
    "tests/reporting/test_document.py": "lays out lists given to it",
    "tests/test_demo_coverage.py": "asks which values the demo holds",
    "tests/test_documented_commands.py": "asks that every command of the manual is there; backups have their own tests",
    "tests/test_house_rules.py": "reads the sources",
    "tests/test_notice_processes.py": "keeps a SQLite file of its own; tests/test_notice_delivery.py has the same swap",
    "tests/test_sources.py": "reads the sources",
}
