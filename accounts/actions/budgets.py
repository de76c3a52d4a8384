"""Agree a personal budget, record how each pot shall be held, open the card account, and bring money in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import ledger
from accounts.audit import audit, behalf
from accounts.ledger import LedgerKind
from accounts.models import CardAccount, ChoiceRecord, Outcome, Person, PersonalBudget, Pot, User
from accounts.models import WayOfHolding as Way
from design.formats import day

OTHER_WAYS = frozenset(Way) - {Way.CARD_ACCOUNT}


class ChoiceMissing(Exception):
    """No card account opens before the person was shown the other ways, in her format, and chose this one."""


class BudgetRefused(Exception):
    """A budget that may not be agreed so; the text says why, in words for a screen."""


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
    is_for_caring: bool = False,
    reassessment: str = "",
    client_group: str = "",
    load_calendar: date | None = None,
    at: datetime | None = None,
) -> PersonalBudget:
    """What the council pays for a person's support, and what for (Care Act 2014 s.26; for a carer s.20).

    One budget of a kind at a time: a new one ends the one before on the day before it starts, and is not smaller
    without the reference of a reassessment. Its pots take over how the money was held (`accounts.actions.holding`).
    From its first day the clock loads it every four weeks (`accounts.actions.loads`), by the council's calendar.
    """
    now = at or timezone.now()
    check_by(person, by)
    before = _end_before(person, is_for_caring, starts_on)
    _check_reduction(before, weekly_pence(amount_pence, period), reassessment)
    budget = PersonalBudget.objects.create(
        person=person,
        amount_pence=amount_pence,
        period=period,
        is_gross=is_gross,
        is_for_caring=is_for_caring,
        reassessment=reassessment,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_by=by,
        agreed_on=timezone.localdate(now),
        client_group=client_group,
        load_calendar=load_calendar or settings.LOAD_CALENDAR,
    )
    known = pots_by_purpose(before)
    for position, plan in enumerate(pots):
        pot = _open_pot(person, plan, held_as=Way.COUNCIL, budget=budget, position=position)
        if former := known.get((plan.outcome.pk if plan.outcome else None, plan.is_contingency)):
            _hold_like(pot, former)
    audit(action="budget.agreed", by=by, subject=f"budget:{budget.pk}", detail={"pence": amount_pence}, at=now)
    return budget


def check_by(person: Person, by: User) -> None:
    """Nobody agrees money for herself."""
    if person.user_id == by.pk:
        raise BudgetRefused("Somebody else must agree your own budget.")


def running(person: Person, is_for_caring: bool, on: date, *, begun: bool = False) -> PersonalBudget | None:
    """The budget of this kind that has not ended by a day, the last to start first; with `begun`, only one that has
    started."""
    found = PersonalBudget.objects.filter(person=person, is_for_caring=is_for_caring).exclude(ends_on__lt=on)
    found = found.filter(starts_on__lte=on) if begun else found
    return found.order_by("-starts_on", "-pk").first()


def latest(person: Person, is_for_caring: bool) -> PersonalBudget | None:
    found = PersonalBudget.objects.filter(person=person, is_for_caring=is_for_caring)
    return found.order_by("-starts_on", "-pk").first()


def weekly_pence(pence: int, period: str) -> int:
    """A week of it, for comparing: a year is 52 weeks here, as in the council's own plans."""
    return pence // {"week": 1, "four_weeks": 4, "year": 52}[period]


def _end_before(person: Person, is_for_caring: bool, starts_on: date) -> PersonalBudget | None:
    """End what runs on the day before. Answers the budget that the new one follows, ended now or long ago."""
    Person.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=person.pk
    )  # two at once become one after the other
    if now := running(person, is_for_caring, starts_on):
        if now.starts_on >= starts_on:
            raise BudgetRefused(f"The budget agreed before starts on {day(now.starts_on)}. Choose a later first day")
        now.ends_on = starts_on - timedelta(days=1)
        now.save(update_fields=["ends_on"])
    return latest(person, is_for_caring)


