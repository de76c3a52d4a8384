"""Another way of holding the money: the person chooses, sees what it does, and it is done at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import changes
from accounts.actions import budgets, changes_of_mind, holding
from accounts.card_wording import name_of
from accounts.forms.holding import ChangeForm
from accounts.holding_words import ANSWERS, EASY
from accounts.models import ChoiceRecord, ContactFormat, Pot
from accounts.models import WayOfHolding as Way
from accounts.permissions import for_person
from accounts.queries import changed_holding
from accounts.queries.changed_holding import Effect, Moved
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import checking
from accounts.views.easy import is_easy, kept
from accounts.views.money import MONEY
from design.formats import pounds

CRUMBS = [*MONEY, ("How your money is held", "/money/choices/")]


@for_person(Scope.SEE_BALANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request) -> HttpResponse:
    if request.acting.for_another:
        raise PermissionDenied  # how her money is held is hers to say
    person = request.acting.whom
    all_pots = holding.open_pots(person)
    pots = hers(all_pots)
    if not pots or person.capacity_lost_on is not None:
        return redirect("money-choices")
    ways = changes_of_mind.hers_to_choose(person)
    form = ChangeForm(request.POST if request.method == "POST" else None, pots=pots, ways=ways)
    context = {"section": "money", "breadcrumbs": CRUMBS, "person": person, "form": form, "easy": is_easy(request)}
    if checking.is_ready(request, form):
        if not checking.is_confirmed(request):
            effect = changed_holding.of(person, all_pots, form.ways())
            return render(request, "accounts/change_holding_check.html", {**context, **told(request, form, effect)})
        if done(request, form):
            return redirect(reverse("money-choices") + kept(request))
    explained = [(way.label, ANSWERS[way][0], EASY[way], way in ways) for way in Way]
    return render(request, "accounts/change_holding.html", {**context, "explained": explained})


def hers(pots: list[Pot]) -> list[Pot]:
    """Those whose way can be chosen. What is left of an older way stays with the council until it is spent."""
    return [pot for pot in pots if pot.weekly_pence or pot.is_contingency]


def done(request: Request, form: ChangeForm) -> bool:
    try:
        changes_of_mind.change_mind(
            person=request.acting.whom,
            ways=form.ways(),
            shown_format=ContactFormat.EASY_READ if is_easy(request) else ChoiceRecord.ON_SCREEN,
            by=request.user,
            helped_by=form.cleaned_data["helped_by"],
        )
    except holding.HoldingRefused as why:
        form.add_error(None, str(why))
        return False
    except budgets.ChoiceMissing:
        form.add_error(None, "Read this page in Easy Read first, as you read everything. Then choose")
        return False
    messages.success(request, "It is done. Your money is held the way you chose.")
    return True


def told(request: Request, form: ChangeForm, effect: Effect) -> dict[str, Any]:
    kept = changes.told(request.acting.whom, {each.pot.pk: each.to for each in effect.moved})
    return {
        "typed": checking.typed(request),
        "rows": [
            {"key": each.pot.label, "value": f"{each.to.label}. Until now: {lower(each.from_)}"}
            for each in effect.moved
        ],
        "lines": [*(line for each in effect.moved for line in of_pot(each)), *of_all(effect, kept)],
        "helped_by": form.cleaned_data["helped_by"],
    }


def of_pot(each: Moved) -> list[tuple[str, str]]:
    """What happens with the money of one pot: a picture, and one idea in words."""
    there = pounds(each.available_pence)
    name = each.pot.label
    if each.to == Way.OWN_BANK:
        stays = [("home", f"{there} for “{name}” stays with us until you have spent it.")] if each.stays else []
        return [*stays, ("purse", f"New money for “{name}” goes to your bank account.")]
    return [("purse", f"All {there} for “{name}” stays yours to spend.")] if each.available_pence else []


def of_all(effect: Effect, kept: list[changes.Line]) -> list[tuple[str, str]]:
    lines = [("card", f"{name_of(card)} stops at once, for good.") for card in effect.cards]
    if any(each.to == Way.CARD_ACCOUNT for each in effect.moved):
        lines.append(("card", "You can order a card under “Cards”."))
    if effect.held_pence:
        lines.append(("calendar", "What you have booked goes on."))
        lines.append(("lock", f"{pounds(effect.held_pence)} is kept to pay for it."))
    else:
        lines.append(("calendar", "Nothing is booked that this could touch."))
    return [*lines, *kept, ("pencil", "You can change your mind again.")]


def lower(way: Way) -> str:
    return way.label[0].lower() + way.label[1:]
