"""A person's messages: the list, a conversation, and writing to a seller before or after booking."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import for_person
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Scope
from directory import public
from directory.models import Organisation, PersonalAssistantProfile
from marketplace.actions import messages as writing
from marketplace.forms.messages import FirstForm, MessageForm
from marketplace.models import Conversation, Listing, Message, Order
from marketplace.queries import messages as found
from marketplace.views import conversing
from marketplace.views.asking import ASKS, person_of, typed
from marketplace.views.conversing import PERSON

Seller = PersonalAssistantProfile | Organisation


@require_safe
@for_person(Scope.MESSAGE)
def index(request: Request) -> HttpResponse:
    person = person_of(request)
    page = Paginator(found.of_person(person), conversing.PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "who": each.seller.name,
            "href": PERSON.url("conversation", each.reference),
            "new": each.new,
            "last_at": each.last_at,
        }
        for each in page
    ]
    title = f"{person.first_name}’s messages" if request.acting.mandate else "Your messages"
    context = {"page": page, "rows": rows, "title": title, "section": "money", "breadcrumbs": crumbs()[:1]}
    return render(request, "marketplace/messages/index.html", context)


def crumbs() -> list[tuple[str, str]]:
    return [("Home", "/"), ("Messages", reverse("messages"))]


def load(request: Request, reference: str) -> Conversation:
    mine = Conversation.objects.filter(person=person_of(request))
    return get_object_or_404(mine.select_related(*found.LOADED), reference=reference)


@ASKS
@for_person(Scope.MESSAGE)
def conversation(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    if request.method == "GET":
        looks.record(person=shown.person, by=request.user, where=f"Messages {shown.reference}")
    seller = shown.personal_assistant
    is_there = seller and public.published_assistants().filter(pk=seller.pk).exists()  # a hidden one says why
    profile = reverse("directory-assistant", args=[seller.slug]) if seller and is_there else ""
    around = {"name": shown.seller.name, "profile": profile, "breadcrumbs": crumbs()}
    may_see_orders = request.acting.may(Scope.SEE_LINES)
    return conversing.page(request, PERSON, shown, shown.seller_called, may_see_orders=may_see_orders, **around)


@require_POST
@for_person(Scope.MESSAGE)
def take_back(request: Request, reference: str, pk: int) -> HttpResponse:
    return conversing.take_back(request, PERSON, load(request, reference), pk)


@ASKS
@for_person(Scope.MESSAGE)
def report(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    return conversing.report(request, PERSON, shown, shown.seller_called)


@ASKS
@for_person(Scope.MESSAGE)
def block(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    return conversing.block(request, PERSON, shown, shown.seller_called)


@ASKS
@for_person(Scope.MESSAGE)
def to_assistant(request: Request, slug: str) -> HttpResponse:
    seller = get_object_or_404(public.public_assistants(), slug=slug)
    return write(request, seller, back=reverse("directory-assistant", args=[slug]))


@ASKS
@for_person(Scope.MESSAGE)
def to_listing(request: Request, slug: str) -> HttpResponse:
    on_sale = Listing.objects.on_sale(timezone.localdate())
    offer = get_object_or_404(on_sale.select_related("personal_assistant", "service__organisation"), slug=slug)
    return write(request, offer.sold_by, back=offer.get_absolute_url(), listing=offer)


@ASKS
@for_person(Scope.MESSAGE)
def to_order(request: Request, reference: str) -> HttpResponse:
    mine = Order.objects.filter(person=person_of(request))
    loaded = mine.select_related("listing__personal_assistant", "listing__service__organisation")
    order = get_object_or_404(loaded, reference=reference)
    return write(request, order.sold_by, back=order.get_absolute_url(), order=order)


def write(
    request: Request, seller: Seller, *, back: str, listing: Listing | None = None, order: Order | None = None
) -> HttpResponse:
    """Write to somebody from their page. A message about an order is plain words."""
    asked = {"meet": Message.Kind.MEET, "question": Message.Kind.QUESTION}.get(request.GET.get("for", ""), "")
    form: MessageForm = MessageForm(typed(request)) if order else FirstForm(typed(request), initial={"kind": asked})
    to_them = partial(writing.to_seller, person=person_of(request), seller=seller, listing=listing, order=order)
    sent, urgent = conversing.send(request, form, to_them)
    if sent:
        messages.success(request, "Your message is sent. We will email you when they answer.")
        return conversing.to_page(PERSON, sent.conversation)
    called = seller.first_name if isinstance(seller, PersonalAssistantProfile) else seller.name
    context = {
        "form": form,
        "urgent": urgent,
        "who": called,
        "order": order,
        "back": back,
        "section": "money" if order else "find",
    }
    return render(request, "marketplace/messages/write.html", context)
