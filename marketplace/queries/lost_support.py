"""People with visits booked of a service that lost its registration: worked out each time, so nobody is forgotten."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from accounts.models import Mandate, Person, User
from directory.models import Service
from marketplace.models import Listing, SupportTalk, Visit
from marketplace.states import VisitState

SERVICE = "order__listing__service__"
UNREGISTERED = Q(**{f"{SERVICE}gives_personal_care": True}) & Service.unregistered(SERVICE)


@dataclass(frozen=True)
class Lost:
    """Somebody's visits of one service, the next first, and the last talk about them."""

    person: Person
    service: Service
    visits: tuple[Visit, ...]
    talk: SupportTalk | None

    @property
    def next_at(self) -> datetime:
        return self.visits[0].starts_at


def waiting(user: User, at: datetime) -> list[Lost]:
    """With whom nobody has spoken first, then by the next visit: none whom this member of staff has a part in."""
    talks = {(one.person_id, one.service_id): one for one in SupportTalk.objects.select_related("by").order_by("at")}
    hers = Q(order__person__user=user) | Q(order__person__in=Mandate.acted_for(user))
    found: dict[tuple[int, int], list[Visit]] = {}
    for visit in visits_to_come(at).exclude(hers):
        key = visit.order.person_id, visit.order.listing.service_id or 0
        found.setdefault(key, []).append(visit)
    lost = [
        Lost(visits[0].order.person, visits[0].order.listing.service, tuple(visits), talks.get(key))  # type: ignore[arg-type]
        for key, visits in found.items()
    ]
    return sorted(lost, key=lambda one: (one.talk is not None, one.next_at))


def visits_to_come(at: datetime):  # type: ignore[no-untyped-def]  # a queryset of visits
    planned = Visit.objects.filter(UNREGISTERED, state=VisitState.PLANNED, starts_at__gt=at)
    known = ("order__person", "order__listing__service__organisation")
    return planned.select_related(*known).order_by("starts_at", "pk")


def find_another(listing: Listing) -> str:
    """The search for the same kind of support: a kind, and nothing of the person."""
    terms = listing.service.terms.filter(taxonomy__slug="topic") if listing.service else None
    kind = terms.order_by("name").first() if terms is not None else None
    return reverse("directory-find") + (f"?{urlencode({'topic': kind.slug})}" if kind else "")
