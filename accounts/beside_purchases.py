"""What stands beside a purchase on a card's page: the answer it is under, one that may be about it, its receipt."""

from collections.abc import Container, Sequence
from typing import Any

from accounts.acting import Acting
from accounts.models import CardAuthorisation, Person, PurchaseCover, Receipt
from accounts.queries import asks, purchases
from accounts.queries import purchase_receipts as receipts
from accounts.queries.purchases import Bought
from accounts.roles import Scope


def add(uses: Sequence[dict[str, Any]], acting: Acting) -> list[dict[str, Any]]:
    """`uses` as `accounts.views.cards.used` makes them, each with `beside`. As many queries however many there are."""
    rows: list[CardAuthorisation] = [use["it"] for use in uses]
    if not rows:
        return []
    person = acting.whom
    asked, kept = receipts.asked_for(person, rows), receipts.kept(rows)
    under = {
        cover.purchase.authorisation_id: cover.question.reference
        for cover in PurchaseCover.objects.filter(purchase__authorisation__in=[row.pk for row in rows]).select_related(
            "purchase", "question"
        )
    }
    maybe = _maybe(person, rows, under) if acting.may(Scope.PROPOSE) or acting.may(Scope.PAY) else {}
    return [
        {
            **use,
            "beside": {
                "under": under.get(use["it"].pk),
                "maybe": maybe.get(use["it"].pk),
                "asked": asked.get(use["it"].pk),
                "receipt": kept.get(use["it"].pk),
                "may_send": acting.may(Scope.UPLOAD) and _is_hers(acting, kept.get(use["it"].pk)),
            },
        }
        for use in uses
    ]


def _is_hers(acting: Acting, receipt: Receipt | None) -> bool:
    """Nobody changes what another sent, but the person herself."""
    return receipt is None or not acting.for_another or bool(acting.user and receipt.sent_by_id == acting.user.pk)


def _maybe(person: Person, rows: Sequence[CardAuthorisation], under: Container[int | None]) -> dict[int, str]:
    """By authorisation: the answer that fits by shop, amount and time, and that nobody has named yet."""
    yeses = asks.open_yeses(person)
    found: dict[int, str] = {}
    for row in rows if yeses else ():
        came_to, parts = purchases.taken_pence(row), purchases.by_pot(row)
        bought = Bought(f"card:{row.pk}", "", row.merchant_name, row.asked_at, came_to, parts)
        fitting = [each for each in yeses if purchases.fits(each, bought, each.left) and purchases.likely(each, bought)]  # type: ignore[attr-defined]
        if row.pk not in under and fitting:
            found[row.pk] = fitting[0].reference
    return found
