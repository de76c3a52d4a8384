"""Agree a personal budget, record how each pot shall be held, open the card account, and bring money in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import ledger
from accounts.audit import audit, behalf
from accounts.ledger import LedgerKind
from accounts.models import CardAccount, ChoiceRecord, Outcome, Person, PersonalBudget, Pot, User
from accounts.models import WayOfHolding as Way

OTHER_WAYS = frozenset(Way) - {Way.CARD_ACCOUNT}


class ChoiceMissing(Exception):
    """No card account opens before the person was shown the other ways, in her format, and chose this one."""


class NotHere(Exception):
    """Money cannot be brought in this way; the text says why."""


@dataclass(frozen=True)
class PotPlan:
    """One purpose of a budget. Until the person has chosen how it is held, the council looks after it."""

    label: str
    weekly_pence: int = 0
    outcome: Outcome | None = None
    is_contingency: bool = False


@transaction.atomic
def agree(
    *,
    person: Person,
    amount_pence: int,
    period: PersonalBudget.Period,
    pots: Sequence[PotPlan],
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    is_gross: bool = False,
    client_group: str = "",
    load_calendar: date | None = None,
    at: datetime | None = None,
) -> PersonalBudget:
    """What the council pays for a person's support, and what for (Care Act 2014 s.26).

    From its first day the clock loads it every four weeks (`accounts.actions.loads`), by the council's calendar.
    """
    now = at or timezone.now()
    budget = PersonalBudget.objects.create(
        person=person,
        amount_pence=amount_pence,
        period=period,
        is_gross=is_gross,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_by=by,
        agreed_on=timezone.localdate(now),
        client_group=client_group,
        load_calendar=load_calendar or settings.LOAD_CALENDAR,
    )
    for position, plan in enumerate(pots):
        _open_pot(person, plan, held_as=Way.COUNCIL, budget=budget, position=position)
    audit(action="budget.agreed", by=by, subject=f"budget:{budget.pk}", detail={"pence": amount_pence}, at=now)
    return budget


@transaction.atomic
def set_client_group(*, budget: PersonalBudget, client_group: str, by: User, at: datetime | None = None) -> None:
    """For cost codes: under which of the council's groups of people this budget is booked."""
    PersonalBudget.objects.filter(pk=budget.pk).update(client_group=client_group)
    audit(action="budget.client_group", by=by, subject=f"budget:{budget.pk}", at=at)


@transaction.atomic
def record_choice(
    *,
    person: Person,
    shown: Collection[Way],
    shown_format: str,
    chosen: Way,
    by: User,
    helped_by: str = "",
    at: datetime | None = None,
) -> ChoiceRecord:
    """Which ways a person was shown, in which format, and which she chose. She can only choose what she was shown."""
    if chosen not in shown:
        raise ChoiceMissing("Nobody chooses a way that was not shown to them.")
    now = at or timezone.now()
    choice = ChoiceRecord.objects.create(
        person=person,
        shown=sorted(shown),
        shown_format=shown_format,
        chosen=chosen,
        helped_by=helped_by,
        chosen_at=now,
        recorded_by=by,
    )
    audit(
        action="choice.recorded",
        by=by,
        on_behalf_of=behalf(person, by),
        subject=f"choice:{choice.pk}",
        detail={"chosen": chosen},
        at=now,
    )
    return choice


@transaction.atomic
def open_card_account(
    *, person: Person, choice: ChoiceRecord, by: User, pots: Collection[Pot] | None = None, at: datetime | None = None
) -> CardAccount:
    """Move pots (by default all that the council looks after) into a card account. Their money stays where it is."""
    _check(person, choice)
    now = at or timezone.now()
    account = CardAccount.objects.create(person=person, kind=CardAccount.Kind.BUDGET, choice=choice, opened_at=now)
    moving = Pot.objects.filter(person=person, held_as=Way.COUNCIL, closed_at=None)
    if pots is not None:
        moving = moving.filter(pk__in=[pot.pk for pot in pots])
    moving.update(held_as=Way.CARD_ACCOUNT, card_account=account)
    audit(
        action="card_account.opened",
        by=by,
        on_behalf_of=behalf(person, by),
        subject=f"card_account:{account.pk}",
        detail={"choice": choice.pk},
        at=now,
    )
    return account


