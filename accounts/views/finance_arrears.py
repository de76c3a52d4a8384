"""Late contributions at the council: who said what, an answer, parts that are agreed, and what two people let go."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.actions import arrears as actions
from accounts.actions.contributions import is_short_of
from accounts.forms.arrears import CouncilForm, WaiverDecisionForm, WaiverForm
from accounts.models import ArrearsEntry, ContributionWaiver, PersonalBudget
from accounts.permissions import has_part_in, needs
from accounts.queries import arrears as found
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.arrears import FORM, given_rows, talk_table
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_budgets import loaded
from accounts.views.finance_overview import FINANCE
from design.components import Column, Table
from design.formats import day, pounds

Kind = ArrearsEntry.Kind
WHERE = "What is paid towards the support"
MET = "The council pays as much into the money for the support, so that nothing is short."
NOT_MET = "It is no longer asked for. No money moves."
STOPS = "Support never stops for this: no card, no load and no booking does."


def load(request: Request, pk: int) -> PersonalBudget:
    """Not her own, nor that of somebody she acts for. The person can read that it was opened."""
    budget = loaded(pk)
    if has_part_in(request.user, budget.person):
        raise Http404
    if request.method != "POST":
        looks.record(person=budget.person, by=request.user, where=WHERE)
    return budget


def crumbs() -> list[tuple[str, str]]:
    return [*FINANCE, ("Contributions", reverse("staff-finance-contributions"))]


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def talk(request: Request, pk: int) -> HttpResponse:
    budget, form = load(request, pk), CouncilForm(posted(request))
    late = found.late_pence(budget, found.today())
    waits = found.waiver_to_decide(budget)

    def do() -> str:
        given = form.cleaned_data
        actions.answer(
            budget=budget, kind=Kind(given["kind"]), words=given["words"], months=given["months"], by=request.user
        )
        return "Written down. Where it is an answer, the person is told."

    tables = [
        each
        for each in (
            talk_table(found.entries(budget), [], theirs="The person"),
            waiver_table(budget),
        )
        if each
    ]
    name = "staff-finance-waiver-decide" if waits else "staff-finance-waiver"
    let_go = {"link": reverse(name, args=[pk]), "words": "Decide what was proposed to be let go" if waits else
              "Propose to let some of it go"} if late else None  # fmt: skip
    desk = Desk("Talk about a contribution", form, do, reverse("staff-finance-arrears", args=[pk]), crumbs(),
                caption=f"Budget {pk}, {budget.person.name}", lead=[f"{pounds(late)} is late. {STOPS}"],
                check=lambda: given_rows(form.cleaned_data), extra={"tables": tables, "also": let_go})  # fmt: skip
    return answer(request, desk)


def waiver_table(budget: PersonalBudget) -> Table | None:
    rows = found.waivers(budget)
    columns = [Column("Why", header=True, phone="main"), Column("Proposed", phone="over"),
               Column("Decided", phone="over-right"), Column("Amount", numeric=True, phone="amount")]  # fmt: skip
    lines = [
        [each.why, f"{each.proposed_by.name}, {day(each.proposed_at)}", decided(each), pounds(each.pence)]
        for each in rows
    ]
    return Table("Proposed to be let go", columns, lines) if rows else None


def decided(waiver: ContributionWaiver) -> str:
    if not waiver.decided_by:
        return "Not yet"
    return f"{waiver.get_decision_display()}. {waiver.decided_by.name}, {day(waiver.decided_at)}"


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def waive(request: Request, pk: int) -> HttpResponse:
    budget, form = load(request, pk), WaiverForm(posted(request))
    late = found.late_pence(budget, found.today())

    def do() -> str:
        given = form.cleaned_data
        actions.propose_waiver(budget=budget, pence=given["pence"], why=given["why"], by=request.user)
        return "Proposed. Somebody else decides."

    desk = Desk("Propose to let some of it go", form, do, reverse("staff-finance-arrears", args=[pk]), crumbs(),
                button="Propose it", caption=f"Budget {pk}, {budget.person.name}",
                lead=[f"{pounds(late)} is late.", "Nothing changes until somebody else has decided."],
                check=lambda: [{"key": "How much", "value": pounds(form.cleaned_data["pence"])},
                               {"key": "Why", "value": form.cleaned_data["why"]}])  # fmt: skip
    return answer(request, desk)


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def decide(request: Request, pk: int) -> HttpResponse:
    budget = load(request, pk)
    waiver = found.waiver_to_decide(budget)
    form = WaiverDecisionForm(posted(request), initial={"waiver": waiver.pk if waiver else None})
    if waiver is None:
        messages.info(request, "Nothing waits to be decided here.")
        return redirect("staff-finance-arrears", pk)

    def do() -> str:
        given = form.cleaned_data
        decision = ContributionWaiver.Decision(given["decision"])
        if given["waiver"] != waiver.pk:
            raise actions.ContributionRefused(actions.CHANGED)
        actions.decide_waiver(waiver=waiver, decision=decision, words=given["words"], by=request.user)
        return "Decided."

    rows = [
        {"key": "How much", "value": pounds(waiver.pence)},
        {"key": "Why", "value": waiver.why},
        {"key": "Proposed by", "value": f"{waiver.proposed_by.name}, {day(waiver.proposed_at)}"},
        {"key": "If it is let go", "value": MET if is_short_of(budget, found.today()) else NOT_MET},
    ]
    desk = Desk("Decide what is let go", form, do, reverse("staff-finance-arrears", args=[pk]), crumbs(),
                button="Decide", caption=f"Budget {pk}, {budget.person.name}", rows=rows,
                check=lambda: [{"key": "Decision",
                                "value": ContributionWaiver.Decision(form.cleaned_data["decision"]).label},
                               {"key": "Why so", "value": form.cleaned_data["words"]}])  # fmt: skip
    return answer(request, desk)
