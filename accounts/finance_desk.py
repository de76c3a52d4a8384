"""Finance's door on the staff page."""

from accounts import desks
from accounts.models import PaymentFile, User
from accounts.permissions import permissions_of
from accounts.queries import payables
from accounts.roles import Permission
from design.formats import pounds


def desk(user: User) -> desks.Desk | None:
    """The door on the staff page; a commissioner's says totals only."""
    permissions = permissions_of(user)
    if Permission.SEE_MONEY_TOTALS not in permissions:
        return None
    if Permission.PREPARE_PAYMENTS not in permissions:
        return desks.Desk("Money", "Money in, held, owed and paid", "/staff/finance/", "chart")
    waiting = PaymentFile.objects.filter(released_at=None, cancelled_at=None).count()
    line = f"{pounds(payables.standing().pence)} ready to pay"
    if waiting:
        line += f"; {waiting} payment file{'s' if waiting > 1 else ''} to check"
    return desks.Desk("Finance", line, "/staff/finance/", "chart")
