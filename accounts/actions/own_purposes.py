"""What people pay for with their own card: an order, money for the account. A higher room registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.actions.refused import Refused
from accounts.models import OwnPayment, User
from design.registry import Registry


class CannotPay(Refused):
    """Nobody can pay for this now; the text says why."""


class NotWanted(Exception):
    """The purpose cannot use this money any more: all of it goes back."""

    def __init__(self, why: OwnPayment.Unwanted) -> None:
        super().__init__(why.label)
        self.why = why


@dataclass(frozen=True)
class Purpose:
    """`paid` books what was paid for, in the transaction of the money, or raises NotWanted. `over` hears that this
    card page leads nowhere any more. `about` is what the payment is for, and where on this site; `again` asks for
    another card page after one that led nowhere, or raises Refused; `reopens` where it can once the time is over."""

    paid: Callable[[OwnPayment, datetime], None]
    over: Callable[[OwnPayment, datetime], None]
    about: Callable[[OwnPayment], tuple[str, str]]
    again: Callable[[OwnPayment, User], OwnPayment]
    reopens: bool = False


_purposes: Registry[Purpose] = Registry("what people pay for by card")
register = _purposes.register


def named(name: str) -> Purpose:
    """Raises LookupError."""
    found = _purposes.get(name)
    if found is None:
        raise LookupError(f"Nobody pays for {name!r}")
    return found


def of(payment: OwnPayment) -> Purpose:
    return named(payment.purpose)
