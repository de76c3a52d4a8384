"""Pots with money in them, and people to pay, made the way the site makes them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from pytest import MonkeyPatch

from accounts import ledger, notices, payee_records, payments
from accounts.actions import budgets, cards, own_pots, payment_files, payment_returns
from accounts.ledger import LedgerKind, Move
from accounts.models import (
    Card,
    CardAccount,
    ChoiceRecord,
    Notice,
    Outcome,
    OwnPayment,
    OwnRefund,
    Payee,
    Payment,
    PaymentReturn,
    Person,
    PersonalBudget,
    Pot,
    User,
    WayOfHolding,
)
from accounts.payee_records import Record
from accounts.roles import Role
from design.registry import Registry
from tests.factories import accounts as make

_numbers = count(1)


def pot(pence: int = 0, *, person: Person | None = None, label: str = "Help at home") -> Pot:
    """A pot that the council looks after, with this much to spend."""
    made = Pot.objects.create(
        person=person or make.person(signs_in=False), label=label, held_as=WayOfHolding.COUNCIL, weekly_pence=0
    )
    owner = f"pot:{made.pk}"
    made.available = ledger.open_account(kind=LedgerKind.AVAILABLE, owner=owner)
    made.held = ledger.open_account(kind=LedgerKind.HELD, owner=owner)
    made.save()
    if pence:
        pay_in(made, pence)
    return made


def pay_in(into: Pot, pence: int) -> None:
    moves = [Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), into.available, pence)]
    ledger.post(key=f"test:{next(_numbers)}", kind="budget", moves=moves, by=None, memo="budget:1")


def payee(name: str = "Ben Okafor", *, sort_code: str = "12-34-56", account_number: str = "12345678") -> Payee:
    return payments.open_payee(name=name, sort_code=sort_code, account_number=account_number)


def on_record(monkeypatch: MonkeyPatch, number: str) -> Payee:
    """Ben, whom a higher room knows under this number."""
    ben = payee("Ben Okafor")
    registry = Registry("payee records")
    registry.register("sellers", lambda asked: Record([("Ben", number)], []) if asked == ben else None)
    monkeypatch.setattr(payee_records, "_records", registry)
    return ben


def card_account(
    *pence: int, person: Person | None = None, contingency: int = 0, weekly_pence: int = 5_000
) -> CardAccount:
    """Somebody's card account after a recorded choice, with a pot for each sum, and perhaps one for emergencies."""
    whose = person or make.person()
    by = make.staff(Role.PRACTITIONER)
    plans = [
        budgets.PotPlan(label=label, weekly_pence=weekly_pence, outcome=outcome(label))
        for label, _ in zip(LABELS, pence, strict=False)
    ]
    if contingency:
        plans.append(budgets.PotPlan(label="Set aside for emergencies", is_contingency=True))
    budgets.agree(
        person=whose,
        amount_pence=40_000,
        period=PersonalBudget.Period.FOUR_WEEKS,
        pots=plans,
        starts_on=date(2026, 1, 1),
        by=by,
    )
    chosen = choice(whose, by)
    account = budgets.open_card_account(person=whose, choice=chosen, by=by)
    sums = [*pence, contingency] if contingency else pence
    for each, pennies in zip(account.pots.all(), sums, strict=True):
        if pennies:
            budgets.load(pot=each, pence=pennies, key=f"test-load:{next(_numbers)}", by=by)
    return account


LABELS = ("Keeping clean and well", "Getting out", "Help at home")


def outcome(name: str) -> Outcome:
    return Outcome.objects.get_or_create(name=name)[0]


def choice(person: Person, by: User) -> ChoiceRecord:
    return budgets.record_choice(
        person=person,
        shown=list(WayOfHolding),
        shown_format=person.contact_format,
        chosen=WayOfHolding.CARD_ACCOUNT,
        by=by,
    )


def card(account: CardAccount, holder: User | None = None, **words: Any) -> Card:
    """That it was made is told already, and is none of the notices that a test looks for."""
    first = account.pots.filter(is_contingency=False).first()
    whose = holder or account.person.user
    with notices.unsent():
        made = cards.issue(account=account, holder=whose, pot=first, by=account.person.user, **words)
    Notice.objects.filter(template="accounts/emails/card_ready").delete()
    return made


def own_money(pence: int = 0, *, person: Person | None = None) -> CardAccount:
    whose = person or make.person("Tom Brennan")
    account = budgets.open_own_money(person=whose, by=whose.user)
    if pence:
        budgets.top_up(pot=account.pots.get(), pence=pence, key=f"test-top-up:{next(_numbers)}", by=whose.user)
    return account


def own_payment(person: Person, state: str = "open", *, pence: int = 3_300) -> OwnPayment:
    """With her own card, as it stands in our books: nobody was asked at Stripe."""
    number, now = next(_numbers), timezone.now()
    paid = {"payment_intent": f"pi_{number}", "came_pence": pence, "came_currency": "gbp", "paid_at": now}
    over = {"ended_at": now}
    more = {"open": {"address": "https://pay.example/"}, "paid": paid, "failed": over, "expired": over}
    return OwnPayment.objects.create(
        purpose="top_up",
        reference=f"t{number}",
        attempt=1,
        person=person,
        pot=own_pots.pot_for(person),
        by=person.user,
        pence=pence,
        state=state,
        asked_at=now,
        expires_at=now + timedelta(hours=12),
        session_id=f"cs_{number}",
        **more.get(state, {}),
    )


def failed_refund(person: Person) -> OwnRefund:
    """Which a bank did not take."""
    return OwnRefund.objects.create(
        payment=own_payment(person, "paid"),
        number=1,
        pence=3_300,
        state="failed",
        made_at=timezone.now(),
        ended_at=timezone.now(),
        refund_id=f"re_{next(_numbers)}",
        why="lost_or_stolen_card",
    )


def earned(by: Payee, pence: int, *, from_: Pot | None = None) -> Payment:
    """Work that is done and settled: held, captured, owed."""
    reference = f"T{next(_numbers)}"
    paying = from_ or pot(pence)
    payment = payments.hold(purpose="visit", reference=reference, pot=paying, payee=by, pence=pence, by=None)
    return payments.capture(payment=payment, pence=pence, by=None)


def came_back(payee: Payee, ann: User, bo: User, **more) -> PaymentReturn:
    """Paid in a file that these two made and released, and sent back by the bank."""
    line = payment_files.release(file=payment_files.prepare(by=ann), by=bo).lines.get(payee=payee)
    given = {"reason": "closed", "returned_on": timezone.localdate(), **more}
    return payment_returns.record(line=line, by=ann, **given)
