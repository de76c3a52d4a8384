"""Applying to be approved, one thing on each page: begin, a list of what is missing, each step, check, send."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views.desk_form import ASKS, Desk, answer, posted
from directory import application_steps
from directory.actions import applications, cases, renewals
from directory.application_steps import Step
from directory.approval_rules import State
from directory.forms.agreeing import AgreeForm
from directory.forms.applications import FORMS, BeginForm, ServiceForm, in_words
from directory.forms.cases import AppealForm, PaperForm
from directory.models import Application, ApprovalScheme, Service
from directory.queries import applications as found_by
from directory.queries import referees
from directory.refusals import Refused
from directory.views.case_steps import send as send_paper

CRUMBS = [("Home", "/"), ("Be approved", "/approvals/apply/")]
SENT = {False: "Sent. We write to both referees and then to you.", True: "Sent. We look at it and write to you."}


def load(request: Request, pk: int) -> Application:
    """Of somebody who may speak for whoever it is about; to anybody else it is not there."""
    application = get_object_or_404(found_by.of(request.user), pk=pk)
    if not cases.is_hers(application.approval, request.user):
        raise Http404
    return application


@ASKS
@login_required
def begin(request: Request) -> HttpResponse:
    """What the scheme is and is not, those she has begun, and for whom she can apply."""
    schemes = list(ApprovalScheme.objects.select_related("logo").order_by("pk"))
    scheme = scheme_named(schemes, request.GET.get("scheme"))
    managed = found_by.managed_by(request.user)
    organisation = managed.filter(pk=number(request.POST.get("organisation"))).first()
    asks = "service" if "service" in request.POST else "organisation" if "organisation" in request.POST else "name"
    form = BeginForm(posted(request) if asks == "name" else None, initial={"name": request.user.name})
    offers = Service.objects.filter(organisation__in=managed).select_related("organisation").order_by("name", "pk")
    of_service = ServiceForm(posted(request) if asks == "service" else None, services=offers)
    used = of_service if asks == "service" else form
    if request.method == "POST" and (organisation or used.is_valid()):
        try:
            if asks == "service":
                chosen = of_service.chosen
                begun = applications.begin_for(
                    scheme=scheme, organisation=chosen.organisation, service=chosen, by=request.user
                )
            elif organisation:
                begun = applications.begin_for(scheme=scheme, organisation=organisation, by=request.user)
            else:
                begun = applications.begin_as_assistant(scheme=scheme, by=request.user, **form.cleaned_data)
        except Refused as why:
            used.add_error(None, str(why)) if used.is_bound else messages.info(request, str(why))
        else:
            return redirect("approvals-application", pk=begun.pk)
    context = {
        "section": "find",
        "breadcrumbs": CRUMBS[:1],
        "scheme": scheme,
        "others": [one for one in schemes if one != scheme],
        "form": form,
        "of_service": of_service,
        "for_services": scheme.for_services and of_service.services,
        "begun": list(found_by.of(request.user)),
        "managed": managed if scheme.for_organisations else [],
    }
    return render(request, "directory/apply_begin.html", context)


def scheme_named(schemes: list[ApprovalScheme], slug: str | None) -> ApprovalScheme:
    """The first, or the one that the address names."""
    found = next((one for one in schemes if slug in (None, one.slug)), None)
    if found is None:
        raise Http404
    return found


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@require_safe
@login_required
def application(request: Request, pk: int) -> HttpResponse:
    """The list of steps with what is done and what is missing; once sent, where it stands."""
    found = load(request, pk)
    steps = [(step, step.key in found.answers) for step in applications.steps_of(found)]
    today, taken_back = timezone.localdate(), cases.taken_back(found.approval)
    context = {
        "section": "find",
        "breadcrumbs": CRUMBS,
        "taken_back": taken_back,
        "application": found,
        "approval": found.approval,
        "steps": steps,
        "done": sum(done for _, done in steps),
        "asked": found_by.asked(found.approval, today),
        "why": "" if taken_back else found_by.why(found.approval),
        "own_page": own_page(found),
        "may_renew": found.sent_at is not None and renewals.is_due(found.approval, today),
        "may_appeal": found.approval.state in cases.OVER and not taken_back,
        "appeals": list(found.approval.appeals.all()),
        "papers": list(found.approval.papers.all()),
        "number": getattr(found.approval, "dbs_number", None),
    }
    return render(request, "directory/apply_tasks.html", context)


def own_page(found: Application) -> str:
    """Where an assistant who is approved puts her page on the site."""
    profile = found.approval.personal_assistant
    if profile is None or found.approval.state != State.APPROVED:
        return ""
    return reverse("provider-page", args=["assistant", profile.pk])


@ASKS
@login_required
def step(request: Request, pk: int, key: str) -> HttpResponse:
    found = load(request, pk)
    this = next((one for one in applications.steps_of(found) if one.key == key), None)
    if this is None or found.sent_at is not None or found.was_taken_back:
        raise Http404
    initial = found.answers.get(key) or applications.said_before(found, key)
    form = FORMS[key](posted(request), initial=initial, **known(found, key))

    def do() -> str:
        applications.save(application=found, step=key, answers=form.cleaned_data)
        return "Saved. You can stop here and come back."

    then = reverse("approvals-application", args=[pk])
    crumbs = [*CRUMBS, ("Your application", then)]
    lead = found.approval.scheme.code if key == "code" else ()
    desk = Desk(title=this.title, form=form, do=do, then=then, crumbs=crumbs, section="find", lead=lead)
    return answer(request, desk)


def known(found: Application, key: str) -> dict[str, Any]:
    """What a step's form has to know of who applies."""
    if key != "referees":
        return {}
    own_addresses = referees.own(found.approval, found.applicant)
    return {"own": own_addresses, "alone": found.approval.personal_assistant_id is not None}


