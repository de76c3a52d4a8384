"""An order from the seller's side: look at it and answer it (its visits: desk_visits.py)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from design.formats import pounds
from marketplace import calendars, states, words
from marketplace.actions import orders
from marketplace.actions.moves import Refused
from marketplace.forms.visits import ReasonForm
from marketplace.models import Order, Visit
from marketplace.permissions import NotYours, Seller, check_seller, order_side, sellers_of, visit_side
from marketplace.queries import needs_shared, truths
from marketplace.queries import orders as found
from marketplace.queries.stories import seller_rows, terms_rows
from marketplace.queries.timelines import order_story
from marketplace.states import OrderState, Party
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs


def load(request: Request, reference: str) -> Order:
    """An order of any seller for whom this user stands, with the visits that are theirs; another's is not found."""
    sellers = sellers_of(request.user)
    if not sellers:
        raise PermissionDenied
    mine, visits = Q(), Q()
    for seller in sellers:
        mine |= seller.orders_to_open
        visits |= seller.visits
    return get_object_or_404(found.with_visits(Order.objects.filter(mine), of=visits), reference=reference)


def load_to_act(request: Request, reference: str) -> Order:
    """The same for somebody who keeps the diary; a colleague who does not gets 403."""
    order = load(request, reference)
    try:
        check_seller(request.user, order)
    except NotYours:
        raise PermissionDenied from None
    return order


def home_of(order: Order) -> HttpResponse:
    return redirect("provider-order", order.reference)


def act(request: Request, order: Order, do: Callable[[], Any], done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.info(request, refused.words)
    return home_of(order)


def ask(request: Request, order: Order, title: str, button: str, *, warning: bool = False, **more: Any) -> HttpResponse:
    context = {
        "order": order,
        "title": title,
        "button": button,
        "variant": "warning" if warning else "",
        "back": home_of(order).url,
        "section": "provider",
        **more,
    }
    return render(request, "marketplace/confirm.html", context)


def finished(request: Request, order: Order, visit: Visit | None = None) -> HttpResponse:
    """This step is over, or not due yet: say how it stands, and show the order."""
    money = visit is not None and sees_money(request, order)
    messages.info(request, truths.of_visit(visit, money=money) if visit else truths.of_order(order, Party.PROVIDER))
    return home_of(order)


def sees_money(request: Request, order: Order) -> bool:
    """Whoever keeps an organisation's diary and not its books reads no sums."""
    seller = side_of(request, order)
    return seller is not None and seller.sees_money


def side_of(request: Request, order: Order) -> Seller | None:
    return order_side(request.user, order) or side_before(request, order)


def side_before(request: Request, order: Order) -> Seller | None:
    """Where the order is another provider's by now: whoever did the visits shown."""
    first = next(iter(order.visits.all()), None)
    return visit_side(request.user, first) if first else None


@require_safe
@login_required
def order(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    now = timezone.now()
    has_it = order_side(request.user, shown)
    seller = has_it or side_before(request, shown)
    may_record, money = bool(seller and seller.keeps_diary), bool(seller and seller.sees_money)
    may_act = bool(has_it) and may_record
    accepted = shown.state == OrderState.ACCEPTED
    context = {
        "order": shown,
        "rows": seller_rows(shown, now, may_act=may_record, money=money),
        "terms": terms_rows(shown, now, as_seller=True, money=money),
        "story": order_story(shown, reader=Party.PROVIDER, money=money),
        "waiting": shown.state == OrderState.REQUESTED and may_act and now < shown.answer_due_at,
        "accepted": accepted,
        "may_act": may_act,
        "went_on": has_it is None,
        "needs": needs_shared.with_seller(shown) if may_act else [],
        "area": shown.person.postcode.split(" ")[0],
        "section": "provider",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/provider_order.html", context)


@require_safe
@login_required
def calendar(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    link = request.build_absolute_uri(home_of(shown).url)
    return calendars.response(shown, f"Visit {shown.reference}", link, timezone.now())


@ASKS
@login_required
def accept(request: Request, reference: str) -> HttpResponse:
    shown = load_to_act(request, reference)
    if shown.state != OrderState.REQUESTED:
        return finished(request, shown)
    if request.method == "POST":
        return act(
            request,
            shown,
            lambda: orders.accept(order=shown, by=request.user),
            "You have accepted. The visits are in your week.",
        )
    price = f" for {pounds(shown.total_pence)} in all" if sees_money(request, shown) else ""
    lines = [
        f"{words.visits(len(shown.visits.all()), shown.unit)}{price}.",
        f"By accepting you agree to come. {shown.person.first_name} can cancel everything free of charge for 14 days.",
    ]
    return ask(request, shown, "Accept this request", "Accept", lines=lines + _paused(shown))


def _paused(order: Order) -> list[str]:
    """Which of the days that were asked for are paused: nobody is to promise them unawares."""
    days: list[Any] = [visit for visit in order.visits.all() if visit.is_paused]  # type: ignore[attr-defined]
    if not days:
        return []
    named = "; ".join(words.when(visit.starts_at, visit.ends_at) for visit in days)
    notice = f"{states.PAUSE_AHEAD.days} days before"
    return [f"Visits are paused on these days: {named}. We cancel each {notice} it, unless visits go on."]


@ASKS
@login_required
def decline(request: Request, reference: str) -> HttpResponse:
    shown = load_to_act(request, reference)
    if shown.state != OrderState.REQUESTED:
        return finished(request, shown)
    form = ReasonForm(
        typed(request), label="Why can you not take it?", hint=f"{shown.person.first_name} will read this."
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return act(
            request,
            shown,
            lambda: orders.decline(order=shown, reason=reason, by=request.user),
            "You have turned the request down.",
        )
    return ask(request, shown, "Turn this request down", "Turn it down", form=form)
