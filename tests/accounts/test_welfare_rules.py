"""The edges of what is noticed in somebody's money: our own rule, so each number is tried on both sides."""

from datetime import date, timedelta

import pytest

from accounts import welfare, welfare_words
from accounts.loads import Days
from accounts.welfare import Away, History, Kind, Limits, Signal, Spent, Worked

TODAY = date(2026, 11, 28)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONG_AGO = TODAY - 30 * WEEK


def history(*spent, **more):
    """£100 a week, and money enough."""
    given = {"since": LONG_AGO, "plan_since": LONG_AGO, "weekly_pence": 10_000, "balance_pence": 500_000, **more}
    return History(today=TODAY, spent=spent, **given)


def weekly(pence, *, until=0, to="payee:ben", **more):
    return [Spent(TODAY - DAY - each * WEEK, pence, to, **more) for each in range(15, until - 1, -1)]


def kinds(*spent, **more):
    return [each.kind for each in welfare.signals(history(*spent, **more))]


@pytest.mark.parametrize(("pence", "found"), [(4_999, [Kind.UNDERSPENT]), (5_000, [])])
def test_half_of_the_plan_is_not_little(pence, found):
    assert kinds(*weekly(pence)) == found


def test_little_is_no_sign_where_the_money_is_not_there():
    assert kinds(*weekly(2_000), balance_pence=50_000) == []


@pytest.mark.parametrize(("days", "found"), [(22, [Kind.STOPPED]), (21, [])])
def test_three_weeks_without_any_payment(days, found):
    paid = [Spent(TODAY - days * DAY - each * WEEK, 8_000, f"shop {each}") for each in range(12)]
    assert kinds(*paid) == found


@pytest.mark.parametrize(("until", "found"), [(1, []), (2, [Kind.MISSED])])
def test_a_wage_is_late_a_week_after_it_was_due(until, found):
    assert kinds(*weekly(8_000, until=until, is_support=True), *weekly(2_000, to="shop")) == found


def test_a_shop_that_she_does_not_go_to_any_more_is_no_missing_wage():
    assert kinds(*weekly(4_000, until=3), *weekly(6_000, to="shop")) == []


@pytest.mark.parametrize(("more", "found"), [(40_100, [Kind.ROSE]), (9_900, [])])
def test_twice_as_much_and_more_than_the_plan(more, found):
    assert kinds(*weekly(6_000), Spent(TODAY - DAY, more, "payee:ben")) == found


@pytest.mark.parametrize(("new", "took", "found"), [(5_000, 2_000, True), (4_900, 2_000, False), (5_000, 0, False)])
def test_somebody_new_is_a_sign_only_beside_cash(new, took, found):
    cash = [Spent(TODAY - 3 * DAY, took, "machine", is_cash=True)] if took else []
    assert (Kind.NEW_AND_CASH in kinds(*weekly(6_000), Spent(TODAY - 5 * DAY, new, "payee:carl"), *cash)) == found


@pytest.mark.parametrize(("on", "found"), [(9, []), (8, [Kind.HOSPITAL]), (4, [])])
def test_the_first_and_the_last_day_of_a_stay_may_have_been_at_home(on, found):
    stay = Away(Days(TODAY - 9 * DAY, TODAY - 4 * DAY), is_hospital=True)
    assert kinds(*weekly(8_000), away=[stay], worked=[Worked(TODAY - on * DAY, 4_000)]) == found


def test_more_that_came_back_than_went_is_no_fault_of_the_rule():
    [found] = welfare.signals(history(Spent(TODAY - 9 * WEEK, -900, "shop"), Spent(TODAY - DAY, 90_000, "shop")))
    assert (found.kind, found.beside_pence) == (Kind.ROSE, 0)


def test_a_council_sets_its_own_numbers():
    spent = weekly(4_000)
    assert [each.kind for each in welfare.signals(history(*spent), Limits(under_percent=30))] == []


@pytest.mark.parametrize("kind", Kind)
def test_each_sign_has_a_title_a_sentence_and_a_reason_to_ask(kind):
    found = Signal(kind, TODAY - WEEK, TODAY, 4_500, 12_000)
    assert welfare_words.TITLES[kind] and welfare_words.WORRIES[kind]
    assert "£" in welfare_words.sentence(found) and "2026" in welfare_words.sentence(found)
