"""A contribution is late: the person says what happened, asks for a call, or asks to pay in parts. Nothing stops."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import contributions as references
from accounts.actions import arrears as actions
from accounts.forms.arrears import PersonForm
from accounts.models import ArrearsEntry, ContributionWaiver, PersonalBudget
from accounts.permissions import for_person
from accounts.queries import arrears as found
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.money import MONEY
from design.components import Cell, Column, Table
from design.formats import day, pounds

FORM = require_http_methods(["GET", "HEAD", "POST"])
Kind = ArrearsEntry.Kind


@FORM
@for_person(Scope.PROPOSE, Scope.PAY)
def talk(request: Request, pk: int) -> HttpResponse:
    if not request.acting.may(Scope.SEE_LINES):
        raise PermissionDenied
    mine = PersonalBudget.objects.filter(person=request.acting.whom).select_related("person__user")
    budget = get_object_or_404(mine, pk=pk)
    standing = found.standing(budget, found.today())
    back = reverse("money-contribution")
    if standing is None or (request.method != "POST" and not standing.late_pence):
        return redirect(back)  # what was typed before it was paid is kept all the same
    form = PersonForm(posted(request))

    def do() -> str:
        given = form.cleaned_data
        actions.say(
            budget=budget, kind=Kind(given["kind"]), words=given["words"], months=given["months"], by=request.user
        )
        return "Sent. Somebody at the council answers you. Nothing stops while we talk."

    lead = [
        f"{pounds(standing.late_pence)} has not come in yet. Support does not stop for this, and no card does.",
        f"You can also pay now: by bank transfer, with the reference {standing.reference}.",
    ]
    desk = Desk("Talk about what is still to pay", form, do, back, [*MONEY, ("Contribution", back)], button="Send",
                section="money", lead=lead, check=lambda: given_rows(form.cleaned_data))  # fmt: skip
    return answer(request, desk)


def given_rows(given: dict[str, Any]) -> list[dict[str, Any]]:
    kind = Kind(given["kind"])
    rows = [
        ("What it is", kind.label),
        ("In how many months", str(given["months"]) if kind in (Kind.SPREAD, Kind.PLAN) else ""),
        ("Words", given["words"]),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def talk_table(
    said: Sequence[ArrearsEntry], waivers: Sequence[ContributionWaiver], *, theirs: str = "You"
) -> Table | None:
    """Who said what, and when. The person's side is one name: `theirs`."""
    let_go = [each for each in waivers if each.decision == ContributionWaiver.Decision.WAIVED]
    if not said and not let_go:
        return None
    lines = [(each.at, Cell(each.get_kind_display(), sub(each)), who(each, theirs)) for each in said]
    lines += [
        (each.decided_at or each.proposed_at, Cell(f"{pounds(each.pence)} was let go", each.words), "The council")
        for each in let_go
    ]
    lines.sort(key=lambda line: line[0])
    columns = [
        Column("What", header=True, phone="main"),
        Column("When", phone="over"),
        Column("Who", phone="over-right"),
    ]
    return Table("What was said about it", columns, [[what, day(at), name] for at, what, name in lines])


def sub(entry: ArrearsEntry) -> str:
    parts = f"{entry.months} parts of about {pounds(entry.month_pence)}" if entry.months else ""
    return ". ".join(text for text in (parts, entry.words) if text)


def who(entry: ArrearsEntry, theirs: str) -> str:
    if entry.by is None:
        return "The council"
    return theirs if entry.kind in ArrearsEntry.OF_THE_PERSON else entry.by.name


def about(budget: PersonalBudget, *, theirs: str) -> dict[str, Any]:
    """The conversation of one budget, for its page."""
    said = found.entries(budget)
    return {
        "talk": talk_table(said, found.waivers(budget), theirs=theirs),
        "plan": found.plan_of(said, timezone.now()),
        "reference": references.reference(budget.pk),
    }
