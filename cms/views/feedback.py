"""Was this page useful? One question on a page of its own, so that reading advice sets no cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cms.actions import feedback
from cms.forms.feedback import ANSWERS, FeedbackForm
from cms.models import AdvicePage
from design.limits import too_often
from design.views.errors import too_many

TIMES, SECONDS = 10, 3600
LARGEST_ID = 2**31 - 1  # of a page: a database cannot be asked for more


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, page_pk: int) -> HttpResponse:
    page = public_page(page_pk)
    if request.method == "GET":
        answer = request.GET.get("useful")
        initial = {"useful": answer} if answer in dict(ANSWERS) else {}
        return ask(request, page, FeedbackForm(initial=initial))
    if too_often(request, "page-feedback", times=TIMES, seconds=SECONDS):
        return too_many(request)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return ask(request, page, form)
    feedback.give(page=page, useful=form.cleaned_data["useful"] == "yes", comment=form.cleaned_data["comment"])
    return redirect("cms-feedback-thanks", page_pk=page.pk)


@require_GET
def thanks(request: HttpRequest, page_pk: int) -> HttpResponse:
    return render(request, "cms/feedback_thanks.html", around(request, public_page(page_pk)))


def public_page(page_pk: int) -> AdvicePage:
    if page_pk > LARGEST_ID:
        raise Http404
    return get_object_or_404(AdvicePage.objects.live().public(), pk=page_pk)


def ask(request: HttpRequest, page: AdvicePage, form: FeedbackForm) -> HttpResponse:
    return render(request, "cms/feedback.html", {"form": form} | around(request, page))


def around(request: HttpRequest, page: AdvicePage) -> dict:
    crumbs = [*page.breadcrumbs(request), (page.title, page.get_url(request))]
    return {"page": page, "section": page.section, "breadcrumbs": crumbs}
