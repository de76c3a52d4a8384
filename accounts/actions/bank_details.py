"""Change where somebody is paid: one person enters it, another calls a number from our record. Then it is used.

Fraud by false bank details comes by e-mail or letter with a telephone number in it. So the number is never taken from
the request, and the one who calls is never the one who entered it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import notices, payee_records
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import BankDetailsChange, Payee, User

LATELY = timedelta(days=90)  # requests that belong together
SLACK = timedelta(minutes=5)  # a clock on a desk may be a little fast


class BankDetailsRefused(Refused):
    pass


@transaction.atomic
def ask(
    *, payee: Payee, sort_code: str, account_number: str, how: str, by: User, at: datetime | None = None
) -> BankDetailsChange:
    """Enter what was asked for. The payee is told at once, at the address we know; the old details are still paid."""
    now = at or timezone.now()
    held = _locked(payee)
    if held.bank_changes.filter(confirmed_at=None, refused_at=None).exists():
        raise BankDetailsRefused("A change waits already. It must be checked or refused first.")
    if (held.sort_code, held.account_number) == (sort_code, account_number):
        raise BankDetailsRefused("These are the details that we have.")
    made = BankDetailsChange.objects.create(
        payee=held, sort_code=sort_code, account_number=account_number, how=how, entered_by=by, entered_at=now
    )
    audit(action="bank_details.asked", by=by, subject=f"payee:{held.pk}", detail={"how": how}, at=now)
    _tell(made, "bank_details_asked", now)
    return made


@transaction.atomic
def confirm(
    *,
    change: BankDetailsChange,
    called_number: str,
    called_at: datetime,
    spoke_to: str,
    by: User,
    at: datetime | None = None,
) -> BankDetailsChange:
    """They said on the telephone that it is right: from now on the new details are paid. Files made before keep theirs.

    Again by the same person: nothing happens. Raises BankDetailsRefused.
    """
    now = at or timezone.now()
    payee = _locked(change.payee)
    held = _waiting(change)
    if held.confirmed_by_id == by.pk:
        return held
    _check_call(held, payee, called_number, called_at, spoke_to, by, now)
    held.called_number, held.called_at, held.spoke_to = called_number, called_at, spoke_to.strip()
    held.confirmed_by, held.confirmed_at = by, now
    held.save(update_fields=["called_number", "called_at", "spoke_to", "confirmed_by", "confirmed_at"])
    payee.sort_code, payee.account_number = held.sort_code, held.account_number
    payee.save(update_fields=["sort_code", "account_number"])
    audit(action="bank_details.confirmed", by=by, subject=f"payee:{payee.pk}", detail={"change": held.pk}, at=now)
    _tell(held, "bank_details_changed", now)
    return held


@transaction.atomic
def refuse(*, change: BankDetailsChange, why: str, by: User, at: datetime | None = None) -> BankDetailsChange:
    """It was not right, or nobody could be reached: nothing changes. Either person may."""
    now = at or timezone.now()
    _locked(change.payee)
    held = BankDetailsChange.objects.get(pk=change.pk)
    if held.refused_at:
        return held
    if held.confirmed_at:
        raise BankDetailsRefused("This change was confirmed before.")
    held.refused_by, held.refused_at, held.refused_why = by, now, why.strip()
    held.save(update_fields=["refused_by", "refused_at", "refused_why"])
    audit(action="bank_details.refused", by=by, subject=f"payee:{held.payee_id}", detail={"change": held.pk}, at=now)
    return held


@transaction.atomic
def record_phone(*, payee: Payee, phone: str, by: User, at: datetime | None = None) -> Payee:
    """A number that we know to be theirs from elsewhere. It proves nothing about a request that is here already."""
    now = at or timezone.now()
    held = _locked(payee)
    if held.phone != phone:
        held.phone, held.phone_recorded_at = phone, now if phone else None
        held.save(update_fields=["phone", "phone_recorded_at"])
        audit(action="payee.phone", by=by, subject=f"payee:{held.pk}", at=now)
    return held


def _locked(payee: Payee) -> Payee:
    return Payee.objects.select_for_update(of=("self",), no_key=True).get(pk=payee.pk)


def _waiting(change: BankDetailsChange) -> BankDetailsChange:
    held = BankDetailsChange.objects.get(pk=change.pk)
    if held.refused_at:
        raise BankDetailsRefused("This change was refused before. Enter it again if it is right after all.")
    return held


def _check_call(
    held: BankDetailsChange,
    payee: Payee,
    called_number: str,
    called_at: datetime,
    spoke_to: str,
    by: User,
    now: datetime,
) -> None:
    if held.confirmed_at:
        raise BankDetailsRefused("Somebody has confirmed this already.")
    if held.entered_by_id == by.pk:
        raise BankDetailsRefused("You entered this change. Someone else must call and check it.")
    if called_number not in [number for _, number in payee_records.of(payee).phones]:
        raise BankDetailsRefused("Call a number from our record, never one from the request.")
    since = _first_asked(payee, held)
    if called_number == payee.phone and payee.phone_recorded_at and payee.phone_recorded_at > since:
        raise BankDetailsRefused("This number was put on record after the request came. Call another, or refuse it.")
    if not held.entered_at <= called_at <= now + SLACK:
        raise BankDetailsRefused("The call is made after the change was entered, and before now.")
    if not spoke_to.strip():
        raise BankDetailsRefused("Enter whom you spoke to.")


def _first_asked(payee: Payee, held: BankDetailsChange) -> datetime:
    """When somebody first asked for a change lately, refused or not: a thief who is refused asks again."""
    lately = BankDetailsChange.objects.filter(payee=payee, entered_at__gte=held.entered_at - LATELY)
    return lately.order_by("entered_at").values_list("entered_at", flat=True)[0]


def _tell(change: BankDetailsChange, template: str, now: datetime) -> None:
    context = {"ending": change.account_number[-3:], "payee": change.payee}
    for user in payee_records.of(change.payee).users:
        notices.queue(to=user, template=f"accounts/emails/{template}", context=context, at=now)
