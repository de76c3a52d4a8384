"""Receipts: ask for them on one pot, stop asking, send one, take it away."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import notices, uploads
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import CardAuthorisation, Pot, Receipt, ReceiptRequest, User
from accounts.queries import purchase_receipts as found
from design.formats import counted

TEMPLATE = "accounts/letters/receipts_asked"
LONGEST_DAYS = 366


class ReceiptRefused(Refused):
    pass


@transaction.atomic
def ask(*, pot: Pot, reason: str, until: date, by: User, at: datetime | None = None) -> ReceiptRequest:
    """The plan asks for receipts of this pot from now to a day. The person is told, with the reason."""
    now = at or timezone.now()
    today = timezone.localdate(now)
    Pot.objects.select_for_update(of=("self",)).get(pk=pot.pk)
    if not reason.strip():
        raise ReceiptRefused("Say why receipts are needed.")
    if not 0 <= (until - today).days <= LONGEST_DAYS:
        raise ReceiptRefused(
            f"The last day must be today or later, and at most {counted(LONGEST_DAYS - 1, 'day')} away."
        )
    if ReceiptRequest.objects.filter(pot=pot, ended_at=None, until__gte=today).exists():
        raise ReceiptRefused("Receipts are asked for already. End that first.")
    ReceiptRequest.objects.filter(pot=pot, ended_at=None).update(ended_at=now, ended_by=by)
    made = ReceiptRequest.objects.create(pot=pot, reason=reason.strip(), until=until, asked_by=by, asked_at=now)
    _note("receipts.asked", made, by, now)
    notices.tell(person=pot.person, template=TEMPLATE, context={"asked": made, "link": reverse("money-cards")}, at=now)
    return made


@transaction.atomic
def stop_asking(*, asked: ReceiptRequest, by: User, at: datetime | None = None) -> bool:
    """What was sent stays. Whether anything changed."""
    now = at or timezone.now()
    if not ReceiptRequest.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=now, ended_by=by):
        return False
    _note("receipts.not_asked", asked, by, now)
    return True


def _note(action: str, asked: ReceiptRequest, by: User, now: datetime) -> None:
    audit(action=action, by=by, on_behalf_of=asked.pot.person, subject=f"pot:{asked.pot_id}", at=now)


def send(*, authorisation: CardAuthorisation, sent: bytes, by: User, at: datetime | None = None) -> Receipt:
    """Keep what was sent, drawn anew, in place of an earlier one. Raises uploads.Unfit, ReceiptRefused.

    It is drawn outside any transaction, since that may take seconds.
    """
    person = authorisation.card.account.person
    if not found.asked_for(person, [authorisation]):
        raise ReceiptRefused("Nobody asks for a receipt for this purchase.")
    safe, now = uploads.safe(sent), at or timezone.now()
    made = Receipt(authorisation=authorisation, content_type=safe.content_type, pages=safe.pages)
    made.size, made.sent_by, made.sent_at = len(safe.content), by, now
    made.file.save("", ContentFile(safe.content), save=False)
    try:
        _keep(made, now)
    except BaseException as error:
        default_storage.delete(made.file.name)
        if isinstance(error, IntegrityError):
            raise ReceiptRefused("Another receipt was sent at this moment. Look at it first.") from None
        raise
    return made


@transaction.atomic
def _keep(made: Receipt, now: datetime) -> None:
    whole = Receipt.objects.select_related("authorisation__card__account__person")
    for earlier in whole.filter(authorisation=made.authorisation, removed_at=None):
        _take_away(earlier, made.sent_by, now)
    made.save()
    detail = {"receipt": made.pk, "pages": made.pages, "size": made.size}
    _audit("receipt.sent", made, made.sent_by, now, detail)


@transaction.atomic
def remove(*, receipt: Receipt, by: User, at: datetime | None = None) -> bool:
    """The file goes for good; that there was one stays on record. Whether there was one. Raises ReceiptRefused."""
    return _take_away(receipt, by, at or timezone.now())


def is_hers_to_change(receipt: Receipt, by: User) -> bool:
    """Whoever sent it may take it away, and the person whose purchase it is."""
    return by.pk in (receipt.sent_by_id, receipt.authorisation.card.account.person.user_id)


def _take_away(receipt: Receipt, by: User, now: datetime) -> bool:
    if not is_hers_to_change(receipt, by):
        raise ReceiptRefused("Somebody else sent the receipt that is here. Only they, or the person, can change that.")
    name = receipt.file.name
    if not Receipt.objects.filter(pk=receipt.pk, removed_at=None).update(removed_at=now, removed_by=by, file=""):
        return False
    _audit("receipt.removed", receipt, by, now, {"receipt": receipt.pk})
    transaction.on_commit(lambda: default_storage.delete(name))
    return True


def _audit(action: str, receipt: Receipt, by: User, now: datetime, detail: dict[str, int]) -> None:
    authorisation = receipt.authorisation
    person = behalf(authorisation.card.account.person, by)
    audit(action=action, by=by, on_behalf_of=person, subject=f"authorisation:{authorisation.pk}", detail=detail, at=now)
