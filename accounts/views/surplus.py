"""A person reads that money was not spent, how it was worked out and what was decided; says something; appeals."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import surplus_words
from accounts.forms.surplus import WordsForm
from accounts.models import SurplusProposal
from accounts.permissions import for_person
from accounts.queries import surplus as queries
from accounts.requests import Request
from accounts.roles import Scope
from accounts.surplus import Surplus
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.easy import is_easy
from accounts.views.money import MONEY
from design.components import Column, Table
from design.formats import day, pounds

FORM = require_http_methods(["GET", "HEAD", "POST"])
State = SurplusProposal.State
TONES = {
    State.PROPOSED: "warm",
    State.TO_TAKE: "warm",
    State.APPEALED: "warm",
    State.TAKEN: "alert",
    State.LEFT: "good",
}
STANDS = {
    State.PROPOSED: "Not decided yet",
    State.TO_TAKE: "Decided. No money has moved",
    State.APPEALED: "You appealed. No money has moved",
    State.TAKEN: "Taken back",
    State.LEFT: "The money stays with you",
}
HELP = "Say it in your own words. Whoever decides reads this as you write it."


def load(request: Request, pk: int) -> SurplusProposal:
    """Of the person one acts for; anybody else's is not found. What she says of it is as private as her payments."""
    if not request.acting.may(Scope.SEE_LINES):
        raise PermissionDenied
    return get_object_or_404(queries.of_person(request.acting.whom), pk=pk)


@for_person(Scope.SEE_LINES)
@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    may_write = request.acting.may(Scope.PROPOSE) or request.acting.may(Scope.PAY)
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "proposal": proposal,
        "rows": rows(proposal),
        "table": sum_table(proposal.sum, f"How it was worked out on {day(proposal.proposed_at)}"),
        "may_say": may_write and proposal.state == State.PROPOSED,
        "may_appeal": may_write and proposal.state == State.TO_TAKE and not proposal.appealed_by,
        "easy": is_easy(request),
        **look(proposal),
    }
    return render(request, "accounts/surplus.html", context)


def look(proposal: SurplusProposal) -> dict[str, Any]:
    return {"stands": STANDS[State(proposal.state)], "tone": TONES[State(proposal.state)]}


def sum_table(found: Surplus, caption: str) -> Table:
    """The formula, line by line: what there is, what is taken off, and what is above what stays."""
    off = [
        ("Held for things booked or bought", found.held_pence),
        ("Set aside for somebody who is employed", found.employer_pence),
        ("Set aside for emergencies", found.contingency_pence),
        ("In the plan for once in a while", found.lumpy_pence),
        ("Promised, when it was asked about before buying", found.promised_pence),
        (f"{found.keep_weeks} weeks of the plan, which always stay", found.keep_pence),
    ]
    lines = [("In the budget, with what is held", pounds(found.balance_pence))]
    lines += [(f"Less: {words[0].lower()}{words[1:]}", pounds(-pence)) for words, pence in off]
    columns = [Column("What", header=True), Column("How much", numeric=True)]
    return Table(caption, columns, lines, footer=["What is above that", pounds(found.over_pence)])


def rows(proposal: SurplusProposal) -> list[dict[str, Any]]:
    """The story so far, for whoever may read it: the person and the council read the same."""
    known = [
        ("How much", pounds(proposal.pence)),
        ("Why", proposal.why),
        ("Who asked", f"{proposal.proposed_by.name}, {day(proposal.proposed_at)}"),
        ("Time to say something", f"Until the end of {day(proposal.say_by)}"),
        ("What was said", told(proposal.words, proposal.said_by, proposal.said_at)),
        ("Decided", decided(proposal.decided_pence, proposal.decided_by, proposal.decided_at)),
        ("Why so", proposal.decision_words),
        ("Time to appeal", f"Until the end of {day(proposal.appeal_by)}" if proposal.decided_pence else ""),
        ("The appeal", told(proposal.appeal_words, proposal.appealed_by, proposal.appealed_at)),
        ("After the appeal", decided(proposal.answered_pence, proposal.answered_by, proposal.answered_at)),
        ("Why so", proposal.answer_words),
        ("It stays after all", told(proposal.left_words, proposal.left_by, proposal.left_at)),
        ("Taken back", f"{proposal.taken_by.name}, {day(proposal.taken_at)}" if proposal.taken_by else ""),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def told(words: str, who: Any, when: Any) -> str:
    return f"{words} ({who.name}, {day(when)})" if who else ""


def decided(pence: int | None, who: Any, when: Any) -> str:
    if pence is None:
        return ""
    what = f"{pounds(pence)} is to be taken back" if pence else "The money stays"
    return f"{what}. {who.name}, {day(when)}"


@FORM
@for_person(Scope.PROPOSE, Scope.PAY)
def say(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    if proposal.state != State.PROPOSED:
        return redirect("money-surplus", pk=pk)
    form = WordsForm(
        posted(request),
        label="What do you want us to know?",
        missing="Write what you want us to know",
        help_text=f"For example what you are saving for. {HELP}",
    )
    return page(
        request, proposal, form, surplus_words.say, "Say what you think", "Send", "Sent. Thank you.", easy_say(proposal)
    )


@FORM
@for_person(Scope.PROPOSE, Scope.PAY)
def appeal(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    if proposal.state != State.TO_TAKE or proposal.appealed_by:
        return redirect("money-surplus", pk=pk)
    form = WordsForm(
        posted(request), label="Why do you not agree?", missing="Write why you do not agree", help_text=HELP
    )
    done = "You have appealed. A third person looks at it. Until then no money moves."
    return page(request, proposal, form, surplus_words.appeal, "Appeal", "Appeal", done, easy_appeal(proposal))


def page(
    request: Request,
    proposal: SurplusProposal,
    form: WordsForm,
    do: Callable[..., SurplusProposal],
    title: str,
    button: str,
    done: str,
    easy: list[tuple[str, str]],
) -> HttpResponse:
    def act() -> str:
        do(proposal=proposal, words=form.cleaned_data["words"], by=request.user)
        return done

    back = reverse("money-surplus", args=[proposal.pk])
    desk = Desk(
        title, form, act, back, [*MONEY, ("Money that was not spent", back)], button=button, section="money",
        caption=f"{pounds(proposal.due_pence)} that was not spent",
        easy=easy, check=lambda: [{"key": str(form.fields["words"].label), "value": form.cleaned_data["words"]}],
    )  # fmt: skip
    return answer(request, desk)


def easy_say(proposal: SurplusProposal) -> list[tuple[str, str]]:
    return [
        ("purse", f"The council asks about {pounds(proposal.due_pence)} that you did not spend."),
        ("clock", "You still have the money."),
        ("pencil", "Tell us what you want to use it for."),
        ("eye", "The person who decides reads what you write."),
        ("calendar", f"Tell us by {day(proposal.say_by)}."),
    ]


def easy_appeal(proposal: SurplusProposal) -> list[tuple[str, str]]:
    return [
        ("purse", f"The council wants {pounds(proposal.due_pence)} back."),
        ("pencil", "If you think this is wrong, tell us why."),
        ("people", "A new person looks at it."),
        ("clock", "You have the money until they have decided."),
        ("calendar", f"Tell us by {day(proposal.appeal_by)}."),
    ]
