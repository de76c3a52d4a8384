"""What a self-employed person earned in a tax year, part by part: confirmed, given back, and paid to the bank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import PaymentFileLine, PaymentReturn
from accounts.periods import midnight
from marketplace.models import Visit, VisitEvent
from marketplace.queries import desk
from marketplace.tax_years import TaxYear


@dataclass(frozen=True)
class Part:
    """A month, or what of April belongs to the year."""

    first: date
    last: date
    confirmed_pence: int
    back_pence: int
    paid_pence: int


@dataclass(frozen=True)
class Earnings:
    year: TaxYear
    parts: Sequence[Part]

    @property
    def confirmed_pence(self) -> int:
        return sum(part.confirmed_pence for part in self.parts)

    @property
    def back_pence(self) -> int:
        return sum(part.back_pence for part in self.parts)

    @property
    def paid_pence(self) -> int:
        """What came to the bank: less what the bank sent back."""
        return sum(part.paid_pence for part in self.parts)


Dated = list[tuple[date, int]]


def of(mine: Q, payees: Q, year: TaxYear) -> Earnings:
    """Of one seller, by its filters of visits and of payees. Five queries, however many visits."""
    visits = Visit.objects.filter(mine)
    confirmed = _confirmed(visits, year)
    back = _given_back(visits, year)
    paid = _paid([payee.pk for payee in desk.payees(payees)], year)
    return Earnings(
        year,
        [
            Part(first, last, *(_sum(dated, first, last) for dated in (confirmed, back, paid)))
            for first, last in year.months
        ],
    )


def _sum(dated: Iterable[tuple[date, int]], first: date, last: date) -> int:
    return sum(pence for on, pence in dated if first <= on <= last)


def _span(year: TaxYear) -> tuple[datetime, datetime]:
    return midnight(year.first_day), midnight(year.last_day + timedelta(days=1))


def _confirmed(visits: QuerySet[Visit], year: TaxYear) -> Dated:
    first, after = _span(year)
    found = visits.filter(settled_at__gte=first, settled_at__lt=after, paid_pence__gt=0)
    return [(timezone.localdate(at), pence) for at, pence in found.values_list("settled_at", "paid_pence")]


def _given_back(visits: QuerySet[Visit], year: TaxYear) -> Dated:
    first, after = _span(year)
    found = VisitEvent.objects.filter(visit__in=visits, name="refund_paid", at__gte=first, at__lt=after)
    return [(timezone.localdate(at), detail["pence"]) for at, detail in found.values_list("at", "detail")]


def _paid(payees: Sequence[int], year: TaxYear) -> Dated:
    first, after = _span(year)
    lines = PaymentFileLine.objects.filter(payee__in=payees)
    paid = lines.filter(file__released_at__gte=first, file__released_at__lt=after).order_by("pk")
    came = [(timezone.localdate(at), pence) for at, pence in paid.values_list("file__released_at", "pence")]
    days = (year.first_day, year.last_day)
    returned = PaymentReturn.objects.filter(line__in=lines, returned_on__range=days).values_list("returned_on")
    return came + [(on, -pence) for on, pence in returned.annotate(pence=Sum("line__pence"))]