def _check(person: Person, choice: ChoiceRecord) -> None:
    if choice.person_id != person.pk or choice.chosen != Way.CARD_ACCOUNT:
        raise ChoiceMissing("The person has not chosen a card account.")
    if missing := OTHER_WAYS - set(choice.shown):
        raise ChoiceMissing(f"Show the other ways first: {', '.join(sorted(Way(way).label for way in missing))}.")
    if choice.shown_format != person.contact_format:
        raise ChoiceMissing(f"Show the ways in the person's own format: {person.get_contact_format_display()}.")


@transaction.atomic
def open_own_money(
    *, person: Person, by: User, label: str = "Own money", weekly_pence: int = 0, at: datetime | None = None
) -> CardAccount:
    """An account for a self-funder's own money, where the council has taken legal advice and switched it on."""
    if not settings.OWN_MONEY:
        raise NotHere("Stored own money is switched off here.")
    now = at or timezone.now()
    account = CardAccount.objects.create(person=person, kind=CardAccount.Kind.OWN_MONEY, opened_at=now)
    plan = PotPlan(label=label, weekly_pence=weekly_pence)
    _open_pot(person, plan, held_as=Way.CARD_ACCOUNT, card_account=account)
    audit(
        action="card_account.opened",
        by=by,
        on_behalf_of=behalf(person, by),
        subject=f"card_account:{account.pk}",
        detail={"kind": account.kind},
        at=now,
    )
    return account


def _open_pot(
    person: Person,
    plan: PotPlan,
    *,
    held_as: Way,
    budget: PersonalBudget | None = None,
    card_account: CardAccount | None = None,
    position: int = 0,
) -> Pot:
    pot = Pot.objects.create(
        person=person,
        budget=budget,
        outcome=plan.outcome,
        label=plan.label,
        weekly_pence=plan.weekly_pence,
        is_contingency=plan.is_contingency,
        held_as=held_as,
        card_account=card_account,
        position=position,
    )
    pot.available = ledger.open_account(kind=LedgerKind.AVAILABLE, owner=f"pot:{pot.pk}")
    pot.held = ledger.open_account(kind=LedgerKind.HELD, owner=f"pot:{pot.pk}")
    pot.save(update_fields=["available", "held"])
    return pot


def load(*, pot: Pot, pence: int, key: str, by: User | None, at: datetime | None = None) -> ledger.Transaction:
    """The council's money into a pot once, beside the four-weekly loads: for emergencies, or a single purchase."""
    if pot.budget_id is None or pot.available is None:
        raise NotHere("The council pays into pots of a personal budget that are in its books.")
    source = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    moves = [ledger.Move(source, pot.available, pence)]
    return ledger.post(key=key, kind="load", moves=moves, by=by, at=at, memo=f"pot:{pot.pk}")


def top_up(*, pot: Pot, pence: int, key: str, by: User, at: datetime | None = None) -> ledger.Transaction:
    """A self-funder's own money. Only where no real money moves: the real way in is a card payment at order time."""
    own = pot.card_account is not None and pot.card_account.kind == CardAccount.Kind.OWN_MONEY
    if not own or pot.available is None:
        raise NotHere("Only an own-money account can be topped up.")
    if not settings.OWN_MONEY or settings.CARD_ISSUER != "sandbox":
        raise NotHere("Topping up is switched off here.")
    source = ledger.council_account(LedgerKind.OWN_FUNDS)
    moves = [ledger.Move(source, pot.available, pence)]
    return ledger.post(
        key=key, kind="top_up", moves=moves, by=by, at=at, memo=f"pot:{pot.pk}", on_behalf_of=behalf(pot.person, by)
    )
