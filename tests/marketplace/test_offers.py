"""What a seller sells: who may put it up and change it, what an order keeps, and what keeps it from being sold."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import payments
from accounts.models import AuditLine, Payee, PayoutAccount
from directory.models import Approval, MemberRole, PersonalAssistantProfile, Service
from marketplace.actions import listings, offers
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Listing
from marketplace.permissions import NotYours, sellers_of
from marketplace.queries import offers as asked
from search.models import IndexedDocument
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
TERMS = {
    "title": "A lunch together",
    "unit": "visit",
    "price_pence": 1_200,
    "minimum_minutes": 90,
    "included": "The meal.",
    "seller_name": "Hollybank Home Care Ltd",
    "seller_address": "14 Church Walk, Alderford",
}


@pytest.fixture
def service():
    return directory.service(status="published")


@pytest.fixture
def grace(service):
    return directory.member(service.organisation, people.user("Grace Hollis")).user


def paid(**fields):
    return payments.open_payee(name="Hollybank", sort_code="20-00-00", account_number="55779911", **fields)


def of(by):
    return sellers_of(by)[0]


def add(by, service, **more):
    return offers.add(seller=of(by), of=service, by=by, **TERMS | more)


def codes(listing):
    return [stop.code for stop in asked.offers([listing], timezone.localdate())[0].stops]


def refusal(action, **how):
    with pytest.raises(Refused) as refused:
        action(**how)
    return refused.value.code


def test_a_first_offer_opens_one_payee_without_bank_details(service, grace):
    """Bank details are never guessed: one person enters them and another calls (accounts.actions.bank_details)."""
    first, second = add(grace, service), add(grace, service)
    payee = Payee.objects.get()
    assert (payee.name, payee.account_number, payee.phone) == (service.organisation.name, "", "")
    assert (first.payee, second.payee, first.state, second.slug) == (payee, payee, "paused", "a-lunch-together-2")
    assert AuditLine.objects.filter(action="payee.opened", subject=f"payee:{payee.pk}", by=str(grace.pk)).count() == 1


def test_a_second_offer_is_paid_where_the_first_one_is(service, grace):
    there = market.listing(service=service, payee=paid())
    assert add(grace, service).payee == there.payee


def test_of_several_payees_the_seller_says_which_and_never_anothers(service, grace):
    market.listing(service=service, payee=paid())
    other = market.listing(service=service, payee=paid()).payee
    foreign = market.listing().payee
    assert add(grace, service, payee=other.reference).payee == other
    with pytest.raises(NotYours):
        add(grace, service, payee=foreign.reference)


@pytest.mark.parametrize("role", [MemberRole.SCHEDULER, MemberRole.FINANCE])
def test_only_a_manager_says_what_is_sold(service, role):
    listing = market.listing(service=service, payee=paid())
    planner = directory.member(service.organisation, people.user("Planner"), role=role).user
    with pytest.raises(NotYours):
        add(planner, service)
    for action in (listings.change, listings.pause, listings.publish):
        with pytest.raises(NotYours):
            action(listing=listing, by=planner)


def test_nobody_sells_what_another_offers(service, grace):
    theirs = directory.service(organisation=directory.organisation("Other Care"))
    with pytest.raises(NotYours):
        add(grace, theirs)
    assert (Listing.objects.count(), Payee.objects.count()) == (0, 0)


def test_an_order_keeps_the_terms_it_was_made_with():
    """Consumer Contracts Regulations 2013, regulation 9: what was shown before the contract is part of it."""
    listing = market.listing()
    before = listing.terms_as_they_stand()
    order = market.accepted(listing)
    by = market.seller_user(listing)
    listings.change(
        listing=listing, by=by, price_pence=9_900, weekend_price_pence=None, late_cancel_percent=100, title="Dearer"
    )
    order.refresh_from_db()
    assert order.terms_as_they_stand() == before
    assert [visit.price_pence for visit in order.visits.all()] == [3_300]
    later = market.order(listing, first=market.TUESDAY + timedelta(days=1))
    assert (later.price_pence, later.title) == (9_900, "Dearer")


def test_a_change_is_audited_by_the_names_of_its_columns(service, grace):
    listing = add(grace, service)
    listings.change(listing=listing, by=grace, **TERMS | {"price_pence": 1_300, "included": "The meal and the taxi."})
    line = AuditLine.objects.get(action="listing.changed")
    assert (line.subject, line.by, line.detail) == (
        f"listing:{listing.pk}",
        str(grace.pk),
        {"fields": ["price_pence", "included"]},
    )
    listings.change(listing=listing, by=grace, price_pence=1_300)
    assert AuditLine.objects.filter(action="listing.changed").count() == 1


def test_search_has_the_new_price_in_the_same_transaction(service):
    listing = market.listing(service=service, payee=paid())
    listings.change(listing=listing, by=None, price_pence=1_234)
    found = IndexedDocument.objects.filter(kind="listing", ref=str(listing.pk))
    assert found.get().price_pence == 1_234
    listings.pause(listing=listing, by=None)
    assert found.get().removed


def test_what_somebody_else_changed_is_not_written_over(service, grace):
    listing = add(grace, service)
    seen = listing.changed_at.isoformat()
    listings.change(listing=listing, by=grace, seen=seen, price_pence=1_300)
    with pytest.raises(Overtaken):
        listings.change(listing=listing, by=grace, seen=seen, price_pence=1_400)
    assert Listing.objects.get().price_pence == 1_300


def test_who_cannot_be_paid_does_not_go_on_sale(service, grace):
    listing = add(grace, service)
    assert refusal(listings.publish, listing=listing, by=grace) == "payee"
    Payee.objects.update(sort_code="200000", account_number="55779911")
    assert listings.publish(listing=Listing.objects.get(), by=grace).state == "published"


def test_an_account_at_stripe_will_do_where_the_council_pays_by_it(service, grace, settings):
    listing = add(grace, service)
    PayoutAccount.objects.create(
        payee=listing.payee, state="ready", stripe_account="acct_1", asked_by=grace, asked_at=timezone.now()
    )
    settings.STRIPE_SECRET_KEY = ""
    assert refusal(listings.publish, listing=listing, by=grace) == "payee"
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    assert listings.publish(listing=listing, by=grace).state == "published"


def test_personal_care_needs_a_live_registration_even_where_it_came_later(service, grace):
    """Health and Social Care Act 2008 s.10: the service gives personal care since the offer was written."""
    listing = add(grace, service)
    Payee.objects.update(sort_code="200000", account_number="55779911")
    Service.objects.update(status="draft", gives_personal_care=True)
    listing = Listing.objects.get()
    assert (listing.is_personal_care, refusal(listings.publish, listing=listing, by=grace)) == (False, "cqc")
    assert codes(listing) == ["cqc", "page"]


def test_an_offer_of_personal_care_says_so():
    service = directory.service(gives_personal_care=True, cqc_location_id="1-1", status="published")
    grace = directory.member(service.organisation, people.user("Grace Hollis")).user
    assert add(grace, service).is_personal_care is True


def change_assistant(**fields):
    PersonalAssistantProfile.objects.update(**fields)


def lapse():
    Approval.objects.update(approved_on=date(2025, 1, 31), until=date(2026, 1, 31))


def no_approval():
    Approval.objects.all().delete()


@pytest.mark.parametrize(
    ("happens", "stops"),
    [
        (lambda: None, []),
        (lapse, ["approval"]),
        (no_approval, ["approval"]),
        (lambda: change_assistant(status="withdrawn"), ["page"]),
    ],
)
def test_what_stops_an_assistants_offer_is_what_keeps_it_off_sale(happens, stops):
    """The words and `Listing.objects.on_sale` never disagree."""
    listing = market.listing(payee=paid())
    happens()
    listing = Listing.objects.get()
    assert (codes(listing), listing.is_sound(timezone.localdate())) == (stops, not stops)


@pytest.mark.parametrize(
    ("fields", "stops"),
    [({}, []), ({"status": "withdrawn"}, ["page"]), ({"hidden_at": market.NOW}, ["hidden"])],
)
def test_what_stops_an_organisations_offer_is_what_keeps_it_off_sale(service, fields, stops):
    market.listing(service=service, payee=paid())
    Service.objects.update(**fields)
    listing = Listing.objects.get()
    assert (codes(listing), listing.is_sound(timezone.localdate())) == (stops, not stops)
