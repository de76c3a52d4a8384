"""The yearly card statement: written once from the books, recomputed here another way; no figure gives anybody away."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import small_numbers
from accounts.actions import cards, yearly
from accounts.ledger import LedgerKind
from accounts.models import CardAuthorisation, Pot, YearlyStatement
from accounts.queries import yearly as yearly_figures
from accounts.small_numbers import FEWER
from accounts.spending import DECLINES
from tests.accounts.screens import words
from tests.factories import money

AFTER = datetime(2026, 4, 1, 3, tzinfo=UTC)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_a_count_under_five_is_not_said_and_nothing_that_tells_it(numbers):
    """Whatever figures of a table are added up or taken from one another: none is a count that was not said."""
    said, total = small_numbers.counts(numbers)
    shown = [one for one in said if one is not None]
    assert shown == [one for one in numbers if one >= 5]
    assert (total is None) == (len(shown) < len(numbers))
    if total is not None:
        sums = (sum(some) for size in range(len(shown) + 1) for some in combinations(shown, size))
        assert {total - each for each in sums} & {1, 2, 3, 4} == set()


def test_the_total_goes_with_the_small_count():
    assert small_numbers.counts([40, 4]) == ([40, None], None)
    assert small_numbers.counts([40, 5]) == ([40, 5], 45)


def test_a_part_says_nothing_where_the_rest_of_the_whole_is_small():
    assert small_numbers.tells([6], [5, 4]) and small_numbers.tells([9], [10])
    assert not small_numbers.tells([5], [10]) and not small_numbers.tells([9], [9])
    assert small_numbers.tells([7, 2, 0], [10])  # 7 of 10: the others are 3 together
    assert not small_numbers.tells([4], [8])  # what is not said tells nothing
    hidden = yearly_figures.table("appeals", "Appeals", "", {"stays": 6}, hide=True)
    assert (hidden.rows, hidden.total) == ([("stays", None)], None)


def test_there_is_no_place_in_the_books_for_a_fee():
    """The statement says so. Whoever adds one has to count it there."""
    assert {kind.value for kind in LedgerKind} == {
        *("council_funds", "own_funds", "available", "held", "set_aside", "payable", "paid_out", "card_settled"),
        *("card_shortfall", "contributions", "contribution_due", "going_back"),
    }


@pytest.fixture
def a_year(db):
    """Six people with cards; seven payments declined in the year, one after it."""
    for number in range(6):
        account = money.card_account(500)
        card = money.card(account)
        cards.authorise(card=card, reference=f"in-{number}", merchant="Swim", pence=9_000)
    cards.authorise(card=card, reference="in-6", merchant="Swim", pence=9_000)
    cards.authorise(card=card, reference="after", merchant="Swim", pence=9_000)
    asked = CardAuthorisation.objects.filter(state="declined")
    asked.update(asked_at=AFTER - timedelta(days=100))
    asked.filter(issuer_reference="after").update(asked_at=AFTER)


def figures(statement, key):
    [table] = [each for each in statement.tables["tables"] if each["key"] == key]
    return dict(table["rows"])


def test_it_is_what_the_books_say(a_year):
    assert yearly.write_due(AFTER) == "card statement 2026 written"
    statement = YearlyStatement.objects.get()
    reasons = [
        one.decline_reason
        for one in CardAuthorisation.objects.all()
        if one.state == "declined" and one.asked_at < AFTER - timedelta(hours=4)
    ]
    told = {DECLINES[reason].title: reasons.count(reason) for reason in set(reasons)}
    assert len(reasons) == 7
    assert {label: count for label, count in figures(statement, "declined").items() if count} == told
    held = [pot.person_id for pot in Pot.objects.all() if pot.held_as == "card_account"]
    assert figures(statement, "holding")["A card account"] == len(set(held)) == 6
    assert figures(statement, "holding")["A provider looks after it"] is None


def test_what_comes_later_changes_nothing(a_year):
    yearly.write_due(AFTER)
    before = YearlyStatement.objects.get().tables
    CardAuthorisation.objects.update(decline_reason="card_frozen")
    assert yearly.write_due(AFTER + timedelta(days=200)) is None
    assert YearlyStatement.objects.get().tables == before


def test_a_year_that_is_not_over_is_not_written(db):
    yearly.write_due(AFTER - timedelta(days=2))
    assert [one.year for one in YearlyStatement.objects.all()] == [2025]


def test_everybody_reads_it_and_takes_it_away(client, a_year):
    yearly.write_due(timezone.now())
    year = YearlyStatement.objects.get().year
    assert f"The year to 31 March {year}" in words(client.get("/card-statement/"))
    page = words(client.get(f"/card-statement/{year}/"))
    assert FEWER in page and "Fees that people paid" in page and "How people hold their personal budget" in page
    assert "A card account,6" in client.get(f"/card-statement/{year}/csv/").content.decode()
    assert client.get("/card-statement/1999/").status_code == 404
