"""The council's money comes by the clock, once, exact to the penny, whatever starts, pauses, ends or goes wrong."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import audits, daily, ledger
from accounts.actions import budgets, loads, paid_ahead, pauses, payment_files
from accounts.actions.paid_ahead import DecisionRefused
from accounts.actions.pauses import PauseRefused
from accounts.ledger import LedgerKind, Transaction
from accounts.models import AuditLine, BudgetPause, Card, Load, Notice, PaidAhead, Payee, PersonalBudget
from accounts.queries import loads as found
from accounts.queries import payables
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import money
from tests.factories.budgets import CALENDAR, budget, in_own_bank, in_pots, on

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)  # first days of the second and third four weeks
TAKE_BACK, LEAVE = PaidAhead.Decision.TAKE_BACK, PaidAhead.Decision.LEAVE


@pytest.fixture
def staff():
    return make.staff(Role.FINANCE)


def days(of):
    return [(load.first_on, load.last_on, load.paid_pence) for load in of.loads.all()]


def ahead(of):
    return [(q.first_on, q.last_on, q.pence, q.why) for q in PaidAhead.objects.filter(budget=of, decision="")]


def clean():
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


def pause(of, first, last, staff, at):
    return pauses.pause(budget=of, first_on=first, last_on=last, reason="hospital", by=staff, at=on(at))


# By the clock


def test_each_four_weeks_are_loaded_once_and_shared_over_the_pots():
    made = budget()
    assert loads.run_due(on(CALENDAR)) == "1 load"
    assert in_pots(made) == [28_000, 12_000]
    for day in (CALENDAR, CALENDAR + timedelta(days=27)):
        assert loads.run_due(on(day, hour=23)) == "0 loads"
    loads.run_due(on(MAY))
    assert days(made) == [(CALENDAR, date(2026, 5, 3), 40_000), (MAY, date(2026, 5, 31), 40_000)]
    assert (in_pots(made), clean()) == ([56_000, 24_000], True)
    keys = [f"load:budget:{made.pk}:{day}:1" for day in (CALENDAR, MAY)]
    assert list(Transaction.objects.filter(kind="load").order_by("pk").values_list("key", flat=True)) == keys


def test_it_is_part_of_the_day():
    made = budget()
    said = {key: (words, well) for key, words, well in daily.run(on(CALENDAR))}
    assert said["loads"] == ("1 load", True)
    assert in_pots(made) == [28_000, 12_000]


def test_a_start_within_the_four_weeks_is_paid_by_days_on_that_day():
    made = budget(starts_on=date(2026, 4, 20))
    assert loads.run_due(on(date(2026, 4, 19))) == "0 loads"
    loads.run_due(on(date(2026, 4, 20)))
    assert days(made) == [(date(2026, 4, 20), date(2026, 5, 3), 20_000)]


def test_four_weeks_that_were_missed_are_made_good():
    made = budget(starts_on=date(2026, 4, 8))
    assert loads.run_due(on(JUNE)) == "3 loads"
    assert [pence for _, _, pence in days(made)] == [37_143, 40_000, 40_000]


def test_the_last_day_is_the_last_that_is_paid_for():
    made = budget(ends_on=date(2026, 5, 10))
    loads.run_due(on(JUNE))
    assert days(made)[1:] == [(MAY, date(2026, 5, 10), 10_000)]
    assert found.to_settle(date(2030, 1, 1)).count() == 0


@pytest.mark.parametrize(
    ("period", "amount", "expected"),
    [("week", 10_000, 40_000), ("four_weeks", 39_999, 39_999), ("year", 520_000, 39_890)],
)
def test_an_amount_is_for_a_week_four_weeks_or_a_year(period, amount, expected):
    made = budget(amount, period=PersonalBudget.Period(period))
    loads.run_due(on(CALENDAR))
    assert [pence for _, _, pence in days(made)] == [expected]


def test_pennies_of_the_pots_add_up():
    made = budget(33_333, period=PersonalBudget.Period.FOUR_WEEKS, pots=(1, 1, 1))
    loads.run_due(on(CALENDAR))
    assert in_pots(made) == [11_111, 11_111, 11_111]
    other = budget(100, period=PersonalBudget.Period.FOUR_WEEKS, pots=(1, 1, 1))
    loads.run_due(on(CALENDAR))
    assert in_pots(other) == [34, 33, 33]


def test_a_budget_without_a_calendar_is_left_alone():
    made = budget()
    PersonalBudget.objects.update(load_calendar=None)
    assert (loads.run_due(on(JUNE)), loads.settle(budget=made, at=on(JUNE)).loads) == ("0 loads", [])


def test_money_for_her_own_bank_account_goes_out_with_the_next_payment_file(staff):
    rosa = make.person("Rosa Alvarez")
    made = budget(person=rosa)
    in_own_bank(made.pots.first())
    loads.run_due(on(CALENDAR))
    payee = Payee.objects.get(person=rosa)
    assert (ledger.balance(payee.payable), in_pots_in_books(made)) == (28_000, [12_000])
    assert [one.why_not for one in payables.standing().left_out] == ["We do not have their bank details."]
    Payee.objects.update(sort_code="123456", account_number="12345678")
    file = payment_files.prepare(by=staff)
    payment_files.release(file=file, by=make.staff(Role.FINANCE))
    loads.run_due(on(MAY))
    assert (Payee.objects.get(), ledger.balance(payee.payable), clean()) == (payee, 28_000, True)


def in_pots_in_books(of):
    return [ledger.balance(pot.available) for pot in of.pots.exclude(available=None)]


def test_a_budget_without_a_pot_is_named_and_does_not_stop_the_others(staff):
    empty, made = budget(pots=()), budget()
    assert loads.run_due(on(CALENDAR)) == "1 load, 1 budget could not be loaded"
    assert [(one.budget, one.pence) for one in found.not_run(CALENDAR)] == [(empty, 40_000)]
    assert (in_pots(made), clean()) == ([28_000, 12_000], True)


def test_what_is_paid_is_told_by_email_once():
    made = budget()
    loads.run_due(on(MAY))
    notice = Notice.objects.get(template="accounts/emails/council_payment")
    assert (notice.to, notice.subject) == (made.person.user, "The council has paid in £800.00")


def test_a_person_without_a_sign_in_is_loaded_too():
    made = budget(person=make.person(signs_in=False))
    loads.run_due(on(CALENDAR))
    assert (in_pots(made), Notice.objects.count()) == ([28_000, 12_000], 0)


# Pauses


def test_a_pause_that_is_known_before_is_not_paid_for(staff):
    made = budget()
    pause(made, date(2026, 4, 13), date(2026, 4, 19), staff, CALENDAR)
    loads.run_due(on(CALENDAR))
    assert days(made) == [
        (CALENDAR, date(2026, 4, 12), 10_000),
        (date(2026, 4, 20), date(2026, 5, 3), 20_000),
    ]
    assert (ahead(made), clean()) == ([], True)


def test_days_paid_for_before_the_pause_are_a_question_and_stay_paid(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    pause(made, date(2026, 4, 27), None, staff, date(2026, 4, 27))
    assert ahead(made) == [(date(2026, 4, 27), date(2026, 5, 3), 10_000, "pause")]
    assert in_pots(made) == [28_000, 12_000]
    assert loads.run_due(on(MAY)) == "0 loads"
    assert [q.subject for q in Notice.objects.filter(template="accounts/emails/payments_paused")] == [
        "Your council payments are paused"
    ]


def test_resuming_pays_the_days_that_are_left_at_once(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    held = pause(made, date(2026, 4, 27), None, staff, date(2026, 4, 27))
    pauses.resume(pause=held, last_on=date(2026, 5, 13), by=staff, at=on(date(2026, 5, 14)))
    assert days(made)[1:] == [(date(2026, 5, 14), date(2026, 5, 31), 25_714)]
    assert ahead(made) == [(date(2026, 4, 27), date(2026, 5, 3), 10_000, "pause")]
    pauses.resume(pause=held, last_on=date(2026, 5, 13), by=staff, at=on(date(2026, 5, 14)))
    assert (loads.run_due(on(date(2026, 5, 20))), Load.objects.count()) == ("0 loads", 2)


def test_a_pause_taken_out_as_a_mistake_leaves_no_trace_in_the_money(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    held = pause(made, date(2026, 4, 27), None, staff, date(2026, 4, 27))
    loads.run_due(on(MAY))
    pauses.cancel(pause=held, by=staff, at=on(date(2026, 5, 6)))
    pauses.cancel(pause=held, by=staff, at=on(date(2026, 5, 6)))
    assert (ahead(made), days(made)[1:]) == ([], [(MAY, date(2026, 5, 31), 40_000)])
    with pytest.raises(PauseRefused, match="mistake"):
        pauses.resume(pause=held, last_on=MAY, by=staff)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 4, 5), None, "The budget begins on 6 April 2026"),
        (date(2026, 7, 2), None, "The budget ends on 1 July 2026"),
        (date(2026, 4, 8), date(2026, 4, 7), "The last day is the first day or later"),
        (date(2026, 4, 8), date(2026, 4, 13), "There is a pause from 13 April 2026 to 19 April 2026 already"),
        (date(2026, 4, 19), None, "There is a pause from 13 April 2026"),
    ],
)
def test_a_pause_that_cannot_be_is_refused_in_words(staff, first, last, why):
    made = budget(ends_on=date(2026, 7, 1))
    pause(made, date(2026, 4, 13), date(2026, 4, 19), staff, CALENDAR)
    with pytest.raises(PauseRefused, match=why):
        pause(made, first, last, staff, CALENDAR)
    assert BudgetPause.objects.count() == 1


@pytest.mark.parametrize("last", [date(2200, 1, 1), date(9999, 12, 31)])
def test_a_day_that_nobody_means_is_refused_in_words(staff, last):
    made = budget()
    with pytest.raises(PauseRefused, match="Enter a year up to 2199"):
        pause(made, CALENDAR, last, staff, CALENDAR)
    with pytest.raises(PauseRefused, match="Enter a year up to 2199"):
        pause(made, last, None, staff, CALENDAR)
    held = pause(made, CALENDAR, None, staff, CALENDAR)
    with pytest.raises(PauseRefused, match="Enter a year up to 2199"):
        pauses.resume(pause=held, last_on=last, by=staff, at=on(CALENDAR))
    with pytest.raises(PauseRefused, match="Enter a year up to 2199"):
        pauses.end(budget=made, ends_on=last, reassessment_reference="RA-77", by=staff, at=on(CALENDAR))
    held.refresh_from_db()
    made.refresh_from_db()
    assert (held.last_on, made.ends_on) == (None, None)
    pauses.resume(pause=held, last_on=pauses.LAST_DAY, by=staff, at=on(CALENDAR))
    assert (days(made), clean()) == ([], True)


def test_only_one_pause_is_open_whatever_the_code_does(staff):
    made = budget()
    pause(made, date(2026, 4, 13), None, staff, CALENDAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetPause.objects.create(
            budget=made, first_on=MAY, reason="away", recorded_by=staff, recorded_at=on(CALENDAR)
        )


# The question of what was paid too early


@pytest.fixture
def question(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    pause(made, date(2026, 4, 27), None, staff, date(2026, 4, 27))
    return PaidAhead.objects.get(decision="")


def test_leaving_it_changes_no_money_and_is_not_asked_again(staff, question):
    at = on(date(2026, 4, 28))
    paid_ahead.decide(question=question, decision=LEAVE, explanation="The sitter was paid anyway.", by=staff, at=at)
    loads.settle(budget=question.budget, at=on(date(2026, 4, 29)))
    assert (ahead(question.budget), in_pots(question.budget)) == ([], [28_000, 12_000])
    held = BudgetPause.objects.get()
    pauses.resume(pause=held, last_on=date(2026, 4, 28), by=staff, at=on(date(2026, 4, 29)))
    assert (in_pots(question.budget), clean()) == ([28_000, 12_000], True)


def test_taking_it_back_is_exact_and_the_person_is_told(staff, question):
    at = on(date(2026, 4, 28))
    paid_ahead.decide(question=question, decision=TAKE_BACK, explanation="Agreed with Rosa.", by=staff, at=at)
    assert (in_pots(question.budget), clean()) == ([21_000, 9_000], True)
    told = Notice.objects.get(template="accounts/emails/taken_back")
    assert (told.to, told.subject) == (question.budget.person.user, "The council has taken back £100.00")
    with pytest.raises(DecisionRefused, match="changed while you were looking"):
        paid_ahead.decide(question=question, decision=LEAVE, explanation="No", by=staff, at=at)


def test_days_taken_back_are_paid_again_when_support_was_there_after_all(staff, question):
    at = on(date(2026, 4, 28))
    paid_ahead.decide(question=question, decision=TAKE_BACK, explanation="Agreed with Rosa.", by=staff, at=at)
    pauses.resume(pause=BudgetPause.objects.get(), last_on=date(2026, 4, 29), by=staff, at=on(date(2026, 4, 30)))
    assert in_pots(question.budget) == [25_000, 10_714]
    again = Load.objects.get(turn=2)
    assert (again.first_on, again.last_on, again.paid_pence, clean()) == (
        date(2026, 4, 30),
        date(2026, 5, 3),
        5_714,
        True,
    )


def test_what_is_held_or_spent_is_never_taken_back(staff, question):
    first = question.budget.pots.first()
    money.earned(money.payee(), 28_000, from_=first)
    second = question.budget.pots.last()
    money.earned(money.payee(), 7_000, from_=second)
    with pytest.raises(DecisionRefused, match=r"Only £50\.00 is free in the pots"):
        paid_ahead.decide(question=question, decision=TAKE_BACK, explanation="Try", by=staff)
    assert (in_pots(question.budget), clean()) == ([0, 5_000], True)


def test_a_decision_on_another_sum_than_was_shown_is_refused(staff, question):
    shown = PaidAhead(pk=question.pk, budget=question.budget, pence=question.pence - 1)
    with pytest.raises(DecisionRefused):
        paid_ahead.decide(question=shown, decision=LEAVE, explanation="No", by=staff)


def test_a_decision_has_a_reason_and_somebody_who_made_it(question):
    question.decision = LEAVE
    with pytest.raises(IntegrityError), transaction.atomic():
        question.save()


# Ends, and a death


def test_a_budget_that_ends_early_needs_a_reassessment(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    with pytest.raises(PauseRefused, match="reassessment"):
        pauses.end(budget=made, ends_on=MAY, reassessment_reference=" ", by=staff, at=on(CALENDAR))
    end = date(2026, 4, 26)
    pauses.end(budget=made, ends_on=end, reassessment_reference="RA-77", by=staff, at=on(date(2026, 4, 20)))
    assert (loads.run_due(on(MAY)), ahead(made)) == (
        "0 loads",
        [(date(2026, 4, 27), date(2026, 5, 3), 10_000, "end")],
    )
    line = AuditLine.objects.get(action="budget.ended")
    assert line.detail == {"ends_on": "2026-04-26", "reassessment": "RA-77"}
    with pytest.raises(PauseRefused, match="agree a new budget"):
        pauses.end(budget=made, ends_on=MAY, reassessment_reference="RA-77", by=staff)


def test_when_somebody_dies_loads_stop_at_once_and_nothing_is_taken(staff):
    rosa = make.person()
    account = money.card_account(5_000, person=rosa)
    PersonalBudget.objects.update(load_calendar=None)
    card = money.card(account)
    made, other = budget(person=rosa), budget(person=rosa, is_for_caring=True)
    loads.run_due(on(CALENDAR))
    died, at = date(2026, 4, 26), on(date(2026, 4, 30))
    before = Notice.objects.count()
    pauses.record_death(person=rosa, died_on=died, by=staff, at=at)
    pauses.record_death(person=rosa, died_on=died, by=staff, at=at)
    for each in (made, other):
        assert ahead(each) == [(date(2026, 4, 27), date(2026, 5, 3), 10_000, "death")]
        assert in_pots(each) == [28_000, 12_000]
    card.refresh_from_db()
    assert (card.state, loads.run_due(on(MAY)), Notice.objects.count()) == (Card.State.CLOSED, "0 loads", before)
    assert AuditLine.objects.filter(action="person.death_recorded").count() == 1


def test_a_death_recorded_for_the_wrong_person_is_undone(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    pauses.record_death(person=made.person, died_on=date(2026, 4, 26), by=staff, at=on(date(2026, 4, 30)))
    loads.run_due(on(MAY))
    pauses.undo_death(person=made.person, by=staff, at=on(date(2026, 5, 6)))
    assert (ahead(made), [pence for _, _, pence in days(made)]) == ([], [40_000, 40_000])
    made.person.refresh_from_db()
    assert made.person.died_on is None


def test_a_death_to_come_is_refused(staff):
    made = budget()
    with pytest.raises(PauseRefused, match="today or earlier"):
        pauses.record_death(person=made.person, died_on=date(2026, 4, 7), by=staff, at=on(CALENDAR))


def test_a_death_after_a_pause_asks_about_each_by_itself(staff):
    made = budget()
    loads.run_due(on(CALENDAR))
    pause(made, date(2026, 4, 20), None, staff, date(2026, 4, 22))
    pauses.record_death(person=made.person, died_on=date(2026, 4, 26), by=staff, at=on(date(2026, 4, 28)))
    assert ahead(made) == [
        (date(2026, 4, 20), date(2026, 4, 26), 10_000, "pause"),
        (date(2026, 4, 27), date(2026, 5, 3), 10_000, "death"),
    ]


# The database's own refusals


def test_a_load_is_gross_or_net_and_once(staff):
    made = budget()
    row = {"first_on": CALENDAR, "last_on": MAY, "gross_pence": 10, "contribution_pence": 4, "loaded_at": on(MAY)}
    for wrong in (
        {"paid_pence": 9},
        {"paid_pence": 6, "last_on": date(2026, 4, 5)},
        {"paid_pence": 10, "expected_pence": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Load.objects.create(budget=made, **{**row, **wrong})
    Load.objects.create(budget=made, paid_pence=6, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Load.objects.create(budget=made, paid_pence=6, **row)


def test_one_off_money_beside_the_loads_is_still_clean():
    made = budget()
    budgets.load(pot=made.pots.first(), pence=500, key="load:1:2026-04-06", by=None)
    loads.run_due(on(CALENDAR))
    assert (in_pots(made), clean()) == ([28_500, 12_000], True)
    assert ledger.balance(ledger.council_account(LedgerKind.COUNCIL_FUNDS)) == -40_500


def test_looking_what_to_load_costs_the_same_however_many(django_assert_num_queries):
    for _ in range(3):
        budget()
        with django_assert_num_queries(7):
            found.not_run(CALENDAR)
