"""Who may tell us something, read how it stands, and deal with it."""

from tests.access import ANYONE, SIGNED_IN, Row
from tests.factories import front_door as make

HANDLERS = "practitioner administrator"
HIDDEN = {"others": 404}  # that there is a concern is itself private: for others the page is not there


def own(cast):
    return {"reference": make.complaint(by=cast.resident).reference}


def theirs(_cast):
    return {"reference": make.complaint().reference}


def step(slug):
    return lambda cast: {**theirs(cast), "slug": slug}


def letter(_cast):
    found = make.complaint(contact_format="print", name="Rosa Alvarez", address="8 Weir Cottages")
    return {"reference": found.reference, "pk": found.letters.get().pk}


def concern(_cast):
    return {"reference": make.concern().reference}


def concern_step(slug):
    return lambda cast: {**concern(cast), "slug": slug}


def being_looked_at(cast):
    found = make.tested(cast.user("safeguarding"))
    return {"reference": found.reference}


def for_safeguarding(name, methods="GET HEAD", **more):
    return Row(name, "safeguarding", methods, answers=HIDDEN, **more)


FRONT_DOOR = [
    Row("cms-tell-us", ANYONE, "GET HEAD POST"),
    Row("cms-tell-us-step", ANYONE, "GET HEAD POST", get=302, at=lambda _: {"step": "words"}),  # nothing begun
    Row("cms-tell-us-check", ANYONE, "GET HEAD POST", get=302),
    Row("cms-tell-us-sent", ANYONE, "GET HEAD", get=302),
    Row("cms-tell-us-follow", ANYONE, "GET HEAD", get=404),  # without the key of a complaint
    Row("cms-told-list", SIGNED_IN, "GET HEAD"),
    Row("cms-told", "resident", "GET HEAD", at=own),
    Row("cms-compliments", SIGNED_IN, "GET HEAD"),
    Row("cms-concern", ANYONE, "GET HEAD"),
    Row("cms-concern-tell", ANYONE, "GET HEAD POST"),
    Row("cms-concern-sent", ANYONE, "GET HEAD", get=302),
    Row("staff-complaints", HANDLERS, "GET HEAD"),
    Row("staff-complaint-counts", HANDLERS, "GET HEAD"),
    Row("staff-complaint-counts-sheet", HANDLERS, "GET HEAD"),
    Row("staff-complaint-register", HANDLERS, "GET HEAD"),
    Row("staff-complaint", HANDLERS, "GET HEAD", at=theirs),
    Row("staff-complaint-take", HANDLERS, "POST", at=theirs),
    Row("staff-complaint-safeguarding", HANDLERS, "POST", at=theirs),
    Row("staff-complaint-letter", HANDLERS, "GET HEAD POST", at=letter),
    Row("staff-complaint-step", HANDLERS, "GET HEAD POST", at=step("note")),
    for_safeguarding("staff-concerns"),
    for_safeguarding("staff-concern-looks"),
    for_safeguarding("staff-concern", at=concern),
    for_safeguarding("staff-concern-take", "POST", at=concern),
    for_safeguarding("staff-concern-link", "GET HEAD POST", at=being_looked_at),
    for_safeguarding("staff-concern-step", "GET HEAD POST", at=concern_step("note")),
]
