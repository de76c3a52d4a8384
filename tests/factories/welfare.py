"""Histories of somebody's money, told in weeks, and written into the ledger the way the site writes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts import ledger
from accounts.actions import pauses, surplus, welfare
from accounts.ledger import LedgerKind, Move
from accounts.models import BudgetPause, Card, CardAuthorisation, Payee, Person, PersonalBudget, Pot, WelfareCheck
from accounts.periods import midnight
from accounts.roles import Role
from accounts.welfare import Kind, Signal
from marketplace.models import Visit, VisitPause
from tests.factories import accounts as make
from tests.factories import marketplace as market
from tests.factories import money

_numbers = count(1)
WEEK = timedelta(weeks=1)
LONG = 30  # weeks: longer than what is compared


@dataclass(frozen=True)
class Paid:
    """In each of these weeks ago. `to` is an assistant's name; of a shop `shop` says which, of a machine `cash`."""

    weeks: Iterable[int]
    pence: int
    to: str = ""
    shop: str = ""
    cash: bool = False


@dataclass(frozen=True)
class Story:
    """What happened to somebody's money, and what is to be noticed today. £100 a week, for `LONG` weeks."""

    name: str
    paid: Sequence[Paid]
    noticed: frozenset[Kind] = frozenset()
    since_weeks: int = LONG
    own_money: bool = False
    dead: bool = False
    pause: tuple[str, int, int | None] | None = None  # why, from and until so many days ago; None: it goes on
    holiday: tuple[str, int, int | None] | None = None  # the same of visits
    lumpy_pence: int = 0  # what the plan buys once in a year
    asked_for: bool = False  # somebody proposed to take unspent money back
    visits: Sequence[int] = field(default_factory=tuple)  # days ago on which a visit was paid for


def rich(since_weeks: int = LONG, person: Person | None = None) -> Pot:
    """£100 a week, and money enough, for so many weeks."""
    pot = money.card_account(0, person=person, weekly_pence=10_000).pots.get()
    PersonalBudget.objects.filter(person=pot.person).update(starts_on=today() - since_weeks * WEEK)
    pay_in(pot, 1_000_000, days(7 * since_weeks))
    return pot


def told(story: Story, person: Person | None = None) -> Person:
    """Somebody to whom all of this happened."""
    pot = own_pot(person) if story.own_money else rich(story.since_weeks, person)
    card, payees = money.card(pot.card_account), {}
    for paid in story.paid:
        pay(pot, paid, card, payees)
    happened(story, pot)
    return pot.person


def happened(story: Story, pot: Pot) -> None:
    """Beside the money."""
    whose, staff = pot.person, make.staff(Role.PRACTITIONER)
    if story.pause:
        reason, first, last = story.pause
        BudgetPause.objects.create(budget=pot.budget, reason=reason, recorded_by=staff, **from_to(first, last))
    if story.holiday:
        reason, first, last = story.holiday
        away = {"starts_on": ago(first), "until_on": None if last is None else ago(last)}
        VisitPause.objects.create(person=whose, kind=reason, paused_at=days(first), paused_by=whose.user, **away)
    if story.asked_for:
        surplus.propose(person=whose, pence=10_000, why="Nobody needs it.", by=staff, at=days(30))
    for number in story.visits:
        paid_visit(pot, number)
    if story.dead:
        pauses.record_death(person=whose, died_on=ago(3), by=staff)


def from_to(first: int, last: int | None) -> dict[str, Any]:
    return {
        "first_on": ago(first),
        "last_on": None if last is None else ago(last),
        "recorded_at": days(first),
    }


def ago(number: int) -> date:
    return today() - timedelta(days=number)


def own_pot(person: Person | None = None) -> Pot:
    return money.own_money(1_000_000, person=person or make.person()).pots.get()


def paid_visit(pot: Pot, number: int) -> Visit:
    """A visit of so many days ago that was paid for, though it may be paid later."""
    visit = market.settled(pot=pot)
    Visit.objects.filter(pk=visit.pk).update(starts_at=days(number))
    return visit


def today() -> date:
    return timezone.localdate()


def days(ago: int) -> datetime:
    return midnight(today() - timedelta(days=ago)) + timedelta(hours=10)


def pay_in(pot: Pot, pence: int, at: datetime) -> None:
    assert pot.available
    move = Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), pot.available, pence)
    ledger.post(key=f"welfare-load:{next(_numbers)}", kind="load", moves=[move], by=None, at=at, memo=f"pot:{pot.pk}")


def pay(pot: Pot, paid: Paid, card: Card | None = None, payees: dict[str, Payee] | None = None) -> None:
    for ago in paid.weeks:
        at = days(7 * ago + 1)
        if paid.to:
            known = payees if payees is not None else {}
            if paid.to not in known:
                known[paid.to] = money.payee(paid.to)
            post(pot, known[paid.to].payable, paid.pence, at, f"visit:W{next(_numbers)}")
        else:
            assert card
            shop = "Cash machine" if paid.cash else paid.shop
            buy(pot, card, paid.pence, shop, at, "automated_cash_disburse" if paid.cash else "grocery")


def buy(pot: Pot, card: Card, pence: int, shop: str, at: datetime, category: str = "") -> None:
    asked = CardAuthorisation.objects.create(
        card=card,
        issuer_reference=f"welfare-{next(_numbers)}",
        pot=pot,
        merchant_name=shop,
        merchant_category=category,
        pence=pence,
        captured_pence=pence,
        state="captured",
        asked_at=at,
    )
    post(pot, ledger.council_account(LedgerKind.CARD_SETTLED), pence, at, f"card:{asked.pk}")


def post(pot: Pot, to: ledger.LedgerAccount, pence: int, at: datetime, memo: str) -> None:
    """As a step of the site would: out of what is available, on the day."""
    assert pot.available
    key = f"welfare-spent:{next(_numbers)}"
    ledger.post(key=key, kind="capture", moves=[Move(pot.available, to, pence)], by=None, at=at, memo=memo)


def asked(person: Person, *kinds: Kind, at: datetime | None = None) -> WelfareCheck:
    """A check that was raised because of these signs (as it comes: one that her own answer closes)."""
    on = today() - timedelta(days=20)
    found = [Signal(kind, on, today(), 4_500, 12_000) for kind in kinds or (Kind.UNDERSPENT,)]
    check = welfare.notice(person_id=person.pk, signals=found, at=at or timezone.now())
    assert check
    return check
