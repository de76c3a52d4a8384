"""Who may open pages, and say whether they were useful."""

from tests.access import ANYONE, Row
from tests.factories import cms


def advice(_cast):
    return {"page_pk": cms.an_advice_page().pk}


def home(_cast):
    cms.a_site()
    return [""]


ACCESS = [
    Row("cms-feedback", ANYONE, "GET POST", at=advice),
    Row("cms-feedback-thanks", ANYONE, at=advice),
    Row("staff-search", "editor commissioner administrator"),
    Row("staff-search-words", "editor commissioner administrator"),
    Row("staff-search-rebuild", "editor administrator", "GET POST", post=302),
    Row("wagtail_serve", ANYONE, at=home),
]
