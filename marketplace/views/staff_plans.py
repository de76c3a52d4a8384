"""Support plans for the practitioner: what waits, the oldest first; what changed; agree, or send back with reasons."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import flags, sheets
from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds
from marketplace import costing, words
from marketplace.actions import plans, review_dates
from marketplace.actions.moves import Refused
from marketplace.forms.plans import AgreeForm, SendBackForm
from marketplace.models import PlanState, PlanVersion
from marketplace.queries import plan_reviews, plan_spending
from marketplace.queries import plans as found
from marketplace.views.asking import ASKS, typed
from marketplace.views.plans import TONES, facts

PER_PAGE = 25


def crumbs() -> list[tuple[str, str]]:
    return [*STAFF, ("Support plans", reverse("staff-plans"))]


@require_safe
@needs(Permission.AGREE_BUDGETS)
def index(request: Request) -> HttpResponse:
    page = Paginator(found.waiting(), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("Person", header=True, phone="main"),
        Column("Sent", phone="over"),
        Column("Waiting for", phone="over-right"),
        Column("A week", numeric=True, phone="amount"),
    ]
    now = timezone.now()
    rows = [_row(version, now) for version in page]
    table = Table("Plans to answer, the oldest first", columns, rows, hide_caption=True)
    context = {
        "page": page,
        "table": table,
        "reviews": plan_reviews.counts(plan_reviews.due(timezone.localdate(now))),
        "mine": found.written_by_staff(request.user),
        "section": "staff",
        "breadcrumbs": STAFF,
    }
    return render(request, "marketplace/staff_plans.html", context)


def _row(version: PlanVersion, now: datetime) -> list[Any]:
    person = version.plan.person
    about = f"{person.case_reference or 'No case reference'}, version {version.number}"
    where = reverse("staff-plan", args=[version.pk])
    sent = version.sent_at or now
    return [Cell(person.name, sub=about, href=where), moment(sent), words.age(sent, now), pounds(version.weekly_pence)]


@require_safe
@needs(Permission.AGREE_BUDGETS)
def reviews(request: Request) -> HttpResponse:
    """Plans to look at again: by the calendar, or because somebody asked. The oldest first."""
    page = Paginator(plan_reviews.due(timezone.localdate()), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("Person", header=True, phone="main"),
        Column("Due since", phone="over"),
        Column("Waiting for", phone="over-right"),
        Column("Why", phone="amount"),
    ]
    now = timezone.now()
    table = Table("Reviews due, the oldest first", columns, [_due(due, now) for due in page], hide_caption=True)
    context = {"page": page, "table": table, "section": "staff", "breadcrumbs": crumbs()}
    return render(request, "marketplace/staff_plan_reviews.html", context)


def _due(due: plan_reviews.Due, now: datetime) -> list[Any]:
    person = due.plan.person
    about = person.case_reference or "No case reference"
    where = reverse("staff-person-plan-home", args=[person.pk])
    waited = words.age_of_day(due.since, timezone.localdate(now))
    why = "Asked for" if due.asked else "By the calendar"
    return [Cell(person.name, sub=about, href=where), day(due.since), waited, why]


def find(pk: int) -> PlanVersion:
    """What was ever sent. A draft is its writer's own business."""
    sent = PlanVersion.objects.exclude(state=PlanState.DRAFT)
    return get_object_or_404(found.with_lines(sent), pk=pk)


