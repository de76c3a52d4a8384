"""What an approver adds to a case, one page each; and the papers, each opening of which is written down."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.uploads import Unfit
from accounts.views.attachment import attachment
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.formats import day
from directory.actions import cases, references
from directory.approval_rules import State
from directory.forms.agreeing import AgreeForm
from directory.forms.cases import AppealAnswerForm, ComplaintForm, DbsNumberForm, NoteForm, PaperForm, RefereeForm
from directory.models import Approval, CasePaper, Referee
from directory.refusals import Refused
from directory.views.approval import load, shell

approvers = needs(Permission.APPROVE_PROVIDERS)


def page(
    request: Request, approval: Approval, title: str, form: Any, do: Callable[[], str], **more: Any
) -> HttpResponse:
    then = reverse("staff-approval", args=[approval.pk])
    crumbs = [*shell(approval)["breadcrumbs"], (str(approval.subject), then)]
    caption = str(approval.subject)
    return answer(request, Desk(title=title, form=form, do=do, then=then, crumbs=crumbs, caption=caption, **more))


@ASKS
@approvers
def note(request: Request, pk: int) -> HttpResponse:
    approval, form = load(request, pk), NoteForm(posted(request))

    def do() -> str:
        cases.note(approval=approval, by=request.user, **form.cleaned_data)
        return "Written down."

    return page(request, approval, "Write a note", form, do)


@ASKS
@approvers
def paper(request: Request, pk: int) -> HttpResponse:
    approval = load(request, pk)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()

    def do() -> str:
        send(approval, form, request)
        return "The paper is kept for 6 months."

    return page(request, approval, "Keep a paper", form, do, multipart=True, button="Keep it")


def send(approval: Approval, form: Any, request: Request) -> None:
    """Raises Refused with the sentence of what is wrong with the file."""
    try:
        sent = form.cleaned_data["file"].read()
        cases.send_paper(approval=approval, kind=form.cleaned_data["kind"], sent=sent, by=request.user)
    except Unfit as why:
        raise Refused(str(why)) from None


@require_safe
@approvers
def open_paper(request: Request, pk: int) -> HttpResponse:
    sent = CasePaper.objects.select_related("approval").exclude(approval__state=State.PREPARING)
    found = get_object_or_404(sent, pk=pk, removed_at=None)
    load(request, found.approval_id)
    cases.looked(paper=found, by=request.user)
    ending = CasePaper.ENDINGS[found.content_type]
    return attachment(found.file, name=f"paper-{found.pk}.{ending}", content_type=found.content_type)


@ASKS
@approvers
def referee(request: Request, pk: int) -> HttpResponse:
    approval = load(request, pk)
    form = RefereeForm(posted(request), why_not=lambda email: references.why_not(approval, email, request.user))

    def do() -> str:
        references.ask(approval=approval, by=request.user, **form.cleaned_data)
        return "We have written to them."

    return page(request, approval, "Ask for a reference", form, do, button="Send the link")


@ASKS
@approvers
def referee_again(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Referee.objects.select_related("approval__scheme"), pk=pk, given_at=None)

    def do() -> str:
        references.send(referee=found, by=request.user)
        return "A new link is on its way. The old one does not work any more."

    lead = [f"{found.name} gets a new link by email."]
    title, form = "Send the link again", AgreeForm(posted(request))
    return page(request, load(request, found.approval_id), title, form, do, button="Send it", lead=lead)


@ASKS
@approvers
def dbs_number(request: Request, pk: int) -> HttpResponse:
    approval, form = load(request, pk), DbsNumberForm(posted(request))

    def do() -> str:
        cases.keep_dbs_number(approval=approval, by=request.user, **form.cleaned_data)
        return "The number is kept while the holder consents."

    lead = [
        "Only with the holder’s consent, for rechecks by the update service. It goes when the consent is taken back."
    ]
    return page(request, approval, "Certificate number", form, do, lead=lead)


@ASKS
@approvers
def dbs_number_gone(request: Request, pk: int) -> HttpResponse:
    approval = load(request, pk)
    if not hasattr(approval, "dbs_number"):
        raise Http404

    def do() -> str:
        cases.forget_dbs_number(approval=approval, by=request.user)
        return "The number is gone."

    lead = ["The holder has taken the consent back. The number is deleted and cannot be brought back."]
    title, form = "Delete the certificate number", AgreeForm(posted(request))
    return page(request, approval, title, form, do, button="Delete it", lead=lead)


@ASKS
@approvers
def complaint(request: Request, pk: int) -> HttpResponse:
    approval, form = load(request, pk), ComplaintForm(posted(request))

    def do() -> str:
        cases.attach_complaint(approval=approval, by=request.user, **form.cleaned_data)
        return "The complaint is with the case."

    return page(request, approval, "Attach a complaint", form, do, button="Attach it")


@ASKS
@approvers
def appeal(request: Request, pk: int) -> HttpResponse:
    approval = load(request, pk)
    waits = get_object_or_404(approval.appeals.select_related("made_by"), answered_at=None)
    form = AppealAnswerForm(posted(request))

    def do() -> str:
        cases.answer_appeal(appeal=waits, by=request.user, **form.cleaned_data)
        return "The appeal is answered."

    made = f"{waits.made_by.name}, {day(waits.made_at)}"
    rows = [{"key": "Appealed", "value": made}, {"key": "What they say", "value": waits.words}]
    return page(request, approval, "Answer the appeal", form, do, rows=rows)
