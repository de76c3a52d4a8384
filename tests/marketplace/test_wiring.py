"""What the marketplace puts into the places of lower rooms."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import desks, memos
from accounts.acting import Acting
from accounts.roles import Role
from directory.actions import services
from marketplace import documents, wiring
from marketplace.actions import listings
from marketplace.actions.moves import Refused
from search.models import IndexedDocument
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


def test_a_line_of_a_statement_reads_well(django_assert_num_queries):
    first = market.planned()
    second = market.planned(minutes=90)
    ids = [f"visit:{visit.order.reference}-1" for visit in (first, second)]
    with django_assert_num_queries(1):
        words = memos.words([*ids, "visit:NOBODY-1"])
    assert words == {
        ids[0]: "Ben Okafor, 2 hours on 24 November",
        ids[1]: "Ben Okafor, 1 hour 30 minutes on 24 November",
    }


def test_the_page_of_an_assistant_has_the_button_and_an_employee_has_none(rf):
    listing, request = market.listing(), rf.get("/")
    request.acting = Acting()
    assert wiring.book_assistant(request, listing.personal_assistant)["offers"] == [listing]
    employee = market.assistant("Maria Lewis", employment="employee")
    assert wiring.book_assistant(request, employee)["template"] == "marketplace/_employed.html"
    assert wiring.book_assistant(request, market.assistant("Ada Quill")) is None


def test_the_staff_desk_counts():
    market.queried()
    by_title = {desk.title: desk.line for desk in desks.of(people.staff(Role.PRACTITIONER))}
    assert by_title["Queries about visits"] == "1 to decide."
    assert "Queries about visits" not in {desk.title for desk in desks.of(people.staff(Role.EDITOR))}


def test_run_day_twice_does_nothing_twice():
    market.delivered()
    later = market.TUESDAY + timedelta(days=5)
    assert wiring.visits(later).startswith("1 visits confirmed")
    assert wiring.visits(later) == "0 visits confirmed by silence, 0 missed, 0 lapsed, 0 proposals closed"


# Offers


def test_an_offer_is_found_while_it_is_on_sale():
    listing = market.listing(service=directory.service(status="published"))
    row = IndexedDocument.objects.get(kind="listing", ref=str(listing.pk))
    assert (row.title, row.price_pence, row.removed) == (listing.title, 1650, False)
    listings.pause(listing=listing, by=None)
    assert IndexedDocument.objects.get(pk=row.pk).removed is True


def test_an_offer_goes_and_comes_with_its_service():
    service = directory.service()
    listing = market.listing(service=service)
    service.refresh_from_db()
    services.withdraw(service=service, by=None, reason="Closed for repairs")
    row = IndexedDocument.objects.get(kind="listing", ref=str(listing.pk))
    assert (row.removed, Client().get(listing.get_absolute_url()).status_code) == (True, 404)
    services.publish(service=service, by=None)
    row.refresh_from_db()
    assert (row.removed, Client().get(listing.get_absolute_url()).status_code) == (False, 200)


def test_personal_care_without_a_registration_is_not_published():
    listing = market.listing(service=directory.service(), is_personal_care=True, published=False)
    with pytest.raises(Refused) as refused:
        listings.publish(listing=listing, by=None)
    assert refused.value.code == "cqc"


def test_the_list_of_offers_costs_the_same(django_assert_num_queries):
    client = Client()
    address = reverse("marketplace-home")
    assert "Nothing is for sale" in client.get(address).content.decode()
    market.listing()
    with django_assert_num_queries(3):
        client.get(address)
    market.listing()
    market.listing(service=directory.service())
    with django_assert_num_queries(3):
        client.get(address)


def test_a_paused_offer_has_no_page():
    listing = market.listing(published=False)
    assert Client().get(listing.get_absolute_url()).status_code == 404


def test_where_an_assistant_lives_is_on_no_public_page():
    listing = market.listing(seller_address="7 Secret Lane")
    assert "Secret" not in Client().get(listing.get_absolute_url()).content.decode()


def service_on_sale(name: str = "Lunch club", **fields):
    service = directory.service(name)
    services.publish(service=service, by=None)
    return market.listing(service=service, personal_assistant=None, title=name, **fields)


def test_a_service_and_its_offer_are_one_result_that_says_where_to_book(search_index):
    listing = service_on_sale(price_pence=1200)
    search_index()
    response = Client().get(reverse("search-results"), {"q": "lunch club"})
    [hit] = response.context["results"].hits
    assert (hit.document.kind, hit.more["book"]) == ("service", listing.get_absolute_url())
    assert "Book here, £12.00 an hour" in response.content.decode()
    offers = Client().get(reverse("search-results"), {"q": "lunch club", "kind": "listing"})
    assert [one.document.kind for one in offers.context["results"].hits] == ["listing"]


def test_people_who_work_for_themselves_can_be_booked_from_their_card(django_assert_num_queries):
    listing = market.listing()
    employee = market.assistant("Maria Lewis", employment="employee")
    with django_assert_num_queries(1):
        said = documents.book_assistants([str(listing.personal_assistant_id), str(employee.pk)])
    assert said.keys() == {str(listing.personal_assistant_id)}
    assert said[str(listing.personal_assistant_id)]["book"] == listing.get_absolute_url()
