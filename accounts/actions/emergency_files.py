"""The card company, or Stripe, is gone: a payment file in which everybody goes by bank, each item once.

What earlier files were to send through Stripe is taken over only where nobody has ever tried to send it. What was tried
may have gone, though no answer came: it is left alone, and Stripe is asked again by its own key until it answers.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import outside
from accounts.actions import payment_files, payment_returns
from accounts.actions.refused import PaymentFileError
from accounts.models import PaymentFile, User
from accounts.queries import payables, sent


class NoReason(PaymentFileError):
    pass


@transaction.atomic
def prepare(*, by: User, reason: str, at: datetime | None = None) -> PaymentFile:
    """Two people sign it like any other: this is the first. Raises NothingToPay, and then nothing was taken over."""
    if not reason.strip():
        raise NoReason("Say why everybody is paid by bank.")
    now = at or timezone.now()
    take_over(by=by, at=now)
    return payment_files.prepare(by=by, emergency_reason=reason.strip(), at=now)


def take_over(*, by: User, at: datetime) -> int:
    """How many were dropped before anybody tried to send them, and are owed again. Only whom a bank can pay."""
    number = 0
    waiting = list(sent.not_there_yet().filter(attempts=0))
    lines = sent.lines_of(waiting)
    for intent in waiting:
        line = lines[intent.params["line"]]
        if payables.has_bank_details(line.payee) and outside.drop(intent, at=at):
            payment_returns.taken_over(line_pk=line.pk, by=by, at=at)
            number += 1
    return number
