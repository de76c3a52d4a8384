"""What an employer sets aside (true cost of employing): a ring-fenced pot in the ledger, filled week by week, paid from
when holiday is taken or the job ends, and given back to the penny."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import audits, ledger, payments
from accounts.actions import budgets, carrying, holding, pauses
from accounts.employing import BelowMinimumWage
from accounts.models import Notice, Payment, Pot
from accounts.models import WayOfHolding as Way
from accounts.queries import holdings, statements
from accounts.queries import surplus as unspent
from accounts.roles import Scope
from marketplace.actions import employer_costs, employer_payments, timesheets
from marketplace.actions.moves import Refused
from marketplace.models import EmployerCosts, EmployerPayment
from marketplace.permissions import NotYours
from marketplace.queries import employer_costs as found
from marketplace.queries.spending import pot_choices
from tests.factories import accounts as make
from tests.factories import employers, money

pytestmark = pytest.mark.django_db
Kind = EmployerPayment.Kind
DAY = timedelta(days=1)


def clean():
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


def pay(costs, pence, kind=Kind.HOLIDAY, by=None, reference="R1"):
    by = by or costs.person.user
    return employer_payments.pay(
        costs=costs, kind=kind, pence=pence, note="2 days in August", reference=reference, by=by
    )


# set aside


def test_each_week_that_is_over_is_set_aside_once():
    costs = employers.running()
    assert (employers.aside(costs), employers.free(costs)) == (
        4 * costs.aside_week_pence, 100_000 - 4 * costs.aside_week_pence,
    )  # fmt: skip
    for _ in range(2):
        assert employer_costs.put_by_due(timezone.now()) == "0 weeks set aside by employers"
    later = timezone.now() + 7 * DAY
    assert employer_costs.put_by_due(later) == "1 week set aside by employers"
    assert (employers.aside(costs), clean()) == (5 * costs.aside_week_pence, True)


def test_it_is_all_but_the_wage():
    costs = employers.sent()
    assert costs.aside_week_pence == 2_424  # £840 holiday, £120 sick pay, £150 notice, £150 redundancy: £1,260 a year


def test_what_is_not_there_waits_and_nothing_stops():
    pot = employers.wage_pot(pence=3_000)
    costs = employers.running(pot)
    assert (employers.aside(costs), employers.free(costs)) == (costs.aside_week_pence, 3_000 - costs.aside_week_pence)
    [standing] = found.standings([found.of_person(pot.person).get()], timezone.localdate())
    assert (standing.behind, standing.missing_pence > 0) == (2, True)


def test_nothing_is_set_aside_for_days_after_the_job_or_after_a_death():
    costs = employers.agreed()
    timesheets.stop(employed=costs.employed, by=costs.person.user, at=timezone.now() - 16 * DAY)
    assert employer_costs.put_by(costs=costs, at=timezone.now()) == 1
    other = employers.agreed(employers.wage_pot(person=make.person("Edith Marlow")))
    pauses.record_death(person=other.person, died_on=timezone.localdate() - 16 * DAY, by=employers.staff("Bo Lin"))
    assert employer_costs.put_by(costs=other, at=timezone.now()) == 1


def test_nobody_spends_it_by_card_by_order_or_by_asking():
    costs = employers.running()
    assert [choice.pot for choice in pot_choices(costs.person, 1)] == [costs.wage_pot]
    with pytest.raises(payments.NotInLedger):
        payments.hold(purpose="visit", reference="V1", pot=costs.pot, payee=money.payee(), pence=1, by=None)
    assert costs.pot not in money_pots(costs.person)


def money_pots(person):
    from accounts.queries import asks

    return list(asks.pots_of(person))


def test_it_is_seen_beside_the_money_and_is_no_cover():
    costs = employers.running()
    [holding] = holdings.of(costs.person)
    assert (holding.available_pence, holding.held_pence) == (employers.free(costs), 0)
    assert (holding.set_aside_pence, holding.weeks) == (4 * costs.aside_week_pence, employers.free(costs) // 30_000)


def test_a_statement_shows_it_line_by_line():
    costs = employers.running()
    pay(costs, 5_000)
    [holding] = holdings.of(costs.person)
    today = timezone.localdate()
    shown = statements.between(holding, today, today)
    assert [line.words for line in shown.free.lines][-4:] == ["Set aside: Holiday and endings"] * 4
    assert shown.free.closing_pence == employers.free(costs)
    assert [(line.words, line.pence) for line in shown.held.lines][-1] == (
        "Paid from what was set aside: holiday pay, 2 days in August", -5_000,
    )  # fmt: skip
    assert shown.held.closing_pence == employers.aside(costs)


# paid from


def test_holiday_is_paid_from_what_is_set_aside_first_and_once():
    costs = employers.running()
    aside, free = employers.aside(costs), employers.free(costs)
    pay(costs, 5_000)
    pay(costs, 5_000)  # the same form sent twice
    assert (employers.aside(costs), employers.free(costs)) == (aside - 5_000, free)
    assert ledger.balance(costs.payee.payable) == 5_000
    made = pay(costs, aside, reference="R2")
    assert (made.aside_pence, made.wage_pot_pence) == (aside - 5_000, 5_000)
    assert (employers.aside(costs), employers.free(costs), clean()) == (0, free - 5_000, True)


def test_more_than_there_is_is_refused_whole():
    costs = employers.running()
    with pytest.raises(Refused, match="too little"):
        pay(costs, 100_001)
    assert (Payment.objects.count(), EmployerPayment.objects.count(), clean()) == (0, 0, True)


def test_cover_and_tax_are_freed_to_be_paid_with_and_never_more_than_is_set_aside():
    costs = employers.running()
    aside, free = employers.aside(costs), employers.free(costs)
    pay(costs, 3_000, Kind.COVER)
    assert (employers.aside(costs), employers.free(costs), clean()) == (aside - 3_000, free + 3_000, True)
    with pytest.raises(Refused, match="too little"):
        pay(costs, aside, Kind.BILL, reference="R2")


def test_the_assistant_pays_herself_nothing_and_a_delegate_keeps_to_her_limits():
    costs = employers.running()
    maria = costs.employed.personal_assistant.user
    make.mandate(costs.person, maria, Scope.ORDER, Scope.PAY)
    with pytest.raises(Refused, match="somebody else"):
        pay(costs, 100, by=maria)
    amira = make.user("Amira Whitfield")
    make.mandate(costs.person, amira, Scope.ORDER, Scope.PAY, pay_per_month_pence=5_000)
    pay(costs, 4_000, by=amira)
    with pytest.raises(Refused, match="a month"):
        pay(costs, 1_001, by=amira, reference="R2")
    for stranger in (make.user("Sid Ng"), employers.staff("Cy Dunn")):
        with pytest.raises(NotYours):
            pay(costs, 100, by=stranger, reference="R3")


# the end


def test_what_is_left_goes_back_to_the_penny_when_the_job_is_over():
    costs = employers.running()
    with pytest.raises(Refused, match="still works"):
        employer_costs.finish(costs=costs, by=costs.person.user)
    timesheets.stop(employed=costs.employed, by=costs.person.user)
    pay(costs, 2_345, Kind.NOTICE)
    employer_costs.finish(costs=costs, by=costs.person.user)
    ended = employer_costs.finish(costs=costs, by=costs.person.user)
    assert (ended.state, employers.aside(costs), employers.free(costs)) == ("ended", 0, 100_000 - 2_345)
    assert (Pot.objects.get(pk=costs.pot.pk).closed_at is None, clean()) == (False, True)


def test_a_new_wage_takes_the_pot_over_and_no_week_twice():
    costs = employers.running()
    aside = employers.aside(costs)
    job = replace(employers.TEN_HOURS, rate_pence_an_hour=1_600)
    new = employers.agreed(costs.wage_pot, job=job, employed=costs.employed)
    costs.refresh_from_db()
    assert (costs.state, new.pot, new.payee, new.starts_on) == (
        "replaced", costs.pot, costs.payee, costs.set_aside_until + DAY,
    )  # fmt: skip
    employer_costs.put_by_due(timezone.now() + 7 * DAY)
    assert (employers.aside(new), clean()) == (aside + new.aside_week_pence, True)


# who cannot lawfully employ


def test_a_wage_below_the_minimum_is_never_kept():
    with pytest.raises(BelowMinimumWage):
        employers.sent(job=replace(employers.TEN_HOURS, rate_pence_an_hour=800))
    assert not EmployerCosts.objects.exists()


def test_the_practitioner_is_told_when_a_budget_cannot_lawfully_employ():
    """National Minimum Wage Act 1998 s.1 and what comes on top of the wage."""
    pot = employers.wage_pot(10_000)
    samuel = employers.staff()
    pot.person.practitioner = samuel
    pot.person.save()
    costs = employers.sent(pot)
    assert (costs.fit, found.to_look_at(samuel).get()) == ("cannot", costs)
    assert Notice.objects.get(to=samuel).subject == "Talk to somebody before anybody starts work"
    with pytest.raises(Refused, match="cannot lawfully employ"):
        employer_costs.agree(costs=costs, starts_on=timezone.localdate(), words="", by=samuel)
    talked = employer_costs.talk(costs=costs, words="Let us look at your needs again.", by=samuel)
    assert talked.state == "talk"


def test_only_a_practitioner_who_has_no_part_in_it_answers():
    costs = employers.sent()
    dora = employers.staff("Dora Whitfield")
    make.mandate(costs.person, dora, Scope.SEE_BALANCE)
    for by in (costs.person.user, dora, make.user("Sid Ng")):
        with pytest.raises(NotYours):
            employer_costs.talk(costs=costs, words="So", by=by)


# surplus


def test_what_an_employer_must_keep_is_never_surplus():
    """domain.md §3: surplus is what is left after employer liabilities."""
    pot = employers.wage_pot(pence=400_000)
    costs = employers.running(pot)
    sum_ = unspent.of(pot.person).surplus
    [standing] = found.standings([found.of_person(pot.person).get()], timezone.localdate())
    kept = max(standing.aside_pence, standing.owed_pence)
    assert (sum_.balance_pence, sum_.employer_pence, sum_.is_known) == (400_000, kept, True)
    assert sum_.over_pence == 400_000 - kept - 8 * 30_000
    assert unspent.of(pot.person).most[-1] == 0  # nothing is drawn from what is set aside
    assert costs.pot in unspent.of(pot.person).pots


# what was found by attacking it


def test_a_second_calculation_is_agreed_before_the_first_one_starts():
    pot = employers.wage_pot()
    first = employers.agreed(pot, began=-14 * DAY)
    second = employers.sent(pot, employed=first.employed)
    today = timezone.localdate()
    made = employer_costs.agree(costs=second, starts_on=today, words="Yes.", by=employers.staff("Bo Lin"))
    assert (made.starts_on, made.began_on) == (today, today)


def test_a_mistyped_year_sets_nothing_aside():
    with pytest.raises(Refused, match="within the last 12 weeks"):
        employers.agreed(began=timedelta(days=3_650))


def test_what_is_freed_after_a_new_budget_went_to_her_own_bank_is_not_lost():
    pot = employers.wage_pot()
    costs, by = employers.running(pot), employers.staff("Bo Lin")
    plans = [budgets.PotPlan(pot.label, 30_000, pot.outcome)]
    terms = {"amount_pence": 30_000, "period": "week", "pots": plans, "starts_on": timezone.localdate()}
    heir = budgets.agree(person=pot.person, by=by, **terms).pots.get()
    carrying.carry_over(at=timezone.now())
    shown = {"shown": list(Way), "shown_format": pot.person.contact_format}
    holding.choose(person=pot.person, ways={heir.pk: Way.OWN_BANK}, by=by, **shown)
    costs.refresh_from_db()
    pay(costs, 3_000, Kind.BILL)
    old = Pot.objects.select_related("available").get(pk=pot.pk)
    assert (old.closed_at is not None, ledger.balance(old.available), clean()) == (True, 0, True)
