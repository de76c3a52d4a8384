"""One database with four people's card accounts in it, and their money pages asked for in turn. JSON lines out."""

import json
import sys
import time
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import django

FEW, MANY = 1_000, 100_000
# How long the postings took to come, and which pages are asked for; the last one has no goal.
STORIES = {
    "this month": ("/money/", "/money/statement/", "/money/statement/?page=last"),
    "over years": ("/money/", "/money/statement/?period=12-months", "/money/statement/?period=12-months&page=last"),
}
PAGES = ("balance", "first statement page", "last statement page")


def play(vendor: str, rounds: int, requests: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    people = {(story, size): opened(story, size) for story in STORIES for size in (FEW, MANY)}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself, and `manage.py optimize` would
    for story, addresses in STORIES.items():
        for page, address in zip(PAGES, addresses, strict=True):
            few, many = people[story, FEW], people[story, MANY]
            found = contest(few, many, address, rounds, requests)
            name = f"{vendor}, {story}, {page}"
            print(json.dumps({"name": name, "counts": page != PAGES[-1], **found}), flush=True)


def opened(story: str, size: int) -> Any:
    """A client signed in as somebody with so many postings on her card account."""
    from django.test import Client

    from tests import sessions
    from tests.factories import accounts as make
    from tests.factories import money

    account = money.card_account(0, person=make.person(f"{story} {size}"))
    spend(money.card(account), size, begin(story, size))
    return sessions.enter(Client(), account.person.user)


def begin(story: str, size: int) -> datetime:
    from django.utils import timezone

    now = timezone.localtime()
    if story == "this month":
        return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return now - timedelta(days=365 if size == FEW else 3_650)


def spend(card: Any, size: int, since: datetime) -> None:
    """Money in, then purchases, a hold and a payment each: the rows that the ledger writes, many at a time."""
    from django.utils import timezone

    from accounts.ledger import LedgerKind, Posting, Transaction, council_account
    from accounts.ledger.requests import Move, Request, Running, lay

    funds, shops = council_account(LedgerKind.COUNCIL_FUNDS), council_account(LedgerKind.CARD_SETTLED)
    free, held = card.pot.available, card.pot.held
    steps = [("load", Move(funds, free, size * 100), f"pot:{card.pot.pk}")]
    for pk in purchases(card, size // 2, since):
        steps += [
            ("card_hold", Move(free, held, 150), f"card:{pk}"),
            ("card_capture", Move(held, shops, 150), f"card:{pk}"),
        ]
    accounts = {row.pk: row for row in (funds, shops, free, held)}
    running = {pk: Running(row.balance_pence, row.version, row.may_overdraw) for pk, row in accounts.items()}
    apart, now = (timezone.now() - since) / (size + 1), timezone.now()
    transactions, postings = [], []
    for number, (kind, move, memo) in enumerate(steps[:size]):
        at, key = since + apart * (number + 1), f"{card.pk}:{number}"
        asked = Request(key=key, kind=kind, memo=memo, moves=[move], at=at, by_id=None, on_behalf_of_id=None)
        [(from_balance, from_version, to_balance, to_version)] = lay([move], running)
        transactions.append(
            Transaction(key=key, fingerprint=asked.fingerprint, kind=kind, memo=memo, at=at, booked_at=now)
        )
        postings.append(
            Posting(
                transaction=transactions[-1],
                position=0,
                at=at,
                from_account=move.from_,
                to_account=move.to,
                pence=move.pence,
                from_balance_pence=from_balance,
                from_version=from_version,
                to_balance_pence=to_balance,
                to_version=to_version,
            )
        )
    write(transactions, postings, accounts, running)


def write(transactions: list[Any], postings: list[Any], accounts: dict[int, Any], running: dict[int, Any]) -> None:
    from django.db import transaction

    with transaction.atomic():
        for first in range(0, len(transactions), 5_000):
            type(transactions[0]).objects.bulk_create(transactions[first : first + 5_000])
            type(postings[0]).objects.bulk_create(postings[first : first + 5_000])
        for pk, row in accounts.items():
            row.balance_pence, row.version = running[pk].balance, running[pk].version
            row.save(update_fields=["balance_pence", "version"])


def purchases(card: Any, count: int, since: datetime) -> list[int]:
    from accounts.models import CardAuthorisation

    rows = [
        CardAuthorisation(
            card=card,
            issuer_reference=f"bench:{card.pk}:{number}",
            pot=card.pot,
            merchant_name=f"Shop {number % 40}",
            pence=150,
            captured_pence=150,
            state=CardAuthorisation.State.CAPTURED,
            asked_at=since,
        )
        for number in range(count)
    ]
    return [row.pk for row in CardAuthorisation.objects.bulk_create(rows, batch_size=5_000)]


def contest(few: Any, many: Any, address: str, rounds: int, requests: int) -> dict[str, Any]:
    """Milliseconds of a request, the median of each round; round 0 warms up. Who begins changes with every request."""
    times: dict[str, list[float]] = {"few_ms": [], "many_ms": []}
    for number in range(rounds + 1):
        taken: dict[str, list[float]] = {"few_ms": [], "many_ms": []}
        for turn in range(requests):
            both = [("few_ms", few), ("many_ms", many)]
            for side, client in both if turn % 2 else both[::-1]:
                taken[side].append(timed(client, address))
        if number:
            for side, each in taken.items():
                times[side].append(round(median(each), 2))
    ratios = [round(mine / base, 3) for mine, base in zip(times["many_ms"], times["few_ms"], strict=True)]
    return {**times, "ratios": ratios}


def timed(client: Any, address: str) -> float:
    started = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - started) * 1000
    assert answer.status_code == 200, (address, answer.status_code)
    return taken


if __name__ == "__main__":
    play(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
