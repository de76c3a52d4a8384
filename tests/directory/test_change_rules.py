"""Which changes wait, how a difference reads, and where a proposal may go (issue 8, §1)."""

import pytest

from directory import change_rules as rules
from directory.change_rules import Piece, Side, State
from directory.page_fields import OF


@pytest.mark.parametrize("field", ["phones", "hours", "closed", "email", "url"])
def test_harmless_changes_do_not_wait(field):
    assert not rules.matters(field)


@pytest.mark.parametrize(
    "field", ["name", "description", "prices", "ages", "rules", "for", "areas", "address", "company_number", "new_one"]
)
def test_what_matters_waits_and_so_does_a_field_that_nobody_thought_of(field):
    assert rules.matters(field)


def test_what_is_harmless_is_a_field_of_a_page():
    assert {field for fields in OF.values() for field in fields} >= rules.HARMLESS >= rules.FOR_SCHEDULERS


@pytest.mark.parametrize(
    ("now", "conflicts", "is_done"),
    [("a", False, False), ("b", False, True), ("c", True, False)],
)
def test_a_conflict_is_where_the_page_says_neither_what_it_said_nor_what_is_asked_for(now, conflicts, is_done):
    side = Side("name", "a", "b", now)
    assert (side.conflicts, side.is_done) == (conflicts, is_done)


def test_a_text_shows_the_words_that_go_and_come():
    assert rules.by_word("Lunch every Monday at noon", "Lunch every Tuesday at noon") == [
        Piece("same", "Lunch every"),
        Piece("out", "Monday"),
        Piece("in", "Tuesday"),
        Piece("same", "at noon"),
    ]


def test_a_list_shows_the_lines_that_go_and_come():
    assert rules.by_line(["Monday", "Tuesday"], ["Tuesday", "Friday"]) == [
        Piece("out", "Monday"),
        Piece("same", "Tuesday"),
        Piece("in", "Friday"),
    ]


def test_a_proposal_goes_only_where_the_table_says():
    moves = {(frm.value, to.value) for frm in State for to in State if rules.may_move(frm, to)}
    assert moves == {
        ("draft", "waiting"),
        ("draft", "live"),
        ("draft", "withdrawn"),
        ("waiting", "sent_back"),
        ("waiting", "approved"),
        ("waiting", "declined"),
        ("waiting", "withdrawn"),
        ("sent_back", "waiting"),
        ("sent_back", "live"),
        ("sent_back", "withdrawn"),
        ("live", "approved"),
        ("live", "declined"),
    }
