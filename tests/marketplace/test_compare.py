"""Side by side without a sign-in: for the same week, the very prices that an order would say."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from design.formats import pounds
from directory.actions import capacity, services
from marketplace.pricing import Terms, Unit
from marketplace.usual_week import UsualWeek, week_pence
from tests.factories import directory as make
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
PAGE = reverse("marketplace-compare")
QUERIES = 29


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def club(name="Lunch club", **fields):
    service = make.service(name, organisation=make.organisation(f"{name} Trust"), **fields)
    services.publish(service=service, by=None)
    return service


def thing(record):
    return f"{'personal_assistant' if hasattr(record, 'employment') else 'service'}-{record.pk}"


def compare(client, *records, **query):
    return client.get(PAGE, {"thing": [thing(record) for record in records], **query})


def rows(response):
    """Each question with what everything compared says to it."""
    found = re.findall(r'<tr class="govuk-table__row[^>]*>(.*?)</tr>', response.content.decode(), re.DOTALL)[1:]
    strip = lambda html: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()  # noqa: E731
    return {
        strip(re.search(r"<th.*?</th>", row, re.DOTALL)[0]): [
            strip(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in found
    }


def test_a_week_costs_what_its_orders_cost(client):
    """Three visits of 75 minutes, one on a Saturday: the page's figure is the sum of what is really ordered."""
    listing = market.listing(price_pence=1655, weekend_price_pence=1999)
    money = market.pot(market.people.person(), 100_000)
    ordered = 0
    for number, days in enumerate((0, 2, 4)):  # Tuesday, Thursday, Saturday
        first = market.TUESDAY + timedelta(days=days)
        order = market.order(listing, money, first=first, minutes=75, token=f"week-{number}")
        ordered += order.total_pence
    ben = listing.personal_assistant
    answer = compare(client, ben, weekdays=2, weekends=1, minutes=75)
    said = rows(answer)["What your week costs"]
    assert said == [
        f"{pounds(ordered)} a week A visit on a weekday £20.69, at the weekend £24.99. "
        f"{pounds(ordered * 4)} every 4 weeks"
    ]


def test_where_nothing_is_sold_it_says_what_the_page_says_or_that_no_price_is_published(client):
    service, employee = club(), market.assistant("Maria Lewis", employment="employee", weekday_pence=1420)
    make.cost(service, 450, "visit", option="Two courses")
    silent, free = club("Chess club"), club("Library")
    make.cost(free, 0)
    answer = compare(client, service, employee, silent, free, weekdays=1, minutes=60)
    assert rows(answer)["What your week costs"] == [
        "We cannot work it out Their page says: £4.50 a visit. Ask them",
        "We cannot work it out Their page says: £14.20 an hour as a wage, and what an employer pays on top. Ask them",
        "Price not published Ask them",
        "Nothing to pay Their page says so. It is not booked here",
    ]
    assert rows(answer)["Price"][2:] == [
        "Price not published Ask them",
        "Nothing to pay Their page says so. It is not booked here",
    ]


def test_what_is_free_in_part_is_not_called_free(client):
    some, unsure, many = club("Library"), club("Choir"), club("Cinema")
    make.cost(some, 0), make.cost(some, 450, "visit")
    make.cost(unsure, 0), make.cost(unsure, None)
    make.cost(many, 450, "visit"), make.cost(many, 900, "visit")
    assert [cell.split(" Their page")[0] for cell in rows(compare(client, some, unsure, many))["Price"]] == [
        "Some of it free, the rest from £4.50 a visit",
        "Some of it free. Ask about the rest",
        "From £4.50 a visit",
    ]


def test_a_paused_offer_has_no_price(client):
    listing = market.listing(published=False)
    answer = compare(client, listing.personal_assistant, weekdays=1, minutes=60)
    assert rows(answer)["Price"] == ["£16.50 an hour Their page says so. It is not booked here"]


def test_what_cannot_be_had_so_says_why(client):
    long, item, visit = club("Day centre"), club("Rails"), club("Nails")
    market.listing(service=long, minimum_minutes=120, weekend_price_pence=None)
    market.listing(service=item, unit="item", price_pence=4000, weekend_price_pence=None)
    market.listing(service=visit, unit="visit", price_pence=2500, weekend_price_pence=None, minimum_minutes=45)
    answer = compare(client, long, item, visit, weekdays=2, minutes=60)
    assert rows(answer)["What your week costs"] == [
        "Visits last at least 2 hours £16.50 an hour",
        "£40.00 each Not sold by the visit",
        "£50.00 a week £25.00 a visit. £200.00 every 4 weeks. Each lasts 45 minutes",
    ]


