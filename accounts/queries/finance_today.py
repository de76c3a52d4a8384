"""What finance has to do today, and what a month needs before it is closed: counts and sums, nobody's lines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.ledger import journal, totals
from accounts.loads import Days
from accounts.models import (
    BankDetailsChange,
    Difference,
    PaymentFile,
    PaymentFileLine,
    PaymentReturn,
    PayoutAccount,
)
from accounts.periods import Period
from accounts.queries import contributions, loads, own_card, payables, shortfalls, unanswered
from accounts.queries.loads import EVER
from design.formats import counted, pounds


@dataclass(frozen=True)
class Work:
    """One thing to do. `waits_since` is the day of the oldest of them."""

    title: str
    line: str
    href: str
    waits_since: date | None = None


Maker = Callable[[date], Work | None]


def today(on: date, but: Maker | None = None) -> list[Work]:
    """Only what there is to do, what waits longest first; without an age, last. `but` is said elsewhere."""
    found = [work for make in MAKERS if make is not but and (work := make(on))]
    return sorted(found, key=lambda work: work.waits_since or on)


def loads_not_run(on: date, within: Days = EVER) -> Work | None:
    """Of all days, or only those that were to be loaded within a run of days."""
    found = loads.not_run(on, within)
    if not found:
        return None
    line = f"{counted(len(found), 'budget')}, {pounds(sum(one.pence for one in found))} in all"
    return Work("Loads that have not run", line, reverse("staff-finance-loads"))


def paid_too_early(on: date, within: Days = EVER) -> Work | None:
    """By the first of the days that the question is about."""
    asked = loads.questions().filter(first_on__range=(within.first, within.last))
    found = asked.aggregate(oldest=Min("noticed_at"), pence=Sum("pence"))
    if not found["oldest"]:
        return None
    line = f"{counted(asked.count(), 'question')} about {pounds(found['pence'])}"
    since = timezone.localdate(found["oldest"])
    return Work("Paid for days without support", line, reverse("staff-finance-loads"), since)


def files_to_check(on: date, within: Days = EVER) -> Work | None:
    made = PaymentFile.objects.filter(prepared_at__date__range=(within.first, within.last))
    waiting = made.filter(released_at=None, cancelled_at=None).order_by("prepared_at")
    first = waiting.first()
    if first is None:
        return None
    number = waiting.count()
    href = reverse("staff-finance-payments") if number > 1 else reverse("staff-finance-file", args=[first.reference])
    return Work("Payment files to check", counted(number, "file"), href, timezone.localdate(first.prepared_at))


def to_pay(on: date) -> Work | None:
    ready = payables.standing().ready
    if not ready:
        return None
    line = f"{pounds(sum(one.pence for one in ready))} to {counted(len(ready), 'payee')}"
    return Work("Ready to pay", line, reverse("staff-finance-payments"))


def bank_changes(on: date, within: Days = EVER) -> Work | None:
    entered = BankDetailsChange.objects.filter(entered_at__date__range=(within.first, within.last))
    waiting = entered.filter(confirmed_at=None, refused_at=None).order_by("entered_at")
    first = waiting.first()
    if first is None:
        return None
    line = f"{counted(waiting.count(), 'change')} to check by telephone"
    return Work("Bank details", line, reverse("staff-finance-bank"), timezone.localdate(first.entered_at))


def unmatched(on: date, within: Days = EVER) -> Work | None:
    found = contributions.to_match().filter(received_on__range=(within.first, within.last))
    first = found.first()
    if first is None:
        return None
    line = f"{counted(found.count(), 'payment')} in that nobody has matched"
    return Work("Contributions to match", line, reverse("staff-finance-receipts"), first.received_on)


def sent_back(on: date, within: Days = EVER) -> Work | None:
    """Payments that a bank returned, or Stripe did not send, and no file has paid again."""
    came = returns().filter(returned_on__range=(within.first, within.last))
    found = came.filter(paid_in=None, line__payee__payable__balance_pence__gt=0)  # type: ignore[misc]  # annotated by returns()
    first = found.first()
    if first is None:
        return None
    line = f"{counted(len(found), 'payment')}, {pounds(sum(one.line.pence for one in found))} in all"
    return Work("Payments that came back", line, reverse("staff-finance-returns"), first.returned_on)


def card_questions(on: date) -> Work | None:
    """What was declined in a shop through a fault of ours: it is looked at, and passes after a day."""
    late = unanswered.of_last_day(timezone.now())
    if not late:
        return None
    line = f"{counted(len(late), 'purchase')} in the last day"
    since = timezone.localdate(late[0][0])
    return Work("Purchases declined through a fault of ours", line, reverse("staff-finance-unanswered"), since)


def returns() -> QuerySet[PaymentReturn]:
    """Oldest first. `paid_in` is the file that paid it again: a file pays all that is owed when it is prepared.

    `waits_in` is a file that shall, and is not released yet.
    """
    after = PaymentFileLine.objects.filter(
        payee=OuterRef("line__payee"), file__prepared_at__gt=OuterRef("recorded_at"), file__cancelled_at=None
    )
    references = after.order_by("file__prepared_at", "pk").values("file__reference")
    paid, waits = references.filter(file__released_at__isnull=False), references.filter(is_open=True)
    rows = PaymentReturn.objects.select_related("line__payee__payable", "line__file")
    found = rows.annotate(paid_in=Subquery(paid[:1]), waits_in=Subquery(waits[:1]))
    return found.order_by("returned_on", "pk")


def taken_beyond(on: date) -> Work | None:
    """What shops took beyond what there was, and nobody has decided yet."""
    waiting = shortfalls.waiting()
    if not waiting:
        return None
    pence, oldest = sum(one.pence for one in waiting), waiting[0].since
    line = f"{pounds(pence)} on {counted(len(waiting), 'card account')}"
    since = timezone.localdate(oldest) if oldest else None
    return Work("Shops took more than there was", line, reverse("staff-finance-shortfalls"), since)


def differences(on: date) -> Work | None:
    """Between our books and Stripe."""
    still = Difference.objects.filter(closed_at=None)
    found = still.aggregate(oldest=Min("first_run__started_at"), number=Count("pk"))
    if not found["number"]:
        return None
    line = f"{counted(found['number'], 'difference')} to work through"
    return Work("Stripe and our books", line, reverse("staff-finance-stripe"), timezone.localdate(found["oldest"]))


def payouts_stuck(on: date) -> Work | None:
    """Providers whose bank refused what Stripe pays them, or whose account is below nothing."""
    stuck = PayoutAccount.objects.filter(Q(payout_failed_at__isnull=False) | Q(negative_pence__gt=0))
    found = stuck.aggregate(oldest=Min("payout_failed_at"), number=Count("pk"))
    if not found["number"]:
        return None
    since = timezone.localdate(found["oldest"]) if found["oldest"] else None
    line = counted(found["number"], "provider")
    return Work("Money stuck at Stripe", line, reverse("staff-finance-stripe-accounts"), since)


def own_card_refunds(on: date) -> Work | None:
    """To people's own cards."""
    found = list(own_card.failed())
    if not found:
        return None
    line = f"{counted(len(found), 'refund')}, {pounds(sum(one.pence for one in found))} in all"
    since = found[0].ended_at
    href = reverse("staff-finance-own-cards")
    return Work("Refunds that a bank did not take", line, href, timezone.localdate(since) if since else None)


