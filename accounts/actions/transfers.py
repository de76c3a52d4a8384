"""Lines of a payment file that go through Stripe: sent after the file is released, and taken back where that is right.

Releasing posts all lines and plans one intent for each of these. Its key is the line's, so a line is sent once whatever
breaks. What Stripe refuses, or what is taken back, is a `PaymentReturn`: owed again.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import notices, outside, payout_words
from accounts.actions import payment_returns, payout_accounts
from accounts.actions.refused import PaymentFileError
from accounts.audit import audit
from accounts.models import Intent, PaymentFile, PaymentFileLine, PayoutAccount, User
from accounts.queries import sent
from accounts.stripe import connect
from accounts.stripe.client import Rejected, Unreachable
from accounts.stripe.connect import Reversal, Transfer

State = Intent.State


class NotThroughStripe(PaymentFileError):
    pass


def plan(*, file: PaymentFile, at: datetime) -> None:
    """One intent for each line that goes through Stripe, in the transaction that releases the file."""
    for line in file.lines.filter(route=PaymentFileLine.Route.STRIPE).order_by("pk"):
        params = {"line": line.pk, "account": line.stripe_account, "pence": line.pence, "group": file.reference}
        outside.plan("transfer", key=f"transfer:{line.pk}", subject=sent.subject(line.pk), params=params, at=at)


@transaction.atomic
def take_back(*, line: PaymentFileLine, why: str, by: User, at: datetime | None = None) -> Intent:
    """Ask Stripe to take a payment back from the payee's account, all of it. Booked when Stripe has done it.

    Asked again while that is under way or done: nothing happens. After a refusal it can be asked anew.
    """
    now = at or timezone.now()
    PaymentFileLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    done = Intent.objects.filter(subject=sent.subject(line.pk), kind="transfer", state=State.DONE).first()
    if done is None:
        raise NotThroughStripe("This was not sent through Stripe, so there is nothing to take back.")
    before = list(Intent.objects.filter(subject=sent.subject(line.pk), kind="reversal").order_by("pk"))
    if before and before[-1].state != State.REFUSED:
        return before[-1]
    if hasattr(line, "returned"):
        raise NotThroughStripe("This came back before.")
    key = f"reversal:{line.pk}:{len(before)}"
    params = {"line": line.pk, "transfer": done.outside_id, "account": line.stripe_account, "pence": line.pence}
    audit(
        action="payment.take_back",
        by=by,
        subject=f"payee:{line.payee_id}",
        detail={"line": line.pk, "why": why},
        at=now,
    )
    return outside.plan("reversal", key=key, subject=sent.subject(line.pk), params={**params, "by": by.pk}, at=now)


# What is done at Stripe, once its intent is carried out


def _send(intent: Intent) -> outside.Made:
    given = intent.params
    reference = sent.reference(given["line"])
    made = connect.transfer(
        key=intent.key, account=given["account"], pence=given["pence"], group=given["group"], reference=reference
    )
    return made.id, made


def _find_sent(intent: Intent) -> outside.Made | None:
    reference = sent.reference(intent.params["line"])
    found = connect.transfers(outside.first_try(intent))
    return next(((each.id, each) for each in found if each.reference == reference), None)


def _was_sent(intent: Intent, answer: Transfer) -> None:
    audit(action="payment.sent", by=None, subject=intent.subject, detail={"transfer": answer.id})


def _not_sent(intent: Intent, why: Rejected) -> None:
    """Owed again. The two who made the file are told; the desk shows it to everybody in finance."""
    now = timezone.now()
    made = payment_returns.not_sent(line_pk=intent.params["line"], code=why.code or "refused", at=now)
    file, payee = made.line.file, made.line.payee
    for user in filter(None, {file.prepared_by, file.released_by}):
        context = {"payee": payee, "file": file, "why": payout_words.not_sent(why.code)}
        notices.queue(to=user, template="accounts/emails/payment_not_sent", context=context, at=now)


def _reverse(intent: Intent) -> outside.Made:
    given = intent.params
    reference = sent.reference(given["line"])
    made = connect.reverse(key=intent.key, transfer=given["transfer"], pence=given["pence"], reference=reference)
    return made.id, (made, _balance(given["account"]))


def _find_reversed(intent: Intent) -> outside.Made | None:
    reference = sent.reference(intent.params["line"])
    found = connect.reversals(intent.params["transfer"])
    made = next((each for each in found if each.reference == reference), None)
    return (made.id, (made, _balance(intent.params["account"]))) if made else None


def _balance(account: str) -> int | None:
    """What is left there, where Stripe says: that it will not does not undo what was taken back."""
    try:
        return connect.balance_pence(account)
    except (Rejected, Unreachable):
        return None


def _was_reversed(intent: Intent, answer: tuple[Reversal, int | None]) -> None:
    made, balance = answer
    by = User.objects.get(pk=intent.params["by"])
    payment_returns.taken_back(line_pk=intent.params["line"], reversal=made.id, by=by, at=timezone.now())
    account = PayoutAccount.objects.filter(stripe_account=intent.params["account"]).first()
    if account and balance is not None:
        payout_accounts.balance_told(account=account, pence=balance)


def _not_reversed(intent: Intent, why: Rejected) -> None:
    """Nothing moved, and the file's page says why."""
    audit(action="payment.not_taken_back", by=None, subject=intent.subject, detail={"code": why.code})


outside.register("transfer", outside.Kind(_send, _was_sent, _not_sent, _find_sent))
outside.register("reversal", outside.Kind(_reverse, _was_reversed, _not_reversed, _find_reversed))