@require_safe
@needs(Permission.AGREE_BUDGETS)
def plan(request: Request, pk: int) -> HttpResponse:
    version = find(pk)
    person = version.plan.person
    flags.raise_for(request, person)
    looks.record(person=person, by=request.user, where=f"Support plan, version {version.number}")
    before = found.before(version)
    agreed = found.with_lines(PlanVersion.objects.filter(plan=version.plan_id, state=PlanState.AGREED)).first()
    others = PlanVersion.objects.filter(plan=version.plan_id).exclude(pk=pk).exclude(state=PlanState.DRAFT)
    context = {
        "version": version,
        "person": person,
        "tone": TONES[version.state],
        "rows": [{"key": "Case reference", "value": person.case_reference or "None"}, *facts(version)],
        "changes": _changes(before, version) if before else None,
        "reduced": _reduced(version, agreed),
        "own": version.state == PlanState.SENT and found.wrote(request.user, version),
        "own_words": found.OWN_WRITING,
        "spent": plan_spending.of(person, version if version.state == PlanState.AGREED else agreed),
        "others": others,
        "section": "staff",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/staff_plan.html", context)


def _changes(before: PlanVersion, version: PlanVersion) -> Table:
    columns = [
        Column("What", header=True),
        Column(f"Version {before.number}"),
        Column(f"Version {version.number}"),
        Column("Change"),
    ]
    changes = found.compare(before, version)
    rows = [[each.field, each.before or "–", each.now or "–", each.kind] for each in changes]
    return Table(f"Beside version {before.number}, field by field", columns, rows)


def _reduced(version: PlanVersion, agreed: PlanVersion | None) -> PlanVersion | None:
    """The version that was agreed before, where this one waits and is less."""
    if agreed is None or version.state != PlanState.SENT:
        return None
    sums = agreed.weekly_pence, agreed.contingency_pence
    return agreed if costing.is_reduction(version.weekly_pence, version.contingency_pence, *sums) else None


@ASKS
@needs(Permission.AGREE_BUDGETS)
def agree(request: Request, pk: int) -> HttpResponse:
    version = find(pk)
    if version.state != PlanState.SENT:
        return _answered(request, version)
    agreed = found.agreed_before(version)
    reduced = _reduced(version, agreed)
    initial = {"review_on": review_dates.after_agreeing(timezone.now(), first=agreed is None)}
    form = AgreeForm(typed(request), reduced=reduced is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            plans.agree(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, f"Agreed. {version.plan.person.name} has been told.")
            return redirect("staff-plans")
        except Refused as refused:
            form.add_error(refused.code if refused.code in form.fields else None, refused.words)
    rows = [
        {"key": "Person", "value": version.plan.person.name},
        {"key": "Version", "value": version.number},
        {"key": "Cost a week", "value": pounds(version.weekly_pence)},
        {"key": "Kept for emergencies", "value": pounds(version.contingency_pence)},
    ]
    if reduced:
        was = f"{pounds(reduced.weekly_pence)} a week, {pounds(reduced.contingency_pence)} for emergencies"
        rows.append({"key": "Agreed before", "value": was})
    return render(request, "marketplace/staff_plan_agree.html", _shell(version, form=form, rows=rows))


@ASKS
@needs(Permission.AGREE_BUDGETS)
def send_back(request: Request, pk: int) -> HttpResponse:
    version = find(pk)
    if version.state != PlanState.SENT:
        return _answered(request, version)
    form = SendBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            plans.send_back(version=version, by=request.user, reasons=form.cleaned_data["reasons"])
            messages.success(request, f"Sent back. {version.plan.person.name} has been told, and can read why.")
            return redirect("staff-plans")
        except Refused as refused:
            form.add_error(None, refused.words)
    return render(request, "marketplace/staff_plan_send_back.html", _shell(version, form=form))


def _answered(request: Request, version: PlanVersion) -> HttpResponse:
    messages.info(request, "This plan was answered already. This is how it stands now.")
    return redirect("staff-plan", version.pk)


def _shell(version: PlanVersion, **more: Any) -> dict[str, Any]:
    back = reverse("staff-plan", args=[version.pk])
    return {"version": version, "person": version.plan.person, "back": back, "section": "staff", **more}


HEADER = (
    "Case reference",
    "Version",
    "State",
    "Sent on",
    "Agreed on",
    "Outcome",
    "In their own words",
    "What",
    "How often",
    "Price in pounds",
    "A week in pounds",
    "Kept for emergencies in pounds",
    "Reassessment reference",
)


@require_safe
@needs(Permission.AGREE_BUDGETS)
def sheet(request: Request) -> HttpResponse:
    """Every version that was ever sent, a row for each line: for the case system, by its own reference and no name."""
    sent = found.with_lines(PlanVersion.objects.exclude(state=PlanState.DRAFT)).order_by("plan_id", "number")
    versions = list(sent)
    people = {version.plan.person_id: version.plan.person for version in versions}
    looks.record_all(people=people.values(), by=request.user, where="Support plans, a spreadsheet for the case system")
    rows = [row for version in versions for row in _sheet_rows(version)]
    return sheets.answer(f"support-plans-{timezone.localdate()}.csv", HEADER, rows)


def _sheet_rows(version: PlanVersion) -> Iterator[list[Any]]:
    person = version.plan.person
    first = [
        person.case_reference or f"Person {person.pk}",
        version.number,
        version.get_state_display(),
        timezone.localdate(version.sent_at).isoformat() if version.sent_at else "",
        timezone.localdate(version.agreed_at).isoformat() if version.agreed_at else "",
    ]
    last = [sheets.Pounds(version.contingency_pence), version.reassessment_reference]
    for outcome in version.outcomes.all():
        for line in outcome.lines.all():
            costs = [sheets.Pounds(line.price_pence), sheets.Pounds(line.weekly_pence)]
            yield [*first, outcome.outcome.name, outcome.words, line.what, line.often, *costs, *last]


SPENT = (
    "Case reference",
    "Version",
    "Agreed on",
    "Next review",
    "Outcome",
    "Plan for 4 weeks in pounds",
    "Spent in the last 4 weeks in pounds",
    "Spent in the last 52 weeks in pounds",
)


@require_safe
@needs(Permission.AGREE_BUDGETS)
def spending_sheet(request: Request) -> HttpResponse:
    """What was spent towards each outcome beside the plan that holds: totals only, by the case system's reference."""
    held = found.that_hold()
    people = [version.plan.person for version in held]
    looks.record_all(people=people, by=request.user, where="Spending by outcome beside plans, for the case system")
    spent = plan_spending.of_all(held)
    rows = [row for version in held for row in _spent_rows(version, spent[version.pk])]
    return sheets.answer(f"support-plans-spending-{timezone.localdate()}.csv", SPENT, rows)


def _spent_rows(version: PlanVersion, spent: plan_spending.Spending) -> Iterator[list[Any]]:
    person, review_on = version.plan.person, version.plan.review_on
    first = [
        person.case_reference or f"Person {person.pk}",
        version.number,
        timezone.localdate(version.agreed_at).isoformat() if version.agreed_at else "",
        review_on.isoformat() if review_on else "",
    ]
    for row in spent.rows:
        yield [*first, row.name, *(sheets.Pounds(pence or 0) for pence in row.sums)]
