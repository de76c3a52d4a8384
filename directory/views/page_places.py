"""Where a service is given: which places, a new one, and one that closes."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import Request
from accounts.views.desk_form import ASKS, posted
from design.formats import counted
from directory import pages
from directory.actions import page_places as actions
from directory.actions import proposals
from directory.forms.page_places import NewPlaceForm, PlacesForm
from directory.models import Organisation
from directory.permissions import may_write
from directory.refusals import Refused
from directory.views.page_edit import CHANGED, is_as_seen, seen, shell
from directory.views.pages import Page, load

UNKNOWN = "We do not know this postcode, so people will not find the place by distance. Check it."
SAVED = "It is in your draft. Nobody else sees it until you send it."


def hers(request: Request, kind: str, pk: int) -> Page:
    page = load(request, kind, pk)
    if not may_write(request.user, page.of, ["places"]):
        raise PermissionDenied
    return page


def organisation(page: Page) -> Organisation:
    """A personal assistant's page has no places: never somebody's home."""
    if not isinstance(page.of, Organisation):
        raise Http404
    return page.of


@ASKS
def where(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = hers(request, "service", pk)
    if not is_as_seen(request, page, ["places"]):
        messages.info(request, CHANGED)
        return redirect(request.path)
    form = PlacesForm(posted(request), said=page.said, places=pages.places_of(organisation(page)))
    if request.method == "POST" and form.is_valid():
        proposals.write(subject=page.subject, of=page.of, values=form.values(), by=request.user)
        messages.success(request, "Saved as a draft. Nobody else sees it until you send it.")
        return redirect(page.href)
    return render(request, "directory/page_places.html", shell(page) | {"form": form, "seen": seen(page, ["places"])})


@ASKS
def add(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page, form = hers(request, "service", pk), NewPlaceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.add(
            service=page.subject,
            name=given["name"],
            address=form.address(),
            access=given["access"],
            by=request.user,
        )
        messages.success(request, SAVED)
        if made.latitude is None:
            messages.info(request, UNKNOWN)
        return redirect(page.href)
    return render(request, "directory/page_place.html", shell(page) | {"form": form})


@ASKS
def close(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = hers(request, "place", pk)
    error = ""
    if request.method == "POST":
        try:
            sent = actions.close(place=page.subject, of=organisation(page), by=request.user)
        except Refused as why:
            error = str(why)
        else:
            messages.success(request, f"Sent for {counted(len(sent), 'page')}. We look at it first, and write to you.")
            return redirect("provider-pages")
    context = {"services": pages.services_at(page.subject, organisation(page)), "error": error}
    return render(request, "directory/page_place_close.html", shell(page) | context)