@ASKS
@login_required
def send(request: Request, pk: int) -> HttpResponse:
    """Check your answers, then send."""
    found = load(request, pk)
    if found.approval.state == State.WITHDRAWN:
        return redirect("approvals-application", pk=pk)  # it says so
    form = AgreeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            applications.send(application=found, by=request.user)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, SENT[found.is_renewal])
            return redirect("approvals-application", pk=pk)
    parts = [(one, rows(one, found)) for one in applications.steps_of(found) if one.key in found.answers]
    crumbs = [*CRUMBS, ("Your application", reverse("approvals-application", args=[pk]))]
    missing = application_steps.missing(applications.steps_of(found), found.answers)
    context = {"section": "find", "breadcrumbs": crumbs, "application": found, "parts": parts, "missing": missing}
    return render(request, "directory/apply_check.html", context | {"form": form})


def rows(one: Step, found: Application) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in in_words(one.key, found.answers[one.key])]


@ASKS
@login_required
def paper(request: Request, pk: int) -> HttpResponse:
    """A photo or PDF for one check, before or after sending: each opening of it is written down."""
    found = load(request, pk)
    if found.approval.state == State.WITHDRAWN:
        raise Http404
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()

    def do() -> str:
        send_paper(found.approval, form, request)
        return "We have the paper. It is deleted after 6 months."

    return answer(request, own(found, "Send a paper", form, do, "Send it", multipart=True))


@ASKS
@login_required
def appeal(request: Request, pk: int) -> HttpResponse:
    found, form = load(request, pk), AppealForm(posted(request))
    if found.approval.state not in cases.OVER or cases.taken_back(found.approval):
        raise Http404

    def do() -> str:
        cases.appeal(approval=found.approval, words=form.cleaned_data["words"], by=request.user)
        return "Your appeal is with us. Somebody who did not make the decision answers it."

    return answer(request, own(found, "Appeal", form, do, "Send the appeal"))


@ASKS
@login_required
def number_gone(request: Request, pk: int) -> HttpResponse:
    """The holder takes back the consent to keep the certificate's number."""
    found, form = load(request, pk), AgreeForm(posted(request))
    if not hasattr(found.approval, "dbs_number"):
        raise Http404

    def do() -> str:
        cases.forget_dbs_number(approval=found.approval, by=request.user)
        return "The number is deleted."

    return answer(request, own(found, "Take back your consent", form, do, "Delete the number"))


@ASKS
@login_required
def take_back(request: Request, pk: int) -> HttpResponse:
    found, form = load(request, pk), AgreeForm(posted(request))
    if found.approval.state == State.WITHDRAWN:
        return redirect("approvals-application", pk=pk)  # it says so

    def do() -> str:
        applications.take_back(application=found, by=request.user)
        return "Taken back. Your approval stays as it is." if found.is_renewal else "Your application is taken back."

    what = "renewal" if found.is_renewal else "application"
    desk = own(found, f"Take back your {what}", form, do, "Take it back")
    return answer(request, replace(desk, then=reverse("approvals-apply")) if found.is_renewal else desk)


def own(found: Application, title: str, form: Any, do: Any, button: str, **more: Any) -> Desk:
    home = reverse("approvals-application", args=[found.pk])
    crumbs = [*CRUMBS, ("Your application", home)]
    return Desk(title=title, form=form, do=do, then=home, crumbs=crumbs, button=button, section="find", **more)
