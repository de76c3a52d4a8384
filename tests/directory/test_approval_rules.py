"""When an approval holds, what is missing, and the midnight on which it ends."""

from datetime import date

import pytest

from directory.approval_rules import Made, Needed, State, counting, last_day, may_move, missing, months_after, state_on

NEEDED = [Needed("identity", 36), Needed("insurance", 12)]
IDENTITY = Made("identity", "passed", date(2026, 9, 3), date(2029, 9, 3))
INSURANCE = Made("insurance", "passed", date(2026, 9, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 9, 3), 36, date(2029, 9, 3)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_after_keeps_the_day_or_takes_the_last_of_the_month(day, months, expected):
    assert months_after(day, months) == expected


def test_nothing_is_missing_when_every_check_counts():
    assert missing(NEEDED, [IDENTITY, INSURANCE], date(2026, 11, 22)) == []


def test_a_check_counts_on_its_last_day_and_not_after():
    assert missing(NEEDED, [IDENTITY, INSURANCE], date(2027, 3, 31)) == []
    assert missing(NEEDED, [IDENTITY, INSURANCE], date(2027, 4, 1)) == ["insurance"]


def test_a_later_failure_outweighs_an_earlier_pass():
    failed = Made("identity", "not_passed", date(2026, 10, 1))
    assert missing(NEEDED, [IDENTITY, INSURANCE, failed], date(2026, 10, 1)) == ["identity"]


def test_of_each_kind_counts_the_check_that_decides_or_none():
    later = Made("insurance", "passed", date(2026, 10, 1), date(2027, 9, 30))
    failed = Made("identity", "not_passed", date(2026, 10, 1))
    made = [IDENTITY, INSURANCE, failed, later]
    assert counting(made, date(2026, 9, 30)) == [IDENTITY, INSURANCE]
    assert counting(made, date(2026, 10, 1)) == [later]
    assert counting(made, date(2027, 10, 1)) == []


def test_one_still_waited_for_changes_nothing():
    waiting = Made("identity", "waiting", date(2026, 10, 1))
    assert missing(NEEDED, [IDENTITY, INSURANCE, waiting], date(2026, 10, 2)) == []


def test_a_check_of_tomorrow_does_not_count_today():
    assert missing(NEEDED, [IDENTITY, INSURANCE], date(2026, 9, 2)) == ["identity"]


def test_an_approval_ends_with_its_first_check_to_end():
    assert last_day(NEEDED, [IDENTITY, INSURANCE], date(2026, 9, 3), 36) == date(2027, 3, 31)


def test_an_approval_ends_with_the_term_of_the_scheme():
    assert last_day(NEEDED, [IDENTITY, INSURANCE], date(2026, 9, 3), 6) == date(2027, 3, 3)


def test_a_check_that_the_scheme_does_not_ask_for_never_shortens():
    extra = Made("training", "passed", date(2026, 9, 1), date(2026, 12, 1))
    assert last_day(NEEDED, [IDENTITY, INSURANCE, extra], date(2026, 9, 3), 36) == date(2027, 3, 31)


def test_an_approval_lapses_at_midnight():
    assert state_on("approved", date(2027, 3, 31), date(2027, 3, 31)) == State.APPROVED
    assert state_on("approved", date(2027, 3, 31), date(2027, 4, 1)) == State.LAPSED
    assert state_on("suspended", date(2027, 3, 31), date(2027, 4, 1)) == State.SUSPENDED


def test_what_was_withdrawn_stays_withdrawn():
    assert [state for state in State if may_move("withdrawn", state)] == []
    assert [state.value for state in State if may_move("approved", state)] == [
        "approved",
        "suspended",
        "withdrawn",
        "lapsed",
    ]
