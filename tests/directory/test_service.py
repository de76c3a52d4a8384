"""A service's page and its organisation's."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Accessibility, Eligibility, Phone, Schedule
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def lunch_club(**fields):
    return make.service("Lunch club", **{"slug": "lunch-club", "status": "published"} | fields)


def page(client, **query):
    return client.get(reverse("directory-service", args=["lunch-club"]), query)


def text(response):
    """What people read: without the data for search engines."""
    shown = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def test_it_says_what_for_whom_when_where_and_for_how_much(client):
    service = lunch_club(summary="A hot meal.", description="A hot meal. Come and eat.", minimum_age=50)
    make.opening(service, "MO,WE", opens=12, closes=14)
    make.cost(service, 450, "visit", option="Two courses")
    at = make.place(service, name="Village hall")
    Accessibility.objects.create(location=at.location, description="Step-free")
    Phone.objects.create(service=service, number="01632 960210")
    words = text(page(client))
    for said in (
        "Come and eat.",
        "People aged 50 or over",
        "midday to 2pm",
        "£4.50 a visit",
        "Village hall 1 High Street Alderford AM3 2QT",
        "Step-free",
        "01632 960210",
    ):
        assert said in words
    assert words.count("A hot meal.") == 1


def test_open_today_follows_the_schedules_that_hold_today(client):
    service = lunch_club()
    make.opening(service, "MO,TU,WE,TH,FR,SA,SU")
    assert "Open today 9am to 5pm" in text(page(client))
    Schedule.objects.update(opens_at="22:00", closes_at="07:00")
    assert "Open today 10pm to 7am" in text(page(client))
    Schedule.objects.update(opens_at="00:00", closes_at="23:59")
    assert "Open today 24 hours" in text(page(client))
    Schedule.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert "Open today" not in text(page(client))


def test_a_price_that_has_ended_is_not_shown(client):
    service = lunch_club()
    make.cost(service, 300, valid_to=timezone.localdate() - timedelta(days=1))
    make.cost(service, 350, valid_from=timezone.localdate())
    words = text(page(client))
    assert "£3.50" in words
    assert "£3.00" not in words


def test_nothing_to_pay_and_no_known_price_are_told_apart(client):
    service = lunch_club()
    assert "We do not have a price." in text(page(client))
    make.cost(service, 0)
    assert "Free" in text(page(client))


def test_distance_from_where_somebody_asked(client):
    make.place(lunch_club(), lat=52.01, lon=-1.02)
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    assert "0.7 miles from AM3 2QT" in text(page(client, near="AM3 2QT"))


def test_it_says_who_confirmed_it_and_when_or_that_nobody_has(client):
    service = lunch_club()
    assert "Nobody has confirmed this page yet." in text(page(client))
    service.confirmed_on, service.confirmed_as = date(2026, 5, 6), "Hollybank Home Care"
    service.save()
    assert "Last confirmed on 6 May 2026 by Hollybank Home Care." in text(page(client))


def test_registration_with_cqc_is_said_with_its_page_there(client):
    lunch_club(cqc_location_id="1-123", gives_personal_care=True)
    content = page(client).content.decode()
    assert 'href="https://www.cqc.org.uk/location/1-123"' in content
    assert "CQC registered" in content


def test_a_rule_that_is_also_a_group_is_said_once(client):
    service = lunch_club()
    service.terms.add(make.term("for", "older-people", "Older people"))
    Eligibility.objects.create(service=service, words="Older people")
    assert text(page(client)).count("Older people") == 1


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_published_is_not_found(client, status):
    lunch_club(status=status)
    assert page(client).status_code == 404


def test_post_is_refused(client):
    lunch_club()
    assert client.post(reverse("directory-service", args=["lunch-club"])).status_code == 405


def test_what_somebody_wrote_is_never_markup(client):
    lunch_club(description="<script>alert(1)</script>")
    assert "<script>alert" not in page(client).content.decode()


def add_hall(service, number):
    at = make.place(service, name=f"Hall {number}")
    term = make.term("access", f"way-{number}")
    Accessibility.objects.create(location=at.location, description="Step-free", term=term)
    Schedule.objects.create(service_at_location=at, byday="MO", opens_at="09:00", closes_at="10:00")


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    service = lunch_club()
    add_hall(service, 1)
    page(client)
    with django_assert_num_queries(8):
        page(client)
    add_hall(service, 2)
    add_hall(service, 3)
    with django_assert_num_queries(8):
        page(client)


def test_an_organisation_shows_what_is_published_only(client):
    hollybank = make.organisation(slug="hollybank", description="A family business.")
    lunch_club(organisation=hollybank)
    make.service("Secret plan", organisation=hollybank)
    words = text(client.get(reverse("directory-organisation", args=["hollybank"])))
    assert "A family business." in words
    assert "Lunch club" in words
    assert "Secret plan" not in words


def test_an_organisation_without_a_public_service_is_not_found(client):
    make.organisation(slug="hollybank")
    assert client.get(reverse("directory-organisation", args=["hollybank"])).status_code == 404


def test_an_organisation_costs_the_same_for_one_service_and_three(client, django_assert_num_queries):
    hollybank = make.organisation(slug="hollybank")
    make.service("One", organisation=hollybank, status="published")
    address = reverse("directory-organisation", args=["hollybank"])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    make.service("Two", organisation=hollybank, status="published")
    make.service("Three", organisation=hollybank, status="published")
    with django_assert_num_queries(8):
        client.get(address)
