"""A person says whether she is well, in two clicks, and reads how it ended.

It is her own page, whoever she acts for, and nobody who acts for her has it: they may be the reason.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions import welfare as actions
from accounts.forms.welfare import AnswerForm
from accounts.models import Person, WelfareCheck
from accounts.queries import welfare as queries
from accounts.requests import Request
from accounts.views.easy import is_easy, kept
from accounts.views.money import MONEY
from design.formats import day

WELL = "Thank you. We are glad that you are well."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("practitioner"), user=request.user)
    check = queries.waiting_of(person)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if check and form.is_bound and form.is_valid():
        return answered(request, check, form)
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "person": person,
        "check": check,
        "form": form if check else None,
        "told": queries.told(person)[1 if check else 0 :],  # the one above is asked now
        "easy": is_easy(request),
    }
    return render(request, "accounts/all_well.html", context)


def answered(request: Request, check: WelfareCheck, form: AnswerForm) -> HttpResponse:
    try:
        made = actions.answer(check=check, by=request.user, **form.cleaned_data)
        messages.success(request, WELL if made.answer == made.Answer.WELL else call(made))
    except actions.WelfareRefused as why:
        messages.info(request, str(why))
    return redirect(f"/money/all-well/{kept(request)}")


def call(check: WelfareCheck) -> str:
    return f"Thank you. Somebody at the council calls you by the end of {day(check.answer_by)}."
