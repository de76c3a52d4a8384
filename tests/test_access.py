"""For every URL: a stranger's object answers 404, the wrong role 403, the wrong method 405. The table is written by the
rooms (tests/<room>/access.py, see tests/access.py for how); an address without a row fails here.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests import addresses
from tests.access import SIGNED_IN, Cast, Row

ROOMS = ("config", "marketplace", "directory", "cms", "accounts", "search", "design")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TAKEN = {200, 302, 400, 409, 422}  # a form sent with nothing in it: shown again, done, or refused in words

TABLE: list[Row] = [
    row for room in ROOMS if find_spec(f"tests.{room}.access") for row in import_module(f"tests.{room}.access").ACCESS
]
every_row = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)


class AnyOf(set):
    """Equal to each of its members, so that a failure shows what was answered beside what is right."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return other in self


@pytest.fixture(scope="module")
def everybody(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """Made once for all rows, in a transaction that is rolled back after the last."""
    with django_db_blocker.unblock(), undone():
        yield Cast()


@pytest.fixture
def cast(everybody) -> Iterator[Cast]:
    with undone():
        yield everybody


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def knock(cast: Cast, where: str, row: Row, who: str, method: str) -> HttpResponse:
    """One request, after which everything is as it was."""
    client = cast.client(who)
    with undone():
        return client.generic(method, where) if method != "POST" else client.post(where, row.data)


def address(cast: Cast, row: Row) -> str:
    found = row.at(cast) if row.at else {}
    words = {"args": found} if isinstance(found, list) else {"kwargs": found}
    return reverse(row.name, **words) + row.query


def test_every_address_has_one_row():
    known = Counter(row.name for row in TABLE)
    assert (sorted(addresses.names() - known.keys()), "has no row") == ([], "has no row")
    assert (sorted(known.keys() - addresses.names()), "is no address") == ([], "is no address")
    assert [name for name, times in known.items() if times > 1] == []


@every_row
def test_those_who_may(cast, row):
    where = address(cast, row)
    expected = {who: row.answers.get(who, row.get) for who in row.allowed}
    if "GET" in row.methods.split():
        assert {who: knock(cast, where, row, who, "GET").status_code for who in row.allowed} == expected
    if "POST" in row.methods.split():
        found = {who: knock(cast, where, row, who, "POST").status_code for who in row.allowed}
        taken = {row.post} if row.post else TAKEN
        assert {who: status for who, status in found.items() if status not in taken} == {}


@pytest.mark.once
@every_row
def test_those_who_may_not(cast, row):
    where, method = address(cast, row), row.methods.split()[0]
    wrong = {403, 404} if row.at else {403}
    for who in row.refused:
        answer = row.answers.get(who, row.answers.get("others"))
        right = {answer} if answer else {404} if who == row.stranger else wrong
        assert (who, knock(cast, where, row, who, method).status_code, "is right") == (who, AnyOf(right), "is right")
    if row.refused or row.who == SIGNED_IN:
        answer = knock(cast, where, row, "nobody", method)
        assert answer.status_code == row.answers.get("nobody", 302)
        assert row.theirs or answer.headers["Location"].startswith("/accounts/")


@pytest.mark.once
@every_row
def test_the_wrong_method(cast, row):
    where = address(cast, row)
    wrong = [method for method in METHODS if method not in row.methods.split() and not row.theirs]
    assert {method: knock(cast, where, row, row.allowed[0], method).status_code for method in wrong} == dict.fromkeys(
        wrong, 405
    )
