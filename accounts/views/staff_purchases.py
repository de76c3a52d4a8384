"""Finance: what one person bought, after a reason that she can read; receipts, answers, and asking for money back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import reclaims as actions
from accounts.forms.reason import ReasonForm
from accounts.forms.reclaims import ProposeForm
from accounts.models import Person, Receipt, Reclaim
from accounts.permissions import needs
from accounts.queries import purchases
from accounts.queries.purchases import CARD, Bought
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_overview import FINANCE
from accounts.views.finance_reason import given, remember
from design.formats import moment, pounds

PER_PAGE = 25
FORM = require_http_methods(["GET", "HEAD", "POST"])


def load(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.exclude(user=request.user), pk=pk)


@FORM
@needs(Permission.SEE_MONEY_LINES)
def reason(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        remember(request, person, form)
        return redirect("staff-purchases", pk=pk)
    context = {"section": "staff", "breadcrumbs": FINANCE, "form": form}
    return render(request, "accounts/finance_reason.html", context)


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def listed(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    if not given(request, person):
        return redirect("staff-purchases-reason", pk=pk)
    page = Paginator(purchases.standing(person), PER_PAGE).get_page(request.GET.get("page"))
    found = purchases.load(person, [key for _, key in page])
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "whose": person,
        "page": page,
        "rows": rows(found),
    }
    return render(request, "accounts/staff_purchases.html", context)


def rows(found: list[Bought]) -> list[dict[str, Any]]:
    """With receipts and what was asked back, in two queries however many there are."""
    cards = [int(each.key.partition(":")[2]) for each in found if each.key.startswith(CARD)]
    receipts = Receipt.objects.filter(authorisation__in=cards, removed_at=None)
    kept = {f"{CARD}:{receipt.authorisation_id}": receipt for receipt in receipts}
    keys = [each.key for each in found] + [f"{each.key}:covered" for each in found]
    asked = {purchases.plain(one.purchase_id): one for one in Reclaim.objects.filter(purchase__in=keys).order_by("pk")}
    return [{"it": each, "receipt": kept.get(each.key), "reclaim": asked.get(each.key)} for each in found]


@FORM
@needs(Permission.SEE_MONEY_LINES)
@needs(Permission.TAKE_BACK_MONEY)
def propose(request: Request, pk: int, key: str) -> HttpResponse:
    """Ask for the money of one purchase back. Only those who may see lines come here, by a reason."""
    person = load(request, pk)
    if not given(request, person):
        return redirect("staff-purchases-reason", pk=pk)
    bought = purchases.one(person, key)
    if bought is None or not bought.paid_pence:
        raise Http404
    maybe = [] if bought.is_covered else purchases.answers_for(person, bought)
    form = ProposeForm(posted(request), bought=bought, maybe=maybe)

    def do() -> str:
        actions.propose(person=person, key=bought.key, claim=form.claim(), by=request.user)
        return f"Asked. Somebody else decides, and {person.name} is told."

    desk = Desk(
        "Ask for money back",
        form,
        do,
        reverse("staff-purchases", args=[pk]),
        [*FINANCE, (person.name, reverse("staff-purchases", args=[pk]))],
        button="Ask for it back",
        caption=person.name,
        lead=lead(person, bought),
        rows=facts(bought),
        check=lambda: checked(form),
        warning="No money moves now. Somebody else decides. The person is told today, and how to say what they think.",
    )
    return answer(request, desk)


def lead(person: Person, bought: Bought) -> list[str]:
    if bought.question:
        return [
            f"{person.first_name} asked first, and the answer {bought.question.reference} was yes. This money can only "
            "come back where the seller gave it back, somebody cheated, or the question described something else."
        ]
    return [f"Talk to {person.first_name} first. What was bought need not be on a list, nor be the cheapest."]


def facts(bought: Bought) -> list[dict[str, Any]]:
    return [
        {"key": "Purchase", "value": bought.words},
        {"key": "When", "value": moment(bought.at)},
        {"key": "Paid", "value": pounds(bought.paid_pence)},
        {"key": "Given back by the seller", "value": pounds(bought.back_pence)},
        {"key": "From", "value": ", ".join(f"{pot.label}, {pounds(pence)}" for pot, pence in bought.parts)},
    ]


def checked(form: ProposeForm) -> list[dict[str, Any]]:
    claim = form.claim()
    return [
        {"key": "Ground", "value": Reclaim.Ground(claim.ground).label},
        {"key": "How much", "value": pounds(claim.pence)},
        {"key": "From", "value": claim.pot.label},
        {"key": "Why", "value": claim.why},
    ]
