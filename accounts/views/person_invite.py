"""Invite a person to a sign-in of her own: by a link, by a letter, or not at all."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import invitations, people
from accounts.forms.people import InviteForm
from accounts.models import ContactFormat, Invitation, Person
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.opened import load, shell


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREE_BUDGETS)
def invite(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    if person.user_id:
        messages.info(request, f"{person.name} can sign in already.")
        return redirect("staff-person", pk=pk)
    initial = {"way": InviteForm.EMAIL if person.contact_format == ContactFormat.EMAIL else None}
    form = InviteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, invited(request, person, form))
            return redirect("staff-person", pk=pk)
        except invitations.InvitationRefused as why:
            form.add_error("email" if "address of their own" in str(why) else None, str(why))
    return render(request, "accounts/person_invite.html", shell(person, form=form))


def invited(request: Request, person: Person, form: InviteForm) -> str:
    way, email = form.cleaned_data["way"], form.cleaned_data["email"]
    if way != InviteForm.NOBODY:
        people.change(person=person, by=request.user, no_sign_in=False)
    if way == InviteForm.EMAIL:
        if not sent_just_now(person, email):
            invitations.by_email(person=person, email=email, by=request.user)
        return f"The link is on its way to {email}."
    if way == InviteForm.POST:
        invitations.by_post(person=person, by=request.user)
        return "The letter waits to be printed, under Letters on your desk."
    for each in invitations.open_ones().filter(person=person):
        invitations.take_back(invitation=each, by=request.user)
    people.change(person=person, by=request.user, no_sign_in=True)
    return f"{person.name} has no sign-in. Staff and paper serve them."


def sent_just_now(person: Person, email: str) -> bool:
    """A double click sends one link: a second one would end the first."""
    same = invitations.open_ones().filter(person=person, way=Invitation.Way.EMAIL, email__iexact=email)
    return same.filter(made_at__gt=timezone.now() - timedelta(minutes=1)).exists()


@require_POST
@needs(Permission.AGREE_BUDGETS)
def take_back(request: Request, pk: int, invitation: int) -> HttpResponse:
    person = load(request, pk)
    found = get_object_or_404(Invitation, pk=invitation, person=person)
    invitations.take_back(invitation=found, by=request.user)
    messages.success(request, "The invitation is taken back. It opens nothing any more.")
    return redirect("staff-person", pk=pk)
