"""A person reads that money was asked back, by whom, why, what was decided, and how to appeal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import memos
from accounts.models import Reclaim
from accounts.permissions import for_person
from accounts.queries import looks, reclaims
from accounts.queries import surplus as queries
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import surplus
from accounts.views.easy import is_easy
from accounts.views.money import MONEY
from design.formats import day, pounds

State = Reclaim.State
TONES = {State.PROPOSED: "warm", State.TAKEN: "alert", State.REFUSED: "good", State.GIVEN_BACK: "good"}
STANDS = {
    State.PROPOSED: "Not decided yet",
    State.TAKEN: "Taken back",
    State.REFUSED: "The money stays with you",
    State.GIVEN_BACK: "Given back to you",
}


@for_person(Scope.SEE_LINES)
@require_safe
def listed(request: Request) -> HttpResponse:
    found = [{"it": each, **look(each)} for each in reclaims.of(request.acting.whom)]
    unspent = [{"it": each, **surplus.look(each)} for each in queries.of_person(request.acting.whom)]
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "person": request.acting.person,
        "reclaims": found,
        "unspent": unspent,
    }
    return render(request, "accounts/reclaims.html", context)


@for_person(Scope.SEE_LINES)
@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    reclaim = get_object_or_404(reclaims.of(request.acting.whom), pk=pk)
    if request.acting.for_another:
        looks.record(person=request.acting.whom, by=request.user, where="Money that the council asked back")
    context = {
        "section": "money",
        "breadcrumbs": [*MONEY, ("Money asked back", "/money/asked-back/")],
        "reclaim": reclaim,
        "rows": rows(reclaim),
        "easy": is_easy(request),
        **look(reclaim),
    }
    return render(request, "accounts/reclaim.html", context)


def look(reclaim: Reclaim) -> dict[str, Any]:
    return {"stands": STANDS[State(reclaim.state)], "tone": TONES[State(reclaim.state)]}


def rows(reclaim: Reclaim) -> list[dict[str, Any]]:
    memo = reclaims.memo(reclaim)
    by, back = reclaim.decided_by, reclaim.given_back_by
    known = [
        ("Purchase", memos.words([memo]).get(memo, "A purchase")),
        ("How much", f"{pounds(reclaim.pence)} from {reclaim.pot.label}"),
        ("On which ground", reclaim.get_ground_display()),
        ("Why", reclaim.why),
        ("Who asked", f"{reclaim.proposed_by.name}, {day(reclaim.proposed_at)}"),
        ("Who decided", f"{by.name}, {day(reclaim.decided_at)}" if by else ""),
        ("Why so", reclaim.decision_words),
        ("Who gave it back", f"{back.name}, {day(reclaim.given_back_at)}" if back else ""),
        ("Why it was given back", reclaim.given_back_words),
    ]
    return [{"key": key, "value": value} for key, value in known if value]