def test_checked_where_when_and_for_whom(client):
    ben = market.listing().personal_assistant
    capacity.say(of=ben, lines=[capacity.Line(2, "morning"), capacity.Line(4, "morning")], by=None)
    service = club(minimum_age=50)
    make.place(service)
    make.opening(service, "MO,TU,WE,TH,FR", opens=12, closes=20)
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    answer = compare(client, ben, service, weekdays=1, minutes=60, part="evening", near="AM3 2QT")
    found = rows(answer)
    assert found["What we have checked"] == ["Approved until 31 March 2029", "We have not checked this"]
    assert found["Where"] == ["About 1 mile Alderford", "0.7 miles Alderford"]
    assert found["When"] == [
        "Not in the evening Free Tuesday and Thursday mornings",
        "Yes, in the evening Monday to Friday, midday to 8pm",
    ]
    assert found["Who it is for"] == ["They have not told us", "Aged 50 or over"]
    assert found["Who you deal with"] == ["Self-employed", "Lunch club Trust"]


def test_several_offers_of_one_service_are_named(client):
    service = club("Hollybank")
    for title, pence in (("Shopping", 1800), ("Washing", 2400)):
        market.listing(service=service, title=title, price_pence=pence, weekend_price_pence=None)
    found = rows(compare(client, service, weekdays=1, minutes=60))
    assert found["What your week costs"] == [
        "£18.00 a week Shopping. £18.00 a visit. £72.00 every 4 weeks "
        "£24.00 a week Washing. £24.00 a visit. £96.00 every 4 weeks"
    ]


def test_without_things_it_shows_the_shortlist(client):
    service = club()
    client.post(reverse("directory-shortlist-add"), {"thing": thing(service)})
    assert "Lunch club" in rows_text(client.get(PAGE))
    assert "There is nothing to compare yet" in text(compare(type(client)()))


def rows_text(response):
    return " ".join(re.findall(r"data-label=\"([^\"]*)\"", response.content.decode()))


def test_no_more_than_four_and_what_has_come_down_is_left_out(client):
    clubs = [club(f"Club {number}") for number in range(5)]
    words = text(compare(client, *clubs))
    assert "We show four at a time." in words
    assert ("Club 3" in words, "Club 4" in words) == (True, False)
    services.withdraw(service=clubs[0], by=None, reason="Closed")
    words = text(compare(client, *clubs[:2]))
    assert "Something you asked for is no longer in the directory" in words
    assert ("Club 0" in words, "Club 1" in words) == (False, True)


def test_leaving_one_out_keeps_the_rest_and_the_week(client):
    one, two = club("One"), club("Two")
    page = compare(client, one, two, weekdays=2, minutes=60).content.decode()
    assert f"?thing={thing(two)}&amp;weekdays=2&amp;minutes=60" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"weekdays": "0", "minutes": "60"}, "Enter how many visits you want in a week"),
        ({"weekdays": "lots", "minutes": "60"}, "Enter a whole number of visits, like 3"),
        ({"weekdays": "-1", "minutes": "60"}, "Enter a whole number of visits, like 3"),
        ({"weekdays": "36", "minutes": "60"}, "Enter 35 visits or fewer"),
        ({"weekdays": "1", "minutes": "60", "near": "Nowhere"}, "We do not know this place"),
    ],
)
def test_bad_answers_are_said_and_kept(client, query, sentence):
    answer = compare(client, club(), **query)
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "<title>Error: " in answer.content.decode()
    assert f'value="{query["weekdays"]}"' in answer.content.decode()
    assert "What your week costs" not in rows(answer)


def test_odd_addresses_are_no_error(client):
    for query in ("?thing=x&thing=service-999999999", "?minutes=1&weekdays=1", "?part=noon&weekdays=1&minutes=60"):
        assert client.get(PAGE + query).status_code == 200


def test_the_page_costs_the_same_for_one_and_four(client, django_assert_num_queries):
    def both(number):
        service = club(f"Club {number}")
        make.place(service)
        make.opening(service)
        market.listing(service=service)
        ben = market.assistant(f"Ben {number}")
        market.listing(personal_assistant=ben)
        return service, ben

    first, second = both(1), both(2)
    compare(client, *first, weekdays=1, minutes=60)
    with django_assert_num_queries(QUERIES):
        compare(client, *first, weekdays=1, minutes=60)
    with django_assert_num_queries(QUERIES):
        compare(client, *first, *second, weekdays=1, minutes=60)


def test_the_days_of_a_usual_week():
    usual = UsualWeek(weekdays=7, weekends=3, minutes=60)
    assert [day.isoweekday() for day in usual.days] == [1, 2, 3, 4, 5, 1, 2, 6, 7, 6]
    assert week_pence(Terms(Unit.HOUR, 1000, 1500), usual) == 7 * 1000 + 3 * 1500
    assert usual.words == "10 visits of 1 hour a week, 3 of them at the weekend"
