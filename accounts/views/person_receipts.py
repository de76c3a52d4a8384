"""A practitioner says, on the person's page, that her plan asks for receipts of one pot; and stops asking."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import purchase_receipts as actions
from accounts.forms.purchase_receipts import AskReceiptsForm
from accounts.models import ReceiptRequest
from accounts.permissions import needs
from accounts.queries import asks
from accounts.queries import purchase_receipts as found
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.opened import load, shell
from design.formats import day


@require_safe
@needs(Permission.ANSWER_QUESTIONS)
def listed(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    requests = {each.pot_id: each for each in found.of(person) if each.ended_at is None}
    context = shell(person, pots=[described(pot, requests.get(pot.pk)) for pot in asks.pots_of(person)])
    return render(request, "accounts/person_receipts.html", context)


def described(pot: Any, asked: ReceiptRequest | None) -> dict[str, Any]:
    rows = []
    if asked:
        rows = [
            {"key": "Why", "value": asked.reason},
            {"key": "Asked by", "value": f"{asked.asked_by.name}, {day(asked.asked_at)}"},
            {"key": "Until", "value": day(asked.until)},
        ]
    return {"pot": pot, "asked": asked, "rows": rows}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER_QUESTIONS)
def ask(request: Request, pk: int, pot: int) -> HttpResponse:
    person = load(request, pk)
    chosen = get_object_or_404(person.pots.filter(pk__in=[each.pk for each in asks.pots_of(person)]), pk=pot)
    form = AskReceiptsForm(posted(request))

    def do() -> str:
        actions.ask(pot=chosen, by=request.user, **form.cleaned_data)
        return f"The plan asks for receipts from “{chosen.label}”. We have told {person.name}."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        return [
            {"key": "Receipts of", "value": chosen.label},
            {"key": "Why", "value": given["reason"]},
            {"key": "Until", "value": day(given["until"])},
        ]

    back = reverse("staff-person-receipts", args=[pk])
    crumbs = [*shell(person)["breadcrumbs"], ("Receipts", back)]
    lead = ["Nobody has to keep receipts unless their own plan asks for it. Ask only for what you will look at."]
    desk = Desk(
        f"Ask for receipts: {chosen.label}", form, do, back, crumbs, button="Ask for receipts", caption=person.name,
        lead=lead, check=check, warning="The person is told, with the reason and your name.",
    )  # fmt: skip
    return answer(request, desk)


@require_POST
@needs(Permission.ANSWER_QUESTIONS)
def end(request: Request, pk: int, asked: int) -> HttpResponse:
    person = load(request, pk)
    chosen = get_object_or_404(ReceiptRequest.objects.select_related("pot__person"), pot__person=person, pk=asked)
    if actions.stop_asking(asked=chosen, by=request.user):
        messages.success(request, f"Nothing asks for receipts from “{chosen.pot.label}” any more.")
    return redirect("staff-person-receipts", pk=pk)