def _check_reduction(before: PersonalBudget | None, weekly: int, reassessment: str) -> None:
    if before and weekly < weekly_pence(before.amount_pence, before.period) and not reassessment:
        raise BudgetRefused("This is less than before. Enter the reference of the reassessment that says so")


def pots_by_purpose(budget: PersonalBudget | None) -> dict[tuple[int | None, bool], Pot]:
    """Its open pots, by outcome and by whether they are for emergencies."""
    pots = budget.pots.filter(closed_at=None) if budget else []
    return {(pot.outcome_id, pot.is_contingency): pot for pot in pots}


def heir_of(pot: Pot, budget: PersonalBudget | None) -> Pot | None:
    """Where the money of a pot of the past belongs in the budget that runs: a pot in our books, for what is in her own
    bank account is hers. Where one was left when she took the purpose to her own bank, that one."""
    pots = budget.pots.filter(closed_at=None, available__isnull=False) if budget else Pot.objects.none()
    found = pots.filter(outcome=pot.outcome_id, is_contingency=pot.is_contingency)
    return found.select_related("available", "held").order_by("-weekly_pence", "pk").first()


def _hold_like(pot: Pot, former: Pot) -> None:
    """In the way that the person chose for this purpose before."""
    in_card = former.card_account if former.card_account and not former.card_account.closed_at else None
    pot.held_as = former.held_as if in_card or former.held_as != Way.CARD_ACCOUNT else Way.COUNCIL
    pot.card_account, pot.choice = in_card, former.choice
    if pot.held_as == Way.OWN_BANK:
        pot.available = pot.held = None
    pot.save(update_fields=["held_as", "card_account", "choice", "available", "held"])


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
    provider: str = "",
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
        provider=provider,
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
    check_card_choice(person, choice)
    now = at or timezone.now()
    account = CardAccount.objects.create(person=person, kind=CardAccount.Kind.BUDGET, choice=choice, opened_at=now)
    moving = Pot.objects.filter(person=person, held_as=Way.COUNCIL, closed_at=None, by_order=False, is_set_aside=False)
    if pots is not None:
        moving = moving.filter(pk__in=[pot.pk for pot in pots])
    moving.update(held_as=Way.CARD_ACCOUNT, card_account=account, choice=choice)
    audit(
        action="card_account.opened",
        by=by,
        on_behalf_of=behalf(person, by),
        subject=f"card_account:{account.pk}",
        detail={"choice": choice.pk},
        at=now,
    )
    return account


def check_card_choice(person: Person, choice: ChoiceRecord) -> None:
    if choice.person_id != person.pk or choice.chosen != Way.CARD_ACCOUNT:
        raise ChoiceMissing("The person has not chosen a card account.")
    if missing := OTHER_WAYS - set(choice.shown):
        raise ChoiceMissing(f"Show the other ways first: {', '.join(sorted(Way(way).label for way in missing))}.")
    if not choice.is_in_her_format:
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
    """A self-funder's own money, pretended. Where a card can be paid with, that is the way in (`top_ups`)."""
    own = pot.card_account is not None and pot.card_account.kind == CardAccount.Kind.OWN_MONEY
    if not own or pot.available is None:
        raise NotHere("Only an own-money account can be topped up.")
    if not settings.OWN_MONEY or settings.CARD_ISSUER != "sandbox" or settings.STRIPE_SECRET_KEY:
        raise NotHere("Topping up is switched off here.")
    source = ledger.council_account(LedgerKind.OWN_FUNDS)
    moves = [ledger.Move(source, pot.available, pence)]
    return ledger.post(
        key=key, kind="top_up", moves=moves, by=by, at=at, memo=f"pot:{pot.pk}", on_behalf_of=behalf(pot.person, by)
    )
