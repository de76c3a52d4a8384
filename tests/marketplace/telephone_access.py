"""Who may open the telephone desk, and a handover sheet."""

from datetime import timedelta

from marketplace.actions import handover, telephone
from tests.access import ANYONE, Row
from tests.factories import marketplace as market
from tests.factories import setting_up

BUYERS = "resident stranger delegate"
MINE = "resident delegate"
TAKERS = "practitioner"


def to_call(cast):
    return {"pk": market.pot(setting_up.newcomer()).person_id}


def call(cast):
    by = cast.user("practitioner")
    taken = telephone.take(person=market.pot(setting_up.newcomer()).person, by=by)
    return {"pk": telephone.check_identity(call=taken, facts=("born_on", "postcode"), by=by).pk}


def sheet(cast):
    return handover.write(person=cast.person, part="to_know", text="Talk slowly", by=cast.resident)


def contact(cast):
    given = {"name": "Nia Hale", "who": "neighbour", "phone": "01632 960001"}
    return {"pk": handover.save_contact(person=cast.person, by=cast.resident, **given).pk}


def handover_link(cast):
    sheet(cast)
    given = {"receiver": "Nia Hale", "lasts": timedelta(days=1), "agreed": True}
    return {"pk": handover.give(person=cast.person, by=cast.resident, **given).link.pk}


TELEPHONE = [
    Row("handover-home", BUYERS),
    Row("handover-write", BUYERS, "GET POST", at=lambda _: {"part": "routines"}),
    Row("handover-contact-add", BUYERS, "GET POST"),
    Row("handover-contact", MINE, "GET POST", at=contact),
    Row("handover-contact-remove", MINE, "POST", at=contact),
    Row("handover-give", BUYERS, "GET POST"),
    Row("handover-withdraw", MINE, "POST", at=handover_link),
    Row("handover-print", BUYERS, get=302),  # nothing is written yet
    Row("handover-link", ANYONE, "GET POST", at=lambda _: {"token": "spent"}, get=404, post=404),  # it is over
    Row("handover-read", ANYONE, get=404),  # nobody holds a link yet
    Row("staff-orders", TAKERS),
    Row("staff-orders-find", TAKERS, "GET POST"),
    Row("staff-orders-take", TAKERS, "POST", at=to_call),
    Row("staff-order", TAKERS, at=call),
    Row("staff-order-check", TAKERS, "GET POST", at=call),
    Row("staff-order-go-on", TAKERS, "POST", at=call),
    Row("staff-order-end", TAKERS, "POST", at=call),
    Row("staff-order-again", TAKERS, "POST", at=call),
]