def odd_card_payments(on: date) -> Work | None:
    found = list(own_card.odd())
    if not found:
        return None
    line, since = counted(len(found), "payment"), found[0].paid_at
    href = reverse("staff-finance-own-cards")
    return Work("Card payments to look at", line, href, timezone.localdate(since) if since else None)


MAKERS: tuple[Maker, ...] = (
    loads_not_run,
    paid_too_early,
    files_to_check,
    bank_changes,
    unmatched,
    sent_back,
    card_questions,
    taken_beyond,
    differences,
    payouts_stuck,
    own_card_refunds,
    odd_card_payments,
    to_pay,
)


@dataclass(frozen=True)
class Check:
    """One line of the month end: done, or what is left and where."""

    title: str
    done: bool
    line: str
    href: str


MONTH: dict[Callable[[date, Days], Work | None], tuple[str, str]] = {
    loads_not_run: ("Loads have run", "staff-finance-loads"),
    paid_too_early: ("Days paid for too early are decided", "staff-finance-loads"),
    unmatched: ("Contributions are matched", "staff-finance-receipts"),
    bank_changes: ("Bank details are checked", "staff-finance-bank"),
    files_to_check: ("Payment files are released", "staff-finance-payments"),
    sent_back: ("What came back is paid again", "staff-finance-returns"),
}


def month_end(month: Period, on: date) -> list[Check]:
    """Before a month is closed, in the order of the work: only what belongs to that month. Never ticked by hand."""
    days = Days(month.first, month.last)
    works = [(make(on, days), title, name) for make, (title, name) in MONTH.items()]
    checks = [Check(title, work is None, work.line if work else "Done", reverse(name)) for work, title, name in works]
    return [*checks, books_agree(), exported(month)]


def books_agree() -> Check:
    total = sum(kind.pence for kind in totals.by_kind())
    line = "Done" if total == 0 else f"All balances together are {pounds(total)}, not £0.00"
    return Check("The books agree", total == 0, line, reverse("staff-finance-trial-balance"))


def exported(month: Period) -> Check:
    number = journal.waits(month.until, since=month.begins)
    line = "Done" if number == 0 else f"{counted(number, 'posting')} of {month.label} in no journal"
    return Check("The journal is exported", number == 0, line, reverse("staff-finance-journal"))
