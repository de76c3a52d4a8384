"""Keep services and people to think about, without signing in and without a script.

These forms carry no token against forgery: that would set a cookie for everybody who reads a page of results. A form
on another site is told by where it says it comes from, and could do no more than change this list.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from directory import shortlist
from directory.shortlist import MOST, Kept
from directory.views import nearby, side_by_side

FULL = f"Your shortlist is full: it holds {MOST}. Take something off it first."
NAMELESS = "Something you kept"


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """What has come down since is named once, and is off the list after that."""
    kept, near = shortlist.read(request), nearby.near_of(request)
    things = side_by_side.all_of(kept, near)
    there = [thing.kept for thing in things]
    gone = [one for one in kept if one not in there]
    known = side_by_side.names(gone) if gone else {}
    context = {
        "things": things,
        "gone": [known.get(one, NAMELESS) for one in gone],
        "near": near,
        "near_query": nearby.query_of(request),
        "most": side_by_side.MOST,
        "section": "shortlist",
        "breadcrumbs": [("Home", "/"), ("Find support", reverse("directory-find"))],
    }
    answer = HttpResponse()
    if gone:
        shortlist.write(request, answer, there)
    answer.content = render_to_string("directory/shortlist.html", context, request).encode()
    return answer


@csrf_exempt
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    kept, wanted = shortlist.read(request), asked(request)
    name = side_by_side.names([wanted], only_public=True).get(wanted)
    if name is None:
        raise Http404
    response = back(request, wanted)
    if wanted not in kept and len(kept) >= MOST:
        messages.warning(request, FULL)
    elif wanted not in kept:
        shortlist.write(request, response, [*kept, wanted])
        messages.success(request, f"{name} is on your shortlist.")
    return response


@csrf_exempt
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    kept, unwanted = shortlist.read(request), asked(request)
    response = back(request, unwanted)
    if unwanted in kept:
        shortlist.write(request, response, [one for one in kept if one != unwanted])
        name = side_by_side.names([unwanted]).get(unwanted, NAMELESS)
        messages.success(request, f"{name} is off your shortlist.")
    return response


@csrf_exempt
@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    """For somebody who shares a computer: nothing of the list is left on it."""
    refuse_other_sites(request)
    response = redirect("directory-shortlist")
    shortlist.write(request, response, [])
    return response


def asked(request: HttpRequest) -> Kept:
    refuse_other_sites(request)
    found = shortlist.understood(request.POST.get("thing", ""))
    if found is None:
        raise BadRequest("Nothing that can be kept was named")
    return found


def refuse_other_sites(request: HttpRequest) -> None:
    """Browsers say where a form comes from; who says nothing is no browser with a cookie of ours."""
    origin = request.headers.get("Origin")
    if origin is not None and origin not in (f"{request.scheme}://{request.get_host()}", settings.SITE_URL):
        raise PermissionDenied


def back(request: HttpRequest, to: Kept) -> HttpResponse:
    """To the page where it was pressed, at the same place of it."""
    page = request.POST.get("back", "")
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    listing = reverse("directory-shortlist")
    if not ours or page.startswith(listing):
        return redirect(page if ours else listing)
    return redirect(f"{page}#keep-{to}")
