"""Whether all is well, at the council: who is for a person to look at, one check, what was heard, and the three tests.

Staff read totals and days, never a line. Opening a check is in the person's own log as "Your page at the council", like
any other page of hers: a word more would tell whoever reads her log beside her.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import welfare as actions
from accounts.actions import welfare_triage
from accounts.desks import STAFF
from accounts.forms.welfare import HeardForm, TriageForm
from accounts.models import WelfareCheck
from accounts.permissions import needs
from accounts.queries import welfare as queries
from accounts.requests import Request
from accounts.roles import Permission
from accounts.section_42 import ANSWERS, TESTS, Answer, Test
from accounts.views import opened
from accounts.views.desk_form import Desk, answer, posted
from accounts.welfare_words import TITLES, WORRIES, sentence
from design.components import Cell, Column, Table
from design.formats import day

PER_PAGE = 25
WELFARE = [*STAFF, ("If all is well", "/staff/welfare/")]
FORM = require_http_methods(["GET", "HEAD", "POST"])
State, Outcome = WelfareCheck.State, WelfareCheck.Outcome


@require_safe
@needs(Permission.TRIAGE_WELFARE)
def listed(request: Request) -> HttpResponse:
    page = Paginator(queries.to_look(request.user), PER_PAGE).get_page(request.GET.get("page"))
    waiting, done = list(queries.asked(request.user)), list(queries.closed(request.user)[:PER_PAGE])
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": page,
        "to_look": table("For a person to look at", list(page), "Look by") if page.paginator.count else None,
        "asked": table("Waiting for an answer", waiting, "Until") if waiting else None,
        "closed": table("Closed", done, "When") if done else None,
    }
    return render(request, "accounts/staff_welfare.html", context)


def table(caption: str, found: list[WelfareCheck], when: str) -> Table:
    columns = [
        Column("Whose", header=True, phone="main"),
        Column("How it stands", phone="over"),
        Column(when, phone="over-right"),
        Column("Signs", numeric=True, phone="amount"),
    ]
    lines = [
        [
            Cell(each.person.name, works_with(each), reverse("staff-welfare-one", args=[each.pk])),
            stands(each),
            day(each.closed_at or each.answer_by),
            len(each.signals.all()),
        ]
        for each in found
    ]
    return Table(caption, columns, lines)


def works_with(check: WelfareCheck) -> str:
    practitioner = check.person.practitioner
    return f"{practitioner.name} works with them" if practitioner else ""


def stands(check: WelfareCheck) -> str:
    if check.state == State.CLOSED:
        return check.get_outcome_display()
    if check.state == State.ASKED:
        return f"Asked on {day(check.raised_at)}"
    if check.source == WelfareCheck.Source.SELF and check.answer:
        return f"Said: {check.get_answer_display()}"
    if check.source:
        return check.get_source_display()
    return "No answer" if check.is_asked else "Not written to"


def load(request: Request, pk: int) -> WelfareCheck:
    """One of somebody in whom she has no part; the person can read that her page was opened."""
    found = get_object_or_404(queries.everybodys(request.user), pk=pk)
    opened.load(request, found.person_id)
    return found


@require_safe
@needs(Permission.TRIAGE_WELFARE)
def one(request: Request, pk: int) -> HttpResponse:
    check = load(request, pk)
    context = {
        "section": "staff",
        "breadcrumbs": WELFARE,
        "check": check,
        "stands": stands(check),
        "signs": signs(check),
        "rows": rows(check),
        "not_to_ask": queries.not_to_ask(check.person),
    }
    return render(request, "accounts/staff_welfare_one.html", context)


def signs(check: WelfareCheck) -> list[dict[str, str]]:
    return [
        {"title": TITLES[each.kind], "words": sentence(each.facts), "worry": WORRIES[each.kind]}
        for each in check.signals.all()
    ]


def rows(check: WelfareCheck) -> list[dict[str, Any]]:
    """The story so far."""
    how = f"{day(check.raised_at)}, {check.person.get_contact_format_display().lower()}"
    not_asked = "Not written to: somebody else might read it. Ask the person alone"
    answered = check.answered_by
    known: list[tuple[str, Any]] = [
        ("Asked", how if check.is_asked else not_asked),
        ("Telephone", check.person.phone),
        ("Who told us", f"{check.get_source_display()} {check.source_name}".strip() if answered else ""),
        ("Answer", check.get_answer_display()),
        ("In words", check.words),
        ("Written down", f"{answered.name}, {day(check.answered_at)}" if answered else ""),
        *((TESTS[test], tested(check, test)) for test in Test),
        ("How it ended", check.get_outcome_display()),
        ("Why", check.outcome_words),
        ("Who does what", check.who_helps),
        ("By when", day(check.help_by) if check.help_by else ""),
        ("Closed by", f"{check.closed_by.name}, {day(check.closed_at)}" if check.closed_by else ""),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def tested(check: WelfareCheck, test: Test) -> str:
    given = getattr(check, test)
    return f"{ANSWERS[Answer(given)]}. {getattr(check, f'{test}_why')}" if given else ""


def desk(about: WelfareCheck, title: str, form: Any, do: Any, **more: Any) -> Desk:
    back = reverse("staff-welfare-one", args=[about.pk])
    crumbs = [*WELFARE, (about.person.name, back)]
    return Desk(title, form, do, back, crumbs, caption=about.person.name, **more)


@FORM
@needs(Permission.TRIAGE_WELFARE)
def heard(request: Request, pk: int) -> HttpResponse:
    """By telephone or at a visit: the person, somebody whom she trusts, or nobody."""
    check = load(request, pk)
    if not check.is_open:
        return redirect("staff-welfare-one", pk=pk)
    form = HeardForm(posted(request))

    def do() -> str:
        actions.hear(check=check, by=request.user, **form.cleaned_data)
        return "Written down. It is for a person to look at."

    lead = ["Ask kindly, and say nothing of what was noticed where somebody else can hear it."]
    if names := [mandate.delegate.name for mandate in queries.not_to_ask(check.person)]:
        lead.append(f"Do not ask {' or '.join(names)}: they act for the person.")
    return answer(request, desk(check, "Write down what you heard", form, do, lead=lead))


@FORM
@needs(Permission.TRIAGE_WELFARE)
def triage(request: Request, pk: int) -> HttpResponse:
    check = load(request, pk)
    if check.state != State.TO_LOOK:
        return redirect("staff-welfare-one", pk=pk)
    form = TriageForm(posted(request), actions.version(check))

    def do() -> str:
        seen = form.cleaned_data["version"]
        try:
            welfare_triage.triage(check=check, answers=form.answers, finding=form.finding, by=request.user, seen=seen)
        except actions.WelfareRefused:
            form.read_again(actions.version(check))
            raise
        handed = form.finding.outcome == Outcome.SAFEGUARDING
        return "Safeguarding has it now. The person is not told." if handed else "Saved."

    told = "No card is frozen and nothing is stopped by this. Your name and the time are kept."
    lead = ["Care Act 2014, section 42(1). Is there reasonable cause to suspect that each is so?"]
    made = desk(
        check, "The three tests", form, do, button="Save", lead=lead, rows=noticed(check), check=form.in_words,
        warning=told,
    )  # fmt: skip
    return answer(request, made)


def noticed(check: WelfareCheck) -> list[dict[str, Any]]:
    seen = [{"key": each["title"], "value": each["words"]} for each in signs(check)]
    said = [{"key": "Answer", "value": ". ".join(filter(None, (check.get_answer_display(), check.words)))}]
    return [*seen, *(said if check.source else [])]
