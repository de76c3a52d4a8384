from datetime import date

import pytest

from accounts import ledger
from accounts.actions import budgets
from accounts.actions.budgets import ChoiceMissing, NotHere, PotPlan
from accounts.models import AuditLine, CardAccount, PersonalBudget
from accounts.models import WayOfHolding as Way
from accounts.roles import Role
from tests.factories.accounts import person, staff
from tests.factories.money import card_account, choice, own_money

pytestmark = pytest.mark.django_db


def agreed(whose, by):
    return budgets.agree(
        person=whose,
        amount_pence=26_400,
        period=PersonalBudget.Period.FOUR_WEEKS,
        pots=[PotPlan("Keeping clean and well", 6_600), PotPlan("Set aside for emergencies", is_contingency=True)],
        starts_on=date(2026, 4, 1),
        by=by,
    )


def test_a_budget_is_agreed_and_the_council_looks_after_it_until_the_person_has_chosen():
    budget = agreed(person(), staff(Role.PRACTITIONER))
    assert [(p.label, p.weekly_pence, p.held_as, p.is_contingency) for p in budget.pots.all()] == [
        ("Keeping clean and well", 6_600, Way.COUNCIL, False),
        ("Set aside for emergencies", 0, Way.COUNCIL, True),
    ]
    assert [ledger.balance(account) for p in budget.pots.all() for account in (p.available, p.held)] == [0, 0, 0, 0]
    assert AuditLine.objects.filter(action="budget.agreed", subject=f"budget:{budget.pk}").count() == 1


def test_a_card_account_takes_over_the_pots_with_their_money():
    rosa, by = person(), staff(Role.PRACTITIONER)
    first, _ = agreed(rosa, by).pots.all()
    budgets.load(pot=first, pence=500, key="load:1", by=by)
    account = budgets.open_card_account(person=rosa, choice=choice(rosa, by), by=by)
    assert {(p.held_as, p.card_account_id) for p in rosa.pots.all()} == {(Way.CARD_ACCOUNT, account.pk)}
    assert ledger.balance(first.available) == 500


def test_no_card_account_without_the_other_ways_shown_in_her_format_and_this_one_chosen():
    """Domain: a card account opens only after the other ways were shown in the person's format, and the choice kept."""
    rosa, joan, by = person(), person("Joan Whitfield", contact_format="large_print"), staff(Role.PRACTITIONER)
    ways = list(Way)

    def record(whose, shown, chosen, form="email"):
        return budgets.record_choice(person=whose, shown=shown, shown_format=form, chosen=chosen, by=by)

    refused = [
        (rosa, record(rosa, [Way.CARD_ACCOUNT], Way.CARD_ACCOUNT)),  # nothing else shown
        (rosa, record(rosa, ways[:2], Way.CARD_ACCOUNT)),  # not all shown
        (rosa, record(rosa, ways, Way.OWN_BANK)),  # another chosen
        (rosa, record(joan, ways, Way.CARD_ACCOUNT, "large_print")),  # somebody else's choice
        (joan, record(joan, ways, Way.CARD_ACCOUNT)),  # not in her format
    ]
    for whose, chosen in refused:
        with pytest.raises(ChoiceMissing):
            budgets.open_card_account(person=whose, choice=chosen, by=by)
    assert CardAccount.objects.count() == 0
    with pytest.raises(ChoiceMissing):
        record(rosa, [Way.OWN_BANK], Way.CARD_ACCOUNT)


def test_a_load_is_made_once_for_each_key():
    account = card_account(0)
    pot, by = account.pots.get(), staff(Role.FINANCE)
    first = budgets.load(pot=pot, pence=26_400, key="load:2026-04-01", by=by)
    assert budgets.load(pot=pot, pence=26_400, key="load:2026-04-01", by=by) == first
    with pytest.raises(ledger.KeyReused):
        budgets.load(pot=pot, pence=1, key="load:2026-04-01", by=by)
    assert ledger.balance(pot.available) == 26_400


def test_own_money_is_topped_up_only_where_it_is_switched_on(settings):
    account = own_money(5_000)
    pot, tom = account.pots.get(), account.person.user
    assert ledger.balance(pot.available) == 5_000
    settings.OWN_MONEY = False
    with pytest.raises(NotHere):
        budgets.top_up(pot=pot, pence=100, key="k", by=tom)
    with pytest.raises(NotHere):
        budgets.open_own_money(person=person(), by=tom)


def test_council_money_goes_into_budgets_only_and_own_money_into_own_accounts_only():
    own, budget = own_money().pots.get(), card_account(0).pots.get()
    with pytest.raises(NotHere):
        budgets.load(pot=own, pence=1, key="a", by=None)
    with pytest.raises(NotHere):
        budgets.top_up(pot=budget, pence=1, key="b", by=own.person.user)
