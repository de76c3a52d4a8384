"""A decline keeps its facts, and those whom it concerns are written to at once: the page says why, the letter does not.

Several declines of one card within 10 minutes are one letter: the first is told at once, the others together when the
10 minutes are over, by the worker or else by `run_day`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accounts import notices
from accounts.models import Card, CardAuthorisation, Declined, Pot
from accounts.spending import Decision

QUIET = timedelta(minutes=10)
TEMPLATE = "accounts/letters/card_declined"


@transaction.atomic
def record(
    *,
    authorisation: CardAuthorisation,
    decision: Decision,
    pots: Sequence[Pot] = (),
    balances: Mapping[int, int] | None = None,
    at: datetime,
) -> Declined:
    """In the transaction that declined. `balances` are those that the decision saw, by ledger account."""
    known = balances or {}
    made = Declined.objects.create(
        authorisation=authorisation,
        rule_id=decision.rule,
        limit_pence=decision.limit_pence,
        short_by_pence=decision.short_by_pence,
        pots=[[pot.pk, known.get(pot.available_id or 0, 0), pot.is_contingency] for pot in pots],
    )
    _tell(authorisation.card, at)
    return made


def _tell(card: Card, at: datetime) -> int:
    """Write about all that nobody was written to about yet, unless that was only just done. How many."""
    hers = Declined.objects.filter(authorisation__card=card)
    if not notices.are_unsent() and hers.filter(told_at__gt=at - QUIET).exists():
        transaction.on_commit(lambda: tell_the_rest.using(run_after=at + QUIET).enqueue(card.pk))
        return 0
    waiting = list(hers.filter(told_at=None).order_by("authorisation__asked_at", "pk"))
    count = Declined.objects.filter(pk__in=[one.pk for one in waiting], told_at=None).update(told_at=at)
    if count:
        _write(card, waiting[-1], count, at)
    return count


def _write(card: Card, last: Declined, count: int, at: datetime) -> None:
    person = card.account.person
    context = {"count": count, "link": reverse("money-decline", args=[last.authorisation_id]), "on": at}
    notices.tell(person=person, template=TEMPLATE, context={**context, "for_another": False}, at=at)
    if card.holder_id != person.user_id:
        notices.queue(to=card.holder, template=TEMPLATE, context={**context, "for_another": True}, at=at)


@task()
def tell_the_rest(card: int) -> None:
    """A nudge. If it is lost, `run_day` finds the card again."""
    _one_card(card, timezone.now())


@transaction.atomic
def _one_card(pk: int, at: datetime) -> int:
    """Locked: the worker and `run_day` do not both write."""
    cards = Card.objects.select_for_update(of=("self",), no_key=True).select_related("account__person", "holder")
    return _tell(cards.get(pk=pk), at)


def tell_due(at: datetime) -> str:
    over = Declined.objects.filter(told_at=None, authorisation__asked_at__lte=at - QUIET)
    cards = over.order_by("authorisation__card").values_list("authorisation__card", flat=True).distinct()
    return f"{sum(_one_card(pk, at) for pk in list(cards))} declines told"
