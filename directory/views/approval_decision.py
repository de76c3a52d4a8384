"""Approve, suspend or withdraw: one page that says what it does and asks why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from directory.actions import approvals
from directory.forms.checks import OptionalReasonForm, ReasonForm
from directory.models import Approval
from directory.refusals import Refused
from directory.views.approval import load, shell
from directory.views.approvals import missing_names

ACTS = {"approve": approvals.approve, "suspend": approvals.suspend, "withdraw": approvals.withdraw}
DONE = {"approve": "Approved.", "suspend": "Suspended. The page is down.", "withdraw": "Withdrawn. The page is down."}


@require_http_methods(["GET", "POST"])
@needs(Permission.APPROVE_PROVIDERS)
def approval_decision(request: Request, pk: int, decision: str) -> HttpResponse:
    approval = load(pk)
    form = (OptionalReasonForm if decision == "approve" else ReasonForm)(
        request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            ACTS[decision](approval=approval, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[decision])
            return redirect("staff-approval", pk=pk)
    return render(request, "directory/approval_decision.html", context_of(approval, decision) | {"form": form})


def context_of(approval: Approval, decision: str) -> dict[str, object]:
    missing = missing_names(approval, timezone.localdate()) if decision == "approve" else []
    return shell(approval) | {"decision": decision, "missing": missing}
