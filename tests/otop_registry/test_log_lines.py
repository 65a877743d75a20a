"""A line of the log holds no personal number, telephone or mail, and none can be forged."""

import json
import logging
import sys

import pytest

from otop_registry import log_lines


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("site", logging.WARNING, __file__, 1, message, args, None)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ID 1-9999-80000-01-5 เก่า", "ID [number] เก่า"),
        ("๑๙๙๙๙๘๐๐๐๐๐๑๕", "[number]"),
        ("โทร 081-234-5678 หรือ 075341234", "โทร [telephone] หรือ [telephone]"),
        ("to somchai.k@cdd.go.th", "to [mail]"),
        ("job 12345678 of 2561-03-16 took 0.1234 s", "job 12345678 of 2561-03-16 took 0.1234 s"),
    ],
)
def test_persons_are_taken_out_of_every_line(typed: str, written: str) -> None:
    assert log_lines.Plain("{message}", style="{").format(record("%s", typed)) == written
    assert json.loads(log_lines.Json().format(record("%s", typed)))["said"] == written


def test_a_line_feed_in_a_message_makes_no_second_line() -> None:
    line = log_lines.Json().format(record("Not Found: %s", '/x\n{"level": "INFO"}'))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["level"] == "WARNING"


def test_a_trace_goes_along_without_persons() -> None:
    failed = record("failed")
    try:
        raise ValueError("1999980000015")
    except ValueError:
        failed.exc_info = sys.exc_info()
    for formatter in (log_lines.Json(), log_lines.Plain("{message}", style="{")):
        line = formatter.format(failed)
        assert "ValueError" in line
        assert "1999980000015" not in line
