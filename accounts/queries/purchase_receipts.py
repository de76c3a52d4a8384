"""Which purchases a receipt is asked for, and which have one."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import CardAuthorisation, Person, Pot, Receipt, ReceiptRequest

State = CardAuthorisation.State


def of(person: Person) -> QuerySet[ReceiptRequest]:
    """All that her plan ever asked for, the last first."""
    return ReceiptRequest.objects.filter(pot__person=person).select_related("pot", "asked_by", "ended_by")


def open_for(pot: Pot) -> ReceiptRequest | None:
    found = ReceiptRequest.objects.filter(pot=pot, ended_at=None, until__gte=timezone.localdate())
    return found.select_related("asked_by").first()


def asked_for(person: Person, rows: Iterable[CardAuthorisation]) -> dict[int, ReceiptRequest]:
    """By authorisation: the request that asks for its receipt. The draws are to be fetched. One query."""
    requests = list(of(person))
    found = {row.pk: _request(row, requests) for row in rows} if requests else {}
    return {pk: request for pk, request in found.items() if request}


def _request(row: CardAuthorisation, requests: list[ReceiptRequest]) -> ReceiptRequest | None:
    """One that held when the purchase was made and has not been ended since; none where all the money came back."""
    if row.state not in (State.APPROVED, State.CAPTURED) or 0 < row.captured_pence == row.refunded_pence:
        return None
    pots, on = {draw.pot_id for draw in row.draws.all()}, timezone.localdate(row.asked_at)
    for each in requests:
        if each.pot_id in pots and each.asked_at <= row.asked_at and on <= each.until and each.ended_at is None:
            return each
    return None


def kept(rows: Iterable[CardAuthorisation]) -> dict[int, Receipt]:
    """By authorisation. One query."""
    found = Receipt.objects.filter(authorisation__in=[row.pk for row in rows], removed_at=None)
    return {receipt.authorisation_id: receipt for receipt in found.select_related("sent_by")}


def live() -> QuerySet[Receipt]:
    whole = Receipt.objects.filter(removed_at=None)
    return whole.select_related("authorisation__card__account__person", "sent_by")
