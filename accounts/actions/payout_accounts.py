"""A payee's account at Stripe: asked for by whoever answers for the payee, followed as Stripe tells us of it.

Where the money goes is theirs to say at Stripe, which checks who they are. So everybody on the payee's record is told
when an account is asked for and when it is first used: somebody who took over a sign-in cannot do it quietly.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import notices, outside, payee_records, payout_words
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import Intent, Payee, PayoutAccount, User
from accounts.stripe import connect
from accounts.stripe.client import Rejected
from accounts.stripe.connect import ConnectedAccount, Payout

State = PayoutAccount.State


class PayoutAccountRefused(Refused):
    pass


@transaction.atomic
def ask(*, payee: Payee, by: User, at: datetime | None = None, send: bool = True) -> PayoutAccount:
    """Have Stripe open an account. Again: the same account; after a refusal Stripe is asked once more.

    `send=False` leaves the asking to the caller, who waits for it (`outside.carry_out(intent_of(account))`).
    """
    if not settings.STRIPE_SECRET_KEY:
        raise PayoutAccountRefused("The council does not pay through Stripe yet.")
    now = at or timezone.now()
    Payee.objects.select_for_update(of=("self",), no_key=True).get(pk=payee.pk)
    found = PayoutAccount.objects.filter(payee=payee).first()
    if found and found.state != State.REFUSED:
        return found
    if found is None:
        found = PayoutAccount.objects.create(payee=payee, asked_by=by, asked_at=now)
    else:
        found.state, found.tries, found.asked_by, found.asked_at = State.ASKED, found.tries + 1, by, now
        found.save(update_fields=["state", "tries", "asked_by", "asked_at"])
    outside.plan("account", key=_key(found), subject=subject(found), params={"account": found.pk}, at=now, send=send)
    audit(action="payout_account.asked", by=by, subject=f"payee:{payee.pk}", at=now)
    _tell(found, "payout_account_asked", now)
    return found


@transaction.atomic
def learn(*, account: PayoutAccount, told: ConnectedAccount, asked_at: datetime) -> bool:
    """What Stripe said at `asked_at` of the account. Whether we knew nothing newer."""
    before = account.state
    state = _state(told)
    known = {"stripe_account": told.id, "state": state, "needs": list(told.needs), "checked_at": asked_at}
    older = PayoutAccount.objects.filter(pk=account.pk).exclude(checked_at__gte=asked_at)
    if not older.update(**known):
        return False
    account.refresh_from_db()
    if before != state:
        detail = {"state": str(state)}
        audit(action="payout_account.state", by=None, subject=f"payee:{account.payee_id}", detail=detail, at=asked_at)
        if state in (State.READY, State.NEEDS, State.RESTRICTED):
            _tell(account, f"payout_account_{state}", asked_at, needs=payout_words.needs(told.needs))
    return True


def _state(told: ConnectedAccount) -> PayoutAccount.State:
    """Ready means that money can come in and go on to the bank: else it would lie there."""
    if told.transfers_active and told.payouts_enabled:
        return State.READY
    if not told.details_submitted:
        return State.SETTING_UP
    if told.disabled:
        return State.RESTRICTED
    return State.NEEDS if told.needs else State.SETTING_UP


@transaction.atomic
def payout_told(*, account: PayoutAccount, payout: Payout, at: datetime) -> bool:
    """A payout to their bank, as it is now. An older one than the newest we know of changes nothing."""
    held = PayoutAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    if held.last_payout_at and payout.id != held.last_payout_id and payout.created < held.last_payout_at:
        return False
    failed = payout.status == "failed"
    was = (held.last_payout_id, held.payout_failed_why)
    held.last_payout_id, held.last_payout_at = payout.id, payout.created
    held.payout_failed_at = payout.created if failed else None
    held.payout_failed_why = (payout.failure or "failed")[:80] if failed else ""
    held.save(update_fields=["last_payout_id", "last_payout_at", "payout_failed_at", "payout_failed_why"])
    if failed and was != (payout.id, held.payout_failed_why):
        detail = {"payout": payout.id, "code": held.payout_failed_why}
        audit(action="payout.failed", by=None, subject=f"payee:{held.payee_id}", detail=detail, at=at)
        _tell(held, "payout_failed", at, why=payout_words.payout_failed(held.payout_failed_why))
    return True


def balance_told(*, account: PayoutAccount, pence: int) -> None:
    """What the account holds: only how far it is below nothing is ours to know."""
    PayoutAccount.objects.filter(pk=account.pk).update(negative_pence=max(-pence, 0))


def by_bank(*, account: PayoutAccount, by: User, at: datetime | None = None) -> bool:
    """From the next file on, to the bank account that we know, where we know one. Whether anything changed."""
    return _switch(account, by, at or timezone.now(), to_bank=True)


def through_stripe(*, account: PayoutAccount, by: User, at: datetime | None = None) -> bool:
    """From the next file on, through Stripe again, whenever the account is ready. Whether anything changed."""
    return _switch(account, by, at or timezone.now(), to_bank=False)


@transaction.atomic
def _switch(account: PayoutAccount, by: User, at: datetime, *, to_bank: bool) -> bool:
    was = PayoutAccount.objects.filter(pk=account.pk, by_bank_at__isnull=to_bank)
    if not was.update(by_bank_at=at if to_bank else None, by_bank_by=by if to_bank else None):
        return False
    account.refresh_from_db()
    action = "payout_account.by_bank" if to_bank else "payout_account.through_stripe"
    audit(action=action, by=by, subject=f"payee:{account.payee_id}", at=at)
    _tell(account, "payout_account_by_bank" if to_bank else "payout_account_by_stripe", at)
    return True


def subject(account: PayoutAccount) -> str:
    return f"payout-account:{account.pk}"


def _key(account: PayoutAccount) -> str:
    return f"{subject(account)}:{account.tries}"


def intent_of(account: PayoutAccount) -> Intent:
    """What asks Stripe to open it."""
    return Intent.objects.get(key=_key(account))


def _tell(account: PayoutAccount, template: str, at: datetime, **context: Any) -> None:
    for user in payee_records.of(account.payee).users:
        given = {"payee": account.payee, **context}
        notices.queue(to=user, template=f"accounts/emails/{template}", context=given, at=at)


# What is done at Stripe, once its intent is carried out


def _open(intent: Intent) -> outside.Made:
    account = PayoutAccount.objects.select_related("payee").get(pk=intent.params["account"])
    made = connect.open_account(key=intent.key, reference=f"payee:{account.payee.reference}")
    return made.id, (made, timezone.now())


def _find(intent: Intent) -> outside.Made | None:
    account = PayoutAccount.objects.select_related("payee").get(pk=intent.params["account"])
    made = connect.find_account(f"payee:{account.payee.reference}", outside.first_try(intent))
    return (made.id, (made, timezone.now())) if made else None


def _opened(intent: Intent, answer: tuple[ConnectedAccount, datetime]) -> None:
    account = PayoutAccount.objects.select_related("payee").get(pk=intent.params["account"])
    learn(account=account, told=answer[0], asked_at=answer[1])


def _not_opened(intent: Intent, why: Rejected) -> None:
    PayoutAccount.objects.filter(pk=intent.params["account"], state=State.ASKED).update(state=State.REFUSED)
    audit(action="payout_account.refused", by=None, subject=intent.subject, detail={"code": why.code})


outside.register("account", outside.Kind(_open, _opened, _not_opened, _find))
