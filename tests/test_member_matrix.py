"""What each role in an organisation may open and do: a manager everything, whoever keeps the diary no money, whoever
keeps the books no visit and no page (issue 8, §1: people and roles)."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.actions import proposals
from directory.models import OrganisationMember, Service
from directory.refusals import Refused
from marketplace.actions import visits
from marketplace.states import Party
from tests import sessions
from tests.factories import accounts, pages
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
ROLES = ("manager", "scheduler", "finance")
YES, NO, NOT_THERE = 200, 403, 404
# address: what a manager, a scheduler and finance are answered
OPENS = {
    "provider-home": (YES, YES, YES),
    "provider-week": (YES, YES, YES),
    "provider-past": (YES, YES, YES),
    "provider-money": (YES, NO, YES),
    "provider-invoices": (YES, NO, YES),
    "provider-week-record": (YES, YES, NO),
    "provider-messages": (YES, YES, NO),
    "provider-found": (YES, YES, NO),
    "provider-places": (YES, YES, NO),
    "provider-staff": (YES, YES, NO),
    "provider-staff-add": (YES, YES, NO),
    "provider-people": (YES, NO, NO),
    "provider-people-invite": (YES, NO, NO),
    "provider-leave": (YES, YES, YES),
    "provider-stripe": (YES, NO, NO),
    "provider-pages": (YES, YES, NO),
}
OF_AN_ORDER = {
    "provider-order": ("waiting", (YES, YES, YES)),
    "provider-order-accept": ("waiting", (YES, YES, NO)),
    "provider-order-decline": ("waiting", (YES, YES, NO)),
    "provider-visit-record": ("started", (YES, YES, NO)),
    "provider-visit-cancel": ("coming", (YES, YES, NO)),
    "provider-visit-reschedule": ("coming", (YES, YES, NO)),
    "provider-visit-refund": ("paid", (YES, NO, NO)),
}
OF_A_PAGE = {
    "hours": (YES, YES, NOT_THERE),
    "prices": (YES, NO, NOT_THERE),
    "about": (YES, NO, NOT_THERE),
}


class Hollybank:
    """An organisation with a request, a visit to come, one that has begun and one that was paid."""

    def __init__(self) -> None:
        person = accounts.person("Rosa Alvarez", address="12 Weir Street", postcode="AM3 2QT", phone="01632 960111")
        self.service: Service = pages.page("Care at home")
        listing = market.listing(service=self.service, personal_assistant=None)
        self.users = {role: pages.writer(self.service.organisation, role, f"{role.title()} Hollis") for role in ROLES}
        pot = market.pot(person)
        self.waiting = market.waiting(listing, pot, first=market.soon(8))
        self.coming = market.coming(listing, pot, first=market.soon(6)).visits.first()
        self.started = market.started(listing, pot)
        self.paid = market.recorded(listing, pot, first=market.soon(-3))
        self.paid = visits.confirm(visit=self.paid, by=person.user)

    def client(self, role: str) -> Client:
        return sessions.enter(Client(), self.users[role])

    def address(self, name: str, what: str) -> str:
        about = getattr(self, what)
        args = [about.reference] if what == "waiting" else [about.order.reference, about.number]
        return reverse(name, args=args)


@pytest.fixture
def hollybank():
    return Hollybank()


def answers(hollybank, address):
    return tuple(hollybank.client(role).get(address).status_code for role in ROLES)


def test_each_role_opens_what_is_for_it(hollybank):
    assert {name: answers(hollybank, reverse(name)) for name in OPENS} == OPENS


def test_finance_edits_no_visit_and_whoever_keeps_the_diary_gives_no_money_back(hollybank):
    found = {name: (what, answers(hollybank, hollybank.address(name, what))) for name, (what, _) in OF_AN_ORDER.items()}
    assert found == OF_AN_ORDER


def test_a_scheduler_writes_hours_and_no_prices_and_finance_no_page(hollybank):
    args = ["service", hollybank.service.pk]
    found = {key: answers(hollybank, reverse("provider-page-edit", args=[*args, key])) for key in OF_A_PAGE}
    assert found == OF_A_PAGE


def test_a_scheduler_reads_no_sum_on_any_page(hollybank):
    addresses = [reverse(name) for name, (_, may, _) in OPENS.items() if may == YES and name != "provider-pages"]
    addresses += [hollybank.address(name, what) for name, (what, (_, may, _)) in OF_AN_ORDER.items() if may == YES]
    addresses += [reverse("provider-order", args=[hollybank.paid.order.reference])]
    found = {role: [at for at in addresses if "£" in hollybank.client(role).get(at).content.decode()] for role in ROLES}
    assert found["scheduler"] == []
    assert len(found["manager"]) > 3  # they are there to be read


def test_finance_reads_no_address_and_no_number(hollybank):
    for order in (hollybank.coming.order, hollybank.paid.order):
        text = hollybank.client("finance").get(reverse("provider-order", args=[order.reference])).content.decode()
        assert ("12 Weir Street" in text, "01632 960111" in text) == (False, False)


def test_the_actions_ask_too(hollybank):
    finance, scheduler = hollybank.users["finance"], hollybank.users["scheduler"]
    with pytest.raises(Http404):
        visits.cancel(visit=hollybank.coming, by=finance, party=Party.PROVIDER, reason="No")
    with pytest.raises(Http404):
        visits.refund(visit=hollybank.paid, pence=100, reason="Late", by=scheduler)
    service = hollybank.service
    for user in (finance, scheduler):
        with pytest.raises(Refused):
            proposals.write(subject=service, of=service.organisation, values={"name": "Other"}, by=user)


def test_a_role_that_ended_opens_nothing(hollybank):
    user = hollybank.users["scheduler"]
    OrganisationMember.objects.filter(user=user).update(
        ended_at=timezone.now() - timedelta(seconds=1), ended_by=hollybank.users["manager"]
    )
    assert {hollybank.client("scheduler").get(reverse(name)).status_code for name in OPENS} == {NO}
