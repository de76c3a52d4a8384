"""Money that was not spent, at the council: whose account is above what stays, in totals and never in lines; proposals,
where they stand, and what can be done about each."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import weeks
from accounts.actions import surplus as actions
from accounts.desks import STAFF
from accounts.forms.surplus import ProposeForm
from accounts.models import Person, SurplusProposal, SurplusSettings
from accounts.permissions import needs
from accounts.queries import surplus as queries
from accounts.requests import Request
from accounts.roles import Permission
from accounts.surplus import Surplus
from accounts.views import opened
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.surplus import rows, sum_table
from design.components import Cell, Column, Table
from design.formats import day, pounds

PER_PAGE = 25
WHERE = "How much was not spent, in totals"
SURPLUS = [*STAFF, ("Money that was not spent", "/staff/surplus/")]
FORM = require_http_methods(["GET", "HEAD", "POST"])
State = SurplusProposal.State


@require_safe
@needs(Permission.TAKE_BACK_MONEY)
def listed(request: Request) -> HttpResponse:
    page = Paginator(queries.over(request.user), PER_PAGE).get_page(request.GET.get("page"))
    going_on = list(queries.open_ones(request.user))
    done = list(queries.over_and_done(request.user)[:PER_PAGE])
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "keep_weeks": SurplusSettings.current().keep_weeks,
        "page": page,
        "over": over_table(list(page)) if page.paginator.count else None,
        "going_on": proposals_table("Proposals", going_on) if going_on else None,
        "done": proposals_table("Over and done", done) if done else None,
    }
    return render(request, "accounts/staff_surplus.html", context)


def over_table(found: list[tuple[Person, Surplus]]) -> Table:
    columns = [
        Column("Whose", header=True, phone="main"),
        Column("Left after all that is set aside", phone="over"),
        Column("It lasts", phone="over-right"),
        Column("Above what stays", numeric=True, phone="amount"),
    ]
    lines = [
        [
            Cell(person.name, href=reverse("staff-surplus-new", args=[person.pk])),
            pounds(each.left_pence),
            weeks.in_words(weeks.whole(each.left_pence, each.weekly_pence)),
            pounds(each.over_pence),
        ]
        for person, each in found
    ]
    return Table("To look at", columns, lines)


def proposals_table(caption: str, found: list[SurplusProposal]) -> Table:
    columns = [
        Column("Whose", header=True, phone="main"),
        Column("Asked", phone="over"),
        Column("How it stands", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    lines = [
        [
            Cell(each.person.name, href=reverse("staff-surplus-one", args=[each.pk])),
            Cell(day(each.proposed_at), each.proposed_by.name),
            stands(each),
            pounds(each.due_pence if each.is_open or each.taken_by else each.pence),
        ]
        for each in found
    ]
    return Table(caption, columns, lines)


def stands(proposal: SurplusProposal) -> str:
    """With the day from which the next step can be done."""
    today = timezone.localdate()
    if proposal.state == State.PROPOSED and today <= proposal.say_by:
        return f"Notice until {day(proposal.say_by)}"
    if proposal.state == State.TO_TAKE and not may_take(proposal):
        return f"Time to appeal until {day(proposal.appeal_by)}"
    return proposal.get_state_display()


def may_take(proposal: SurplusProposal) -> bool:
    over = proposal.appeal_by is not None and timezone.localdate() > proposal.appeal_by
    return proposal.state == State.TO_TAKE and over


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def propose(request: Request, pk: int) -> HttpResponse:
    """One account's sum, and a proposal. Nobody opens her own, nor that of somebody she acts for."""
    person = opened.load(request, pk, WHERE)
    found = queries.of(person).surplus
    if not found.over_pence:
        messages.info(request, f"Nothing that {person.name} has is above what stays.")
        return redirect("staff-surplus")
    form = ProposeForm(posted(request), most=found.over_pence)

    def do() -> str:
        given = form.cleaned_data
        actions.propose(person=person, pence=given["pounds"], why=given["why"], by=request.user)
        return f"Proposed. {person.name} is told, and somebody else decides after the notice."

    desk = Desk(
        "Propose to take money back",
        form,
        do,
        reverse("staff-surplus"),
        SURPLUS,
        button="Propose it",
        caption=person.name,
        lead=[
            f"Talk to {person.first_name} first. Money may be unspent because somebody is ill, saves for something, or "
            "cannot find support. Then help, and take nothing.",
        ],
        check=lambda: [
            {"key": "How much", "value": pounds(form.cleaned_data["pounds"])},
            {"key": "Why", "value": form.cleaned_data["why"]},
        ],
        warning="No money moves now. The person is told today, with your words and your name, and how to answer.",
        extra={"tables": [sum_table(found, "How it is worked out today")]},
    )
    return answer(request, desk)


def load(request: Request, pk: int) -> SurplusProposal:
    """One of somebody in whom she has no part; the person can read that it was opened."""
    found = get_object_or_404(queries.everybodys(request.user), pk=pk)
    opened.load(request, found.person_id, WHERE)
    return found


@require_safe
@needs(Permission.TAKE_BACK_MONEY)
def one(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    now = queries.of(proposal.person).surplus if proposal.is_open else None
    tables = [sum_table(proposal.sum, f"How it was worked out on {day(proposal.proposed_at)}")]
    context = {
        "section": "staff",
        "breadcrumbs": SURPLUS,
        "proposal": proposal,
        "stands": stands(proposal),
        "rows": rows(proposal),
        "tables": [*([sum_table(now, "How it is worked out today")] if now else []), *tables],
        "steps": steps(request, proposal),
    }
    return render(request, "accounts/staff_surplus_one.html", context)


def steps(request: Request, proposal: SurplusProposal) -> list[dict[str, Any]]:
    """What this member of staff can do now. The first is the one that is waited for."""
    own, had_part = proposal.proposed_by_id == request.user.pk, {proposal.proposed_by_id, proposal.decided_by_id}
    heard = ("heard", "Write down what the person says")
    found: dict[str, list[tuple[str, str]]] = {
        State.PROPOSED: [("decide", "Take the proposal back" if own else "Decide"), heard],
        State.TO_TAKE: [
            *([("take", "Take the money back")] if may_take(proposal) else []),
            *([] if proposal.appealed_by_id or request.user.pk in had_part else [("heard", "Write down an appeal")]),
            ("leave", "Leave it with the person"),
        ],
        State.APPEALED: [
            *([] if request.user.pk in had_part else [("answer", "Answer the appeal")]),
            ("leave", "Leave it with the person"),
        ],
    }
    made = found.get(proposal.state, [])
    return [{"href": reverse(f"staff-surplus-{name}", args=[proposal.pk]), "label": label} for name, label in made]
