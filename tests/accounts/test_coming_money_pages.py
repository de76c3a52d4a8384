"""What a person reads of money that comes in: the next payment, her own contribution, a pause."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import contributions as references
from accounts.actions import contributions, loads, pauses
from accounts.queries import looks
from accounts.roles import Role
from design.formats import day
from tests import sessions
from tests.accounts.screens import page_of, words
from tests.factories import accounts as make
from tests.factories import budgets

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def pays(budget, ann):
    start = budget.starts_on + timedelta(days=28)
    given = {"weekly_pence": 1_000, "starts_on": start, "assessment_reference": "FA"}
    return contributions.record(budget=budget, by=ann, **given)


def test_a_person_sees_her_next_payment_and_what_she_pays(budget, pays):
    rosa = sessions.enter(Client(), budget.person.user)
    page = words(rosa.get("/money/"))
    assert "From the council The next payment is £360.00 on" in page
    own = words(rosa.get("/money/contribution/"))
    assert references.reference(budget.pk) in own
    assert "Your support does not stop while we talk" in own


@pytest.mark.parametrize(("in_days", "when"), [(0, "today"), (3, "on {day}")])
def test_before_the_first_load_she_reads_when_the_first_money_comes(in_days, when):
    start = TODAY + timedelta(days=in_days)
    made = budgets.budget(starts_on=start, load_calendar=TODAY - timedelta(days=10), ends_on=TODAY + timedelta(days=17))
    rosa = sessions.enter(Client(), made.person.user)
    page = words(rosa.get("/money/"))
    first = {0: "£257.14", 3: "£214.29"}[in_days]
    assert f"The first money, {first}, comes {when.format(day=day(start))}" in page
    assert f"The next payment is {first} on {day(start)}" in page
    assert "less than a week" not in page
    desk = sessions.enter(Client(), make.staff(Role.FINANCE))
    soon = "Due now" if in_days == 0 else day(start)
    assert f"Next load {soon}" in words(desk.get(page_of("budget", made.pk)))
    loads.run_due(timezone.now() + timedelta(days=in_days))
    assert sum(budgets.in_pots(made)) == int(first.replace("£", "").replace(".", ""))
    page = words(rosa.get("/money/"))
    assert ("The first money" in page, "about 2 weeks of your plan" in page) == (False, True)


def test_what_goes_to_her_own_bank_is_not_said_to_come_here():
    made = budgets.budget(starts_on=TODAY, load_calendar=TODAY)
    budgets.in_own_bank(made.pots.first())
    rosa = sessions.enter(Client(), made.person.user)
    assert "The first money comes today" in words(rosa.get("/money/"))


def test_her_statement_has_what_came_in(budget, ann):
    contributions.receive(pence=500, received_on=TODAY, key="1", budget=budget, by=ann)
    rosa = sessions.enter(Client(), budget.person.user)
    page = words(rosa.get("/money/statement/?period=3-months"))
    assert "Contribution that came in £5.00" in page
    assert "Your contribution came in" in page


def test_a_pause_is_said_on_her_page(budget, ann):
    pauses.pause(budget=budget, first_on=TODAY, reason="away", by=ann)
    rosa = sessions.enter(Client(), budget.person.user)
    assert "Payments are paused from" in words(rosa.get("/money/"))


def test_a_delegate_who_looks_at_the_contribution_is_in_the_log(budget, pays):
    from accounts.roles import Scope

    mandate = make.mandate(budget.person, make.user("Amira Whitfield"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    assert "Rosa pays" in words(amira.get("/money/contribution/"))
    assert [one.where for one in looks.named(looks.at(budget.person))] == ["What is paid towards the support"]
