"""Invoices made by the clock once a month is over, and credit notes for what went back. Nothing is made twice.

The seller's payee is locked while one is made, so that numbers follow one another without gaps.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import periods
from accounts.audit import audit
from accounts.models import Payee
from accounts.periods import Period, midnight
from directory.models import Employment, PersonalAssistantProfile
from marketplace.actions.moves import Refused
from marketplace.models import Invoice, InvoiceLine, Visit

EMPLOYED = "They work as an employee: hours go to payroll by timesheet, and there is no invoice."
Days = tuple[date, date]
Owed = Sequence[tuple[Visit, int]]  # a visit and its pence


class Due(NamedTuple):
    """How many papers were made, and the sellers for whom none could be, each with why."""

    made: int
    refused: list[tuple[Payee, Refused]]


def make_due(at: datetime) -> Due:
    """For every seller: the months that are over, then what went back since. One that is refused stops no other."""
    waiting = set(_to_invoice(at).values_list("payment__payee", flat=True))
    waiting |= set(_to_credit().values_list("payment__payee", flat=True))
    made, refused = 0, []
    for payee in Payee.objects.filter(pk__in=waiting).order_by("pk"):
        try:
            made += len(make(payee=payee, at=at))
        except Refused as why:
            refused.append((payee, why))
    return Due(made, refused)


@transaction.atomic
def make(*, payee: Payee, at: datetime | None = None) -> list[Invoice]:
    """All that is due for one seller by now: what was paid to them, whoever sells it today. Raises Refused with
    "employee" where there is never an invoice."""
    now = at or timezone.now()
    Payee.objects.select_for_update(no_key=True).get(pk=payee.pk)
    due = list(_to_invoice(now).filter(payment__payee=payee).select_related("order").order_by("settled_at", "pk"))
    back = list(_to_credit().filter(payment__payee=payee).select_related("order").order_by("pk"))
    if not back:
        _check(payee)
    return [_invoice(payee, month, list(visits), now) for month, visits in groupby(due, key=_month)] + [
        _credit(payee, invoice, list(visits), now) for invoice, visits in groupby(_invoiced(back), key=_invoice_of)
    ]


def _check(payee: Payee) -> None:
    if PersonalAssistantProfile.objects.filter(listings__payee=payee, employment=Employment.EMPLOYEE).exists():
        raise Refused("employee", EMPLOYED)


def _month(visit: Visit) -> Period:
    return periods.month(timezone.localdate(visit.settled_at))


def _to_invoice(at: datetime) -> QuerySet[Visit]:
    """Confirmed before this month began, paid for, and on no invoice. Never of somebody who is employed."""
    begins = midnight(periods.month(timezone.localdate(at)).first)
    by_invoice = Q(order__listing__personal_assistant=None) | Q(
        order__listing__personal_assistant__employment=Employment.SELF_EMPLOYED
    )
    settled = Visit.objects.filter(by_invoice, settled_at__lt=begins, paid_pence__gt=0)
    return settled.exclude(pk__in=InvoiceLine.objects.filter(is_credit=False).values("visit"))


def _to_credit() -> QuerySet[Visit]:
    """On an invoice, and more of it went back than credit notes say. `credited` is what they say."""
    notes = InvoiceLine.objects.filter(visit=OuterRef("pk"), is_credit=True).order_by().values("visit")
    credited = Coalesce(Subquery(notes.annotate(sum=Sum("pence")).values("sum")), 0)
    invoiced = Visit.objects.filter(pk__in=InvoiceLine.objects.filter(is_credit=False).values("visit"))
    return invoiced.annotate(credited=credited).filter(refunded_pence__gt=F("credited"))


def _invoiced(visits: Sequence[Visit]) -> list[tuple[InvoiceLine, Visit]]:
    """Each with the line that invoiced it, those of one invoice beside each other."""
    found = InvoiceLine.objects.filter(visit__in=visits, is_credit=False).select_related("invoice")
    lines = {line.visit_id: line for line in found}
    return sorted(((lines[visit.pk], visit) for visit in visits), key=lambda one: (one[0].invoice.number, one[1].pk))


def _invoice_of(one: tuple[InvoiceLine, Visit]) -> Invoice:
    return one[0].invoice


def _invoice(payee: Payee, month: Period, visits: Sequence[Visit], now: datetime) -> Invoice:
    owed = [(visit, visit.paid_pence) for visit in visits]
    return _write(payee, None, (month.first, month.last), owed, now)


def _credit(payee: Payee, invoice: Invoice, back: Sequence[tuple[InvoiceLine, Visit]], now: datetime) -> Invoice:
    owed = [(visit, visit.refunded_pence - visit.credited) for _, visit in back]  # type: ignore[attr-defined]
    return _write(payee, invoice, (invoice.first_day, invoice.last_day), owed, now)


def _write(payee: Payee, credited: Invoice | None, days: Days, owed: Owed, now: datetime) -> Invoice:
    last = Invoice.objects.filter(payee=payee).aggregate(number=Max("number"))["number"] or 0
    seller = credited or owed[-1][0].order
    made = Invoice.objects.create(
        payee=payee,
        number=last + 1,
        kind=Invoice.Kind.CREDIT_NOTE if credited else Invoice.Kind.INVOICE,
        credits=credited,
        first_day=days[0],
        last_day=days[1],
        dated_on=timezone.localdate(now),
        seller_name=seller.seller_name,
        seller_address=seller.seller_address,
        total_pence=sum(pence for _, pence in owed),
        made_at=now,
    )
    InvoiceLine.objects.bulk_create(_line(made, visit, pence) for visit, pence in owed)
    detail = {"pence": made.total_pence, "lines": len(owed)}
    audit(action=f"{made.kind}.made", by=None, subject=f"invoice:{made.pk}", detail=detail, at=now)
    return made


def _line(made: Invoice, visit: Visit, pence: int) -> InvoiceLine:
    return InvoiceLine(
        invoice=made,
        visit=visit,
        is_credit=made.credits_id is not None,
        starts_at=visit.starts_at,
        minutes=visit.delivered_minutes,
        pence=pence,
    )
