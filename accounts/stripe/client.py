"""One client for every call: base address, version, time-outs, and repeats under the same idempotency key."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import stripe
from django.conf import settings
from stripe import RequestOptions

# The version that this release of the library was made for: its types and ours agree. It changes with the library only.
VERSION = stripe.api_version
CURRENCY = "gbp"
REPEATS = 1  # by the library, at once; after that the caller's own queue asks again, with the same key
BUSY = (409, 429)  # the same key is being worked on, or too many requests
WRONG_KEY = 401  # nothing was looked at: once the council's secret key is put right, the same request can succeed

stripe.enable_telemetry = False


class Unreachable(Exception):
    """No answer that settles anything: network, time-out, 5xx, 429, 409, or a secret key that Stripe does not know.
    The work may or may not have been done. Ask again later **with the same key**; Stripe keeps keys for a day at least
    (docs.stripe.com/api/idempotent_requests), so after that look first whether it was done."""


class Rejected(Exception):
    """Stripe said no (any other 4xx). Asking again does not help."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


def client() -> stripe.StripeClient:
    """Connections are kept open, one set for each thread."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, tuple(settings.STRIPE_TIMEOUTS))


@lru_cache(maxsize=8)
def _client(key: str, base: str, timeouts: tuple[float, float]) -> stripe.StripeClient:
    return stripe.StripeClient(
        key or "none",  # the library refuses an empty key with an error of its own; Stripe's 401 is an answer we know
        stripe_version=VERSION,
        base_addresses={"api": base.rstrip("/")},
        max_network_retries=REPEATS,
        http_client=stripe.RequestsClient(timeout=timeouts),
    )


@contextmanager
def asked() -> Iterator[stripe.StripeClient]:
    """The client, and whatever the library raises told in our two words."""
    try:
        yield client()
    except stripe.StripeError as why:
        raise told(why) from why


def told(why: stripe.StripeError) -> Unreachable | Rejected:
    """Words of Stripe's are for staff and logs: they may hold ids, never a card number."""
    status = why.http_status or 0
    if not 400 <= status < 500 or status in BUSY or status == WRONG_KEY:
        return Unreachable(f"Stripe: {type(why).__name__} {status or 'no answer'}")
    code = why.code or getattr(why.error, "type", None) or type(why).__name__
    return Rejected(str(code), str(why.user_message or ""))


def once(key: str, account: str = "") -> RequestOptions:
    """Options of a call that makes something: one key, one object, however often it is asked."""
    options: RequestOptions = {"idempotency_key": key}
    return options | RequestOptions(stripe_account=account) if account else options


def every(page: Any) -> Iterator[dict[str, Any]]:
    """Each object of all pages."""
    for each in page.auto_paging_iter():
        yield each.to_dict()


def bearing(page: Any, reference: str) -> dict[str, Any] | None:
    """The first object of all pages that has our reference among its metadata."""
    return next((each for each in every(page) if reference_of(each) == reference), None)


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def moment(value: Mapping[str, Any], name: str = "created") -> datetime:
    return datetime.fromtimestamp(value[name], UTC)


def id_of(value: Any) -> str:
    """Of something that Stripe gives as an id, whole, or not at all."""
    if isinstance(value, Mapping):
        return str(value["id"])
    return str(value or "")


def reference_of(value: Mapping[str, Any]) -> str:
    """Our own reference, as we put it into the metadata."""
    return str((value.get("metadata") or {}).get("reference", ""))
