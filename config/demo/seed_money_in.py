"""Finance's month in Aldermere: contributions, a pause, new bank details, cost codes, last month's journal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts import contributions as references
from accounts.actions import bank_details, budgets, contributions, journal, loads, pauses, people
from accounts.actions.budgets import PotPlan
from accounts.ledger import LedgerKind
from accounts.models import Outcome, Payee, Person, PersonalBudget, User
from config.demo.seed_money import ago

CODES = (
    (LedgerKind.COUNCIL_FUNDS, "4100-ASC"),
    (LedgerKind.OWN_FUNDS, "4900-OWN"),
    (LedgerKind.AVAILABLE, "2100-POTS"),
    (LedgerKind.HELD, "2110-HELD"),
    (LedgerKind.SET_ASIDE, "2120-ASIDE"),
    (LedgerKind.PAYABLE, "2200-CRED"),
    (LedgerKind.PAID_OUT, "1100-BANK"),
    (LedgerKind.CARD_SETTLED, "1150-CARD"),
    (LedgerKind.CARD_SHORTFALL, "1160-OVER"),
    (LedgerKind.CONTRIBUTIONS, "4200-CONT"),
    (LedgerKind.CONTRIBUTION_DUE, "1300-DEBT"),
    (LedgerKind.GOING_BACK, "2150-BACK"),
)


@dataclass(frozen=True)
class Desk:
    """Those who act, and the clock."""

    now: datetime
    martin: User
    wendy: User
    samuel: User

    def day(self, days: int) -> date:
        return timezone.localdate(ago(self.now, days))


def month(users: dict[str, User], persons: dict[str, Person], now: datetime) -> None:
    def of(name: str) -> User:
        return users[f"{name}@aldermere.example"]

    desk = Desk(now, of("finance"), of("finance2"), of("practitioner"))
    steps: tuple[Callable[[Desk], None], ...] = (paid_gross, in_hospital, codes, new_bank_details, last_journal)
    for step in steps:
        step(desk)


def agreed(desk: Desk, name: str, case: str, weekly_pence: int, *, starts: int, **more: object) -> PersonalBudget:
    """Somebody without a sign-in, whose budget the council looks after."""
    person = people.create(
        name=name,
        by=desk.samuel,
        at=ago(desk.now, starts + 20),
        case_reference=case,
        contact_format="print",
        phone="01632 960711",
    )
    outcome = Outcome.objects.get(name="Looking after my home")
    return budgets.agree(
        person=person,
        amount_pence=weekly_pence,
        period=PersonalBudget.Period.WEEK,
        pots=[PotPlan("Looking after my home", weekly_pence, outcome)],
        starts_on=desk.day(starts),
        load_calendar=desk.day(44),
        by=desk.samuel,
        at=ago(desk.now, starts + 10),
        **more,  # type: ignore[arg-type]
    )


def paid_gross(desk: Desk) -> None:
    """Edith's budget is paid whole, and she pays her part to us; two weeks of it have not come in."""
    made = agreed(desk, "Edith Fairley", "LAS-201177", 9_000, starts=37, is_gross=True, client_group="physical")
    contributions.record(
        budget=made,
        weekly_pence=1_850,
        starts_on=made.starts_on,
        assessment_reference="FA-20118",
        by=desk.martin,
        at=ago(desk.now, 37, hour=8),
    )
    for days in (37, 16):
        loads.run_due(ago(desk.now, days, hour=10))
    reference = references.reference(made.pk)
    for number, (days, pence, words) in enumerate(
        ((30, 1_850, f"FPS E FAIRLEY {reference}"), (23, 1_850, f"FPS E FAIRLEY {reference}"), (5, 1_850, "E FAIRLEY"))
    ):
        contributions.receive(
            pence=pence,
            received_on=desk.day(days),
            bank_words=words,
            key=f"demo-receipt-{number}",
            by=desk.martin,
            at=ago(desk.now, days, hour=15),
        )


def in_hospital(desk: Desk) -> None:
    """George went into hospital after his money had come: what was paid for these days is for a person to decide."""
    made = agreed(desk, "George Tully", "LAS-203952", 6_300, starts=44, client_group="memory")
    loads.run_due(ago(desk.now, 44, hour=10))
    loads.run_due(ago(desk.now, 16, hour=10))
    pauses.pause(budget=made, first_on=desk.day(6), reason="hospital", by=desk.samuel, at=ago(desk.now, 5))


def codes(desk: Desk) -> None:
    for kind, code in CODES:
        journal.set_code(kind=kind, code=code, by=desk.martin, at=ago(desk.now, 43))
    home = Outcome.objects.get(name="Looking after my home")
    more = {"kind": LedgerKind.AVAILABLE, "by": desk.martin, "at": ago(desk.now, 43)}
    journal.set_code(code="2101-HOME", outcome=home, **more)  # type: ignore[arg-type]
    journal.set_code(code="2104-MEM", client_group="memory", **more)  # type: ignore[arg-type]


def new_bank_details(desk: Desk) -> None:
    """Hollybank asked by e-mail to be paid elsewhere: Martin entered it, Wendy has still to call."""
    bank_details.ask(
        payee=Payee.objects.get(name="Hollybank Home Care"),
        sort_code="309950",
        account_number="40417766",
        how="email",
        by=desk.martin,
        at=ago(desk.now, 2, hour=11),
    )


def last_journal(desk: Desk) -> None:
    journal.export(last_on=desk.day(15), by=desk.wendy, at=desk.now - timedelta(minutes=30))
