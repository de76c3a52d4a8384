"""What is booked with an assistant whose page is hidden, taken down, suspended or lapsed: it stays, and its page says
what is true: no false word about the approval, no link that leads nowhere, no visit that nobody expects."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory.actions import approvals, freshness, personal_assistants
from directory.models import Approval
from marketplace.actions import messages, visits
from marketplace.models import Visit
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
STAYS = "Your visits stay booked"
DOWN = "The page of Ben Okafor is not on our site at the moment"
FREE = "cancelling costs nothing"
NOT_APPROVED = "The approval of Ben Okafor does not hold at the moment"


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    return sessions.enter(Client(), pot.person.user)


def hidden(ben):
    freshness.hide(page=ben, at=timezone.now())


def by_herself(ben):
    personal_assistants.withdraw(profile=ben, by=ben.user, reason="")


def by_the_council(ben):
    personal_assistants.withdraw(profile=ben, by=directory.decider(), reason="Personal care")


def suspended(ben):
    approvals.suspend(approval=ben.approvals.get(), by=directory.decider(), reason="A complaint")


def lapsed(ben):
    """The minute after: nothing has written it down yet."""
    Approval.objects.update(until=timezone.localdate() - timedelta(days=1))


def body(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("what", "says", "free"),
    [
        (hidden, DOWN, False),
        (by_herself, DOWN, False),
        (by_the_council, DOWN, True),
        (suspended, NOT_APPROVED, True),
        (lapsed, NOT_APPROVED, True),
    ],
)
def test_the_booking_stays_and_says_what_is_true(rosa, listing, pot, what, says, free):
    ben, order = listing.personal_assistant, market.coming(listing, pot)
    address = order.get_absolute_url()
    assert (DOWN in body(rosa.get(address)), NOT_APPROVED in body(rosa.get(address))) == (False, False)
    what(ben)
    shown = body(rosa.get(address))
    assert [one for one in (DOWN, NOT_APPROVED) if one in shown] == [says]
    assert (STAYS in shown, FREE in shown.lower(), "Book Ben Okafor again" in shown) == (True, free, False)
    assert Visit.objects.get().state == "planned"
    assert (NOT_APPROVED in body(rosa.get(reverse("money-home")))) == (says == NOT_APPROVED)


@pytest.mark.parametrize(("what", "free"), [(hidden, False), (by_herself, False), (by_the_council, True)])
def test_what_it_costs_to_cancel_stays_as_agreed_unless_the_council_took_the_page_down(listing, pot, what, free):
    visit = market.planned(listing, pot, first=market.TUESDAY + timedelta(days=20))
    late = visit.starts_at - timedelta(minutes=10)
    assert visits.cancel_costs(visit, late) == 1650
    what(listing.personal_assistant)
    assert visits.cancel_costs(Visit.objects.get(), late) == (0 if free else 1650)


def test_it_says_so_in_easy_read(rosa, listing, pot):
    order = market.coming(listing, pot)
    hidden(listing.personal_assistant)
    shown = body(rosa.get(order.get_absolute_url(), {"easy": "1"}))
    assert ("is not on our site now." in shown, "Your visits stay booked." in shown) == (True, True)


def test_whoever_has_visits_booked_hears_once_that_the_approval_lapsed(listing, pot):
    order = market.coming(listing, pot)
    lapsed(listing.personal_assistant)
    Notice.objects.all().delete()
    assert (approvals.lapse_due(), approvals.lapse_due()) == (1, 0)
    told = Notice.objects.get(template="marketplace/emails/approval_stopped")
    assert (told.to, "Your visits stay booked" in told.body) == (pot.person.user, True)
    order.refresh_from_db()
    assert (order.state, Visit.objects.get().state) == ("accepted", "planned")


def test_a_request_waits_over_a_lapse_for_the_renewal(listing, pot):
    order = market.waiting(listing, pot)
    lapsed(listing.personal_assistant)
    approvals.lapse_due()
    order.refresh_from_db()
    assert order.state == "requested"


def test_hiding_a_page_tells_nobody_that_an_approval_ended(listing, pot):
    market.coming(listing, pot)
    Notice.objects.all().delete()
    hidden(listing.personal_assistant)
    assert not Notice.objects.filter(template="marketplace/emails/approval_stopped").exists()


@pytest.mark.parametrize(("what", "status"), [(hidden, 410), (by_herself, None), (suspended, None)])
def test_a_conversation_links_only_to_a_page_that_answers(rosa, listing, pot, what, status):
    ben = listing.personal_assistant
    market.coming(listing, pot)
    said = messages.Words("Hello", "once")
    sent = messages.to_seller(person=pot.person, seller=ben, words=said, by=pot.person.user)
    page = reverse("directory-assistant", args=[ben.slug])
    where = reverse("messages-conversation", args=[sent.conversation.reference])
    assert page in body(rosa.get(where))
    what(ben)
    assert (page in body(rosa.get(where))) == (status is not None)
    if status:
        answer = rosa.get(page)
        assert (answer.status_code, "What you have booked goes on." in body(answer)) == (status, True)
