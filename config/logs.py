"""Log lines without personal data: no query strings, no e-mail addresses, no postcodes, wherever they come from.

The whole line is cleaned after it was put together, tracebacks included, so that no caller has to remember it.
"""

import logging
import re
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
CLEANING = (
    (re.compile(r"(?<=[\w/%.~-])\?[^\s\"'<>]+"), ""),  # /search/?q=dementia -> /search/
    (re.compile(r"(?<=/link/)[\w-]{20,}"), "[token]"),  # what opens an invitation
    (re.compile(r"[\w.+'-]+(@|%40)[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?: |\+|%20)?\d[A-Z]{2}\b", re.IGNORECASE), "[postcode]"),
)


def clean(line: str) -> str:
    for pattern, instead in CLEANING:
        line = pattern.sub(instead, line)
    return line


class CleanFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None  # a page refused or not found is an answer, not a fault
        return clean(super().format(record))


def configuration(*loggers: str) -> dict[str, Any]:
    """One clean stream to standard error for the named loggers and the root."""
    quiet = {"handlers": ["lines"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"clean": {"()": CleanFormatter, "format": FORMAT}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "clean"}},
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {name: dict(quiet) for name in loggers} | {"stripe": {"level": "WARNING"}},  # not each request
    }
