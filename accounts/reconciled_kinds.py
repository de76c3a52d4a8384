"""What we compare with Stripe ourselves: payments to providers, and what shops asked and took."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Sum

from accounts import reconciling
from accounts.models import CardAuthorisation, CardEntry, Intent, PaymentFileLine, PaymentReturn
from accounts.queries import sent
from accounts.reconciling import Kind, Row
from accounts.stripe import card_money, connect

OUTSIDE = "stripe"
State = Intent.State


def our_transfers(since: datetime) -> Iterator[Row]:
    """Those that Stripe does not have yet, or shall never have, carry no id."""
    back = set(PaymentReturn.objects.filter(reason=PaymentReturn.Reason.REVERSED).values_list("line", flat=True))
    for intent in Intent.objects.filter(kind="transfer", planned_at__gte=since).order_by("pk").iterator():
        line = intent.params["line"]
        state = {State.DONE: "taken back" if line in back else "sent"}.get(State(intent.state), intent.state)
        yield Row(
            intent.outside_id,
            intent.params["pence"],
            state,
            intent.planned_at,
            sent.reference(line),
            sent.subject(line),
        )


def their_transfers(since: datetime) -> Iterator[Row]:
    for each in connect.transfers(since):
        part = "taken back in part" if each.reversed_pence else "sent"
        state = "taken back" if each.reversed_pence == each.pence else part
        yield Row(each.id, each.pence, state, each.created, each.reference)


def our_reversals(since: datetime) -> Iterator[Row]:
    """By transfer: all that was taken back of it."""
    lines = PaymentFileLine.objects.filter(returned__reason=PaymentReturn.Reason.REVERSED).in_bulk()
    done = Intent.objects.filter(kind="transfer", state=State.DONE, planned_at__gte=since).order_by("pk")
    for intent in done.iterator():
        if line := lines.get(intent.params["line"]):
            yield Row(intent.outside_id, line.pence, "taken back", intent.planned_at, about=sent.subject(line.pk))


def their_reversals(since: datetime) -> Iterator[Row]:
    for each in connect.transfers(since):
        if each.reversed_pence:
            yield Row(each.id, each.reversed_pence, "taken back", each.created)


def our_authorisations(since: datetime) -> Iterator[Row]:
    """What is held for each purchase that Stripe asked us about. Of one taken in part, the parts tell."""
    asked = CardAuthorisation.objects.filter(card__issuer=OUTSIDE, is_forced=False, increases=None)
    for each in asked.filter(asked_at__gte=since).annotate(drawn=Sum("draws__pence", default=0)).order_by("pk"):
        held = each.drawn if each.state == CardAuthorisation.State.APPROVED else 0
        yield _held(each.issuer_reference, held, bool(each.captured_pence), each.asked_at, f"authorisation:{each.pk}")


def their_authorisations(since: datetime) -> Iterator[Row]:
    for each in card_money.authorisations(since):
        if not each.most_pence:
            continue  # a shop only looked whether the card works: no money, no row
        held = each.pence if each.approved and each.status == "pending" else 0
        yield _held(each.id, held, bool(each.captured), each.created)


def _held(name: str, held: int, in_part: bool, at: datetime, about: str = "") -> Row:
    state = "over" if not held else "taken in part" if in_part else "held"
    return Row(name, 0 if in_part else held, state, at, about=about)


def our_entries(since: datetime) -> Iterable[Row]:
    """By the issuer's id: one that gave back more than it took has two rows here."""
    found: dict[str, Row] = {}
    for each in CardEntry.objects.filter(card__issuer=OUTSIDE, at__gte=since).order_by("pk").iterator():
        name = each.issuer_reference.removesuffix(":more")
        pence = each.pence + (found[name].pence if name in found else 0)
        found[name] = Row(name, pence, each.kind, each.at, about=f"card-entry:{each.pk}")
    return found.values()


def their_entries(since: datetime) -> Iterator[Row]:
    for each in card_money.transactions(since):
        yield Row(each.id, each.pence, each.kind, each.created)


reconciling.register("transfer", Kind("Payments to providers", our_transfers, their_transfers))
reconciling.register("reversal", Kind("Payments taken back", our_reversals, their_reversals))
reconciling.register("authorisation", Kind("What shops hold", our_authorisations, their_authorisations))
reconciling.register("card_entry", Kind("What shops took and gave back", our_entries, their_entries))
