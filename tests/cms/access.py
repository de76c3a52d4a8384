"""Who may open pages, say whether they were useful, and see the searches somebody saved."""

from cms import saved_searches as reading
from cms.actions import saved_searches
from tests.access import ANYONE, SIGNED_IN, Row
from tests.cms.front_door_access import FRONT_DOOR
from tests.factories import cms


def advice(_cast):
    return {"page_pk": cms.an_advice_page().pk}


def home(_cast):
    cms.a_site()
    return [""]


def saved(cast):
    return {"pk": saved_searches.save(owner=cast.resident, name="Lunch", asked="q=lunch").pk}


def stop_link(cast):
    kept = saved_searches.save(owner=cast.resident, name="Lunch", asked="q=lunch")
    return {"token": reading.stop_address(kept).split("/")[-2]}


ACCESS = [
    *FRONT_DOOR,
    Row("cms-feedback", ANYONE, "GET POST", at=advice),
    Row("cms-feedback-thanks", ANYONE, at=advice),
    Row("cms-a-to-z", ANYONE, "GET HEAD"),
    Row("staff-advice", "editor", "GET HEAD"),
    Row("staff-advice-links", "editor", "GET HEAD"),
    Row("staff-advice-links-of", "editor", "GET HEAD POST", at=advice),
    Row("staff-search", "editor commissioner administrator"),
    Row("staff-search-words", "editor commissioner administrator"),
    Row("staff-search-rebuild", "editor administrator", "GET POST", post=302),
    Row("cms-saved-searches", SIGNED_IN, "GET HEAD"),
    Row("cms-saved-search-save", SIGNED_IN, "POST"),
    Row("cms-saved-search", "resident", "GET HEAD", at=saved),  # her own, also while somebody acts for her
    Row("cms-saved-search-emails", "resident", "POST", at=saved),
    Row("cms-saved-search-delete", "resident", "GET HEAD POST", at=saved),
    Row("cms-saved-search-stop", ANYONE, "GET HEAD POST", at=stop_link),  # the signed address is the permission
    Row("wagtail_serve", ANYONE, at=home),
]
