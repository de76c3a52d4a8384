"""Publish the council's text on what a personal budget may buy: write, check, publish. Earlier versions stay."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import policies
from accounts.desks import STAFF
from accounts.forms.answer import PolicyForm
from accounts.models import PurchasePolicy
from accounts.permissions import needs, permissions_of
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.staff_questions import QUESTIONS
from design.formats import day


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PUBLISH_POLICY)
def publish(request: Request) -> HttpResponse:
    policy = PurchasePolicy.current()
    form = PolicyForm(posted(request), initial={"text": policy.text})

    def do() -> str:
        made = policies.publish(text=form.cleaned_data["text"], by=request.user)
        return f"Version {made.number} is published. Answers quote it from now on."

    answers = Permission.ANSWER_QUESTIONS in permissions_of(request.user)
    by = f"published by {policy.published_by.name} on" if policy.published_by else "which came with this website, from"
    lead = [
        f"The text of today is version {policy.number}, {by} {day(policy.published_at)}.",
        "A small purchase may get its yes by this text at once, and the answer names you as who published it.",
    ]
    desk = Desk(
        "What a personal budget may buy",
        form,
        do,
        reverse("staff-questions") if answers else reverse("staff-home"),
        QUESTIONS if answers else STAFF,
        button="Publish",
        lead=lead,
        check=lambda: [{"key": "The new text", "value": form.cleaned_data["text"]}],
        warning="Everybody can read it from now on. A version cannot be changed: publish another one instead.",
    )
    return answer(request, desk)
