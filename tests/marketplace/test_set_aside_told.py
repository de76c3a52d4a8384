"""Whoever thinks of another way of holding her money reads what becomes of what she set aside as an employer: it stays
for what is owed, and what is not needed comes back (domain.md §3: she sees the effect before she decides)."""

import pytest
from django.test import Client

from accounts import ledger
from accounts.models import ContactFormat
from accounts.models import WayOfHolding as Way
from design.formats import pounds
from marketplace.actions import employer_costs, timesheets
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import employers, money

pytestmark = pytest.mark.django_db
CHANGE = "/money/choices/change/"


@pytest.fixture
def costs():
    return employers.running()


@pytest.fixture
def joan(costs):
    payee = money.payee()
    payee.person = costs.person
    payee.save()
    pot = costs.wage_pot
    # she has a direct payment already, so each of its forms is hers to choose
    pot.budget.pots.create(person=costs.person, label="Days out", held_as=Way.OWN_BANK, weekly_pence=1)
    return sessions.enter(Client(), costs.person.user)


def chosen(client, costs, way, **more):
    given = {f"pot_{pot.pk}": pot.held_as for pot in costs.person.pots.filter(budget__isnull=False)}
    return client.post(CHANGE, {**given, f"pot_{costs.wage_pot_id}": way, **more})


def test_it_stays_and_what_is_not_needed_comes_back(joan, costs):
    shown = words(chosen(joan, costs, "own_bank"))
    aside, a_week = pounds(employers.aside(costs)), pounds(costs.aside_week_pence)
    assert f"{aside} is set aside for what you owe Maria Lewis." in shown
    assert "It stays for holiday, sick pay and the end of the job." in shown
    assert "What is not needed comes back when the job is over." in shown
    assert f"After that, you put by {a_week} each week yourself." in shown


def test_it_is_as_it_was_told(joan, costs):
    aside = employers.aside(costs)
    assert "It is done" in words(chosen(joan, costs, "own_bank", confirm="1") and joan.get("/money/choices/"))
    assert employers.aside(costs) == aside
    timesheets.stop(employed=costs.employed, by=costs.person.user)
    employer_costs.finish(costs=costs, by=costs.person.user)
    assert (employers.aside(costs), employers.free(costs)) == (0, 100_000)


def test_where_the_wage_stays_here_more_is_put_by(joan, costs):
    shown = words(chosen(joan, costs, "card_account"))
    assert f"We still set aside {pounds(costs.aside_week_pence)} each week." in shown
    assert "put by" not in shown


def test_in_easy_read_too(joan, costs):
    costs.person.contact_format = ContactFormat.EASY_READ
    costs.person.save()
    page = chosen(joan, costs, "own_bank").content.decode()
    assert f"<p>{pounds(employers.aside(costs))} is set aside for what you owe Maria Lewis.</p>" in page


def test_who_employs_nobody_reads_nothing_of_it():
    account = money.card_account(5_000, person=make.person("Ivo Blake"))
    client = sessions.enter(Client(), account.person.user)
    shown = words(client.post(CHANGE, {f"pot_{account.pots.get().pk}": "council"}))
    assert "This is what happens" in shown and "set aside" not in shown
    assert ledger.balance(account.pots.get().available) == 5_000
