"""Somebody who was asked to join an organisation says yes, behind her own sign-in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.requests import Request
from accounts.views.desk_form import ASKS
from design.limits import too_often
from design.views.errors import too_many
from directory.actions import members
from directory.member_rules import MAY
from directory.refusals import Refused

TIMES, SECONDS = 30, 600


@ASKS
def join(request: Request, token: str) -> HttpResponse:
    """A page between the link and the answer: programs that open links in e-mails press no button."""
    if too_often(request, "join", times=TIMES, seconds=SECONDS):
        return too_many(request)
    found = members.opened_by(token)
    if found and request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            members.accept(invitation=found, by=request.user)
        except Refused as refusal:
            messages.info(request, str(refusal))
            return redirect("provider-join", token)
        messages.success(request, f"You are the {found.get_role_display().lower()} of {found.organisation} now.")
        return redirect("provider-home")
    signed_in = request.user.is_authenticated
    then = urlencode({"next": request.path})
    context = {
        "section": "provider",
        "breadcrumbs": [("Home", "/")],
        "invitation": found,
        "may": MAY[found.role] if found else "",
        "is_theirs": bool(signed_in and found and request.user.email.lower() == found.email),
        "sign_in": f"{reverse('account_login')}?{then}",
        "sign_up": f"{reverse('account_signup')}?{then}",
    }
    response = render(request, "directory/join.html", context, status=200 if found else 410)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # a form sent without any referrer says that it comes from nowhere: this page names its site, and no address
    response.headers["Referrer-Policy"] = "origin"
    return response
