"""The sandbox's till: plays a shop's terminal against our own decision. Open only where no real money moves."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import cards as actions
from accounts.forms.shop import BackForm, ShopForm
from accounts.issuers.sandbox import new_reference
from accounts.ledger import KeyReused
from accounts.models import Card, CardAuthorisation
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.spending import DECLINES

CRUMBS = [("Home", "/"), ("Your money", "/money/"), ("Cards", "/money/cards/")]


def is_open() -> bool:
    return bool(settings.SANDBOX_TILL) and settings.CARD_ISSUER == "sandbox"


def hers(request: Request) -> QuerySet[Card]:
    """Cards of the person that the one who stands at the till holds: nobody pays with another's card."""
    return Card.objects.filter(account__person=request.acting.person, holder=request.user)


@for_person(Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def shop(request: Request, pk: int) -> HttpResponse:
    """Present the card at a till. The form carries the purchase's number, so a double click asks once."""
    if not is_open():
        raise Http404
    card = get_object_or_404(hers(request).select_related("account"), pk=pk)
    form = ShopForm(request.POST or None, initial={"reference": new_reference()})
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.authorise(card=card, **form.purchase())
            return redirect("money-till", pk=asked.pk)
        except KeyReused:
            messages.info(request, "That purchase was made before. If you want to buy something else, start again.")
            return redirect("money-shop", pk=card.pk)
    crumbs = [*CRUMBS, (f"Card ending {card.last4}", f"/money/cards/{card.pk}/")]
    return render(
        request, "accounts/shop.html", {"section": "money", "breadcrumbs": crumbs, "card": card, "form": form}
    )


@for_person(Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def till(request: Request, pk: int) -> HttpResponse:
    """What the till says, and what the shop may do next."""
    if not is_open():
        raise Http404
    own = CardAuthorisation.objects.filter(card__in=hers(request)).select_related("card")
    asked = get_object_or_404(own, pk=pk)
    form = BackForm(request.POST if request.POST.get("do") == "refund" else None, left=left(asked))
    if request.method == "POST" and (request.POST.get("do") != "refund" or form.is_valid()):
        act(request, asked, form)
        return redirect("money-till", pk=asked.pk)
    context = {
        "section": "money",
        "breadcrumbs": [*CRUMBS, (f"Card ending {asked.card.last4}", f"/money/cards/{asked.card_id}/")],
        "it": asked,
        "left": left(asked),
        "decline": DECLINES.get(asked.decline_reason),
        "form": form,
    }
    return render(request, "accounts/till.html", context)


def left(asked: CardAuthorisation) -> int:
    return asked.captured_pence - asked.refunded_pence


def act(request: Request, asked: CardAuthorisation, form: BackForm) -> None:
    try:
        match request.POST.get("do"):
            case "capture":
                actions.capture(authorisation=asked)
            case "reverse":
                actions.reverse(authorisation=asked)
            case "refund":
                actions.refund(authorisation=asked, **form.given())
    except actions.WrongStep as why:
        messages.info(request, str(why))
