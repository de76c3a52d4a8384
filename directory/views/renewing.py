"""Whoever holds an approval renews it: which checks end, and only those again."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from accounts.views.desk_form import ASKS
from directory import public
from directory.actions import cases, renewals
from directory.approval_rules import CheckKind, State, state_on
from directory.models import Approval
from directory.refusals import Refused
from directory.views.applying import CRUMBS


@ASKS
@login_required
def renew(request: Request, pk: int) -> HttpResponse:
    found = load(request, pk)
    today, error = timezone.localdate(), ""
    if request.method == "POST":
        try:
            return redirect("approvals-application", pk=renewals.begin(approval=found, by=request.user).pk)
        except Refused as why:
            error = str(why)
    context = {
        "section": "find",
        "breadcrumbs": CRUMBS,
        "approval": found,
        "has_ended": state_on(found.state, found.until, today) == State.LAPSED,
        "ending": [CheckKind(kind).label for kind in renewals.ending(found, today)],
        "is_due": renewals.is_due(found, today),
        "error": error,
    }
    return render(request, "directory/renew.html", context)


def load(request: Request, pk: int) -> Approval:
    related = ("scheme", "personal_assistant", "organisation", "service__organisation")
    found = get_object_or_404(public.approvals_with_checks().select_related(*related), pk=pk)
    if not cases.is_hers(found, request.user):
        raise Http404
    return found
