"""Where nobody apart from the seller can answer for the person, silence is nobody's yes.

A person who cannot decide about this money is answered for by delegates. If there is none who may order, or only some
who belong to the seller, a visit would be paid by the yes of whoever is paid: so the council looks, as after a pause.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Mandate, Person
from accounts.roles import Scope
from marketplace.models import EmployedAssistant, Order, Timesheet, Visit
from marketplace.permissions import seller_side
from marketplace.queries.timesheets import whole


def orders_of(visits: QuerySet[Visit], at: datetime) -> list[int]:
    """Among those that these visits belong to. Few people cannot decide, so each order is asked about by itself."""
    lost = visits.filter(order__person__capacity_lost_on__isnull=False).values("order")
    found = Order.objects.filter(pk__in=lost).select_related("person", "listing__service")
    return [order.pk for order in found if not is_answered_for(order, at)]


def is_answered_for(order: Order, at: datetime) -> bool:
    """By the person herself, or by somebody who may order for her and does not sell this."""
    if order.person.capacity_lost_on is None:
        return True
    return any(not seller_side(one.delegate, order.listing) for one in _answering(order.person, at))


def hours_are_answered_for(employed: EmployedAssistant, at: datetime) -> bool:
    """The same of the hours of somebody who is employed: the assistant never agrees her own."""
    if employed.person.capacity_lost_on is None:
        return True
    assistant = employed.personal_assistant.user_id
    return any(one.delegate_id != assistant for one in _answering(employed.person, at))


def hours_for_the_council() -> list[Timesheet]:
    """Sent, the oldest first, where nobody apart from the assistant could agree them."""
    sent = Timesheet.objects.filter(state=Timesheet.State.SENT, employed__person__capacity_lost_on__isnull=False)
    waiting, now = whole(sent).order_by("sent_at", "pk"), timezone.now()
    return [sheet for sheet in waiting if not hours_are_answered_for(sheet.employed, now)]


def _answering(person: Person, at: datetime) -> list[Mandate]:
    hers = Mandate.objects.filter(person=person).select_related("person", "delegate")
    holding = [one for one in hers if one.holds_on(timezone.localdate(at)) and Scope.ORDER in one.scopes]
    return [one for one in holding if one.delegate.is_active]
