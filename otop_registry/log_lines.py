"""How a line of the log is written: without personal numbers, addresses of mail or telephones, whoever logged them.

`Plain` for people, `Json` for collectors (OTOP_LOG_JSON=1): one object a line, so that nothing typed can forge one.
Source: ASVS 5.0, 16.2.5 and 16.4.1.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final

# Digits of both scripts: \d takes Thai ones, too.
_PERSONAL: Final = (
    (re.compile(r"(?<!\d)\d[- ]?\d{4}[- ]?\d{5}[- ]?\d{2}[- ]?\d(?!\d)"), "[number]"),
    (re.compile(r"(?<!\d)[0๐]\d{1,2}[- ]?\d{3}[- ]?\d{4}(?!\d)"), "[telephone]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[mail]"),
)


def without_persons(text: str) -> str:
    """The text with every personal number, telephone and address of mail taken out."""
    for pattern, word in _PERSONAL:
        text = pattern.sub(word, text)
    return text


class Plain(logging.Formatter):
    """Time, level, name, message; a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        return without_persons(super().format(record))


class Json(logging.Formatter):
    """One object a line: at (UTC), level, logger, said, and trace where something failed."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "said": without_persons(record.getMessage()),
        }
        if record.exc_info:
            said["trace"] = without_persons(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def to_stderr(*, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING: every process writes to its standard error, whoever keeps that."""
    plain = {"()": Plain, "fmt": "{asctime} {levelname} {name} {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Json} if as_json else plain},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "weasyprint.progress": {"level": "WARNING"},  # a line for every page drawn
            "fontTools": {"level": "WARNING"},
        },
    }
