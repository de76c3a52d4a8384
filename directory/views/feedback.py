"""Feedback about a personal assistant: private, into the case, and never a rating."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.requests import Request
from accounts.views.desk_form import ASKS, Desk, answer, posted
from directory import public
from directory.actions import cases
from directory.forms.cases import FeedbackForm

LEAD = (
    "Only those who check personal assistants read this. We show it to nobody, and we have no stars and no reviews.",
    "Are you worried that somebody is not safe? Tell us about it under “Report a worry” instead, or call 999 if it is "
    "urgent.",
)


@ASKS
@login_required
def feedback(request: Request, slug: str) -> HttpResponse:
    profile = get_object_or_404(public.public_assistants(), slug=slug)
    form = FeedbackForm(posted(request))

    def do() -> str:
        cases.give_feedback(profile=profile, words=form.cleaned_data["words"], by=request.user)
        return "Thank you. It is with those who check personal assistants."

    home = reverse("directory-assistant", args=[slug])
    crumbs = [("Home", "/"), ("Personal assistants", reverse("directory-assistants")), (profile.name, home)]
    title = f"Tell us about {profile.name}"
    desk = Desk(title=title, form=form, do=do, then=home, crumbs=crumbs, button="Send", lead=LEAD, section="find")
    return answer(request, desk)
