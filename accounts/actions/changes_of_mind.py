"""A person changes her mind about how her money is held (Care Act 2014 ss.26, 31-33; domain.md §3)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.actions import holding
from accounts.actions.holding import HoldingRefused
from accounts.models import ChoiceRecord, Payee, Person, Pot, User
from accounts.models import WayOfHolding as Way

CHANGED = "accounts/letters/holding_changed"
DIRECT_PAYMENTS = {Way.OWN_BANK, Way.CARD_ACCOUNT}


@transaction.atomic
def change_mind(
    *,
    person: Person,
    ways: Mapping[int, Way],
    shown_format: str,
    by: User,
    helped_by: str = "",
    at: datetime | None = None,
) -> list[ChoiceRecord]:
    """The person herself chooses anew for some of her pots, having seen all the ways. What needs an agreement of the
    council's first is arranged with her practitioner, who then records it by `choose`."""
    if by.pk != person.user_id:
        raise HoldingRefused("Only the person decides this here")
    people = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("practitioner", "user")
    held = people.get(pk=person.pk)
    if held.capacity_lost_on is not None:
        raise HoldingRefused("The council decides this with whoever speaks for you. Call us")
    open_to_her = hers_to_choose(held)
    if beyond := [way for way in ways.values() if way not in open_to_her]:
        raise HoldingRefused(f"Call us first about this way: {beyond[0].label.lower()}")
    provider = last_provider(held) if Way.PROVIDER in ways.values() else ""
    records = holding.choose(
        person=held,
        ways=ways,
        shown=list(Way),
        shown_format=shown_format,
        by=by,
        helped_by=helped_by,
        provider=provider,
        at=at,
    )
    _tell(held, at or timezone.now())
    return records


def hers_to_choose(person: Person) -> set[Way]:
    """The ways that need no further agreement. She may leave any way for the council's care at any time. Who has a
    direct payment already has met the conditions of the Care Act 2014 s.31, so she may choose in which form; money for
    her own bank account also needs a bank account that we know. What she has now she may have for all of it."""
    has = {Way(pot.held_as) for pot in holding.open_pots(person)}
    ways = {Way.COUNCIL, *has}
    if has & DIRECT_PAYMENTS:
        ways.add(Way.CARD_ACCOUNT)
        if Payee.objects.filter(person=person).exclude(account_number="").exists():
            ways.add(Way.OWN_BANK)
    return ways


def last_provider(person: Person) -> str:
    """Who looks after a part of it now."""
    found = Pot.objects.filter(person=person, closed_at=None, held_as=Way.PROVIDER).exclude(choice=None)
    return found.values_list("choice__provider", flat=True).order_by("-choice__chosen_at").first() or ""


def _tell(person: Person, at: datetime) -> None:
    notices.tell(person=person, template=CHANGED, context={"link": reverse("money-choices")}, at=at)
    if practitioner := person.practitioner:
        context = {"link": reverse("staff-person", args=[person.pk])}
        notices.queue(to=practitioner, template="accounts/emails/holding_changed", context=context, at=at)
