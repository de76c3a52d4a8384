"""The seller's desk, and the desk of those who decide queries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.queries import looks
from accounts.roles import Role
from marketplace.actions import visits
from marketplace.models import Order, Query, Visit
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person(address="12 Weir Street", postcode="AM3 2QT"))


@pytest.fixture
def ben(listing):
    return sessions.enter(Client(), market.seller_user(listing))


def to(name, visit):
    return reverse(f"provider-visit-{name}", args=[visit.order.reference, visit.number])


def order_page(order):
    return reverse("provider-order", args=[order.reference])


def test_the_desk_shows_what_to_do(ben, listing, pot):
    market.recorded(listing, pot)
    waiting, started = market.waiting(listing, pot), market.started(listing, pot)
    text = ben.get(reverse("provider-home")).content.decode()
    assert [order_page(waiting) in text, to("record", started) in text] == [True, True]
    assert "£33.00 more is waiting" in text or "£36.00 more is waiting" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_however_busy(ben, listing, pot, number, django_assert_num_queries):
    for more in range(number):
        market.waiting(listing, pot, first=market.soon(6))
        market.started(listing, pot, first=market.soon(-2) + timedelta(hours=2 * more))
        market.coming(listing, pot, first=market.soon() + timedelta(hours=2 * more))
    ben.get(reverse("provider-home"))
    with django_assert_num_queries(22):
        ben.get(reverse("provider-home"))


def test_the_address_is_shown_only_after_accepting(ben, listing, pot):
    order = market.waiting(listing, pot)
    text = ben.get(order_page(order)).content.decode()
    assert ["Weir Street" in text, "Alvarez" in text, "In AM3." in text] == [False, False, True]
    ben.post(reverse("provider-order-accept", args=[order.reference]))
    assert "12 Weir Street" in ben.get(order_page(order)).content.decode()


def test_accepting_twice_accepts_once(ben, listing, pot):
    order = market.waiting(listing, pot)
    for _ in range(2):
        assert ben.post(reverse("provider-order-accept", args=[order.reference])).url == order_page(order)
    assert Order.objects.get().events.filter(name="accept").count() == 1


def test_turning_down_needs_a_reason_and_keeps_it(ben, listing, pot):
    order = market.waiting(listing, pot)
    address = reverse("provider-order-decline", args=[order.reference])
    assert ben.post(address, {"reason": ""}).status_code == 200
    ben.post(address, {"reason": "I am away that week"})
    assert (Order.objects.get().state, Order.objects.get().reason) == ("declined", "I am away that week")


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [(("2", "0"), 120), (("1", "30"), 90), (("3", "0"), 120), (("0", "0"), None), (("x", "0"), None)],
)
def test_recording(ben, listing, pot, typed, recorded):
    visit = market.started(listing, pot)
    ben.post(to("record", visit), dict(zip(("hours", "minutes"), typed, strict=True)))
    visit.refresh_from_db()
    assert visit.delivered_minutes == recorded
    assert visit.proposals.exists() is (typed == ("3", "0"))


def test_nobody_came_is_answered(ben, listing, pot):
    visit = market.started(listing, pot)
    visits.miss(visit=visit, by=pot.person.user, at=market.soon(-1))
    assert ben.post(to("missed", visit), {"answer": "yes", "reason": ""}).status_code == 200
    ben.post(to("missed", visit), {"answer": "yes", "reason": "I was there"})
    assert Query.objects.get().party == "provider"


def test_giving_money_back(ben, listing, pot):
    visit = market.recorded(listing, pot)
    visits.confirm(visit=visit, by=pot.person.user, at=visit.delivered_at)
    too_much = {"pounds": "999", "reason": "Sorry"}
    assert ben.post(to("refund", visit), too_much).context["form"]["pounds"].value() == "999"
    shown = ben.get(to("refund", visit)).context["form"]["version"].value()
    part = {"pounds": "10.50", "reason": "Sorry", "version": shown}
    for _ in range(2):  # the answer was lost on the way, and the button is pressed again
        ben.post(to("refund", visit), part)
    assert Visit.objects.get(pk=visit.pk).refunded_pence == 1050


def test_somebody_with_two_desks_is_asked_which(ben, listing):
    user = market.seller_user(listing)
    member = directory.member(directory.organisation("Hollybank Home Care"), user)
    assert ben.get(reverse("provider-home")).url == reverse("provider-choose")
    assert "Choose whose desk to open" in ben.post(reverse("provider-choose"), {}).content.decode()
    ben.post(reverse("provider-choose"), {"seller": f"org-{member.organisation_id}"})
    assert "Hollybank Home Care" in ben.get(reverse("provider-home")).content.decode()


def test_a_colleague_who_keeps_no_diary_sees_and_does_nothing(pot):
    service = directory.service()
    order = market.waiting(market.listing(service=service), pot)
    clerk = directory.member(service.organisation, people.user("Clerk"), role="finance").user
    client = sessions.enter(Client(), clerk)
    assert client.get(order_page(order)).status_code == 200
    assert client.post(reverse("provider-order-accept", args=[order.reference])).status_code == 403
    planner = directory.member(service.organisation, people.user("Planner"), role="scheduler").user
    client = sessions.enter(Client(), planner)
    assert client.get(reverse("provider-money")).status_code == 403


# Staff


@pytest.fixture
def clerk():
    return sessions.enter(Client(), people.staff(Role.PRACTITIONER))


def test_the_queries_and_a_decision(clerk, listing, pot):
    assert "Nothing to decide" in clerk.get(reverse("staff-queries")).content.decode()
    query = market.queried(listing, pot)
    page = reverse("staff-query", args=[query.pk])
    assert page in clerk.get(reverse("staff-queries")).content.decode()
    wrong = {"decision": "part", "pounds": "", "explanation": "Half of it"}
    assert clerk.post(page, wrong).context["form"]["explanation"].value() == "Half of it"
    right = {**wrong, "pounds": "10"}
    checked = clerk.post(page, right).content.decode()
    for words in ("Check your decision", "£10.00", "£23.00", "Half of it", "This is final"):
        assert words in checked
    query.refresh_from_db()
    assert query.decision == ""
    assert clerk.post(page, {**right, "step": "change"}).context["form"]["pounds"].value() == "10"
    assert clerk.post(page, {**right, "step": "sure"}).url == reverse("staff-queries")
    query.refresh_from_db()
    assert (query.decision, query.pay_pence) == ("part", 1000)
    assert "Decided" in clerk.get(page).content.decode()
    again = clerk.post(page, {**right, "decision": "pay", "step": "sure"}).content.decode()
    query.refresh_from_db()
    assert (query.decision, "Decided" in again) == ("part", True)


@pytest.mark.parametrize(
    ("decision", "pounds", "said"),
    [
        ("part", "1e1", "Enter an amount of money in numbers, like 12.50"),
        ("part", "ten", "Enter an amount of money in numbers, like 12.50"),
        ("part", "-5", "Enter an amount above zero, without a minus sign"),
        ("part", "0", "Enter £0.01 or more"),
        ("part", "33", "Enter an amount more than nothing and less than £33.00"),
        ("part", "33.01", "Enter £33.00 or less"),
        ("part", "", "Enter an amount more than nothing and less than £33.00"),
    ],
)
def test_an_amount_that_is_none_is_asked_again_and_decides_nothing(clerk, listing, pot, decision, pounds, said):
    query = market.queried(listing, pot)
    sent = {"decision": decision, "pounds": pounds, "explanation": "Half of it", "step": "sure"}
    assert said in clerk.post(reverse("staff-query", args=[query.pk]), sent).content.decode()
    query.refresh_from_db()
    assert query.decision == ""


def test_what_a_person_wrote_is_not_shown_to_the_seller_on_the_councils_chair(listing, pot):
    query = market.queried(listing, pot)
    seller = market.seller_user(listing)
    people.roles.grant(user=seller, role=Role.PRACTITIONER, by=None)
    response = sessions.enter(Client(), seller).get(reverse("staff-query", args=[query.pk]))
    assert response.status_code == 403
    assert query.reason not in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_queries_costs_the_same(clerk, listing, pot, number, django_assert_num_queries):
    for _ in range(number):
        market.queried(listing, pot)
    clerk.get(reverse("staff-queries"))
    with django_assert_num_queries(9):
        clerk.get(reverse("staff-queries"))


def test_the_person_can_read_who_looked(clerk, listing, pot):
    query = market.queried(listing, pot)
    clerk.get(reverse("staff-query", args=[query.pk]))
    assert [look.where for look in looks.named(looks.at(pot.person))] == [
        f"Query about order {query.visit.order.reference}"
    ]
