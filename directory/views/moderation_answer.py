"""The four answers to a change: yes, yes with an edit, back with reasons, no. Each is looked at once more before it is
done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, posted
from directory.actions import moderation, proposals, suggestions
from directory.change_rules import State
from directory.forms.moderation import ApproveForm, ReasonsForm
from directory.models import ChangeProposal
from directory.refusals import Moved, Refused
from directory.views.moderation import load, shell

TITLES = {
    "approve": "Let this change go live",
    "send-back": "Send it back",
    "decline": "Say no to this change",
    "put-back": "Put back what was there before",
    "looked-at": "This change is right",
    "pass-on": "Pass it on to the provider",
}
DONE = {
    "approve": "Approved. The page says it now.",
    "send-back": "Sent back. The page stays as it was.",
    "decline": "Declined. The page stays as it was.",
    "put-back": "Put back. The page says what it said before.",
    "looked-at": "Looked at. The page stays as it is.",
    "pass-on": "Passed on. The provider reads it on their page.",
}
FROM = {"looked-at": State.LIVE, "put-back": State.LIVE}  # the others answer what waits


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def answer(request: Request, pk: int, how: str) -> HttpResponse:
    proposal = load(pk)
    form = form_of(request, proposal, how)
    sent = request.method == "POST" and request.POST.get("step") != "change" and form.is_valid()
    if sent and request.POST.get("step") == "sure":
        try:
            do(proposal, how, form, request)
        except Moved as refusal:
            messages.info(request, str(refusal))
            return redirect("staff-moderation-one", pk)
        except Refused as refusal:
            form = form_of(request, load(pk), how)  # there may be more to decide by now
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[how])
            return redirect("staff-moderation")
        sent = False
    context = {
        **shell(proposal),
        "title": TITLES[how],
        "how": how,
        "form": form,
        "open": proposal.state == FROM.get(how, State.WAITING),
    }
    if sent:
        context |= {
            "rows": check_rows(proposal, form),
            "given": {name: request.POST.get(name, "") for name in form.fields},
        }
        return render(request, "directory/moderation_check.html", context)
    return render(request, "directory/moderation_answer.html", context)


def form_of(request: Request, proposal: ChangeProposal, how: str) -> forms.Form:
    typed = posted(request)
    if how == "approve":
        sides, sent = moderation.sides(proposal), proposals.as_sent(proposal)
        return ApproveForm(typed, subject=proposal.subject, sides=sides, sent=sent)
    return forms.Form(typed) if how in ("looked-at", "pass-on") else ReasonsForm(typed)


def do(proposal: ChangeProposal, how: str, form: Any, request: Request) -> None:
    given: dict[str, Any] = {"proposal": proposal, "by": request.user}
    if how == "approve":
        moderation.approve(**given, edits=form.edits(), settled=form.settled(), sent=form.cleaned_data["sent"])
    elif how == "looked-at":
        moderation.looked_at(**given)
    elif how == "pass-on":
        suggestions.pass_on(**given)
    elif how == "send-back":
        moderation.send_back(**given, reasons=form.cleaned_data["reasons"])
    else:
        moderation.decline(**given, reasons=form.cleaned_data["reasons"])


def check_rows(proposal: ChangeProposal, form: Any) -> list[dict[str, Any]]:
    """What the page will say, or what they will read."""
    if isinstance(form, ReasonsForm):
        return [{"key": "They will read", "value": form.cleaned_data["reasons"]}]
    if not isinstance(form, ApproveForm):
        return []
    edits, settled = form.edits(), form.settled()
    rows = []
    for side in form.sides:
        keeps = side.field in settled and not settled[side.field].takes_new
        value = side.now if keeps else edits.get(side.field, side.after)
        field = form.page[side.field]
        rows.append({"key": field.label, "value": "; ".join(field.lines(value)) or "Nothing"})
    return rows
