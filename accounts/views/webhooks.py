"""Where Stripe tells us things: three addresses, a secret each. What is not signed by it changes nothing."""

import time
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import webhooks
from accounts.actions import answers
from accounts.models import OutsideEvent
from accounts.stripe.client import VERSION
from accounts.stripe.events import Event, Forged, verified

MOST_BYTES = 256 * 1024
Endpoint = OutsideEvent.Endpoint
ASKED = "issuing_authorization.request"


@csrf_exempt  # Stripe has no cookie of ours: its signature is what counts
@never_cache
@require_POST
def stripe(request: HttpRequest, endpoint: str) -> HttpResponse:
    """Verify, store, answer; the work comes later. A card question alone is answered at once."""
    try:
        event = verified(body(request), request.headers.get("Stripe-Signature", ""), secrets_of(endpoint), time.time())
        if event.livemode != settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_")):
            raise Forged("of the other mode: test events are for test keys, live ones for live keys")
    except TooLarge:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"More than {MOST_BYTES // 1024} kB")
    except Forged as why:
        return problem(HTTPStatus.BAD_REQUEST, str(why))
    if endpoint == Endpoint.ISSUING and event.type == ASKED:
        return answered(event)
    webhooks.receive(Endpoint(endpoint), event)
    return JsonResponse({"received": True})


class TooLarge(Exception):
    pass


def body(request: HttpRequest) -> bytes:
    """Exactly as it came. What is longer than it says is cut by the server, and then no signature fits."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise TooLarge
        found = request.body
    except (ValueError, RawPostDataException):
        raise Forged("not readable") from None
    if len(found) > MOST_BYTES:
        raise TooLarge
    return found


def secrets_of(endpoint: str) -> list[str]:
    """Several while one is replaced. Without any nothing is believed."""
    named: list[str] = getattr(settings, f"STRIPE_WEBHOOK_SECRET_{endpoint.upper()}")
    return named


def answered(event: Event) -> HttpResponse:
    try:
        approved = answers.answer(event)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return problem(HTTPStatus.BAD_REQUEST, "not a card question")
    return JsonResponse({"approved": approved}, headers={"Stripe-Version": VERSION})  # Stripe reads none without it


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    words = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return JsonResponse(words, status=status.value, content_type="application/problem+json")
