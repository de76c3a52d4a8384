"""What the clock does to visits. Each is done in its own transaction, and doing it twice changes nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from marketplace import emails, states
from marketplace.actions import money, nobody_answers
from marketplace.actions.moves import Overtaken, move_visit
from marketplace.actions.visits import cancel_as, cancel_costs, confirm_as, end_missed
from marketplace.models import Draft, Visit
from marketplace.queries import necessity, pauses
from marketplace.states import Party, VisitState


def confirm_silent(at: datetime, send: bool = True) -> int:
    """Three days after a visit was recorded, silence is taken as yes: to what was agreed, never to more.

    Not while her visits are paused, nor in the three days after that: she may not be able to look. Nor where nobody
    apart from the seller could answer for her, nor where the council has ended that a relative is paid.
    """
    due = Visit.objects.filter(state=VisitState.DELIVERED, delivered_at__lte=at - states.SILENCE)
    found = pauses.answered_by_silence(due, at).exclude(order__in=nobody_answers.orders_of(due, at))
    return _each(found, lambda visit: _confirm(visit, at, send))


def _confirm(visit: Visit, at: datetime, send: bool) -> None:
    if not necessity.pays_visit(visit):
        raise Overtaken
    confirm_as(visit, Party.CLOCK, None, at, send)


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


def cancel_paused(at: datetime, send: bool = True) -> int:
    """Two days before a paused visit it is cancelled; until then it could still go on."""
    near = Visit.objects.filter(
        state=VisitState.PLANNED, starts_at__gt=at, starts_at__lte=pauses.last_day_of_notice(at)
    )
    return _each(near.filter(pauses.over()), lambda visit: _cancel_paused(visit, at, send))


def _cancel_paused(visit: Visit, at: datetime, send: bool) -> None:
    """Notice was given on the day of the pause, or where the seller said yes after it, on that day."""
    order, pause = visit.order, pauses.of_day(visit.order.person, visit.on)
    given = [moment for moment in (order.answered_at, pause and pause.paused_at) if moment]
    cancel_as(visit, cancel_costs(visit, max(given)), Party.CLOCK, None, at)
    emails.to_seller(order, "visit_cancelled_by_person", at=at, send=send, visit=visit)


def clear_drafts(before: datetime) -> int:
    """Journeys left unfinished since then."""
    return Draft.objects.filter(order=None, changed_at__lt=before).delete()[0]


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
