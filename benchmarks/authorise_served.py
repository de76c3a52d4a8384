"""What `benchmarks.authorise` needs in processes of their own: people with cards, and a card company that asks.

`python -m benchmarks.authorise_served ACCOUNTS` migrates, makes so many card accounts with money in them and prints
their cards, JSON, a list for each account: the person's own, and on every third a delegate's with a limit.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import multiprocessing
import os
import sys
import time
from datetime import date
from itertools import count, pairwise
from typing import Any

fork = multiprocessing.get_context("fork")
SECRET = "whsec_benchmark"  # noqa: S105  of nothing but this run
HELLO, ASKED = "/health/live", "/webhooks/stripe/issuing/"
PLENTY = 10_000_000  # pence
Ask = tuple[str, bytes | None, dict[str, str]]


def seed(accounts: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps([made(number) for number in range(accounts)]))


def made(number: int) -> list[str]:
    from accounts import duties
    from accounts.actions import budgets, cards, mandate_offers, mandates, people
    from accounts.models import Outcome, Person, PersonalBudget, User, WayOfHolding
    from accounts.roles import Basis, Scope

    def sign_in(who: str) -> User:
        return people.create_sign_in(email=f"{who}{number}@aldermere.example", name=f"{who} Bench", by=None)

    staff = sign_in("staff")
    person: Person = people.create(name=f"Bench {number}", by=None, user=sign_in("person"))
    outcome = Outcome.objects.get_or_create(name="Getting out")[0]
    plans = [budgets.PotPlan(label=label, weekly_pence=5_000, outcome=outcome) for label in ("Getting out", "At home")]
    period, first = PersonalBudget.Period.FOUR_WEEKS, date(2026, 1, 1)
    budgets.agree(person=person, amount_pence=40_000, period=period, pots=plans, starts_on=first, by=staff)
    way = WayOfHolding.CARD_ACCOUNT
    choice = budgets.record_choice(person=person, shown=list(WayOfHolding), shown_format="email", chosen=way, by=staff)
    account = budgets.open_card_account(person=person, choice=choice, by=staff)
    for pot in account.pots.all():
        budgets.load(pot=pot, pence=PLENTY, key=f"bench:{pot.pk}", by=staff)
    holders = [person.user]
    if number % 3 == 0:
        holders.append(delegate := sign_in("delegate"))
        made = mandates.record(
            person=person,
            delegate=delegate,
            basis=Basis.NOMINATED,
            scopes=[Scope.PAY],
            starts_on=first,
            evidence="Signed form seen",
            by=person.user,
            pay_per_purchase_pence=50_000,
        )
        mandate_offers.accept(mandate=made, by=delegate, read=duties.VERSION)
    pot = account.pots.order_by("position").first()
    issued = [cards.issue(account=account, holder=holder, pot=pot, by=holder) for holder in holders if holder and pot]
    return [card.issuer_reference for card in issued]


def contest(port: int, cards: list[list[str]], rounds: int, asks: int) -> dict[str, list[list[float]]]:
    """By side: what each request of each round took, seconds; and under "hello/s" and so on, requests a second."""
    barrier, answers = fork.Barrier(len(cards)), fork.Queue()
    started = [fork.Process(target=client, args=(port, hers, rounds, asks, barrier, answers)) for hers in cards]
    for process in started:
        process.start()
    try:
        taken = [answers.get(timeout=300) for _ in started]
    finally:
        for process in started:
            process.kill()
    if words := [one for one in taken if isinstance(one, str)]:
        raise SystemExit("\n".join(words))
    return {side: [join(taken, side, number) for number in range(rounds)] for side in ("hello", "asked")} | {
        f"{side}/s": [[rate(taken, side, number)] for number in range(rounds)] for side in ("hello", "asked")
    }


def join(taken: list[dict[str, Any]], side: str, number: int) -> list[float]:
    moments = [one[side][number] for one in taken]
    return [after - before for each in moments for before, after in pairwise(each)]


def rate(taken: list[dict[str, Any]], side: str, number: int) -> float:
    """From the first begin to the last end of all connections."""
    moments = [one[side][number] for one in taken]
    seconds = max(each[-1] for each in moments) - min(each[0] for each in moments)
    return sum(len(each) - 1 for each in moments) / seconds


def client(port: int, cards: list[str], rounds: int, asks: int, barrier: Any, answers: Any) -> None:
    """One connection that stays open."""
    try:
        answers.put(played(port, cards, rounds, asks, barrier))
    except Exception as error:
        barrier.abort()
        answers.put(repr(error))
    answers.close()
    answers.join_thread()
    os._exit(0)


def played(port: int, cards: list[str], rounds: int, asks: int, barrier: Any) -> dict[str, list[list[float]]]:
    """Round 0 warms up."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    ids = count()
    taken: dict[str, list[list[float]]] = {"hello": [], "asked": []}
    for turn in range(rounds + 1):
        for side in ("hello", "asked") if turn % 2 else ("asked", "hello"):
            work = [hello() if side == "hello" else question(cards, f"{os.getpid()}_{next(ids)}") for _ in range(asks)]
            barrier.wait(timeout=300)
            door.close()  # the server has left one that was idle for two seconds
            timed(door, [hello()])
            taken[side].append(timed(door, work))
    return {side: lists[1:] for side, lists in taken.items()}


def timed(door: http.client.HTTPConnection, work: list[Ask]) -> list[float]:
    """Begin, then the end of each. A question answered with no came too late, and its time speaks for itself."""
    moments = [time.monotonic()]
    for path, body, headers in work:
        door.request("POST" if body else "GET", path, body, headers)
        answer = door.getresponse()
        said = answer.read()
        moments.append(time.monotonic())
        if answer.status != 200 or (body and not said.startswith(b'{"approved": ')):
            raise RuntimeError(f"{answer.status} {said[:200]!r}")
    return moments


def hello() -> Ask:
    return HELLO, None, {}


def question(cards: list[str], number: str) -> Ask:
    card = cards[hash(number) % len(cards)]
    shop = {"name": "Aldermere Swim", "category": "membership_clubs", "category_code": "7997"}
    wanted = {"amount": 250, "merchant_amount": 250, "merchant_currency": "gbp"}
    asked = {
        "id": f"iauth_{number}",
        "object": "issuing.authorization",
        "amount": 0,
        "approved": False,
        "status": "pending",
        "card": {"id": card, "object": "issuing.card"},
        "merchant_amount": 0,
        "merchant_currency": "gbp",
        "merchant_data": shop,
        "pending_request": wanted,
        "request_history": [],
        "transactions": [],
        "created": int(time.time()),
    }
    event = {
        "id": f"evt_{number}",
        "object": "event",
        "type": "issuing_authorization.request",
        "livemode": False,
        "created": int(time.time()),
        "data": {"object": asked},
    }
    body = json.dumps(event).encode()
    at = int(time.time())
    sign = hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return ASKED, body, {"Content-Type": "application/json", "Stripe-Signature": f"t={at},v1={sign}"}


if __name__ == "__main__":
    seed(int(sys.argv[1]))
