"""Somebody who was invited comes in: what she has (a link, or a code on paper), who she is, then her password.

Which invitation it is stays in the session. Each page looks at it afresh: it may be used, taken back or too old by now.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import homes
from accounts.actions import invitations
from accounts.forms.invited import AddressForm, BirthForm, CodeForm, NumberForm, PasswordForm
from accounts.models import Invitation, User
from accounts.requests import Request
from design.limits import too_often
from design.views.errors import too_many

KEY, PROVED = "invitation", "invitation_proved"
TIMES, SECONDS = 20, 600  # codes that are tried, and links that are sent, by one visitor
ASKS = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """Nobody tries codes by the thousand."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and too_often(request, "invited", times=TIMES, seconds=SECONDS):
            return too_many(request)
        return view(request, *args, **kwargs)

    return counted


def held(request: HttpRequest) -> Invitation | None:
    """The invitation of this session, while it is good."""
    pk = request.session.get(KEY)
    return invitations.good(timezone.now()).filter(pk=pk).first() if pk else None


def proved(way: Invitation.Way) -> Callable[[View], View]:
    """A page after the second proof, for an invitation that came this way: it gets the invitation."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            invitation = held(request)
            if invitation is None or invitation.way != way:
                return over(request)
            if request.session.get(PROVED) != invitation.pk:
                return redirect("accounts-invited-proof")
            return view(request, invitation)

        return shown

    return decorate


def over(request: HttpRequest) -> HttpResponse:
    for key in (KEY, PROVED):
        request.session.pop(key, None)
    return render(request, "accounts/invited_over.html", status=404)


@never_cache
@ASKS
@limited
def code(request: Request) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = invitations.opened_by_code(form.cleaned_data["code"])
        if found:
            request.session[KEY] = found.pk
            return redirect("accounts-invited-proof")
        form.add_error("code", "This code does not work. Check each letter, or call us for a new one")
    return render(request, "accounts/invited_code.html", {"form": form})


@never_cache
@require_safe
def link(request: Request, token: str) -> HttpResponse:
    """Nothing is used up by looking: programs that read e-mails open links, too."""
    found = invitations.opened_by_token(token)
    if found is None:
        return over(request)
    request.session[KEY] = found.pk
    return redirect("accounts-invited-proof")


@never_cache
@ASKS
def proof(request: Request) -> HttpResponse:
    invitation = held(request)
    if invitation is None:
        return over(request)
    asks = BirthForm if invitation.person else NumberForm
    form = asks(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if invitations.prove(invitation=invitation, **form.cleaned_data):
                request.session[PROVED] = invitation.pk
                by_post = invitation.way == Invitation.Way.POST
                return redirect("accounts-invited-address" if by_post else "accounts-invited-password")
        except invitations.Closed:
            return over(request)
        if held(request) is None:
            return over(request)
        form.add_error(None, "That is not what we have. Check it and try again, or call us")
    return render(request, "accounts/invited_proof.html", {"form": form})


@never_cache
@ASKS
@limited
@proved(Invitation.Way.POST)
def address(request: Request, invitation: Invitation) -> HttpResponse:
    """After a code on paper: where shall the link go?"""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.send_link(invitation=invitation, email=form.cleaned_data["email"])
            return render(request, "accounts/invited_sent.html", {"email": form.cleaned_data["email"]})
        except invitations.InvitationRefused as why:
            form.add_error("email", str(why))
        except invitations.Closed:
            return over(request)
    return render(request, "accounts/invited_address.html", {"form": form})


@never_cache
@ASKS
@proved(Invitation.Way.EMAIL)
def password(request: Request, invitation: Invitation) -> HttpResponse:
    known = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    if known:
        return join(request, invitation, known)
    who = invitation.sign_in or User(email=invitation.email, name=invitation.person.name if invitation.person else "")
    form = PasswordForm(request.POST if request.method == "POST" else None, user=who)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(invitation=invitation, password=form.cleaned_data["password"])
        except invitations.Closed:
            return over(request)
        return come_in(request, user)
    return render(request, "accounts/invited_password.html", {"form": form, "email": invitation.email, "who": who})


def join(request: Request, invitation: Invitation, known: User) -> HttpResponse:
    """She has a sign-in with this address: she signs in with it, and it is joined to what the council has set up."""
    if request.user.is_authenticated and request.user.pk == known.pk:
        if request.method == "POST":
            try:
                invitations.accept_as(invitation=invitation, user=known)
            except invitations.Closed:
                return over(request)
            return welcome(request, known)
        return render(request, "accounts/invited_join.html", {"email": known.email})
    if request.user.is_authenticated:
        return render(request, "accounts/invited_join.html", {"email": known.email, "other": True})
    return redirect_to_login(request.get_full_path())


def come_in(request: Request, user: User) -> HttpResponse:
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "password", email=user.email)
    return welcome(request, user)


def welcome(request: Request, user: User) -> HttpResponse:
    for key in (KEY, PROVED):
        request.session.pop(key, None)
    messages.success(request, "You are in. From now on you sign in with your email address and your password.")
    return redirect(homes.of(user))
