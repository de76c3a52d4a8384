"""A seller's messages: those who keep the diary read and answer; a colleague who does not gets 403."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from marketplace.actions import messages as writing
from marketplace.forms.messages import MessageForm
from marketplace.models import Conversation
from marketplace.permissions import NotYours, Seller, sellers_of
from marketplace.queries import messages as found
from marketplace.states import OrderState
from marketplace.views import conversing, desk, desk_orders
from marketplace.views.asking import ASKS, typed
from marketplace.views.conversing import PROVIDER


@require_safe
@desk.for_keeper
def index(request: Request, seller: Seller) -> HttpResponse:
    those = found.of_seller(seller.conversations)
    page = Paginator(those, conversing.PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "who": found.person_called(each, each.knows),
            "href": PROVIDER.url("conversation", each.reference),
            "new": each.new,
            "last_at": each.last_at,
        }
        for each in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "title": "Messages",
        "seller": seller,
        "section": "provider",
        "breadcrumbs": desk.crumbs(),
    }
    return render(request, "marketplace/messages/index.html", context)


def load(request: Request, reference: str) -> tuple[Conversation, str]:
    """A conversation of any seller whose diary this user keeps, and how to call the person."""
    sellers = sellers_of(request.user)
    if not sellers:
        raise PermissionDenied
    mine = Q()
    for seller in sellers:
        mine |= seller.conversations
    shown = get_object_or_404(Conversation.objects.filter(mine).select_related(*found.LOADED), reference=reference)
    try:
        writing.check_keeper(request.user, shown.seller)
    except NotYours:
        raise PermissionDenied from None
    return shown, found.person_called(shown, found.knows_person(shown))


def crumbs() -> list[tuple[str, str]]:
    return desk.crumbs(("Messages", reverse("provider-messages")))


@ASKS
@login_required
def conversation(request: Request, reference: str) -> HttpResponse:
    shown, called = load(request, reference)
    first = shown.person.first_name
    return conversing.page(request, PROVIDER, shown, first, name=called, breadcrumbs=crumbs())


@require_POST
@login_required
def take_back(request: Request, reference: str, pk: int) -> HttpResponse:
    return conversing.take_back(request, PROVIDER, load(request, reference)[0], pk)


@ASKS
@login_required
def report(request: Request, reference: str) -> HttpResponse:
    shown, _ = load(request, reference)
    return conversing.report(request, PROVIDER, shown, shown.person.first_name)


@ASKS
@login_required
def block(request: Request, reference: str) -> HttpResponse:
    shown, _ = load(request, reference)
    return conversing.block(request, PROVIDER, shown, shown.person.first_name)


@ASKS
@login_required
def to_order(request: Request, reference: str) -> HttpResponse:
    """Write to somebody who has asked to book, about that order."""
    order = desk_orders.load_to_act(request, reference)
    form = MessageForm(typed(request))
    sent, urgent = conversing.send(request, form, partial(writing.to_person, order=order))
    if sent:
        messages.success(request, "Your message is sent.")
        return conversing.to_page(PROVIDER, sent.conversation)
    known = order.state == OrderState.ACCEPTED
    context = {
        "form": form,
        "urgent": urgent,
        "who": order.person.name if known else order.person.first_name,
        "order": order,
        "back": reverse("provider-order", args=[order.reference]),
        "section": "provider",
    }
    return render(request, "marketplace/messages/write.html", context)
