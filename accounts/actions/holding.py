"""How each pot is held: what the person chose, recorded first, then done (Care Act 2014 ss.26, 31-33)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import ledger
from accounts.actions import budgets, cards
from accounts.audit import audit
from accounts.ledger import LedgerKind
from accounts.models import Card, CardAccount, ChoiceRecord, Person, PersonalBudget, Pot, User
from accounts.models import WayOfHolding as Way

CHANGED = ("held_as", "card_account", "choice", "available", "held")


class HoldingRefused(Exception):
    """It cannot be held so; the text says why, in words for a screen."""


@transaction.atomic
def choose(
    *,
    person: Person,
    ways: Mapping[int, Way],
    shown: Collection[Way],
    shown_format: str,
    by: User,
    helped_by: str = "",
    provider: str = "",
    at: datetime | None = None,
) -> list[ChoiceRecord]:
    """Record the choice of a way for each of the person's pots (`ways`: by pot), one record for each way, and hold the
    pots so. Choosing anew is how somebody leaves a card account, too."""
    now = at or timezone.now()
    list(PersonalBudget.objects.select_for_update(no_key=True).filter(person=person).order_by("pk"))  # nor is it loaded
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)  # one choice after the other
    pots = {pot.pk: pot for pot in open_pots(person)}
    if not ways or not ways.keys() <= pots.keys():
        raise HoldingRefused("Choose how each part of the budget is held")
    if Way.PROVIDER in ways.values() and not provider:
        raise HoldingRefused("Enter the name of the provider who looks after it")
    records = []
    for way in (way for way in Way if way in ways.values()):
        choice = budgets.record_choice(
            person=person,
            shown=shown,
            shown_format=shown_format,
            chosen=way,
            by=by,
            helped_by=helped_by,
            provider=provider if way == Way.PROVIDER else "",
            at=now,
        )
        _hold([pots[pk] for pk in sorted(ways) if ways[pk] == way], choice, by, now)
        records.append(choice)
    _close_empty(person, by, now)
    return records


def open_pots(person: Person) -> list[Pot]:
    """Those of the budgets that run now or will, with their money in the books."""
    runs = Q(budget__ends_on=None) | Q(budget__ends_on__gte=timezone.localdate())
    found = Pot.objects.filter(runs, person=person, closed_at=None, budget__isnull=False)
    return list(found.select_related("budget", "outcome", "choice", "available", "held", "card_account"))


def _hold(pots: Collection[Pot], choice: ChoiceRecord, by: User, now: datetime) -> None:
    way = Way(choice.chosen)
    account = _card_account(choice, by, now) if way == Way.CARD_ACCOUNT else None
    for pot in pots:
        if account is None:
            _stop_cards(pot, by, now)
        if way == Way.OWN_BANK:
            pot = _leave_the_books(pot)
        elif pot.available is None:
            pot.available = ledger.open_account(kind=LedgerKind.AVAILABLE, owner=f"pot:{pot.pk}")
            pot.held = ledger.open_account(kind=LedgerKind.HELD, owner=f"pot:{pot.pk}")
        pot.held_as, pot.card_account, pot.choice = way, account, choice
        pot.save(update_fields=None if pot._state.adding else CHANGED)


def _card_account(choice: ChoiceRecord, by: User, now: datetime) -> CardAccount:
    """The one that is open, or a new one; either way only after a choice that allows it."""
    budgets.check_card_choice(choice.person, choice)
    kind = CardAccount.Kind.BUDGET
    open_one = CardAccount.objects.filter(person=choice.person, kind=kind, closed_at=None).first()
    return open_one or budgets.open_card_account(person=choice.person, choice=choice, by=by, pots=[], at=now)


def _stop_cards(pot: Pot, by: User, now: datetime) -> None:
    for card in Card.objects.filter(pot=pot).exclude(state=Card.State.CLOSED).select_related("account__person"):
        cards.stop(card=card, by=by, reason="held another way", at=now)


def _leave_the_books(pot: Pot) -> Pot:
    """The pot for money in her own bank account. What our books hold already stays in a pot of its own until it is
    spent: nothing is swept. A pot in which nothing ever moved is that pot itself."""
    if pot.available is None or pot.held is None:
        return pot
    if pot.available.version == 0 and pot.held.version == 0:
        pot.available = pot.held = None
        return pot
    if pot.weekly_pence == 0:
        raise HoldingRefused(f"What is in “{pot.label}” now stays with us until it is spent")
    rest = Pot.objects.get(pk=pot.pk)
    pot.pk, pot.available, pot.held = None, None, None  # type: ignore[assignment]  # saved as a new row
    pot._state.adding = True
    rest.weekly_pence = 0
    rest.held_as, rest.card_account = Way.COUNCIL, None
    rest.save(update_fields=["weekly_pence", "held_as", "card_account"])
    return pot


def _close_empty(person: Person, by: User, now: datetime) -> None:
    """A card account without any pot is over, and with it every card on it."""
    pots = Pot.objects.filter(card_account=OuterRef("pk"), closed_at=None)
    found = CardAccount.objects.filter(person=person, kind=CardAccount.Kind.BUDGET, closed_at=None)
    for account in found.exclude(Exists(pots)):
        for card in account.cards.exclude(state=Card.State.CLOSED).select_related("account__person"):
            cards.stop(card=card, by=by, reason="card account closed", at=now)
        CardAccount.objects.filter(pk=account.pk).update(closed_at=now)
        audit(action="card_account.closed", by=by, on_behalf_of=person, subject=f"card_account:{account.pk}", at=now)
