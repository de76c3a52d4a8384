"""What the clock does to visits. Each is done in its own transaction, and doing it twice changes nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from marketplace import emails, states
from marketplace.actions import money
from marketplace.actions.moves import Overtaken, move_visit
from marketplace.actions.visits import confirm_as, end_missed
from marketplace.models import Draft, Visit
from marketplace.states import Party, VisitState


def confirm_silent(at: datetime, send: bool = True) -> int:
    """Three days after a visit was recorded, silence is taken as yes: to what was agreed, never to more."""
    due = Visit.objects.filter(state=VisitState.DELIVERED, delivered_at__lte=at - states.SILENCE)
    return _each(due, lambda visit: confirm_as(visit, Party.CLOCK, None, at, send))


def give_back_missed(at: datetime, send: bool = True) -> int:
    """Three days after "nobody came", the seller's silence is taken as yes."""
    due = Visit.objects.filter(state=VisitState.MISSED, missed_at__lte=at - states.SILENCE)
    return _each(due, lambda visit: end_missed(visit, Party.CLOCK, None, at, send))


def lapse_due(at: datetime, send: bool = True) -> int:
    """A week after its date, a visit that nobody recorded is not going to be: the money is free again."""
    due = Visit.objects.filter(state=VisitState.PLANNED, starts_at__lte=at - states.DELIVER_WITHIN)
    return _each(due, lambda visit: _lapse(visit, at, send))


def _lapse(visit: Visit, at: datetime, send: bool) -> None:
    move_visit(visit, "lapse", party=Party.CLOCK, by=None, at=at, ended_at=at)
    money.settle(visit, 0, by=None, at=at)
    for tell in (emails.to_buyer, emails.to_seller):
        tell(visit.order, "visit_lapsed", at=at, send=send, visit=visit)


def clear_drafts(at: datetime) -> int:
    """Journeys left unfinished for 30 days."""
    return Draft.objects.filter(order=None, changed_at__lte=at - 10 * states.SILENCE).delete()[0]


def _each(due: QuerySet[Visit], act: Callable[[Visit], None]) -> int:
    return sum(_one(due.filter(pk=pk), act) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


def _one(due: QuerySet[Visit], act: Callable[[Visit], None]) -> bool:
    """False where somebody moved it first, or corrected the record so that it is not due any more."""
    try:
        with transaction.atomic():
            act(due.select_related("order", "payment").get())
    except (Overtaken, Visit.DoesNotExist):
        return False
    return True
