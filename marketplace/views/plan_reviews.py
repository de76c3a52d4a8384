"""A person, or somebody who may propose for her, asks for a review of the plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from marketplace.actions import plan_reviews
from marketplace.actions.moves import Refused
from marketplace.forms.plans import AskReviewForm
from marketplace.queries import plan_reviews as found
from marketplace.queries import plans
from marketplace.views.asking import ASKS, typed
from marketplace.views.pens import Pen

ASKED = "We have your request. A practitioner will talk with you. Your plan goes on as it is until then."


@ASKS
@for_person(Scope.PROPOSE)
def ask(request: Request) -> HttpResponse:
    """One page. Where one was asked for already, or nothing is agreed, back to how things stand."""
    pen = Pen(request.acting.whom, request.acting.for_another)
    asked = found.request_of(pen.person)
    if asked and request.method != "POST":
        messages.info(request, "A review was asked for already. A practitioner will be in touch.")
        return redirect("plans-home")
    form = AskReviewForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            plan_reviews.ask(person=pen.person, by=request.user, words=form.cleaned_data["words"])
        except Refused as refused:
            messages.error(request, refused.words)
        else:
            messages.success(request, ASKED)
        return redirect("plans-home")
    if plans.holds(pen.person) is None:
        messages.info(request, plan_reviews.NO_PLAN)
        return redirect("plans-home")
    context = pen.shell(form=form, back=reverse("plans-home"))
    return render(request, "marketplace/plans_review.html", context)


@ASKS
@for_person(Scope.PROPOSE)
def take_back(request: Request) -> HttpResponse:
    pen = Pen(request.acting.whom, request.acting.for_another)
    asked = found.request_of(pen.person)
    if asked is None:
        messages.info(request, "No review is asked for now.")
        return redirect("plans-home")
    if request.method == "POST":
        try:
            plan_reviews.take_back(request=asked, by=request.user)
        except Refused as refused:
            messages.info(request, refused.words)
        else:
            messages.success(request, "You took it back. You can ask again at any time.")
        return redirect("plans-home")
    context = pen.shell(
        title="Take back the request for a review?",
        lines=["The next review takes place on its usual date. You can ask again at any time."],
        button="Take it back",
        back=reverse("plans-home"),
    )
    return render(request, "marketplace/plans_sure.html", context)
