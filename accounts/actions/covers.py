"""Say that a purchase is the one that was asked about: then it is never taken back (`accounts.models.covers`)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import Purchase, PurchaseCover, PurchaseQuestion, Reclaim, User
from accounts.models.covers import COVERED
from accounts.queries import asks, purchases
from accounts.queries.purchases import CARD, Bought
from design.formats import pounds

ASKED_FIRST = "The purchase was asked about first, and the answer was yes."


class CoverRefused(Refused):
    pass


def row_of(bought: Bought) -> Purchase:
    """The one row of a purchase, locked until we commit."""
    kind, _, number = bought.key.partition(":")
    which = {"authorisation_id" if kind == CARD else "payment_id": int(number)}
    made, _ = Purchase.objects.get_or_create(**which, defaults={"key": bought.key})
    return Purchase.objects.select_for_update(of=("self",)).get(pk=made.pk)


@transaction.atomic
def cover(*, question: PurchaseQuestion, key: str, by: User, at: datetime | None = None) -> PurchaseCover:
    """At any time after the purchase, up to the answer's amount in all. Said twice it is said once.

    What somebody only proposed to take back because of it is dropped. Raises CoverRefused.
    """
    now = at or timezone.now()
    PurchaseQuestion.objects.select_for_update(of=("self",)).get(
        pk=question.pk
    )  # so that it covers no more than it says
    bought = purchases.one(question.person, key)
    if bought is None:
        raise CoverRefused("We do not know this purchase.")
    row = row_of(bought)
    if known := PurchaseCover.objects.filter(purchase=row).select_related("question").first():
        if known.question_id == question.pk:
            return known
        raise CoverRefused(f"This purchase is under {known.question.reference} already.")
    _check(question, bought, row)
    _mark(row, by, now)
    made = PurchaseCover.objects.create(purchase=row, question=question, pence=bought.pence, said_by=by, said_at=now)
    _note("purchase.covered", made, by, now)
    return made


def _check(question: PurchaseQuestion, bought: Bought, row: Purchase) -> None:
    if not question.is_yes:
        raise CoverRefused("Only a yes covers a purchase.")
    first, end = purchases.within(question)
    if not first <= bought.at < end:
        raise CoverRefused("You bought this before you asked, or after the last day of the answer.")
    left = asks.left_pence(question)
    if not 0 < bought.pence <= left:
        raise CoverRefused(f"This came to {pounds(bought.pence)}. The answer still covers {pounds(left)}.")
    if Reclaim.objects.filter(purchase=row, state=Reclaim.State.TAKEN).exists():
        raise CoverRefused("We have taken this money back. Tell us that you asked first: you can appeal.")


def _mark(row: Purchase, by: User, now: datetime) -> None:
    """From here on the purchase's key says that it is covered, and so do all rows that point at it."""
    plain, key = row.key, f"{row.key}{COVERED}"
    Reclaim.objects.filter(purchase_id=plain, state=Reclaim.State.PROPOSED).update(
        state=Reclaim.State.REFUSED, decision_words=ASKED_FIRST, decided_by=by, decided_at=now
    )
    Purchase.objects.filter(pk=row.pk).update(key=key)
    Reclaim.objects.filter(purchase_id=plain).update(purchase_id=key, is_covered=True)
    row.key = key


@transaction.atomic
def take_off(*, cover: PurchaseCover, by: User, at: datetime | None = None) -> None:
    """It was another purchase. Not while somebody wants its money back."""
    now = at or timezone.now()
    row = Purchase.objects.select_for_update(of=("self",)).get(key=cover.purchase_id)
    if Reclaim.objects.filter(purchase=row, state__in=Reclaim.STANDS).exists():
        raise CoverRefused("The council has asked for this money back, so this cannot change now. Call us.")
    _note("purchase.not_covered", cover, by, now)
    cover.delete()
    plain = purchases.plain(row.key)
    Purchase.objects.filter(pk=row.pk).update(key=plain)
    Reclaim.objects.filter(purchase_id=row.key).update(purchase_id=plain, is_covered=False)


def _note(action: str, cover: PurchaseCover, by: User, now: datetime) -> None:
    person = cover.question.person
    detail = {"purchase": purchases.plain(cover.purchase_id), "pence": cover.pence}
    subject = f"purchase_question:{cover.question.reference}"
    audit(action=action, by=by, on_behalf_of=behalf(person, by), subject=subject, detail=detail, at=now)
