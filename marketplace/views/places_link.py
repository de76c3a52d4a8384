"""From an e-mail, without signing in: these places are still right. Looking at the page changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directory.actions import capacity
from directory.refusals import Moved
from marketplace import place_links
from marketplace.views.desk_places import standing
from marketplace.views.handover_link import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    holder = place_links.opened(token)
    if holder is None:
        return render(request, "marketplace/places_link_over.html", status=404)
    done, changed = False, ""
    if request.method == "POST":
        try:
            capacity.confirm(of=holder.of, seen=request.POST.get("seen", ""), by=holder.user)
            done = True
        except Moved as moved:
            changed = str(moved)
    stands = standing(holder.of, list(capacity.said_by(holder.of)), timezone.now())
    context = {"standing": stands, "done": done, "changed": changed}
    response = render(request, "marketplace/places_link.html", context)
    response.headers["Referrer-Policy"] = "origin"  # the button's page says of which site it is, and no address
    return response
