"""Finance's door on the staff page."""

from datetime import date

from django.utils import timezone

from accounts import desks
from accounts.models import User
from accounts.permissions import permissions_of
from accounts.queries import finance_today, payables
from accounts.roles import Permission
from design.formats import pounds

MOST = 3


def desk(user: User) -> desks.Desk | None:
    """The door on the staff page; a commissioner's says totals only."""
    permissions = permissions_of(user)
    if Permission.SEE_MONEY_TOTALS not in permissions:
        return None
    if Permission.PREPARE_PAYMENTS not in permissions:
        return desks.Desk("Money", "Money in, held, owed and paid", "/staff/finance/", "chart")
    line = f"{pounds(payables.standing().pence)} ready to pay. {todo(timezone.localdate())}"
    return desks.Desk("Finance", line, "/staff/finance/", "chart")


def todo(on: date) -> str:
    """What else waits, oldest first, as finance's own first page lists it."""
    waiting = finance_today.today(on, but=finance_today.to_pay)
    if not waiting:
        return "Nothing else waits."
    rest = f", and {len(waiting) - MOST} more" if len(waiting) > MOST else ""
    return "To do: " + "; ".join(f"{work.title.lower()}, {work.line}" for work in waiting[:MOST]) + rest + "."
