"""No line of the log holds what somebody searched for, who they are or where they live."""

import io
import logging

import pytest

from config import gunicorn
from config.logs import FORMAT, CleanFormatter, clean


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('"GET /search/?q=dementia&near=AM3+2QT HTTP/1.1" 200 51', '"GET /search/ HTTP/1.1" 200 51'),
        ("Not Found: /directory/a-b/?q=x", "Not Found: /directory/a-b/"),
        ("sent to rosa.alvarez+care@aldermere.example.", "sent to [e-mail]."),
        ("next=/money/%3Femail=rosa%40aldermere.example", "next=/money/%3Femail=[e-mail]"),
        ("near AM3 2QT and sw1a1aa", "near [postcode] and [postcode]"),
        ("Is it ready? Yes.", "Is it ready? Yes."),
        ("order:AB12 settled 1650 pence in 12 ms", "order:AB12 settled 1650 pence in 12 ms"),
    ],
)
def test_a_line_is_cleaned(written, kept):
    assert clean(written) == kept


def test_a_traceback_is_cleaned_too():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(CleanFormatter(FORMAT))
    log = logging.Logger("trial")
    log.addHandler(handler)
    try:
        raise ValueError("no user rosa@aldermere.example at /money/?pot=1")
    except ValueError:
        log.exception("broken for %s", "rosa@aldermere.example")
    text = stream.getvalue()
    assert "ValueError: no user [e-mail] at /money/" in text
    assert "aldermere" not in text
    assert "pot=" not in text


def test_every_handler_of_the_site_writes_clean_lines(settings):
    formatters = [handler["formatter"] for handler in settings.LOGGING["handlers"].values()]
    assert (formatters, settings.LOGGING["formatters"]["clean"]["()"]) == (["clean"], CleanFormatter)


def test_the_web_server_logs_no_address_query_referer_or_browser():
    parts = {"%(h)s", "%(r)s", "%(q)s", "%(f)s", "%(a)s", "%(u)s"}
    assert not [part for part in parts if part in gunicorn.access_log_format]
    assert "%(U)s" in gunicorn.access_log_format
