"""What finance asks of the marketplace: when held money will be owed, and how to reach a seller."""

import pytest

from accounts import ledger, payee_records
from accounts.ledger import LedgerKind
from directory.models import Phone
from marketplace.queries import sellers
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


def test_what_is_held_is_forecast_to_the_penny_three_days_after_each_visit():
    order = market.accepted(weeks=2)
    market.settled()
    found = sellers.held_by_day()
    assert sorted(on.isoformat() for on, _ in found) == ["2026-11-27", "2026-12-04"]
    assert sum(pence for _, pence in found) == sum(ledger.balances_of(LedgerKind.HELD).values()) == 6_600
    assert {visit.order_id for visit in order.visits.all()} == {order.pk}


def test_it_costs_one_query_however_many(django_assert_num_queries):
    for weeks in (1, 3):
        market.accepted(weeks=weeks)
        with django_assert_num_queries(1):
            sellers.held_by_day()


def test_an_assistant_is_written_to_herself():
    listing = market.listing()
    record = payee_records.of(listing.payee)
    assert (list(record.phones), record.users) == ([], [listing.personal_assistant.user])


def test_an_organisation_is_called_on_its_number_in_the_directory_and_its_managers_are_told():
    service = directory.service("Hollybank Home Care")
    listing = market.listing(service=service)
    member = directory.member(service.organisation, people.user("Grace Hollis"))
    Phone.objects.create(organisation=service.organisation, number="01632 960210")
    Phone.objects.create(service=service, number="01632 960211")
    Phone.objects.create(service=service, number="07700 900900", kind="text")
    record = payee_records.of(listing.payee)
    name = service.organisation.name
    assert list(record.phones) == [(name, "01632 960210"), (name, "01632 960211")]
    assert record.users == [member.user]
