"""The call of this session: for whom a member of staff stands in on the pages where something is chosen and booked.

Only on those pages. On every other one she is herself: a call opens nobody's money pages, orders or messages.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import acting
from accounts.acting import Acting
from accounts.models import User
from accounts.roles import Scope
from design.formats import clock
from marketplace.models import TelephoneOrder
from marketplace.queries import telephone

KEY = "telephone_order"
CHOOSING = frozenset({"marketplace-home", "marketplace-listing", "directory-assistant", "directory-service"})
BOOKING = "marketplace-book"
SCOPES = frozenset({Scope.SEE_BALANCE, Scope.ORDER, Scope.PAY})


def hold(request: HttpRequest, call: TelephoneOrder) -> None:
    """From now on this session is in that call, and acts for nobody else."""
    acting.stop(request)
    request.session[KEY] = call.pk


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def held(request: HttpRequest) -> TelephoneOrder | None:
    """The call of this session, as it stands: it may be over. Looked up once for a request."""
    if not hasattr(request, "_telephone_order"):
        request._telephone_order = _held(request)  # type: ignore[attr-defined]
    found: TelephoneOrder | None = request._telephone_order  # type: ignore[attr-defined]
    return found


def _held(request: HttpRequest) -> TelephoneOrder | None:
    session, user = getattr(request, "session", {}), getattr(request, "user", None)
    if KEY not in session or not isinstance(user, User):
        return None
    found = TelephoneOrder.objects.filter(pk=session[KEY], taken_by=user).select_related("person").first()
    return found if found and telephone.may_take(user, found.person) else None


def stands_in(request: HttpRequest) -> Acting | None:
    """For `accounts.acting`: the caller, where the call was checked; else the address at which it is checked.

    A mandate of her own that she chose since comes before it. One that is over answers the second half of a double
    click, and is forgotten by the next page.
    """
    match = request.resolver_match
    name = match.view_name if match else ""
    if name not in CHOOSING and not name.startswith(BOOKING):
        return None
    call = held(request)
    if call is None or acting.SESSION_KEY in request.session:
        return None
    if call.ended_at and request.method in ("GET", "HEAD"):
        drop(request)
        return None
    if not telephone.is_checked(call, timezone.now()):
        return Acting(user=call.taken_by, first=reverse("staff-order", args=[call.pk]))
    return Acting(user=call.taken_by, person=call.person, scopes=SCOPES)


def banner(request: HttpRequest) -> dict[str, Any] | None:
    """On every page while a call is open."""
    call = held(request)
    if call is None or call.ended_at:
        return None
    ends = telephone.lapses_at(call)
    checked = telephone.is_checked(call, timezone.now())
    return {
        "template": "marketplace/_call_banner.html",
        "call": call,
        "until": clock(ends) if ends and checked else "",
    }
