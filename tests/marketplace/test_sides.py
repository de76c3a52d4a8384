"""A visit in question: each side is heard by the council alone, and both read what was decided."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notice
from accounts.roles import Role
from design.models import Council
from marketplace.actions import queries, visits
from marketplace.actions.moves import Overtaken
from marketplace.models import Query
from marketplace.permissions import NotYours
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.marketplace.test_desk_pages import order_page
from tests.marketplace.test_desk_pages import to as desk
from tests.marketplace.test_order_pages import to as person

pytestmark = pytest.mark.django_db
HERS, HIS, WHY = "He shouted at me", "The bus was late", "We heard both of you"


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person(phone="01632 960 555"))


@pytest.fixture
def query(listing, pot):
    visit = market.recorded(listing, pot)
    return queries.ask(visit=visit, reason=HERS, by=pot.person.user, at=visit.delivered_at)


@pytest.fixture
def ben(listing):
    return sessions.enter(Client(), market.seller_user(listing))


@pytest.fixture
def rosa(pot):
    return sessions.enter(Client(), pot.person.user)


@pytest.fixture
def clerk():
    return sessions.enter(Client(), people.staff(Role.PRACTITIONER))


def words(page):
    return " ".join(page.content.decode().split())


def test_the_seller_reads_that_it_is_in_question_and_never_why(ben, query):
    order = query.visit.order
    pages = [order_page(order), reverse("provider-home"), reverse("provider-past"), desk("side", query.visit)]
    shown = [words(ben.get(page)) for page in pages]
    letters = " ".join(Notice.objects.filter(to=market.seller_user(order.listing)).values_list("body", flat=True))
    assert [HERS in text for text in [*shown, letters]] == [False] * 5
    assert "The council is looking at it" in shown[0]
    assert "The money stays where it is until the council decides" in shown[0]
    assert "The council is looking at it. You can give your side" in shown[1]
    assert "The council is looking at it" in shown[2]


def test_on_the_desk_the_money_waits_for_the_council_and_not_for_the_person(ben, query):
    shown = words(ben.get(reverse("provider-home")))
    assert "waiting to be confirmed" not in shown
    assert "The council is looking at £" in shown


def test_the_seller_gives_their_side_once_and_the_person_does_not_read_it(ben, rosa, clerk, query):
    page = desk("side", query.visit)
    assert page in words(ben.get(order_page(query.visit.order)))
    assert "Tell us what happened" in words(ben.post(page, {"reason": ""}))
    ben.post(page, {"reason": HIS})
    ben.post(page, {"reason": "Something else"})
    query.refresh_from_db()
    assert (query.answer, query.answered_by) == (HIS, market.seller_user(query.visit.order.listing))
    assert HIS not in words(rosa.get(query.visit.order.get_absolute_url()))
    decider = words(clerk.get(reverse("staff-query", args=[query.pk])))
    assert (HERS in decider, HIS in decider) == (True, True)


def test_a_side_is_given_once_by_that_seller_while_nothing_is_decided(query):
    by = market.seller_user(query.visit.order.listing)
    with pytest.raises(NotYours):
        queries.give_side(query=query, answer=HIS, by=market.seller_user(market.listing()))
    stale = Query.objects.get(pk=query.pk)
    queries.give_side(query=query, answer=HIS, by=by)
    with pytest.raises(Overtaken):
        queries.give_side(query=stale, answer="Again", by=by)
    other = market.queried()
    queries.decide(query=other, decision="refund", explanation=WHY, by=people.staff(Role.PRACTITIONER))
    with pytest.raises(Overtaken):
        queries.give_side(query=other, answer=HIS, by=market.seller_user(other.visit.order.listing))


def test_the_sellers_words_about_nobody_came_are_for_the_council_too(rosa, ben, pot, listing):
    visit = market.started(listing, pot)
    visits.miss(visit=visit, by=pot.person.user)
    visits.dispute_missed(visit=visit, reason=HIS, by=market.seller_user(listing))
    order = visit.order
    assert HIS not in words(rosa.get(order.get_absolute_url()))
    assert HIS in words(ben.get(order_page(order)))


def test_the_decider_has_both_telephone_numbers_where_they_are_held(clerk, query):
    shown = words(clerk.get(reverse("staff-query", args=[query.pk])))
    assert "01632 960 555" in shown
    assert f"No number held. E-mail: {market.seller_user(query.visit.order.listing).email}" in shown
    service = directory.service()
    service.organisation.phones.create(number="01632 960 777")
    other = market.queried(market.listing(service=service), market.pot(people.person("Tom Brennan")))
    assert "01632 960 777" in words(clerk.get(reverse("staff-query", args=[other.pk])))


@pytest.mark.parametrize(
    ("decision", "part", "line", "letter"),
    [
        ("part", 1000, "The seller gets £10.00. £{back} goes back.", "Ben Okafor gets £10.00, and £"),
        ("pay", None, "The seller gets £", "Ben Okafor gets all of it: £"),
        ("refund", None, "goes back.", "goes back to the person who booked"),
    ],
)
def test_both_sides_read_what_was_decided_and_why(ben, rosa, query, decision, part, line, letter):
    whole = query.visit.price_pence
    clerk = people.staff(Role.PRACTITIONER)
    queries.decide(query=query, decision=Query.Decision(decision), part_pence=part, explanation=WHY, by=clerk)
    order = query.visit.order
    for shown in (words(rosa.get(order.get_absolute_url())), words(ben.get(order_page(order)))):
        assert line.format(back=f"{(whole - 1000) / 100:.2f}") in shown
        assert WHY in shown
    letters = Notice.objects.filter(template__endswith="query_decided")
    assert letters.count() == 2
    assert [letter in told.body for told in letters] == [True, True]


def test_the_form_says_who_reads_it_and_whom_to_call(rosa, pot, listing):
    visit = market.recorded(listing, pot)
    missed = market.started(listing, pot, first=market.soon(-3), at=market.soon(-5))
    urgent = f"If you are not safe, or need help now, call 999. For other urgent help, call {Council.current().phone}."
    shown = words(rosa.get(person("query", visit)))
    assert "Only the council reads this. Ben Okafor does not." in shown
    assert [urgent in text for text in (shown, words(rosa.get(person("missed", missed))))] == [True, True]
