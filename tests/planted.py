"""Faults, planted one at a time, to see that the suite catches each: `pytest -p tests.planted --plant no_lock`.

Each replaces one function, or one piece of what the database does, by a broken one. Nothing in the site knows of them.
`make drill-planted` runs the tests named beside each fault, with the fault off and on.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Fault:
    """What is wrong, the tests that must notice, and which database they need. `waits_for` is not built yet."""

    plant: Plant
    words: str
    tests: tuple[str, ...]
    postgresql: bool = False
    waits_for: str = ""


def no_lock(patch: pytest.MonkeyPatch) -> None:
    """Two postings read one balance at the same moment."""
    on_each_database(patch, unlocked)


def unlocked() -> None:
    from django.db import connection

    from accounts import guards

    assert "FOR NO KEY UPDATE" in guards.POSTGRESQL_POST
    with connection.cursor() as cursor:
        cursor.execute(guards.POSTGRESQL_POST.replace("FOR NO KEY UPDATE", ""))


def on_each_database(patch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Every database of a test begins as a copy of the sound one."""
    from tests import databases

    renew = databases.renew

    def planted() -> None:
        renew()
        do()

    patch.setattr(databases, "renew", planted)


def no_key(patch: pytest.MonkeyPatch) -> None:
    """The same request again is another one."""
    from accounts.ledger import posting

    write = posting._write
    patch.setattr(
        posting, "_write", lambda request: write(replace(request, key=f"{request.key}{secrets.token_hex(4)}"))
    )


def answer_before_commit(patch: pytest.MonkeyPatch) -> None:
    """The shop hears yes while the transaction is still open."""
    from django.db import transaction

    from accounts.actions import cards

    authorise = cards.authorise

    def early(**asked: Any) -> Any:
        transaction.atomic().__enter__()
        return authorise(**asked)

    patch.setattr(cards, "authorise", early)


def float_money(patch: pytest.MonkeyPatch) -> None:
    """What is typed goes through a float on its way to pence."""
    from accounts import money

    exact = money._pounds

    def floated(bare: str) -> int:
        exact(bare)  # what cannot be read is still said
        return int(float(re.sub(r"[ ,]", "", bare)) * 100)

    patch.setattr(money, "_pounds", floated)


def overdraft(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks whether the money is there."""
    from accounts.ledger import requests, sqlite

    def generous(moves: Any, accounts: Any) -> Any:
        for account in accounts.values():
            account.may_overdraw = True
        return requests.lay(moves, accounts)

    patch.setattr(sqlite, "lay", generous)


def refund_too_much(patch: pytest.MonkeyPatch) -> None:
    """A shop gives back more than it took."""
    from accounts import payments

    patch.setattr(payments, "_within", lambda *_: None)


def own_release(patch: pytest.MonkeyPatch) -> None:
    """Whoever prepared a payment file releases it."""
    from accounts.actions import payment_files

    locked = payment_files._locked

    def anonymous(file: Any) -> Any:
        found = locked(file)
        found.prepared_by_id = None
        return found

    patch.setattr(payment_files, "_locked", anonymous)


def forgets_the_rest(patch: pytest.MonkeyPatch) -> None:
    """A visit that was shorter than agreed is paid, and the rest of the hold stays held."""
    from accounts import payments
    from marketplace.actions import money

    def settle(visit: Any, pence: int, *, by: Any, at: Any) -> None:
        if pence:
            payments.capture(payment=visit.payment, pence=pence, by=by, at=at)

    patch.setattr(money, "settle", settle)


def no_triggers(patch: pytest.MonkeyPatch) -> None:
    """The database lets its books be changed."""
    from django.db import connection

    from accounts import guards

    on_each_database(patch, lambda: guards.remove(connection))


def strangers_card(patch: pytest.MonkeyPatch) -> None:
    """A card is found by its number, whosever it is."""
    from accounts.models import Card
    from accounts.views import shop

    patch.setattr(shop, "hers", lambda _request: Card.objects.all())


def unsigned_webhook(patch: pytest.MonkeyPatch) -> None:
    """Anybody may say that something was paid."""
    import json

    from accounts.stripe import events

    verified = events.verified  # its signature is what a planted one must keep

    def trusting(body: bytes, _signature: str, *_rest: Any, **_more: Any) -> Any:
        said = json.loads(body)
        names = {"id": said["id"], "type": said["type"], "livemode": said["livemode"], "created": said["created"]}
        thing = said["data"]["object"]
        account = said.get("account", "")
        return events.Event(**names, account=account, object_id=thing.get("id", ""), object=thing)

    assert verified
    patch.setattr(events, "verified", trusting)


FAULTS = {
    "no_lock": Fault(
        no_lock,
        "a posting takes no lock",
        ("tests/accounts/test_races.py",),
        postgresql=True,
    ),
    "no_key": Fault(
        no_key,
        "the idempotency key is ignored",
        ("tests/accounts/test_ledger.py", "tests/accounts/test_cards.py"),
    ),
    "answer_before_commit": Fault(
        answer_before_commit,
        "a shop is answered before the commit",
        ("tests/accounts/test_card_deaths.py",),
    ),
    "float_money": Fault(
        float_money,
        "money is a float for a moment",
        ("tests/accounts/test_money.py",),
    ),
    "overdraft": Fault(
        overdraft,
        "a balance may go below zero",
        ("tests/accounts/test_ledger.py", "tests/accounts/test_payments.py"),
    ),
    "refund_too_much": Fault(
        refund_too_much,
        "more goes back than was taken",
        ("tests/accounts/test_payments.py",),
    ),
    "own_release": Fault(
        own_release,
        "one person prepares and releases a payment file",
        ("tests/accounts/test_payment_files.py",),
    ),
    "forgets_the_rest": Fault(
        forgets_the_rest,
        "the rest of a hold is forgotten",
        ("tests/marketplace/test_visits.py",),
    ),
    "no_triggers": Fault(
        no_triggers,
        "the books can be changed",
        ("tests/accounts/test_ledger.py", "tests/accounts/test_audit_money.py"),
    ),
    "strangers_card": Fault(
        strangers_card,
        "a stranger's card is found",
        ("tests/accounts/test_card_pages.py",),
    ),
    "unsigned_webhook": Fault(
        unsigned_webhook,
        "a webhook nobody signed is believed",
        ("tests/accounts/test_webhooks.py",),
        waits_for="accounts.stripe.events.verified",
    ),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--plant", choices=sorted(FAULTS), help="plant this fault first: the tests beside it must fail")


@pytest.fixture(scope="session", autouse=True)
def _planted(request: pytest.FixtureRequest) -> Any:
    """Before the first database is made."""
    name = request.config.getoption("--plant")
    with pytest.MonkeyPatch.context() as patch:
        if name:
            FAULTS[name].plant(patch)
        yield
