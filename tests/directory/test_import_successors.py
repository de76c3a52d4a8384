"""CQC's own file says that another provider is registered for a service: what hangs on it goes along (issue 8 §2)."""

from io import StringIO

import pytest
from django.core.management import call_command

from directory.models import Service, Succession
from marketplace.models import Listing, SaleHandover
from tests.factories import accounts
from tests.factories import cqc as made
from tests.factories import directory as make
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    def running(*rows):
        path = made.write(tmp_path / "cqc.csv", *rows, updated="Updated 01 May 2026")
        call_command("import_cqc", str(path), stdout=StringIO())

    return running


def test_the_offer_and_the_visits_to_come_go_along_once(run):
    run(made.row())
    oak = Service.objects.get(name="Oak House")
    make.member(oak.organisation, accounts.user("Ann Acorn"))
    listing = market.listing(service=oak)
    order = market.coming(listing, market.pot(accounts.person()))
    before = oak.organisation
    for _ in range(2):
        run(made.row(location="1-200", provider="Oak Homes Limited", provider_id="1-901"))
    moved = SaleHandover.objects.get()
    assert (moved.from_organisation, moved.to_organisation.name) == (before, "Oak Homes Limited")
    assert Listing.objects.get().payee == moved.to_payee != listing.payee
    assert order.visits.get().payment.payee == moved.to_payee
    assert (Succession.objects.get().by, Succession.objects.get().to_location_id) == (None, "1-200")


def test_a_new_id_of_the_same_provider_moves_no_money(run):
    run(made.row())
    listing = market.listing(service=Service.objects.get(name="Oak House"))
    run(made.row(location="1-200"))
    assert (SaleHandover.objects.count(), Succession.objects.count()) == (0, 0)
    assert Listing.objects.get().payee == listing.payee


def test_what_goes_to_another_provider_and_back_and_again_takes_its_offers_along_each_time(run):
    other = made.row(location="1-200", provider="Oak Homes Limited", provider_id="1-901")
    run(made.row())
    service = Service.objects.get(name="Oak House")
    make.member(service.organisation, accounts.user("Ann Acorn"))
    market.listing(service=service)
    acorn, homes = (made.row(), "Acorn Care Limited"), (other, "Oak Homes Limited")
    for row, provider in (homes, acorn, homes):
        run(row)
        service.refresh_from_db()
        last = SaleHandover.objects.latest("pk")
        assert (service.organisation.name, last.to_organisation.name) == (provider, provider)
        assert Listing.objects.get().payee == last.to_payee
