"""What the content room asks of the directory: support to go with an advice page, and numbers for the home page."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from cms.support import Found, Offer, Wanted
from design.formats import pounds
from directory import public
from directory.documents import ASSISTANT, SERVICE
from search.hits import Hit
from search.query import Query, search

LISTS = {  # kind wanted → kinds in search, filters, list, what they are called
    "personal_assistant": ((ASSISTANT,), {"approved": ("approved",)}, "directory-assistants", "personal assistants"),
    "service": ((SERVICE,), {}, "directory-find", "services"),
    "any": ((SERVICE, ASSISTANT), {}, "directory-find", "services and people"),
}


def offer(wanted: Wanted) -> Offer:
    """The best few for some words, and where all of them are."""
    kinds, facets, screen, called = LISTS.get(wanted.kind, LISTS["any"])
    results = search(Query(text=wanted.words, kinds=kinds, facets=facets, per_page=wanted.limit))
    query = {"q": wanted.words} | ({"kind": SERVICE} if wanted.kind == "service" else {})
    return Offer(
        found=tuple(Found(hit.document.title, hit.document.url, line(hit)) for hit in results.hits),
        total=results.total,
        label=f"See all {results.total} {called}" if results.total > 1 else "See it in the directory",
        url=address(screen, query),
    )


def line(hit: Hit) -> str:
    """What it is, what it costs, what was checked."""
    document = hit.document
    price = ""
    if document.price_pence is not None:
        price = f"{pounds(document.price_pence)} {document.price_unit}" if document.price_pence else "Free"
    checked = document.extra.get("approval", "") if hit.approved else ""
    return " · ".join(part for part in (document.extra.get("organisation", ""), price, checked) if part)


def services() -> int:
    return public.public_services().count()


def personal_assistants() -> int:
    return public.approved_assistants(timezone.localdate()).count()


def address(screen: str, query: dict[str, str]) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return reverse(screen) + (f"?{given}" if given else "")
