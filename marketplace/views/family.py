"""A person reads what the council decided about paying family who live with her, and asks for a second look."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.desk_form import Desk, answer
from accounts.views.easy import is_easy
from accounts.views.money import MONEY
from design.formats import day
from marketplace.actions import second_looks
from marketplace.forms.necessity import AskAgainForm
from marketplace.models import NecessityDecision, SecondLook
from marketplace.queries import necessity
from marketplace.queries import second_looks as looks
from marketplace.views.asking import ASKS, person_of, typed

Result = SecondLook.Result
CRUMB = "Paying family who live with you"


@require_safe
@for_person(Scope.SEE_LINES)
def index(request: Request) -> HttpResponse:
    person = person_of(request)
    decisions = list(necessity.of_person(person).order_by("-pk"))
    asked = list(looks.of_person(person).order_by("asked_at"))
    may_ask = looks.may_ask(request.user, person, timezone.now())
    open_ones = looks.open_to_one(decisions, asked) if may_ask else set()
    shown = [
        {"decision": each, "rows": [*rows_of(each), *rows_about(each, asked)], "may_ask": each.pk in open_ones}
        for each in decisions
    ]
    context = {"section": "money", "breadcrumbs": MONEY, "person": person, "decisions": shown, "easy": is_easy(request)}
    return render(request, "marketplace/family.html", context)


def rows_of(decision: NecessityDecision) -> list[dict[str, Any]]:
    told = [
        ("tick", "Decided", f"{day(decision.decided_at)}, by {decision.decided_by.name}"),
        ("hand", "Paid for", decision.get_what_for_display()),
        ("info", "Why", decision.reasons),
        ("calendar", "We look at it again by", "" if decision.ended_at else day(decision.review_on)),
        ("cross", "Ended", f"{day(decision.ended_at)}, by {decision.ended_by.name}" if decision.ended_by else ""),
        ("info", "Why it ended", decision.end_reasons),
    ]
    return [{"picture": picture, "key": key, "value": value} for picture, key, value in told if value]


def rows_about(decision: NecessityDecision, asked: list[SecondLook]) -> list[dict[str, Any]]:
    return [row for look in asked if look.decision_id == decision.pk for row in look_rows(look)]


def look_rows(look: SecondLook) -> list[dict[str, Any]]:
    """The story of a second look, for the person and the council alike."""
    answered = f"{look.get_result_display()}. {look.looked_by.name}, {day(look.looked_at)}" if look.looked_by else ""
    told = [
        ("people", "A second look was asked for", f"{look.words} ({look.asked_by.name}, {day(look.asked_at)})"),
        ("calendar", "Answer by", day(look.due_on) if look.is_open else ""),
        ("eye", "After the second look", answered),
        ("info", "Why so", look.result_words),
    ]
    return [{"picture": picture, "key": key, "value": value} for picture, key, value in told if value]


@ASKS
@for_person(Scope.PROPOSE, Scope.PAY)
def look_again(request: Request, pk: int) -> HttpResponse:
    if not request.acting.may(Scope.SEE_LINES):
        raise PermissionDenied
    person, back = person_of(request), reverse("money-family")
    decision = get_object_or_404(necessity.of_person(person), pk=pk)
    if looks.of(decision) or looks.is_overtaken(decision):
        return redirect(back)
    form = AskAgainForm(typed(request), first_name=person.first_name if request.acting.for_another else "")

    def act() -> str:
        look = second_looks.ask(decision=decision, words=form.cleaned_data["words"], by=request.user)
        return f"Sent. Somebody else looks at it by {day(look.due_on)}, and we tell you what comes of it."

    desk = Desk(
        "Ask for a second look",
        form,
        act,
        back,
        [*MONEY, (CRUMB, back)],
        button="Ask for it",
        caption=f"Paying {decision.personal_assistant.name}",
        section="money",
        lead=["Somebody at the council who had no part in the decision looks at it again. It costs nothing."],
        rows=rows_of(decision),
        easy=easy(decision),
        check=lambda: [{"key": str(form.fields["words"].label), "value": form.cleaned_data["words"]}],
        warning="Nothing changes until there is an answer.",
    )
    return answer(request, desk)


def easy(decision: NecessityDecision) -> list[tuple[str, str]]:
    return [
        ("people", f"The council decided about paying {decision.personal_assistant.name}."),
        ("pencil", "If you think this is wrong, tell us why."),
        ("eye", "A new person at the council looks at it."),
        ("envelope", "We tell you what they say."),
        ("clock", "Nothing changes until then."),
    ]
