"""Approve, by two people: the first proposes with reasons, another approves or sends back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.formats import day
from directory.actions import approvals
from directory.forms.decisions import ProposeForm, SecondForm
from directory.models import Approval, ApprovalDecision
from directory.views.approval import load, shell
from directory.views.next_step import missing_names


@ASKS
@needs(Permission.APPROVE_PROVIDERS)
def approval_approve(request: Request, pk: int) -> HttpResponse:
    approval = load(request, pk)
    proposed = approval.decisions.select_related("proposed_by").filter(outcome="").first()
    if proposed and proposed.proposed_by == request.user:
        waits = {"rows": rows_of(proposed), "title": f"{approval.subject} waits for another approver"}
        return render(request, "directory/approval_waits.html", shell(approval) | waits)
    return answer(request, second(request, approval, proposed) if proposed else first(request, approval))


def first(request: Request, approval: Approval) -> Desk:
    form = ProposeForm(posted(request))

    def do() -> str:
        approvals.propose(approval=approval, by=request.user, **form.cleaned_data)
        return "Proposed. Another approver decides."

    missing = missing_names(approval, timezone.localdate())
    lead = (
        f"This cannot be approved yet. Missing: {', '.join(missing)}."
        if missing
        else f"Every check that {approval.scheme} asks for holds today. You propose, and another approver decides."
    )
    return desk(approval, form, do, title=f"Propose to approve {approval.subject}", button="Propose", lead=[lead])


def second(request: Request, approval: Approval, proposed: ApprovalDecision) -> Desk:
    form = SecondForm(posted(request))

    def do() -> str:
        given: dict[str, Any] = {"approval": approval, "by": request.user, "reason": form.cleaned_data["reason"]}
        if form.cleaned_data["answer"] == "send_back":
            approvals.send_back(**given)
            return "Sent back."
        approvals.approve(**given)
        return "Approved."

    lead = ["The approval lasts until the first of the checks ends."]
    title = f"Approve {approval.subject}"
    return desk(approval, form, do, title=title, button="Save the decision", lead=lead, rows=rows_of(proposed))


def rows_of(proposed: ApprovalDecision) -> list[dict[str, Any]]:
    return [
        {"key": "Proposed by", "value": f"{proposed.proposed_by.name}, {day(proposed.proposed_at)}"},
        {"key": "Why", "value": proposed.reason},
        {"key": "Conditions", "value": proposed.conditions or "None"},
    ]


def desk(approval: Approval, form: Any, do: Any, **more: Any) -> Desk:
    crumbs = [*shell(approval)["breadcrumbs"], (str(approval.subject), reverse("staff-approval", args=[approval.pk]))]
    return Desk(form=form, do=do, then=reverse("staff-approval", args=[approval.pk]), crumbs=crumbs, **more)
