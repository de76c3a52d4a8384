"""A person's orders on screen, and what each page does."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Scope
from marketplace.actions import proposals
from marketplace.models import Order, Query, Visit
from marketplace.states import Party
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    client = Client()
    client.force_login(pot.person.user)
    return client


def to(name, visit):
    return reverse(f"marketplace-visit-{name}", args=[visit.order.reference, visit.number])


def state(visit):
    return Visit.objects.get(pk=visit.pk).state


def test_the_list_and_its_empty_state(rosa, pot):
    assert "No orders yet" in rosa.get(reverse("marketplace-orders")).content.decode()
    order = market.waiting(pot=pot)
    text = rosa.get(reverse("marketplace-orders")).content.decode()
    assert "Waiting for an answer" in text
    assert order.get_absolute_url() in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(rosa, pot, number, django_assert_num_queries):
    listing = market.listing()
    for _ in range(number):
        market.waiting(listing, pot)
    rosa.get(reverse("marketplace-orders"))
    with django_assert_num_queries(16):
        rosa.get(reverse("marketplace-orders"))


@pytest.mark.parametrize("weeks", [1, 3])
def test_an_order_costs_the_same_however_many_visits(rosa, pot, weeks, django_assert_num_queries):
    order = market.coming(pot=pot, weeks=weeks)
    rosa.get(order.get_absolute_url())
    with django_assert_num_queries(18):
        rosa.get(order.get_absolute_url())


def test_an_order_offers_what_can_be_done_now(rosa, pot):
    order = market.coming(pot=pot)
    text = rosa.get(order.get_absolute_url()).content.decode()
    visit = order.visits.get()
    assert [name for name in ("cancel", "reschedule") if to(name, visit) in text] == ["cancel", "reschedule"]
    assert [name for name in ("confirm", "missed", "query") if to(name, visit) in text] == []
    assert "Free of charge until the end of" in text


def test_a_delegate_who_only_looks_sees_no_buttons_and_can_do_nothing(pot):
    order = market.coming(pot=pot)
    cousin = people.mandate(pot.person, people.user("Cousin"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    client = sessions.enter(Client(), cousin.delegate, acting=cousin)
    text = client.get(order.get_absolute_url()).content.decode()
    visit = order.visits.get()
    assert (order.reference in text, to("cancel", visit) in text) == (True, False)
    assert client.post(to("cancel", visit), {"shown_pence": 0}).status_code == 403
    assert state(visit) == "planned"


def test_confirming(rosa, pot):
    visit = market.recorded(pot=pot)
    page = rosa.get(to("confirm", visit))
    assert "2 hours" in page.content.decode()
    assert "If you say nothing for 3 days" in page.content.decode()
    answer = rosa.post(to("confirm", visit), page.context["form"].initial)
    assert (answer.url, state(visit)) == (visit.order.get_absolute_url(), "settled")


def test_confirming_with_more_time_asks_which_is_paid(rosa, pot):
    visit = market.recorded(pot=pot, minutes=180)
    seen = rosa.get(to("confirm", visit)).context["form"].initial
    page = rosa.post(to("confirm", visit), seen)
    assert (page.status_code, state(visit)) == (200, "delivered")
    rosa.post(to("confirm", visit), {**seen, "extra": "yes"})
    assert Visit.objects.get(pk=visit.pk).paid_pence > visit.price_pence


def test_nobody_came(rosa, pot):
    visit = market.started(pot=pot)
    assert "call 999" in rosa.get(to("missed", visit)).content.decode()
    rosa.post(to("missed", visit))
    assert state(visit) == "missed"


def test_something_was_wrong(rosa, pot):
    visit = market.recorded(pot=pot)
    page = rosa.post(to("query", visit), {"reason": "x" * 251})
    assert (page.status_code, page.context["form"]["reason"].value()) == (200, "x" * 251)
    rosa.post(to("query", visit), {"reason": "They left early"})
    assert (state(visit), Query.objects.get().reason) == ("queried", "They left early")


def test_cancelling_one_visit_and_then_all_the_rest(rosa, pot):
    order = market.coming(pot=pot, weeks=3)
    first = order.visits.get(number=1)
    page = rosa.get(to("cancel", first))
    assert "You pay nothing" in page.content.decode()
    rosa.post(to("cancel", first), {"shown_pence": page.context["form"].initial["shown_pence"]})
    assert state(first) == "cancelled"
    rosa.post(reverse("marketplace-order-cancel", args=[order.reference]), {"shown_pence": 0})
    assert set(order.visits.values_list("state", flat=True)) == {"cancelled"}


def test_asking_for_another_time_keeps_what_was_typed_when_it_is_wrong(rosa, pot):
    visit = market.coming(pot=pot).visits.get()
    new = market.soon(8)
    given = {"on_day": new.day, "on_month": new.month, "on_year": new.year, "start": "nine", "minutes": 60}
    page = rosa.post(to("reschedule", visit), given)
    assert (page.status_code, page.context["form"]["start"].value()) == (200, "nine")
    rosa.post(to("reschedule", visit), {**given, "start": "9am"})
    assert visit.proposals.get().minutes == 60


@pytest.mark.parametrize(("answer", "moved"), [("yes", True), ("no", False)])
def test_answering_a_new_time(rosa, pot, answer, moved):
    visit = market.coming(pot=pot).visits.get()
    ben = market.seller_user(visit.order.listing)
    new = market.soon(7)
    proposals.propose(visit=visit, starts_at=new, minutes=120, by=ben, party=Party.PROVIDER)
    assert rosa.post(to("answer", visit), {}).status_code == 200
    rosa.post(to("answer", visit), {"answer": answer})
    assert (Visit.objects.get(pk=visit.pk).starts_at == new) is moved


def test_taking_a_request_back(rosa, pot):
    order = market.waiting(pot=pot)
    rosa.post(reverse("marketplace-order-withdraw", args=[order.reference]))
    assert (Order.objects.get().state, market.held(pot)) == ("withdrawn", 0)


def test_a_step_that_is_not_due_says_how_it_stands(rosa, pot):
    visit = market.coming(pot=pot).visits.get()
    answer = rosa.post(to("confirm", visit), follow=True)
    assert " is booked." in answer.content.decode()
    assert state(visit) == "planned"
