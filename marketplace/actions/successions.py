"""Another provider took a service over: its offers, the visits to come and who is paid for them go along.

In the transaction of the directory, whole or not at all. What was earned before stays where it was. Nothing is
cancelled, no price changes, and whoever has visits to come is told and may end them at no cost.
"""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts import payments
from accounts.audit import audit
from accounts.models import Payee
from directory.bookings import Sold, Succeeded
from directory.models import Organisation, Service
from marketplace import documents, emails
from marketplace.actions.moves import record_order
from marketplace.models import Listing, Order, SaleHandover, Visit
from marketplace.queries import payouts
from marketplace.states import OrderState, Party, VisitState

OPEN = (VisitState.REQUESTED, VisitState.PLANNED)


def follow(taken: Succeeded) -> None:
    """Run again it finds nothing to do: an offer that went to this provider last is there."""
    payee: Payee | None = None
    told: set[int] = set()
    for listing in Listing.objects.select_for_update(of=("self",)).filter(service=taken.service).order_by("pk"):
        last = listing.handovers.first()
        if last is None or last.to_organisation_id != taken.to.pk:
            payee = payee or payee_of(taken.to, taken.service) or payments.open_payee(name=taken.to.name, at=taken.at)
            _hand_over(listing, payee, taken, told)


def payee_of(organisation: Organisation, service: Service) -> Payee | None:
    """Where it is paid for what it sells already, or sold before: what can be paid comes first."""
    own = Listing.objects.filter(service__organisation=organisation).exclude(service=service)
    sold = Q(listings__in=own) | Q(took_over__to_organisation=organisation)
    found = Payee.objects.filter(sold | Q(handed_over__from_organisation=organisation)).distinct()
    best = min(payouts.of(list(found)), key=lambda one: (not one.is_set_up, one.payee.pk), default=None)
    return best.payee if best else None


def _hand_over(listing: Listing, payee: Payee, taken: Succeeded, told: set[int]) -> None:
    was, seller = listing.payee, {"seller_name": taken.to.name, "seller_address": taken.to.email}
    moving = list(_moving(listing, taken.at))
    handover = SaleHandover.objects.create(
        listing=listing,
        from_organisation=taken.before,
        to_organisation=taken.to,
        from_payee=was,
        to_payee=payee,
        orders=len(moving),
        at=taken.at,
        by=taken.by,
    )
    Listing.objects.filter(pk=listing.pk).update(payee=payee, changed_at=taken.at, **seller)
    detail = {"from": was.pk, "to": payee.pk, "orders": len(moving)}
    audit(action="listing.handed_over", by=taken.by, subject=f"listing:{listing.pk}", detail=detail, at=taken.at)
    for order in moving:
        _move(order, payee, seller, taken)
        if order.person_id not in told:
            told.add(order.person_id)
            names = {"before": taken.before.name, "seller": taken.to.name}
            emails.to_all_who_see(order, "seller_changed", at=taken.at, send=True, **names)
    if moving:
        emails.handed_over(handover, at=taken.at)
    documents.refresh(listing)


def _moving(listing: Listing, at: datetime) -> QuerySet[Order]:
    """Orders with something to come. One whose visits are all over stays as it was."""
    to_come = Visit.objects.filter(order__listing=listing, state__in=OPEN, starts_at__gt=at).values("order")
    found = listing.orders.filter(Q(pk__in=to_come) | Q(state=OrderState.PAYING))
    return found.select_related("person__user", "listing__service__organisation").order_by("requested_at", "pk")


def _move(order: Order, payee: Payee, seller: dict[str, str], taken: Succeeded) -> None:
    Order.objects.filter(pk=order.pk).update(payee=payee, handed_over_at=taken.at, version=F("version") + 1, **seller)
    order.refresh_from_db()
    visits = order.visits.filter(state__in=OPEN, starts_at__gt=taken.at).select_related("payment")
    for visit in visits.order_by("pk"):
        payments.hand_on(payment=visit.payment, payee=payee, by=taken.by, at=taken.at)
    visits.filter(staff_member__isnull=False).update(staff_member=None, version=F("version") + 1)
    party = Party.STAFF if taken.by else Party.CLOCK
    record_order(order, "hand_over", from_state=order.state, party=party, by=taken.by, at=taken.at)


def selling(service: Service, to: Organisation, at: datetime) -> Sold:
    """Before anybody decides: what would go along, and whether the successor can be paid."""
    visits = Visit.objects.filter(order__listing__service=service, state__in=OPEN, starts_at__gt=at)
    people = visits.values("order__person").distinct().count()
    payee = payee_of(to, service)
    if payee is None or not payouts.is_set_up(payee):
        paid = f"{to.name} must be set up to be paid. What it earns waits until finance has its bank details"
    else:
        paid = f"{to.name} is paid as for what it sells already"
    return Sold(Listing.objects.filter(service=service).count(), people, visits.count(), paid)


def not_set_up() -> list[SaleHandover]:
    """Those who took over and cannot be paid yet, each once, the oldest first."""
    known = ("listing", "to_organisation", "from_organisation", "to_payee__payable")
    first: dict[int, SaleHandover] = {}
    for one in SaleHandover.objects.select_related(*known).order_by("at", "pk"):
        first.setdefault(one.to_payee_id, one)
    waiting = {one.payee.pk for one in payouts.of([each.to_payee for each in first.values()]) if not one.is_set_up}
    return [one for one in first.values() if one.to_payee_id in waiting]
