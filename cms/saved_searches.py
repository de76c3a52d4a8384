"""What a saved search asks, read as the address of a results page is read."""

from django.core import signing
from django.http import QueryDict
from django.urls import reverse

from cms.models import SavedSearch
from search import address, places
from search.address import Asked
from search.query import Query

SALT = "cms.saved_search.stop"


def asked(query_string: str) -> Asked:
    """Without the page and the order: they are how one looks at results, not what one asks for."""
    return address.read(QueryDict(query_string)).changed(sort="relevance")


def tidied(query_string: str) -> str:
    """One spelling of one search; empty when nothing is asked for."""
    return asked(query_string).address.removeprefix("?")


def query(saved: SavedSearch) -> Query | None:
    """None where the place is not known any more: then it would ask for things from everywhere."""
    wanted = asked(saved.asked)
    near = places.find(wanted.near) if wanted.near else None
    return None if wanted.near and near is None else address.query(wanted, near)


def results_address(saved: SavedSearch) -> str:
    return f"{reverse('search-results')}?{saved.asked}"


def stop_address(saved: SavedSearch) -> str:
    """Works for whoever holds it, without signing in; it can only stop e-mails."""
    return reverse("cms-saved-search-stop", args=[signing.Signer(salt=SALT).sign(str(saved.pk))])


def named_by(token: str) -> int | None:
    """The saved search that a link from an e-mail is about; None where nobody signed it."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
