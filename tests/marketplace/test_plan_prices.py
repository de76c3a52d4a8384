"""Can this budget buy this, here: today's offers near the person, and her weekly money."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Basis, Role, Scope
from directory.models import AreaServed, Taxonomy, TaxonomyTerm
from marketplace.actions import plans
from marketplace.queries import local_prices
from marketplace.queries import plans as found
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    need, _ = Taxonomy.objects.get_or_create(slug="need", defaults={"name": "Needs"})
    return TaxonomyTerm.objects.create(taxonomy=need, slug="getting-out-of-here", name="Getting out")


@pytest.fixture
def person():
    directory.gazetteer("AM3 2QT", 52.01, -1.02)
    return people.person(postcode="AM3 2QT")


def offer(term, name, pence, lat=52.01, miles=5, **fields):
    profile = market.assistant(name)
    profile.needs.add(term)
    profile.areas.all().delete()
    AreaServed.objects.create(profile=profile, name="Alderford", latitude=lat, longitude=-1.02, miles=miles)
    return market.listing(personal_assistant=profile, price_pence=pence, **fields)


def answer(version):
    return local_prices.of(found.whole(version), timezone.localdate())


def planned(person, term, pence=1650):
    version = make.draft(person)
    make.line(make.outcome(version), kind=term, pence=pence)
    version.refresh_from_db()
    return version


def test_lowest_middle_and_highest_of_what_is_on_sale_here(person, company):
    for name, pence in (("Ada Quill", 1500), ("Ben Okafor", 1700), ("Cy Dunn", 2400)):
        offer(company, name, pence)
    offer(company, "Far Away", 100, lat=53.9)
    offer(company, "Not Published", 100, published=False)
    offer(company, "Long Visits", 100, minimum_minutes=240)
    offer(company, "By The Day", 100, unit="day")
    market.listing(personal_assistant=market.assistant("Other Help"), price_pence=100)
    market.pot(person, label="Getting out", weekly_pence=6500)
    shown = answer(planned(person, company))
    (priced,) = shown.outcomes[0][1]
    assert priced.prices == [1500, 1700, 2400]
    assert [(each.weekly_pence, each.short_pence) for each in shown.sums] == [
        (6600, 100),
        (6000, 0),
        (6800, 300),
        (9600, 3100),
    ]


def test_an_approval_that_lapsed_is_no_offer_any_more(person, company):
    ben = offer(company, "Ben Okafor", 1700)
    assert len(answer(planned(person, company)).outcomes[0][1][0].offers) == 1
    ben.personal_assistant.approvals.update(until=timezone.localdate() - timedelta(days=1))
    assert answer(found.draft_of(person)).outcomes[0][1][0].offers == []


def test_money_for_other_outcomes_and_emergencies_does_not_count(person, company):
    market.pot(person, label="Eating well", weekly_pence=9000)
    market.pot(person, label="Emergencies", weekly_pence=9000, is_contingency=True, outcome=None)
    version = planned(person, company)
    assert answer(version).sums[0].short_pence == 6600
    market.pot(person, label="Anything", weekly_pence=6000, outcome=None)
    assert answer(version).sums[0].short_pence == 600


def test_where_nothing_is_known_the_plan_s_own_price_counts(company):
    shown = answer(planned(people.person(postcode=""), company))
    assert (shown.near, [each.weekly_pence for each in shown.sums]) == (None, [6600] * 4)
    assert answer(planned(people.person(postcode="ZZ9 9ZZ"), None)).near is None


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_much_is_on_sale(person, company, number, django_assert_num_queries):
    for each in range(number):
        offer(company, f"Assistant {each}", 1500)
    version = found.whole(planned(person, company))
    with django_assert_num_queries(6):
        local_prices.of(version, timezone.localdate())


def test_the_person_the_practitioner_and_a_delegate_who_sees_no_money(person, company):
    offer(company, "Ben Okafor", 1700)
    market.pot(person, label="Getting out", weekly_pence=6500)
    planned(person, company)
    rosa = Client()
    rosa.force_login(person.user)
    page = rosa.get(reverse("plans-prices")).content.decode()
    assert ("£3.00 a week short" in page, "An hour with Ben Okafor" in page) == (True, True)
    broker = people.mandate(person, people.user("Priya"), Scope.PROPOSE, basis=Basis.BROKER)
    page = sessions.enter(Client(), broker.delegate, acting=broker).get(reverse("plans-prices")).content.decode()
    assert ("An hour with Ben Okafor" in page, "week short" in page, "£65.00" in page) == (True, False, False)
    version = found.draft_of(person)
    plans.send(version=version, by=person.user, revision=version.revision)
    samuel = sessions.enter(Client(), people.staff(Role.PRACTITIONER))
    page = samuel.get(reverse("staff-plan-prices", args=[version.pk])).content.decode()
    assert "£3.00 a week short" in page
