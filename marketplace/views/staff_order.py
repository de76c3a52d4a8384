"""One call: who it is checked, what to order, and what to say when it is ordered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import flags
from accounts.models import ContactFormat
from accounts.permissions import mandates_of, needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from design.formats import clock
from marketplace import words
from marketplace.actions import telephone as calling
from marketplace.actions.moves import Refused
from marketplace.forms.telephone import IdentityForm
from marketplace.models import Draft, Listing, Order, TelephoneOrder
from marketplace.queries import orders as found
from marketplace.queries import telephone
from marketplace.views import calls
from marketplace.views.asking import ASKS, typed
from marketplace.views.staff_orders import DESK, WHERE

End = TelephoneOrder.End
ENDS = (End.NOT_KNOWN, End.GIVEN_UP)
LATELY = 5


def load(request: Request, pk: int) -> TelephoneOrder:
    """A call is its taker's: others see on the desk that there is one."""
    mine = TelephoneOrder.objects.filter(taken_by=request.user).exclude(person__user=request.user)
    mine = mine.exclude(person__in=[mandate.person_id for mandate in mandates_of(request.user)])
    return get_object_or_404(mine.select_related("person__user", "person__practitioner"), pk=pk)


@require_safe
@needs(Permission.PLACE_ORDERS)
def order(request: Request, pk: int) -> HttpResponse:
    call = load(request, pk)
    if call.ended_as == End.PLACED:
        flags.raise_for(request, call.person)
        return sent(request, call)
    if call.ended_at:
        return render(request, "marketplace/staff_order_over.html", shell(call))
    if not telephone.is_checked(call, timezone.now()):
        return redirect("staff-order-check", pk)
    flags.raise_for(request, call.person)
    more = {
        "until": clock(telephone.lapses_at(call)),
        "here": request.session.get(calls.KEY) == call.pk,
        "half_way": drafts(call),
        "before": booked_before(call),
        "told": told(call),
    }
    return render(request, "marketplace/staff_order.html", shell(call, **more))


def shell(call: TelephoneOrder, **more: Any) -> dict[str, Any]:
    return {"section": "staff", "breadcrumbs": DESK, "call": call, "person": call.person, **more}


def drafts(call: TelephoneOrder) -> list[Draft]:
    """What was begun for this person in an earlier call, or in this one."""
    begun = Draft.objects.filter(user=call.taken_by, person=call.person, order=None)
    return list(begun.select_related(*(f"listing__{one}" for one in SELLERS)).order_by("-changed_at", "-pk")[:LATELY])


SELLERS = ("personal_assistant", "service__organisation")


def booked_before(call: TelephoneOrder) -> list[Listing]:
    """Whom they booked already and can book again."""
    on_sale = Listing.objects.on_sale(timezone.localdate()).filter(orders__person=call.person)
    return list(on_sale.distinct().select_related(*SELLERS).order_by("title", "pk")[:LATELY])


def told(call: TelephoneOrder) -> str:
    """How the person hears of it, in words: "by e-mail"."""
    person = call.person
    if person.user and person.contact_format == ContactFormat.EMAIL:
        return "by e-mail"
    if person.contact_format == ContactFormat.TELEPHONE:
        return "by a telephone call"
    large = {ContactFormat.LARGE_PRINT: " in large print", ContactFormat.EASY_READ: " in Easy Read"}
    return f"by letter{large.get(ContactFormat(person.contact_format), '')}"


def sent(request: Request, call: TelephoneOrder) -> HttpResponse:
    """What to say before the call ends."""
    shown = found.with_visits(Order.objects.filter(telephone_order=call)).get()
    visits = list(shown.visits.all())
    lines = [words.when(visit.starts_at, visit.ends_at) for visit in visits]
    more = {"order": shown, "lines": lines, "summary": words.visits(len(visits), shown.unit), "told": told(call)}
    return render(request, "marketplace/staff_order_sent.html", shell(call, **more))


@ASKS
@needs(Permission.PLACE_ORDERS)
def check(request: Request, pk: int) -> HttpResponse:
    """Before anything else: is it them? Asked again after half an hour."""
    call = load(request, pk)
    if call.ended_at:
        return redirect("staff-order", pk)
    held = telephone.facts(call.person)
    form = IdentityForm(typed(request), held=held)
    if request.method == "POST" and form.is_valid():
        try:
            calling.check_identity(call=call, facts=form.cleaned_data["facts"], by=request.user)
            calls.hold(request, call)
            return redirect("staff-order", pk)
        except Refused as refused:
            form.add_error("facts", refused.words)
    more = {"form": form, "too_few": len(held) < 2, "lapsed": call.checked_at is not None}
    return render(request, "marketplace/staff_order_check.html", shell(call, **more))


@require_POST
@needs(Permission.PLACE_ORDERS)
def go_on(request: Request, pk: int) -> HttpResponse:
    """This session takes up a call of hers again."""
    call = load(request, pk)
    if call.ended_at is None:
        looks.record(person=call.person, by=request.user, where=WHERE, action=looks.PAGE)
        calls.hold(request, call)
    return redirect("staff-order", pk)


@require_POST
@needs(Permission.PLACE_ORDERS)
def end(request: Request, pk: int) -> HttpResponse:
    """Nothing was ordered: what was typed stays in the person's half-way booking for another call."""
    call = load(request, pk)
    ended_as = request.POST.get("as")
    if calling.end(call=call, ended_as=ended_as if ended_as in ENDS else End.GIVEN_UP, by=request.user):
        messages.success(request, "The call has ended. Nothing was ordered.")
    calls.drop(request)
    return redirect("staff-orders") if ended_as != End.NOT_KNOWN else redirect("staff-order", pk)


@require_POST
@needs(Permission.PLACE_ORDERS)
def again(request: Request, pk: int) -> HttpResponse:
    """Something else for the same caller."""
    call = load(request, pk)
    try:
        fresh = calling.again(call=call, by=request.user)
    except Refused as refused:
        messages.info(request, refused.words)
        return redirect("staff-order", pk)
    calls.hold(request, fresh)
    return redirect("staff-order", fresh.pk)
