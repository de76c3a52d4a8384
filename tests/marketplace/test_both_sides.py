"""A seller whom the person has given a mandate: they answer for the seller, and never for her too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Scope
from marketplace.actions import orders, pauses, proposals, queries, visits
from marketplace.actions.moves import Refused
from marketplace.models import Order, Proposal, Visit, VisitPause
from marketplace.permissions import NotYours
from marketplace.states import Party
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.marketplace.test_order_pages import to

pytestmark = pytest.mark.django_db
PERSON = Party.PERSON
WORDS = "You belong to the seller, so somebody else must answer for them."


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def ben(listing):
    return market.seller_user(listing)


@pytest.fixture
def mandate(pot, ben):
    return people.mandate(pot.person, ben, *Scope)


def longer(visit, by, party):
    starts_at = visit.starts_at + timedelta(days=1)
    return proposals.propose(visit=visit, starts_at=starts_at, minutes=180, by=by, party=party)


def coming(listing, pot):
    return market.coming(listing, pot).visits.get()


def asked(listing, pot):
    visit = coming(listing, pot)
    return longer(visit, market.seller_user(listing), Party.PROVIDER)


def missed(listing, pot):
    return visits.miss(visit=market.started(listing, pot), by=pot.person.user)


def recorded(listing, pot):
    return market.recorded(listing, pot, minutes=180)


def in_question(listing, pot):
    return queries.ask(visit=recorded(listing, pot), reason="They left early", by=pot.person.user).visit


ANSWERS = {
    "confirms": (recorded, lambda visit, by: visits.confirm(visit=visit, by=by)),
    "pays more": (recorded, lambda visit, by: visits.confirm(visit=visit, by=by, with_extra=True)),
    "cancels": (coming, lambda visit, by: visits.cancel(visit=visit, by=by, party=PERSON)),
    "cancels all": (coming, lambda visit, by: visits.cancel_rest(order=visit.order, by=by)),
    "nobody came": (market.started, lambda visit, by: visits.miss(visit=visit, by=by)),
    "somebody did": (missed, lambda visit, by: visits.take_back_missed(visit=visit, by=by)),
    "asks": (recorded, lambda visit, by: queries.ask(visit=visit, reason="Late", by=by)),
    "asks no more": (in_question, lambda visit, by: queries.take_back(visit=visit, by=by)),
    "another time": (coming, lambda visit, by: longer(visit, by, PERSON)),
    "agrees": (asked, lambda asked, by: proposals.accept(proposal=asked, by=by)),
    "does not agree": (asked, lambda asked, by: proposals.decline(proposal=asked, by=by)),
    "takes back": (market.waiting, lambda order, by: orders.withdraw(order=order, by=by)),
}


def kept():
    """All that an answer could have changed."""
    visit = ("state", "version", "price_pence", "minutes", "paid_pence", "missed_at")
    rows = [(Visit, visit), (Order, ("state",)), (Proposal, ("state", "minutes")), (VisitPause, ("back_on",))]
    return [list(model.objects.order_by("pk").values(*fields)) for model, fields in rows]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_seller_with_a_mandate_does_not_answer_for_the_person(listing, pot, ben, mandate, name):
    made, answer = ANSWERS[name]
    about, before = made(listing, pot), kept()
    with pytest.raises(Refused) as caught:
        answer(about, ben)
    assert (caught.value.code, caught.value.words, kept()) == ("own_offer", WORDS, before)


@pytest.mark.parametrize("name", ANSWERS)
def test_another_delegate_and_a_seller_of_something_else_do(listing, pot, name):
    made, answer = ANSWERS[name]
    ada = market.seller_user(market.listing(personal_assistant=market.assistant("Ada Quill")))
    people.mandate(pot.person, ada, *Scope)
    about, before = made(listing, pot), kept()
    answer(about, ada)
    assert kept() != before


def test_whoever_works_for_an_organisation_that_sells_is_of_its_side(pot):
    listing = market.listing(service=directory.service())
    visit, carer = recorded(listing, pot), people.user("Carer")
    directory.member(listing.service.organisation, carer, role="finance")
    people.mandate(pot.person, carer, *Scope)
    with pytest.raises(Refused) as caught:
        visits.confirm(visit=visit, by=carer)
    assert caught.value.code == "own_offer"


def test_the_person_answers_for_herself_whomever_she_works_for(pot):
    listing = market.listing(service=directory.service())
    visit = recorded(listing, pot)
    directory.member(listing.service.organisation, pot.person.user)
    assert visits.confirm(visit=visit, by=pot.person.user, with_extra=True).state == "settled"


def test_without_a_mandate_a_seller_is_a_stranger(listing, pot, ben):
    with pytest.raises(NotYours):
        visits.confirm(visit=recorded(listing, pot), by=ben)


# Days without visits


def stay(pot, by, days=3):
    on = timezone.localdate(market.soon(days))
    wish = pauses.Wish(pot.person, VisitPause.Kind.HOSPITAL, on, on + timedelta(days=4))
    return pauses.start(wish=wish, by=by)


def test_a_seller_does_not_pause_visits_of_their_own(listing, pot, ben, mandate):
    coming(listing, pot)
    before = kept()
    with pytest.raises(Refused) as caught:
        stay(pot, ben)
    assert (caught.value.code, kept()) == ("own_offer", before)


@pytest.mark.parametrize("made", [coming, recorded])
def test_nor_ends_a_pause_that_they_would_be_paid_by(listing, pot, ben, mandate, made):
    made(listing, pot)
    pause = stay(pot, pot.person.user)
    with pytest.raises(Refused) as caught:
        pauses.end(pause=pause, back_on=pause.starts_on, by=ben)
    pause.refresh_from_db()
    assert (caught.value.code, pause.back_on) == ("own_offer", None)


def test_days_on_which_others_come_are_paused_by_any_delegate(listing, pot, ben, mandate):
    coming(market.listing(personal_assistant=market.assistant("Ada Quill")), pot)
    pause = stay(pot, ben)
    assert pauses.end(pause=pause, back_on=pause.starts_on, by=ben).back_on == pause.starts_on


# Screens


@pytest.fixture
def acts(ben, mandate):
    return sessions.enter(Client(), ben, acting=mandate)


def told(client, page, **sent):
    answer = client.post(page, sent, follow=True)
    return answer.status_code, WORDS in answer.content.decode()


def test_the_pages_about_a_visit_say_why_not(acts, listing, pot):
    visit = recorded(listing, pot)
    answers = {"confirm": {"version": visit.version, "extra": "yes"}, "query": {"reason": "Late"}}
    assert [told(acts, to(name, visit), **sent) for name, sent in answers.items()] == [(200, True)] * 2
    planned = coming(listing, pot)
    new = market.soon(8)
    move = {"on_day": new.day, "on_month": new.month, "on_year": new.year, "start": "9am", "minutes": 60}
    assert told(acts, to("cancel", planned), shown_pence=planned.price_pence) == (200, True)
    assert told(acts, to("reschedule", planned), **move) == (200, True)
    longer(planned, market.seller_user(listing), Party.PROVIDER)
    assert told(acts, to("answer", planned), answer="yes") == (200, True)


def test_the_pages_about_an_order_and_the_week_say_why_not(acts, listing, pot):
    visit, waits = market.started(listing, pot), market.waiting(listing, pot, first=market.soon(9))
    here = [visit.order.reference, visit.number]
    assert told(acts, reverse("marketplace-week-nobody", args=here)) == (200, True)
    visits.miss(visit=visit, by=pot.person.user)
    assert told(acts, reverse("marketplace-week-undo", args=here)) == (200, True)
    assert told(acts, reverse("marketplace-order-withdraw", args=[waits.reference])) == (200, True)
    booked = coming(listing, pot)
    cancel = reverse("marketplace-order-cancel", args=[booked.order.reference])
    assert told(acts, cancel, shown_pence=booked.price_pence) == (200, True)
