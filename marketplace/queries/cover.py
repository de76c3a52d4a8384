"""Who could come in place of somebody: sellers on sale, near, with the same kind of help, and free at that time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from directory.models import Employment
from marketplace import words
from marketplace.models import Listing, Order, Visit
from marketplace.queries import diaries, local_prices
from marketplace.states import OrderState, VisitState

MOST = 8


@dataclass(frozen=True)
class Choice:
    """One seller who could be asked. `known`: the person has booked with them before."""

    listing: Listing
    known: bool

    @property
    def name(self) -> str:
        """A personal assistant is who they are; an organisation sells more than one thing."""
        seller = self.listing.seller
        return seller if self.listing.personal_assistant_id else f"{seller}: {self.listing.title}"

    @property
    def hint(self) -> str:
        return f"{words.price(self.listing.terms)}.{' You know them.' if self.known else ''}"


def choices(visit: Visit, now: datetime) -> list[Choice]:
    """Those whom the person knows first, then by price. A fixed number of queries."""
    near = local_prices.district_of(visit.order.person)
    known = _known(visit.order.person)
    found = [one for one in _offers(visit, now) if one.pk in known or (near and local_prices.reach_of(one, near)[0])]
    busy = _busy(found, visit)
    free = [Choice(one, one.pk in known) for one in found if one.personal_assistant_id not in busy]
    return sorted(free, key=lambda choice: (not choice.known, choice.listing.price_pence, choice.listing.pk))[:MOST]


def _offers(visit: Visit, now: datetime) -> QuerySet[Listing]:
    """On sale today by somebody else, for as long as the visit, with help of the same kind where that is known."""
    listing = visit.order.listing
    others = Listing.objects.on_sale(timezone.localdate(now)).exclude(pk=listing.pk)
    others = others.filter(Q(personal_assistant=None) | Q(personal_assistant__employment=Employment.SELF_EMPLOYED))
    if visit.order.is_hourly:
        others = others.filter(unit="hour", minimum_minutes__lte=visit.minutes)
    if wanted := [term.pk for term in listing.kinds.all()]:
        others = others.filter(local_prices.helps(wanted)).distinct()
    return others.select_related("service__organisation", "personal_assistant").prefetch_related(
        "service__areas", "service__at_locations__location", "personal_assistant__areas"
    )


def _known(person: Person) -> set[int]:
    """Offers that the person has booked before."""
    hers = Order.objects.filter(person=person, state=OrderState.ACCEPTED)
    return set(hers.values_list("listing", flat=True))


def _busy(found: Iterable[Listing], visit: Visit) -> set[int | None]:
    """Assistants who are with somebody then. Organisations have many workers: of them nothing is asked."""
    assistants = [one.personal_assistant_id for one in found if one.personal_assistant_id]
    wanted = [diaries.span(visit)]
    planned = Visit.objects.filter(order__listing__personal_assistant__in=assistants, state=VisitState.PLANNED)
    taken = diaries.together(planned.select_related("order__listing"), wanted)
    return {other.order.listing.personal_assistant_id for other in taken}
