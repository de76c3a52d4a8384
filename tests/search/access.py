"""Who may search: everybody."""

from tests.access import ANYONE, Row

ACCESS = [
    Row("search-results", ANYONE, "GET HEAD"),
    Row("search-how-ordered", ANYONE, "GET HEAD"),
    Row("api:search", ANYONE, get=503),  # no search index in these tests
    Row("search-suggest", ANYONE, "GET HEAD"),
]
