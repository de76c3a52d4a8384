"""A personal assistant puts her own page on the site, and takes it down: what was approved is there already."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views.desk_form import ASKS, Desk, answer, posted
from directory import page_fields, public
from directory.actions import personal_assistants, proposals
from directory.forms.page_assistants import PrivatePhoneForm
from directory.models import PersonalAssistantProfile, Status
from directory.refusals import Refused
from directory.views.assistant import said


def mine(request: Request, pk: int) -> PersonalAssistantProfile:
    return get_object_or_404(PersonalAssistantProfile, pk=pk, user=request.user)


def address(profile: PersonalAssistantProfile) -> str:
    return reverse("provider-page", args=["assistant", profile.pk])


def standing(profile: PersonalAssistantProfile) -> dict[str, object]:
    """What her page offers to do, and what stops it from being on the site."""
    if profile.status == Status.PUBLISHED:
        return {"may_take_down": True}
    why = personal_assistants.why_not_published(profile, timezone.now())
    return {"may_publish": not why, "why_not": why}


@ASKS
def publish(request: Request, pk: int) -> HttpResponse:
    def do(profile: PersonalAssistantProfile) -> str:
        personal_assistants.publish(profile=profile, by=request.user)
        return "Your page is on the site. People can find you."

    return answered(request, pk, "publish", do)


@ASKS
def take_down(request: Request, pk: int) -> HttpResponse:
    def do(profile: PersonalAssistantProfile) -> str:
        personal_assistants.withdraw(profile=profile, by=request.user, reason="Taken down by herself")
        return "Your page is down. Nobody finds you. What is booked goes on."

    return answered(request, pk, "take-down", do)


def answered(request: Request, pk: int, what: str, do: Callable[[PersonalAssistantProfile], str]) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    profile, error = mine(request, pk), ""
    if request.method == "POST":
        try:
            messages.success(request, do(profile))
        except Refused as refusal:
            error = str(refusal)
        else:
            return redirect(address(profile))
    crumbs = [("Your desk", "/provider/"), ("Your page", address(profile))]
    context = {"section": "provider", "breadcrumbs": crumbs, "what": what, "error": error, "back": address(profile)}
    return render(request, "directory/assistant_publish.html", context)


@ASKS
def telephone(request: Request, pk: int) -> HttpResponse:
    """The number for the council alone: no part of the page, so nobody looks at it first."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    profile = mine(request, pk)
    form = PrivatePhoneForm(posted(request), initial={"phone": profile.private_phone})

    def do() -> str:
        personal_assistants.keep_phone(profile=profile, phone=form.cleaned_data["phone"], by=request.user)
        return "Saved. Only the council sees it." if form.cleaned_data["phone"] else "We have no number of yours now."

    crumbs = [("Your desk", "/provider/"), ("Your page", address(profile))]
    desk = Desk(
        title="Telephone number for the council",
        form=form,
        do=do,
        then=address(profile),
        crumbs=crumbs,
        section="provider",
        lead=["It is not on your page. Leave it empty if you do not want to be called."],
    )
    return answer(request, desk)


@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """The page as others would read it with her draft: written, shown and undone, so that it says nothing else."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    profile = mine(request, pk)
    with transaction.atomic():
        if draft := proposals.open_one(profile):
            page_fields.write(profile, {change.field: change.after for change in draft.changes.all()})
        shown = get_object_or_404(public.whole_assistant(PersonalAssistantProfile.objects.all()), pk=pk)
        context = said(request, shown) | {"preview": True, "back": address(profile), "section": "provider"}
        read = render(request, "directory/assistant.html", context)
        transaction.set_rollback(True)
    return read
