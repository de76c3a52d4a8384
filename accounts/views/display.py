"""Text size, space, colours and Easy Read: for everybody, signed in or not, without a script."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import display as actions
from accounts.forms.display import DisplayForm
from accounts.models import ContactFormat
from accounts.requests import Request
from accounts.views.details import HOME
from accounts.views.easy import told_in
from design import display
from design.display import Display


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: Request) -> HttpResponse:
    """Try it, keep it, or go back to the usual: three buttons of one form."""
    now = display.of(request)
    if "usual" in request.POST:
        return kept(request, Display(), "Pages have their usual look again.")
    form = DisplayForm.of(now, request.POST if request.method == "POST" else None)
    tried = form.is_bound and form.is_valid()
    if tried and "try" not in request.POST:
        return kept(request, form.display, "Pages look like this from now on.")
    if tried:
        display.try_on(request, form.display)
    context = {
        "breadcrumbs": HOME,
        "form": form,
        "tried": tried,
        "is_usual": now == Display(),
        "back": came_from(request),
        "reads_easy": told_in(request) == ContactFormat.EASY_READ,
    }
    return render(request, "accounts/display.html", context)


def kept(request: Request, chosen: Display, said: str) -> HttpResponse:
    """In this browser; and for somebody who is signed in, wherever else she signs in."""
    back = came_from(request)
    response = redirect(reverse("accounts-display") + (f"?{urlencode({'page': back})}" if back else ""))
    display.keep_in_browser(response, chosen)
    response.delete_cookie(settings.EASY_READ_COOKIE_NAME, samesite="Lax")  # what she says here holds from now on
    if request.user.is_authenticated:
        actions.keep(by=request.user, display=chosen)
    messages.success(request, said)
    return response


def came_from(request: Request) -> str:
    """The page of ours where she was, without its query."""
    page = request.POST.get("page", "") or request.GET.get("page", "")
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours else ""
