"""A person's orders: the list, one order, the page after ordering, the calendar file, and ending an order."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import for_person
from accounts.queries.own_card import back_words, of_purpose
from accounts.requests import Request
from accounts.roles import Scope
from design.formats import pounds
from marketplace import calendars, easy_words, words
from marketplace.actions import orders, own_card, visits
from marketplace.actions.moves import Refused
from marketplace.forms.visits import ShownForm
from marketplace.models import Order, Visit
from marketplace.models.listings import ListingState
from marketplace.queries import lost_support, pauses, truths
from marketplace.queries import orders as found
from marketplace.queries.stories import person_rows, terms_rows, to_query
from marketplace.queries.timelines import order_story
from marketplace.states import OrderState, Party, VisitState
from marketplace.views.asking import ASKS, person_of, typed

PER_PAGE = 15


def load(request: Request, reference: str) -> Order:
    mine = Order.objects.filter(person=person_of(request))
    return get_object_or_404(found.with_visits(mine), reference=reference)


@require_safe
@for_person(Scope.SEE_LINES)
def index(request: Request) -> HttpResponse:
    person = person_of(request)
    page = Paginator(found.listed(person), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"order": order, "standing": found.standing(order)} for order in page]
    context = {
        "page": page,
        "rows": rows,
        "to_check": found.to_check(person),
        "to_answer": found.to_answer(person),
        "no_silence": pauses.stops_silence(person, timezone.now()),
        "section": "money",
        "breadcrumbs": [("Home", "/"), ("Your money", reverse("money-home"))],
    }
    return render(request, "marketplace/orders.html", context)


@require_safe
@for_person(Scope.SEE_LINES)
def order(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    now = timezone.now()
    may_act = request.acting.may(Scope.ORDER)
    today = timezone.localdate(now)
    sound = shown.listing.is_sound(today)
    holds = sound or shown.listing.approval_holds(today)
    context = {
        "order": shown,
        "rows": person_rows(shown, now, may_act=may_act),
        "terms": terms_rows(shown, now),
        "story": order_story(shown, reader=Party.PERSON),
        "waiting": shown.state == OrderState.REQUESTED,
        "may_act": may_act,
        "to_query": to_query(shown, now)[:3] if may_act else [],
        "may_pay": request.acting.may(Scope.PAY),
        "all_back": words.all_back(shown.pot.by_order),
        "by_card": card_words(shown) if shown.pot.by_order else None,
        "may_write": request.acting.may(Scope.MESSAGE) and not shown.is_unheard,
        "cancellable": may_act and to_come(shown, now),
        "not_approved": to_come(shown, now) and not holds,
        "page_down": to_come(shown, now) and shown.listing.personal_assistant_id and holds and not sound,
        "not_registered": to_come(shown, now) and not shown.listing.registration_holds,
        "handed_over": bool(shown.handed_over_at) and to_come(shown, now),
        "find": lost_support.find_another(shown.listing),
        "on_sale": sound and shown.listing.state == ListingState.PUBLISHED,
        "section": "money",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/order.html", context)


def card_words(order: Order) -> dict[str, Any]:
    """What was paid by card for it and where that is, and whether a payment waits. Two queries."""
    found = of_purpose(own_card.PURPOSE, order.reference)
    paid = [payment for payment in found if payment.state == "paid"]
    backs = [back_words(refund) for payment in paid for refund in payment.refunds.all()]
    return {"last": found[0] if found else None, "paid": paid, "backs": backs}


def to_come(order: Order, now: datetime) -> bool:
    return any(visit.state == VisitState.PLANNED and visit.starts_at > now for visit in order.visits.all())


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Home", "/"), ("Your money", reverse("money-home")), ("Orders", reverse("marketplace-orders")), *more]


@require_safe
@for_person(Scope.ORDER)
def done(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    visits_ = list(shown.visits.all())
    summary = words.visits(len(visits_), shown.unit)
    context = {"order": shown, "visits": visits_, "summary": summary, "section": "money"}
    return render(request, "marketplace/order_done.html", context)


@require_safe
@for_person(Scope.SEE_LINES)
def calendar(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    link = request.build_absolute_uri(shown.get_absolute_url())
    return calendars.response(shown, f"Visit: {shown.seller_name}", link, timezone.now())


@ASKS
@for_person(Scope.ORDER)
def withdraw(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    if shown.state == OrderState.PAYING:
        return leave(request, shown)
    if shown.state != OrderState.REQUESTED:
        return finished(request, shown)
    if request.method == "POST":
        try:
            orders.withdraw(order=shown, by=request.user)
            messages.success(request, f"You have taken your request back. {words.all_back(shown.pot.by_order)}")
        except Refused as refused:
            messages.info(request, refused.words)
        return redirect(shown)
    context = page(shown, "Take your request back", "Take it back", warning=True)
    context["easy_lines"] = easy_words.withdraw(shown)
    context["lines"] = [
        f"{shown.seller_name} has not answered yet, so there is nothing to pay.",
        f"{pounds(shown.total_pence)} that is set aside "
        + ("goes back to the card." if shown.pot.by_order else "will be free to spend again."),
    ]
    return render(request, "marketplace/confirm.html", context)


def leave(request: Request, order: Order) -> HttpResponse:
    """Before it is paid: nobody was asked."""
    if request.method == "POST":
        try:
            own_card.leave(order=order, by=request.user)
            messages.success(request, "You have taken your request back. Nothing was paid.")
        except Refused as refused:
            messages.info(request, refused.words)
        return redirect(order)
    context = page(order, "Take your request back", "Take it back", warning=True)
    context["easy_lines"] = easy_words.leave(order)
    context["lines"] = [
        f"{order.seller_name} has not been asked yet.",
        "If a payment is on its way all the same, it goes back to the card.",
    ]
    return render(request, "marketplace/confirm.html", context)


@ASKS
@for_person(Scope.ORDER)
def cancel(request: Request, reference: str) -> HttpResponse:
    """Everything that has not started."""
    shown, now = load(request, reference), timezone.now()
    left = [visit for visit in shown.visits.all() if visit.state == VisitState.PLANNED and visit.starts_at > now]
    if not left:
        messages.info(request, "There are no visits left to cancel.")
        return redirect(shown)
    free = visits.cancels_free(shown, now)
    owed = sum(visits.cancel_costs(visit, now, free) for visit in left)
    form = ShownForm(typed(request), initial={"shown_pence": owed})
    if request.method == "POST" and form.is_valid():
        try:
            visits.cancel_rest(order=shown, by=request.user, shown_pence=form.cleaned_data["shown_pence"])
            messages.success(request, "The visits that were left are cancelled.")
            return redirect(shown)
        except Refused as refused:
            messages.info(request, refused.words)
            return redirect("marketplace-order-cancel", shown.reference)
    context = page(shown, "Cancel the visits that are left", "Cancel them all", warning=True, form=form)
    price = sum(visit.price_pence for visit in left)
    context["lines"] = _cancel_lines(shown, len(left), owed, price, free)
    costs_nothing = easy_words.cooling_off(shown, now) if free else ""
    context["easy_lines"] = easy_words.cancel(shown, len(left), owed, price, costs_nothing)
    return render(request, "marketplace/confirm.html", context)


def _cancel_lines(order: Order, count: int, owed: int, price: int, free: bool) -> list[str]:
    lines = [f"This cancels {words.visits(count, order.unit)} with {order.seller_name}."]
    if free:
        lines.append(why_free(order))
    if owed:
        lines.append(f"By the notice terms you pay {pounds(owed)}. {pounds(price - owed)} comes back to you.")
    else:
        lines.append(f"You pay nothing. {pounds(price)} comes back to you.")
    return lines


def why_free(order: Order) -> str:
    """Why cancelling costs nothing however late."""
    if not order.listing.registration_holds:
        return f"{order.listing.seller} is not registered for this at the moment, so this costs nothing."
    if order.handed_over_at:
        return f"{order.listing.seller} took this over, and you did not choose them, so this costs nothing."
    if order.is_cooling_off(timezone.now()):
        return "You are within the 14 days in which you can cancel, so this costs nothing."
    if order.listing.is_taken_down:
        return f"The council took the page of {order.listing.seller} down, so this costs nothing."
    return f"The approval of {order.listing.seller} does not hold at the moment, so this costs nothing."


def page(order: Order, title: str, button: str, *, warning: bool = False, **more: Any) -> dict[str, Any]:
    """The shell of a page that asks once more before something is done."""
    return {
        "order": order,
        "title": title,
        "button": button,
        "variant": "warning" if warning else "",
        "back": order.get_absolute_url(),
        "section": "money",
        **more,
    }


def finished(request: Request, order: Order, visit: Visit | None = None) -> HttpResponse:
    """This step is over, or not due yet: say how it stands, and show the order."""
    messages.info(request, truths.of_visit(visit) if visit else truths.of_order(order, Party.PERSON))
    return redirect(order)
