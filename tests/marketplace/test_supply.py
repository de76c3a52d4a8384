"""The commissioner's desk: supply beside demand, with nobody to be made out in it."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from directory.actions import services
from marketplace.queries import demand, supply
from marketplace.queries.picture import Picture
from search.models import GazetteerPlace, SearchCount, UnmetNeed
from search.record import digest_of
from tests.factories import accounts
from tests.factories import directory as make
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
PAGE = reverse("staff-supply")
DAY = date(2026, 12, 10)  # the month in which market.NOW falls is over
QUERIES = 27


@pytest.fixture
def commissioner(client):
    who = accounts.staff(Role.COMMISSIONER)
    accounts.sign_in(client, who)
    return who


@pytest.fixture(autouse=True)
def two_towns():
    for name, lat in (("Alderford", 52.01), ("Saltmarsh", 52.30)):
        GazetteerPlace.objects.create(kind="town", key=name.lower(), name=name, lat=lat, lon=-1.02)
    for code, town, lat in (("AM3 2QT", "Alderford", 52.01), ("AM6 1AA", "Saltmarsh", 52.30)):
        GazetteerPlace.objects.create(
            kind="postcode", key=code.replace(" ", ""), name=code, town=town, lat=lat, lon=-1.02
        )
    GazetteerPlace.objects.create(kind="outward", key="AM6", name="AM6", lat=52.29, lon=-1.02)


def offered(name, *topics, city="Alderford", **fields):
    service = make.service(name, **fields)
    service.terms.set([make.term("topic", topic) for topic in topics])
    make.place(service, city=city)
    services.publish(service=service, by=None)
    return service


def last_month():
    return timezone.localtime().replace(day=1, hour=9, minute=0, second=0, microsecond=0) - timedelta(days=10)


def asked_by(count, listing, postcode="AM3 2QT", at=market.NOW):
    """So many people, each of whom asks to book once."""
    for _ in range(count):
        person = accounts.person(f"Person {next(market.numbers)}", postcode=postcode)
        market.order(listing, market.pot(person), at=at, first=at + timedelta(days=2))


def searched(words, times, in_vain=0):
    SearchCount.objects.create(
        day=timezone.localdate(),
        digest=digest_of(words),
        engine="embedded",
        words=words if times > 4 else "",
        times=times,
        in_vain=in_vain,
        milliseconds=times,
        slowest=1,
        slow=0,
        missed=0,
    )


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sheet(client, name):
    return list(csv.reader(io.StringIO(client.get(reverse(f"staff-supply-{name}")).content.decode())))


def test_what_there_is_by_kind_and_place():
    offered("Lunch club", "meals")
    both = offered("Day and lunch", "meals", "day-activities", city="Saltmarsh")
    make.service("Draft").terms.set([make.term("topic", "meals")])
    home = offered("Home meals", "meals", city="")
    home.at_locations.all().delete()
    home.areas.create(name="Alderford", latitude=52.01, longitude=-1.02, miles=30)
    line = make.service("Helpline", status="published", anywhere=True)
    line.terms.set([make.term("topic", "advice")])
    found = supply.now(supply.Towns(), DAY)
    assert {at: len(ones) for at, ones in found.there.items()} == {
        ("meals", "Alderford"): 2,
        ("meals", "Saltmarsh"): 2,  # 20 miles away: the meals come there too
        ("day-activities", "Saltmarsh"): 1,
    }
    assert found.services_at("Saltmarsh") == len({both, home})
    assert (found.of_kind["meals"].__len__(), found.everywhere["advice"]) == (3, {line.pk})
    assert found.places_without("day-activities") == ["Alderford"]


def test_people_who_asked_are_counted_where_they_live_once_for_each_kind():
    listing = market.listing(service=offered("Lunch club", "meals", "day-activities"))
    asked_by(6, listing)
    asked_by(7, listing, "AM6 1AA")
    again = accounts.person("Twice", postcode="AM3 2QT")
    for number in range(2):
        market.order(listing, market.pot(again), token=f"twice-{number}")
    people = Picture(DAY).asked.people
    assert people.cells["meals", "Alderford"] == people.cells["day-activities", "Alderford"] == 7
    assert (people.rows["meals"], people.columns["Saltmarsh"], people.all) == (14, 7, 14)


def test_a_small_count_cannot_be_taken_from_a_total():
    meals = market.listing(service=offered("Lunch club", "meals"))
    asked_by(9, meals)
    asked_by(3, meals, "AM6 1AA")
    people = Picture(DAY).asked.people
    assert people.cells["meals", "Saltmarsh"] is None
    assert (people.rows["meals"], people.columns["Saltmarsh"]) != (12, 3)
    shown = [people.cells["meals", place] for place in people.columns]
    assert people.rows["meals"] is None or shown.count(None) > 1


def test_only_whole_months_are_counted():
    listing = market.listing(service=offered("Lunch club", "meals"))
    asked_by(6, listing)  # on 22 November 2026
    period = demand.year_to(DAY)
    assert (period.first, period.last) == (date(2025, 12, 1), date(2026, 11, 30))
    assert Picture(date(2026, 11, 30)).asked.people.rows["meals"] == 0
    assert Picture(DAY).asked.people.rows["meals"] == 6


def test_searches_count_for_the_kind_whose_names_say_it():
    offered("Lunch club", "meals")
    offered("Chess club", "day-activities")
    make.term("topic", "meals", "Meals")
    for words, times in (("lunch club", 64), ("meals", 10), ("chess", 7), ("zither", 50), ("lunch", 4)):
        searched(words, times)
    found = Picture(timezone.localdate()).searches
    assert dict(found) == {"meals": 74, "day-activities": 7}


def test_the_page_says_it_and_hides_what_is_small(client, commissioner):
    listing = market.listing(service=offered("Lunch club", "meals"))
    asked_by(2, listing, at=last_month())
    searched("lunch club", 64)
    UnmetNeed.objects.create(day=timezone.localdate(), filters="", area="AM6", digest="x", times=8)
    UnmetNeed.objects.create(day=timezone.localdate(), filters="", area="AM3", digest="x", times=4)
    words = text(client.get(PAGE))
    assert "64 searches" in words
    assert "Meals 1 1 64 Fewer than 5, or hidden" in words
    assert "Saltmarsh 0 0 8 0" in words
    rows = {row[0]: row for row in sheet(client, "places")}
    assert rows["Elsewhere, or not known"][3] == "Fewer than 5, or hidden"
    assert rows["Alderford"][1:] == ["1", "0", "Fewer than 5, or hidden", "Fewer than 5, or hidden"]


def test_prices_by_the_hour_have_a_spread_of_five_or_more(client, commissioner):
    for pence in (1500, 1600, 1700, 1800):
        market.listing(personal_assistant=market.assistant(f"PA {pence}"), price_pence=pence, weekend_price_pence=None)
    assert "Personal assistants Weekday Fewer than 5, or hidden" in text(client.get(PAGE))
    market.listing(personal_assistant=market.assistant("PA"), price_pence=2000, weekend_price_pence=2600)
    words = text(client.get(PAGE))
    assert "Personal assistants Weekday 5 £15.00 £16.00 £17.00 £18.00 £20.00" in words
    assert "Personal assistants Weekend 5 £15.00 £16.00 £17.00 £18.00 £26.00" in words
    assert sheet(client, "prices")[1] == [
        "Personal assistants",
        "Weekday",
        "5",
        "15.00",
        "16.00",
        "17.00",
        "18.00",
        "20.00",
    ]


def test_every_sheet_hides_what_the_page_hides(client, commissioner):
    listing = market.listing(service=offered("Lunch club", "meals"))
    asked_by(3, listing, at=last_month())
    for name in ("kinds", "places", "both"):
        said = {row[-1] for row in sheet(client, name)[1:]}
        assert "Fewer than 5, or hidden" in said
        assert said <= {"Fewer than 5, or hidden", "None can be booked", "0"}
    assert sheet(client, "unmet") == [["What", "Which", "Times"]]


def test_with_nothing_at_all_it_says_so(client, commissioner):
    words = text(client.get(PAGE))
    assert "Nothing is sold by the hour yet" in words
    assert "A need shows when five or more searches for it found nothing." in words


def test_it_costs_the_same_for_one_and_three(client, commissioner, django_assert_num_queries):
    def another(number):
        listing = market.listing(service=offered(f"Club {number}", "meals", f"topic-{number}"))
        asked_by(1, listing, at=last_month())
        searched(f"club {number}", 20)

    another(1)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    another(2)
    another(3)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
