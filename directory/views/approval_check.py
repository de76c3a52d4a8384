"""Write down one check of a case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import posted
from directory.actions import approvals
from directory.forms.checks import CheckForm
from directory.refusals import Refused
from directory.views.approval import load, shell


@require_http_methods(["GET", "POST"])
@needs(Permission.APPROVE_PROVIDERS)
def approval_check(request: Request, pk: int) -> HttpResponse:
    approval = load(request, pk)
    form = CheckForm(posted(request), initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            approvals.record_check(approval=approval, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The check is on record.")
            return redirect("staff-approval", pk=pk)
    return render(request, "directory/approval_check.html", shell(approval) | {"form": form})
