"""The words of an offer are up at once, and a moderator looks at them after: in one list with the changes of pages."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import payments
from directory.actions import moderation
from directory.models import ChangeProposal
from directory.refusals import Refused
from marketplace.actions import listings
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory, pages
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
FREE_GOLD = "The meal, and gold for everybody."


@pytest.fixture
def service():
    return pages.page("Lunch club")


@pytest.fixture
def grace(service):
    return pages.writer(service.organisation)


@pytest.fixture
def payee():
    return payments.open_payee(name="Hollybank", sort_code="20-00-00", account_number="55779911")


@pytest.fixture
def listing(service, payee):
    return market.listing(service=service, payee=payee, title="Lunch", included="The meal.")


@pytest.fixture
def desk():
    return sessions.enter(Client(), pages.moderator())


def to_look_at():
    return list(ChangeProposal.objects.filter(state="live"))


def now(listing):
    listing.refresh_from_db()
    return listing.title, listing.included, listing.state


def test_a_change_of_words_is_seen_before_and_after_and_put_back(service, grace, listing, desk):
    listings.change(listing=listing, by=grace, included=FREE_GOLD, price_pence=9_900)
    assert now(listing) == ("Lunch", FREE_GOLD, "published")
    queue = desk.get(reverse("staff-moderation") + "?show=live").content.decode()
    assert ("Words of what is sold" in queue, "Lunch club" in queue) == (True, True)
    (proposal,) = to_look_at()
    page = desk.get(reverse("staff-moderation-one", args=[proposal.pk])).content.decode()
    assert ("Included: The meal." in page, f"Included: {FREE_GOLD}" in page, "£99" in page) == (True, True, False)
    where = reverse("staff-moderation-put-back", args=[proposal.pk])
    desk.post(where, {"step": "sure", "reasons": "We cannot read that there is gold."})
    assert now(listing) == ("Lunch", "The meal.", "published")
    assert listing.price_pence == 9_900  # a price is hers
    hers = sessions.enter(Client(), grace).get(reverse("provider-page-change", args=[proposal.pk])).content.decode()
    assert ("We cannot read that there is gold." in hers, FREE_GOLD in hers) == (True, True)


def test_what_is_right_stays_and_the_same_words_are_looked_at_once(grace, listing, desk):
    listings.change(listing=listing, by=grace, title="Lunch with others")
    desk.post(reverse("staff-moderation-looked-at", args=[to_look_at()[0].pk]), {"step": "sure"})
    listings.pause(listing=listing, by=grace)
    listings.publish(listing=listing, by=grace)
    assert (now(listing)[0], to_look_at()) == ("Lunch with others", [])


def test_a_first_time_on_sale_is_looked_at_and_put_back_takes_it_off_sale(service, grace, payee, desk):
    made = market.listing(service=service, payee=payee, published=False, included=FREE_GOLD)
    listings.change(listing=made, by=grace, title="Lunch")
    assert to_look_at() == []  # nobody reads it
    listings.publish(listing=made, by=grace)
    (proposal,) = to_look_at()
    assert "Not on sale" in desk.get(reverse("staff-moderation-one", args=[proposal.pk])).content.decode()
    moderation.decline(proposal=proposal, reasons="No", by=pages.moderator())
    assert now(made) == ("Lunch", FREE_GOLD, "paused")
    listings.publish(listing=made, by=grace)
    assert len(to_look_at()) == 1  # the same words, which somebody said no to


def test_prices_and_notice_wait_for_nobody(grace, listing):
    listings.change(listing=listing, by=grace, price_pence=2_000, late_cancel_percent=20)
    assert to_look_at() == []


def test_what_was_changed_again_since_is_not_put_back(grace, listing):
    listings.change(listing=listing, by=grace, included=FREE_GOLD)
    listings.change(listing=listing, by=grace, included="The meal and tea.")
    first = to_look_at()[0]
    moderation.decline(proposal=first, reasons="No", by=pages.moderator())
    assert now(listing)[1] == "The meal and tea."


def test_a_draft_of_the_page_stays_a_draft_and_nobody_looks_at_her_own(service, grace, listing):
    draft = pages.proposals.write(subject=service, of=service.organisation, values={"summary": "A hot meal"}, by=grace)
    both = pages.moderator()
    directory.member(service.organisation, both)
    listings.change(listing=listing, by=both, included=FREE_GOLD)
    draft.refresh_from_db()
    assert draft.state == "draft"
    with pytest.raises(Refused):
        moderation.looked_at(proposal=to_look_at()[0], by=both)


def test_an_assistants_offer_is_looked_at_beside_her_page(desk):
    listing = market.listing()
    ben = listing.personal_assistant
    listings.change(listing=listing, by=ben.user, included="Everything, and a cure.")
    (proposal,) = to_look_at()
    assert (proposal.personal_assistant, proposal.of) == (ben, None)
    assert desk.get(reverse("staff-moderation-one", args=[proposal.pk])).status_code == 200
    assert desk.get(reverse("staff-moderation-approve", args=[proposal.pk])).status_code == 200
    moderation.decline(proposal=proposal, reasons="No", by=people.staff("editor"))
    assert now(listing)[1] == "Travel within 5 miles."


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(grace, listing, desk, number, django_assert_max_num_queries):
    for each in range(number):
        listings.change(listing=listing, by=grace, included=f"Meal {each}")
    desk.get(reverse("staff-moderation") + "?show=live")
    with django_assert_max_num_queries(15):
        desk.get(reverse("staff-moderation") + "?show=live")
