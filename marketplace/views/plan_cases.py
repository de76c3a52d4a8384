"""People who opened their plan to somebody: a broker's cases, and those of anybody who may propose."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import acting
from accounts.models import Mandate
from accounts.requests import Request
from accounts.roles import Scope
from accounts.wording import BASES
from marketplace import words
from marketplace.models import PlanVersion
from marketplace.queries import plans as found
from marketplace.views.asking import ASKS
from marketplace.views.plans import TONES

NEXT = {
    "draft": "Finish it, and send it to the council",
    "sent": "The council reads it",
    "sent_back": "Read why, and change it",
    "agreed": "Set the support up",
}


@ASKS
@login_required
def index(request: Request) -> HttpResponse:
    """What each case needs next. Opening one is acting for that person: every page then says so."""
    cases = [mandate for mandate in request.acting.others if Scope.PROPOSE in mandate.scopes]
    if not cases:
        raise PermissionDenied
    if request.method == "POST":
        picked = next((case for case in cases if str(case.pk) == request.POST.get("for", "")), None)
        if picked is None:
            return redirect("plans-cases")
        acting.start(request, picked)
        return redirect("plans-home")
    last = found.last_of([case.person_id for case in cases])
    rows = [_row(case, last.get(case.person_id)) for case in cases]
    return render(request, "marketplace/plans_cases.html", {"cases": rows, "section": "money"})


def _row(case: Mandate, version: PlanVersion | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"case": case, "basis": BASES[case.basis]}
    if version is None:
        return {**shown, "state": "No plan yet", "tone": "plain", "next": "Begin the plan together"}
    since = version.agreed_at or version.sent_back_at or version.sent_at or version.started_at
    return {
        **shown,
        "version": version,
        "state": version.get_state_display(),
        "tone": TONES[version.state],
        "since": words.age(since, timezone.now()),
        "next": NEXT[version.state],
    }
