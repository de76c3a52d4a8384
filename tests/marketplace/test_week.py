"""The seller's week: by day, week by week, what is to be recorded first."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.actions import assignments
from marketplace.queries import weeks
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
PAGE = "/provider/week/"


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person(address="12 Weir Street", postcode="AM3 2QT"))


@pytest.fixture
def ben(listing):
    return sessions.enter(Client(), market.seller_user(listing))


def week_of(visit):
    return f"{PAGE}?week={visit.on}"


def test_a_visit_stands_under_its_day_with_where_it_is(ben, listing, pot):
    visit = market.coming(listing, pot).visits.get()
    answer = ben.get(week_of(visit))
    day = next(group.table for group in answer.context["groups"] if group.table)
    time, who, state = day.rows[0]
    assert (time, who.text, who.sub, state) == ("midday to 2pm", "Rosa Alvarez", "12 Weir Street, AM3 2QT", "Planned")
    assert who.href == reverse("provider-order", args=[visit.order.reference])
    assert len(answer.context["groups"]) == 7


def test_what_was_only_asked_for_is_not_in_the_week(ben, listing, pot):
    order = market.waiting(listing, pot)
    assert ben.get(week_of(order.visits.get())).context["count"] == 0


def test_an_empty_week_says_so(ben):
    assert "No visits this week" in ben.get(PAGE).content.decode()


def test_what_is_to_record_comes_first_whatever_week_is_shown(ben, listing, pot):
    visit = market.started(listing, pot)
    page = ben.get(f"{PAGE}?week={visit.on + timedelta(weeks=9)}")
    assert (page.context["to_record"], page.context["oldest"]) == (1, visit.starts_at)
    assert "1 visit to record first" in page.content.decode()


@pytest.mark.parametrize("text", ["", "x", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_this_week(ben, text):
    assert ben.get(PAGE, {"week": text}).context["week"] == weeks.of(timezone.localdate())


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (date(2026, 11, 23), "23 to 29 November 2026"),
        (date(2026, 11, 30), "30 November to 6 December 2026"),
        (date(2026, 12, 28), "28 December 2026 to 3 January 2027"),
    ],
)
def test_a_week_in_words(monday, words):
    assert weeks.Week(monday).words == words


def test_a_week_is_whole_when_the_clocks_go_back():
    first, after = weeks.Week(date(2026, 10, 19)).span
    assert after.timestamp() - first.timestamp() == (7 * 24 + 1) * 60 * 60


def test_another_sellers_visits_are_not_there(listing, pot):
    visit = market.coming(listing, pot).visits.get()
    other = directory.member(directory.organisation("Other Care"), people.user("Olu")).user
    assert sessions.enter(Client(), other).get(week_of(visit)).context["count"] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_week_costs_the_same_however_full(ben, listing, pot, number, django_assert_num_queries):
    for more in range(number):
        visit = market.coming(listing, pot, first=market.soon() + timedelta(hours=2 * more)).visits.get()
    ben.get(week_of(visit))
    with django_assert_num_queries(10):
        ben.get(week_of(visit))


def test_an_organisation_sees_who_goes_and_for_what_nobody_is_chosen(pot):
    offer = market.listing(service=directory.service())
    manager = market.seller_user(offer)
    sam = market.member(offer.service.organisation)
    first = market.coming(offer, pot).visits.get()
    second = market.coming(offer, pot, first=market.soon() + timedelta(hours=3)).visits.get()
    assignments.assign(visit=first, member=sam, by=manager)
    client = sessions.enter(Client(), manager)
    page = client.get(week_of(first))
    rows = next(group.table for group in page.context["groups"] if group.table).rows
    assert [row[2].text for row in rows] == ["Sam Carter", "Choose who goes"]
    assert rows[1][2].href == reverse("provider-visit-who", args=[second.order.reference, 1])
    groups = client.get(f"{week_of(first)}&by=staff").context["groups"]
    assert [(group.name, group.lasting) for group in groups] == [
        ("Nobody chosen yet", "2 hours"),
        ("Sam Carter", "2 hours"),
    ]


def test_an_assistant_is_asked_nothing_about_staff(ben, listing, pot):
    visit = market.coming(listing, pot).visits.get()
    page = ben.get(f"{week_of(visit)}&by=staff")
    assert (page.context["sends"], "Choose who goes" in page.content.decode()) == (False, False)


def test_where_people_live_is_for_those_who_keep_the_diary(pot):
    offer = market.listing(service=directory.service())
    visit = market.coming(offer, pot).visits.get()
    clerk = directory.member(offer.service.organisation, people.user("Clerk Coin"), role="finance").user
    for user, sees in ((market.seller_user(offer), True), (clerk, False)):
        client = sessions.enter(Client(), user)
        for by in ("", "&by=staff"):
            page = client.get(week_of(visit) + by).content.decode()
            assert ("Rosa Alvarez" in page, "12 Weir Street" in page) == (True, sees)
