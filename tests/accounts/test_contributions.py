"""What a person pays, what is expected and what came in; nothing of it is doubled, lost or made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import audits, contributions, ledger
from accounts.actions import contributions as acts
from accounts.actions import loads, paid_ahead, pauses
from accounts.actions.contributions import ContributionRefused
from accounts.ledger import LedgerKind
from accounts.models import Contribution, ContributionReceipt, PaidAhead
from accounts.queries import finance
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money
from tests.factories.budgets import CALENDAR, budget, in_own_bank, in_pots, on

MAY = date(2026, 5, 4)


@pytest.fixture
def staff():
    return make.staff(Role.FINANCE)


def pays(of, staff, weekly_pence=2_000, starts_on=CALENDAR, reference="FA-1"):
    return acts.record(
        budget=of, weekly_pence=weekly_pence, starts_on=starts_on, assessment_reference=reference, by=staff
    )


def came(pence, staff, *, key="1", **more):
    return acts.receive(pence=pence, received_on=date(2026, 4, 20), key=key, by=staff, at=on(date(2026, 4, 20)), **more)


def to_come(of):
    return ledger.balances_of(LedgerKind.CONTRIBUTION_DUE).get(f"budget:{of.pk}", 0)


def funds():
    return ledger.balance(ledger.council_account(LedgerKind.COUNCIL_FUNDS))


def clean():
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


# Expected


@pytest.mark.django_db
def test_a_net_budget_is_paid_less_the_contribution_which_is_expected(staff):
    made = budget()
    pays(made, staff)
    loads.run_due(on(CALENDAR))
    assert (in_pots(made), to_come(made), funds(), clean()) == ([22_400, 9_600], 8_000, -32_000, True)


@pytest.mark.django_db
def test_a_gross_budget_is_paid_whole_and_the_contribution_is_expected(staff):
    made = budget(is_gross=True)
    pays(made, staff)
    loads.run_due(on(CALENDAR))
    assert (in_pots(made), to_come(made), funds(), clean()) == ([28_000, 12_000], 8_000, -40_000, True)


@pytest.mark.django_db
def test_a_new_amount_counts_from_its_day_and_ends_the_one_before(staff):
    made = budget()
    pays(made, staff)
    pays(made, staff, 3_000, date(2026, 4, 20), "FA-2")
    loads.run_due(on(CALENDAR))
    assert (to_come(made), sum(in_pots(made))) == (10_000, 30_000)
    assert [(each.weekly_pence, each.ends_on) for each in made.contributions.all()] == [
        (2_000, date(2026, 4, 19)),
        (3_000, None),
    ]


@pytest.mark.django_db
def test_days_that_are_not_paid_for_expect_nothing(staff):
    made = budget()
    pays(made, staff)
    pauses.pause(budget=made, first_on=date(2026, 4, 13), last_on=None, reason="hospital", by=staff, at=on(CALENDAR))
    loads.run_due(on(MAY))
    assert (to_come(made), sum(in_pots(made)), clean()) == (2_000, 8_000, True)


@pytest.mark.parametrize("decision", PaidAhead.Decision.values)
@pytest.mark.django_db
def test_days_paid_for_too_early_expect_nothing_once_somebody_has_decided(staff, decision):
    made = budget()
    pays(made, staff)
    loads.run_due(on(CALENDAR))
    pauses.record_death(person=made.person, died_on=date(2026, 4, 26), by=staff, at=on(date(2026, 4, 28)))
    question = PaidAhead.objects.get()
    assert (question.pence, question.expected_pence) == (8_000, 2_000)
    paid_ahead.decide(question=question, decision=decision, explanation="As agreed with the family.", by=staff)
    assert (to_come(made), clean()) == (6_000, True)


@pytest.mark.django_db
def test_what_she_keeps_in_her_own_bank_account_is_not_expected_here(staff):
    made = budget(pots=(5_000,))
    in_own_bank(made.pots.get())
    pays(made, staff)
    loads.run_due(on(CALENDAR))
    assert (to_come(made), funds(), clean()) == (0, -32_000, True)
    with pytest.raises(ContributionRefused, match="her own bank account"):
        came(100, staff, budget=made)


@pytest.mark.parametrize(
    ("pence", "day", "reference", "why"),
    [
        (2_000, date(2026, 5, 3), "FA", "Payments are worked out up to 3 May 2026. Choose 4 May 2026 or later"),
        (10_001, date(2026, 8, 1), "FA", "The budget is £100.00 a week"),
        (2_000, MAY, " ", "reference of the financial assessment"),
        (2_000, date(2026, 6, 1), "FA", "There is one from 1 July 2026 already"),
    ],
)
@pytest.mark.django_db
def test_a_contribution_that_cannot_be_is_refused_in_words(staff, pence, day, reference, why):
    made = budget()
    loads.run_due(on(CALENDAR))
    pays(made, staff, starts_on=date(2026, 7, 1))
    with pytest.raises(ContributionRefused, match=why):
        pays(made, staff, pence, day, reference)
    assert Contribution.objects.count() == 1


@pytest.mark.django_db
def test_one_that_has_not_begun_is_withdrawn_and_the_one_before_goes_on(staff):
    made = budget()
    first = pays(made, staff)
    loads.run_due(on(CALENDAR))
    later = pays(made, staff, 5_000, MAY, "FA-2")
    acts.withdraw(contribution=later, by=staff)
    acts.withdraw(contribution=later, by=staff)
    first.refresh_from_db()
    assert (first.ends_on, Contribution.objects.count()) == (None, 1)
    with pytest.raises(ContributionRefused, match="worked out for some days already"):
        acts.withdraw(contribution=first, by=staff)


# Came in


@pytest.mark.django_db
def test_a_net_contribution_goes_into_the_pots(staff):
    made = budget()
    pays(made, staff)
    loads.run_due(on(CALENDAR))
    came(8_000, staff, budget=made)
    assert (in_pots(made), to_come(made), clean()) == ([28_000, 12_000], 0, True)
    assert finance.figures(ledger_totals())[0].pence == 40_000


@pytest.mark.django_db
def test_a_gross_contribution_goes_back_to_the_council(staff):
    made = budget(is_gross=True)
    pays(made, staff)
    loads.run_due(on(CALENDAR))
    came(8_500, staff, budget=made)
    assert (sum(in_pots(made)), to_come(made), funds(), clean()) == (40_000, -500, -31_500, True)
    came_in, *places = finance.figures(ledger_totals())
    assert came_in.pence == sum(place.pence for place in places) == 40_000


def ledger_totals():
    from accounts.ledger import totals

    return totals.by_kind()


@pytest.mark.django_db
def test_a_receipt_is_recorded_once_for_each_key(staff):
    made = budget()
    assert came(500, staff, budget=made) == came(500, staff, budget=made)
    assert (to_come(made), ContributionReceipt.objects.count(), clean()) == (-500, 1, True)


@pytest.mark.django_db
def test_the_reference_in_the_banks_words_finds_the_budget(staff):
    made = budget()
    receipt = came(500, staff, bank_words=f"FPS ALVAREZ R {contributions.reference(made.pk)}")
    assert (receipt.budget, to_come(made)) == (made, -500)
    lost = came(700, staff, key="2", bank_words="ALVAREZ CARE")
    assert (lost.budget, clean()) == (None, True)
    acts.match(receipt=lost, budget=made, by=staff)
    acts.match(receipt=lost, budget=made, by=staff)
    assert (to_come(made), clean()) == (-1_200, True)
    with pytest.raises(ContributionRefused, match="dealt with"):
        acts.match(receipt=lost, budget=budget(), by=staff)


@pytest.mark.django_db
def test_a_receipt_taken_out_gives_its_money_back_unless_it_is_spent(staff):
    made = budget()
    receipt = came(500, staff, budget=made)
    acts.undo(receipt=receipt, why="Typed for the wrong person", by=staff)
    acts.undo(receipt=receipt, why="Typed for the wrong person", by=staff)
    assert (in_pots(made), to_come(made), clean()) == ([0, 0], 0, True)
    spent = came(500, staff, key="2", budget=made)
    money.earned(money.payee(), 300, from_=made.pots.first())
    with pytest.raises(ContributionRefused, match=r"£3\.00 of it is spent or held"):
        acts.undo(receipt=spent, why="Wrong", by=staff)
    spent.refresh_from_db()
    assert (spent.undone_at, clean()) == (None, True)


# The reference


@given(st.integers(1, 10**9 - 1))
def test_a_reference_is_found_again_in_what_a_bank_says(number):
    made = contributions.reference(number)
    assert contributions.budget_of(f"BGC {made.lower()} thank you") == number
    assert contributions.budget_of(f"{made} {made}") == number


@given(st.integers(1, 10**6), st.data())
def test_a_slip_of_the_finger_is_not_taken_for_somebody_else(number, data):
    text = str(number)
    place = data.draw(st.integers(0, len(text) - 1))
    other = text[:place] + data.draw(st.sampled_from("0123456789")) + text[place + 1 :]
    wrong = contributions.reference(number).replace(text, other, 1)
    assert contributions.budget_of(wrong) in ({number} if other == text else {None})


@pytest.mark.parametrize("text", ["", "rent", "WC", "WC12", "XWC5"])
def test_words_without_a_reference_find_nobody(text):
    assert contributions.budget_of(text) is None
    two = f"{contributions.reference(1)} {contributions.reference(2)}"
    assert contributions.budget_of(two) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("17", 17), (contributions.reference(17), 17), ("1234567890", None), ("²", None), ("Rosa", None), ("", None)],
)
def test_a_budget_is_typed_by_its_number_or_its_reference(text, number):
    assert contributions.number_of(text) == number
