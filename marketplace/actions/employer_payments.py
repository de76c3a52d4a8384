"""Something an employer owes has fallen due: paid from what is set aside, and the rest from the wage's pot.

The assistant is paid as everybody is, with the next payment file. What goes to others (an agency that covers, the tax
office, an insurer) is freed into the pot that pays the wage, and paid from there in any way the person likes.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts import ledger, payments
from accounts.actions import setting_aside
from accounts.audit import audit, behalf
from accounts.ledger import NotEnough
from accounts.models import Mandate, Pot, User
from accounts.payments import EMPLOYER
from design.formats import pounds
from marketplace.actions import money
from marketplace.actions.employer_costs import locked, may_pay, wage_pot
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import EmployerCosts, EmployerPayment

Kind = EmployerPayment.Kind


@transaction.atomic
def pay(
    *,
    costs: EmployerCosts,
    kind: EmployerPayment.Kind,
    pence: int,
    note: str,
    reference: str,
    by: User,
    at: datetime | None = None,
) -> EmployerPayment:
    """Once for each `reference`, which belongs to the form. Raises Refused, Overtaken, NotYours."""
    now, held = at or timezone.now(), locked(costs)
    allowed = may_pay(held, by, now)
    if before := EmployerPayment.objects.filter(reference=reference).first():
        if before.costs_id != held.pk:
            raise Overtaken
        return before
    if held.state != EmployerCosts.State.AGREED or held.pot is None or held.payee is None:
        raise Overtaken
    to_assistant = kind in EmployerPayment.TO_THE_ASSISTANT
    if to_assistant:
        money.check_limits(allowed, pence, at=now)
    wage = wage_pot(held)
    aside, more = _parts(held, wage, pence, to_assistant)
    made = EmployerPayment.objects.create(
        costs=held,
        kind=kind,
        aside_pence=aside,
        wage_pot_pence=more,
        note=note.strip(),
        reference=reference,
        mandate=allowed.mandate,
        made_by=by,
        made_at=now,
    )
    if to_assistant:
        _out_of(held.pot, held, aside, reference, by, now)
        _out_of(wage, held, more, f"{reference}-more", by, now)
    else:
        _free(held, wage, made, by, now)
    detail = {"kind": kind, "pence": pence, "aside": aside}
    whose = behalf(held.person, by)
    audit(action="employer.paid", by=by, on_behalf_of=whose, subject=f"employer_costs:{held.pk}", detail=detail, at=now)
    return made


def _parts(costs: EmployerCosts, wage: Pot, pence: int, to_assistant: bool) -> tuple[int, int]:
    """Pence from what is set aside, and from the wage's pot. Locked, so that it stays true. Raises Refused."""
    pots = [pot for pot in (costs.pot, wage) if pot]
    sides = [side for pot in pots for side in (pot.available, pot.held) if side]
    there = ledger.lock([*sides, *([costs.payee.payable] if costs.payee else [])])
    set_aside = there[pots[0].available_id or 0]
    aside = min(pence, set_aside)
    free = there.get(wage.available_id or 0, 0) if to_assistant else 0
    if pence - aside > free:
        beside = f" and {pounds(free)} is free in “{wage.label}”" if to_assistant else ""
        raise Refused("not_enough", f"{pounds(set_aside)} is set aside{beside}. That is too little.")
    return aside, pence - aside


def _out_of(pot: Pot, costs: EmployerCosts, pence: int, reference: str, by: User, now: datetime) -> None:
    """What is owed to the assistant: held and captured in one go."""
    if not pence or costs.payee is None:
        return
    whose = behalf(costs.person, by)
    payment = payments.hold(
        purpose=EMPLOYER,
        reference=reference,
        pot=pot,
        payee=costs.payee,
        pence=pence,
        by=by,
        at=now,
        on_behalf_of=whose,
    )
    payments.capture(payment=payment, pence=pence, by=by, at=now, key="all")


def _free(costs: EmployerCosts, wage: Pot, made: EmployerPayment, by: User, now: datetime) -> None:
    try:
        setting_aside.give_back(
            pot=costs.pot or wage,
            wage=wage,
            pence=made.aside_pence,
            key=f"set-aside-used:{made.reference}",
            by=by,
            at=now,
            behalf=behalf(costs.person, by),
        )
    except NotEnough:
        raise Overtaken from None


def spent_by(mandate: Mandate, first: datetime, until: datetime) -> int:
    """What a delegate paid to assistants between the two: it counts to her month."""
    hers = EmployerPayment.objects.filter(
        mandate__delegate=mandate.delegate_id,
        mandate__person=mandate.person_id,
        made_at__gte=first,
        made_at__lt=until,
        kind__in=EmployerPayment.TO_THE_ASSISTANT,
    )
    sums = hers.aggregate(aside=Sum("aside_pence"), more=Sum("wage_pot_pence"))
    return (sums["aside"] or 0) + (sums["more"] or 0)
