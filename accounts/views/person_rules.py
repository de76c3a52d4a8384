"""Lines of a person's plan about what her card refuses: one is added, checked and told to her; one ends."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import spending_rules
from accounts.forms.spending_rules import PlanLineForm
from accounts.models import Person
from accounts.permissions import needs
from accounts.queries import spending_rules as rules
from accounts.queries.declines import what_it_refuses
from accounts.requests import Request
from accounts.roles import Permission
from accounts.shops import kind_in_words
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.opened import load, shell
from design.formats import day

ASKS = require_http_methods(["GET", "HEAD", "POST"])


def described(person: Person) -> list[dict[str, Any]]:
    """What her cards refuse beyond the law, for her page at the council and for her own."""
    return [
        {
            "rule": rule,
            "what": what_it_refuses(rule),
            "by": f"{rule.author_role.lower()}, {day(rule.added_at)}",
            "until": day(rule.expires_on) if rule.expires_on else "it is changed",
        }
        for rule in rules.of(person, timezone.localdate())
    ]


@ASKS
@needs(Permission.AGREE_BUDGETS)
def add(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    form = PlanLineForm(posted(request))

    def do() -> str:
        spending_rules.add(person=person, by=request.user, **form.line())
        return f"The line is in force. {person.name} is told."

    page = Desk(
        title="What the card refuses",
        caption=person.name,
        form=form,
        do=do,
        then=reverse("staff-person", args=[pk]) + "#refused",
        crumbs=shell(person)["breadcrumbs"],
        lead=["A line of this person’s own plan, agreed with them. It needs a reason and a last day."],
        check=lambda: check(form),
        button="Add this line",
        warning="They are told, and can say that something is for their plan all the same.",
    )
    return answer(request, page)


def check(form: PlanLineForm) -> list[dict[str, Any]]:
    line = form.line()
    return [
        {"key": "Refuses", "value": line["shop"] or kind_in_words(line["category"])},
        {"key": "Why", "value": line["reason"]},
        {"key": "Last day", "value": day(line["expires_on"])},
    ]


@ASKS
@needs(Permission.AGREE_BUDGETS)
def end(request: Request, pk: int, rule: int) -> HttpResponse:
    """Asked once. By anybody who agrees budgets, whoever wrote it."""
    person = load(request, pk)
    found = get_object_or_404(person.spending_rules, pk=rule, ended_at=None)
    if request.method == "POST":
        spending_rules.end(rule=found, by=request.user)
        messages.success(request, f"The line has ended. {person.name} is told.")
        return redirect(reverse("staff-person", args=[pk]) + "#refused")
    rows = [
        {"key": "Refuses", "value": what_it_refuses(found)},
        {"key": "Why", "value": found.reason},
        {"key": "Written by", "value": f"{found.author_role}, {day(found.added_at)}"},
        {"key": "Last day", "value": day(found.expires_on)},
    ]
    return render(request, "accounts/person_rule_end.html", shell(person, rows=rows))
