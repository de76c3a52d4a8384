"""A budget agreed anew, and how each pot is held: nothing lost, nothing swept, nothing smaller without a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import audits, ledger, payments
from accounts.actions import budgets, cards, carrying, holding
from accounts.actions.budgets import BudgetRefused, ChoiceMissing
from accounts.actions.holding import HoldingRefused
from accounts.models import Card, ContactFormat, Pot
from accounts.models import WayOfHolding as Way
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money, setting_up
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture
def by():
    return make.staff(Role.PRACTITIONER)


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez", born_on=setting_up.BORN)


def choose(person, by, *ways, **more):
    pots = holding.open_pots(person)
    given = {"shown": list(Way), "shown_format": person.contact_format, **more}
    chosen = {pot.pk: way for pot, way in zip(pots, ways, strict=True)}
    return holding.choose(person=person, ways=chosen, by=by, **given)


# Agreed anew


def test_a_new_budget_ends_the_one_before_on_the_day_before(rosa, by):
    old = setting_up.agreed(rosa, 5_000)
    new = setting_up.agreed(rosa, 6_000, starts_on=APRIL)
    old.refresh_from_db()
    assert (old.ends_on, new.ends_on) == (date(2026, 3, 31), None)


def test_a_carers_budget_stands_beside(rosa, by):
    setting_up.agreed(rosa, 5_000)
    setting_up.agreed(rosa, 1_000, is_for_caring=True)
    assert rosa.budgets.filter(ends_on=None).count() == 2


def test_two_of_a_kind_do_not_start_together(rosa):
    setting_up.agreed(rosa, 5_000)
    with pytest.raises(BudgetRefused, match="starts on 1 January 2026"):
        setting_up.agreed(rosa, 6_000)
    assert rosa.budgets.get().ends_on is None


def test_smaller_only_with_a_reassessment(rosa):
    setting_up.agreed(rosa, 5_000)
    with pytest.raises(BudgetRefused, match="reassessment"):
        setting_up.agreed(rosa, 4_999, starts_on=APRIL)
    assert rosa.budgets.get().ends_on is None  # refused, it changes nothing
    assert setting_up.agreed(rosa, 4_999, starts_on=APRIL, reassessment="RA-17").reassessment == "RA-17"


def test_smaller_than_one_that_ended_by_itself_needs_it_too(rosa):
    setting_up.agreed(rosa, 5_000, ends_on=date(2026, 2, 1))
    with pytest.raises(BudgetRefused, match="reassessment"):
        setting_up.agreed(rosa, 100, starts_on=APRIL)


def test_nobody_agrees_her_own(by):
    own = make.person("Sam")
    with pytest.raises(BudgetRefused):
        setting_up.agreed(own, 5_000, by=own.user)


def test_what_is_left_goes_on_to_the_same_purpose_once_nothing_is_held(rosa, by):
    setting_up.agreed(rosa, 5_000, 2_000)
    choose(rosa, by, Way.CARD_ACCOUNT, Way.CARD_ACCOUNT)
    [clean, out] = rosa.pots.all()
    card = cards.issue(account=clean.card_account, holder=rosa.user, pot=clean, by=by)
    budgets.load(pot=clean, pence=9_000, key="a", by=by)
    budgets.load(pot=out, pence=700, key="b", by=by)
    held = payments.hold(purpose="visit", reference="V1", pot=clean, payee=money.payee(), pence=1_000, by=None)
    setting_up.agreed(rosa, 8_000, starts_on=APRIL)
    heir = rosa.pots.get(budget__starts_on=APRIL)
    assert (heir.held_as, heir.card_account_id, heir.choice_id) == (
        Way.CARD_ACCOUNT,
        clean.card_account_id,
        clean.choice_id,
    )
    at = datetime(2026, 4, 2, 1, tzinfo=UTC)
    assert carrying.carry_over(at=at) == 0  # one is held, the other has no heir
    payments.capture(payment=held, pence=1_000, by=None)
    assert (carrying.carry_over(at=at), carrying.carry_over(at=at)) == (1, 0)
    assert (ledger.balance(clean.available), ledger.balance(heir.available), ledger.balance(out.available)) == (
        0,
        8_000,
        700,
    )
    clean.refresh_from_db()
    card.refresh_from_db()
    assert (clean.closed_at, card.pot) == (at, heir)
    payments.refund(payment=held, pence=400, by=None)
    assert (carrying.carry_over(at=at), ledger.balance(heir.available)) == (1, 8_400)
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_before_the_new_one_starts_nothing_is_carried(rosa, by):
    setting_up.agreed(rosa, 5_000)
    budgets.load(pot=rosa.pots.get(), pence=100, key="a", by=by)
    setting_up.agreed(rosa, 6_000, starts_on=APRIL)
    assert carrying.carry_over(at=datetime(2026, 3, 31, 22, tzinfo=UTC)) == 0


def test_between_two_budgets_it_waits_for_the_new_one(rosa, by):
    setting_up.agreed(rosa, 5_000, ends_on=date(2026, 2, 1))
    budgets.load(pot=rosa.pots.get(), pence=100, key="a", by=by)
    setting_up.agreed(rosa, 6_000, starts_on=APRIL)
    days = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, 12, tzinfo=UTC)]
    assert [carrying.carry_over(at=day) for day in days] == [0, 1]


def test_a_budget_agreed_for_later_keeps_no_late_money_from_the_one_that_runs(rosa, by):
    old = setting_up.agreed(rosa, 5_000).pots.get()
    runs = setting_up.agreed(rosa, 5_000, starts_on=APRIL).pots.get()
    setting_up.agreed(rosa, 6_000, starts_on=date(2026, 9, 1))
    budgets.load(pot=old, pence=100, key="late", by=by)
    assert carrying.carry_over(at=datetime(2026, 5, 1, tzinfo=UTC)) == 1
    assert [ledger.balance(pot.available) for pot in (old, runs)] == [0, 100]


def test_a_statement_still_tells_of_the_pot_that_was_closed(client, rosa, by):
    today = timezone.localdate()
    setting_up.agreed(rosa, 5_000, starts_on=today - timedelta(days=60))
    budgets.load(pot=rosa.pots.get(), pence=2_000, key="a", by=by)
    setting_up.agreed(rosa, 6_000, starts_on=today)
    carrying.carry_over(at=timezone.now() + timedelta(seconds=1))
    sign_in(client, rosa.user)
    statement = client.get("/money/statement/?period=3-months").context["asked"].statement
    assert sorted(line.pence for line in statement.free.lines) == [0, 2_000]  # out of one pot and into the other
    assert statement.free.closing_pence == 2_000
    assert len(client.get("/money/").context["accounts"][0]["holding"].pots) == 1


# How it is held


def test_mixed_ways_are_recorded_one_by_one(rosa, by):
    setting_up.agreed(rosa, 5_000, 2_000, 1_000)
    records = choose(rosa, by, Way.CARD_ACCOUNT, Way.PROVIDER, Way.OWN_BANK, provider="Hollybank Home Care")
    assert [(record.chosen, record.provider) for record in records] == [
        (Way.OWN_BANK, ""),
        (Way.CARD_ACCOUNT, ""),
        (Way.PROVIDER, "Hollybank Home Care"),
    ]
    pots = list(rosa.pots.order_by("position"))
    assert [pot.held_as for pot in pots] == [Way.CARD_ACCOUNT, Way.PROVIDER, Way.OWN_BANK]
    assert [pot.available is None for pot in pots] == [False, False, True]
    assert [pot.choice for pot in pots] == [records[1], records[2], records[0]]
    assert rosa.card_accounts.get().choice == records[1]


def test_no_card_before_all_ways_were_shown_in_her_format(rosa, by):
    setting_up.agreed(rosa, 5_000)
    with pytest.raises(ChoiceMissing):
        choose(rosa, by, Way.CARD_ACCOUNT, shown=[Way.CARD_ACCOUNT, Way.COUNCIL])
    with pytest.raises(ChoiceMissing):
        choose(rosa, by, Way.CARD_ACCOUNT, shown_format=ContactFormat.EASY_READ)
    assert (rosa.card_accounts.count(), rosa.choices.count(), rosa.pots.get().held_as) == (0, 0, Way.COUNCIL)


def test_a_provider_has_a_name(rosa, by):
    setting_up.agreed(rosa, 5_000)
    with pytest.raises(HoldingRefused, match="name of the provider"):
        choose(rosa, by, Way.PROVIDER)


def test_somebody_elses_pot_is_not_chosen_for(rosa, by):
    setting_up.agreed(rosa, 5_000)
    theirs = money.pot()
    with pytest.raises(HoldingRefused):
        holding.choose(
            person=rosa, ways={theirs.pk: Way.COUNCIL}, shown=list(Way), shown_format=rosa.contact_format, by=by
        )


def test_leaving_a_card_account_is_one_action(rosa, by):
    account = money.card_account(5_000, person=rosa)
    card = money.card(account)
    choose(rosa, by, Way.COUNCIL)
    account.refresh_from_db()
    card.refresh_from_db()
    pot = rosa.pots.get()
    assert (account.closed_at is not None, card.state, pot.held_as, pot.card_account) == (
        True,
        Card.State.CLOSED,
        Way.COUNCIL,
        None,
    )
    assert ledger.balance(pot.available) == 5_000
    choose(rosa, by, Way.CARD_ACCOUNT)
    assert rosa.card_accounts.filter(closed_at=None).count() == 1


def test_to_her_own_bank_what_is_in_the_books_stays_until_it_is_spent(rosa, by):
    account = money.card_account(5_000, person=rosa)
    before = account.pots.get()
    choose(rosa, by, Way.OWN_BANK)
    rest, new = rosa.pots.order_by("pk")
    assert (rest.pk, rest.weekly_pence, rest.held_as, ledger.balance(rest.available)) == (
        before.pk,
        0,
        Way.COUNCIL,
        5_000,
    )
    assert (new.weekly_pence, new.held_as, new.available, new.budget) == (5_000, Way.OWN_BANK, None, rest.budget)
    assert Pot.objects.filter(person=rosa, closed_at=None).count() == 2
    with pytest.raises(HoldingRefused, match="stays with us until it is spent"):
        choose(rosa, by, Way.OWN_BANK, Way.OWN_BANK)


def test_back_from_her_own_bank_the_pot_is_in_the_books_again(rosa, by):
    setting_up.agreed(rosa, 5_000)
    choose(rosa, by, Way.OWN_BANK)
    choose(rosa, by, Way.COUNCIL)
    pot = rosa.pots.get()
    budgets.load(pot=pot, pence=100, key="a", by=by)
    assert ledger.balance(pot.available) == 100
