"""The life of a complaint and of a concern, without a database."""

from datetime import date
from itertools import product

import pytest

from accounts.section_42 import Answer
from cms import complaint_rules as rules
from cms import concern_rules
from cms.complaint_rules import Kind, Stage
from cms.concern_rules import Decision


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.CLOSED])
def test_no_complaint_is_stuck(stage):
    """From every stage there is a way to the end."""
    seen, now = set(), {stage}
    while now:
        seen |= now
        now = {each.to for each in rules.MOVES if each.from_ in now and Kind.COMPLAINT in each.kinds} - seen
    assert Stage.CLOSED in seen


def test_an_answer_needs_a_plan_and_an_acknowledgement():
    assert rules.steps("complaint", "received") == ["acknowledge", "withdraw"]
    with pytest.raises(rules.NotAllowed):
        rules.step("answer", "complaint", "acknowledged")
    with pytest.raises(rules.NotAllowed):
        rules.step("close", "complaint", "looked_into")


def test_the_clock():
    friday = date(2026, 11, 27)
    assert rules.first_due("complaint", friday) == date(2026, 12, 2)  # 3 working days, regulation 13(3)
    assert rules.first_due("compliment", friday) == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("came", "last"),
    [
        (date(2026, 1, 15), date(2026, 7, 14)),
        (date(2026, 9, 1), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2027, 2, 27)),
        (date(2026, 12, 1), date(2027, 5, 31)),
    ],
)
def test_six_months_that_begin_on_the_day_it_came(came, last):
    assert rules.longest(came) == last


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 3, "b": 9, "c": 12}, {"a": None, "b": None, "c": 12}),
        ({"a": 3, "b": 2, "c": 12}, {"a": None, "b": None, "c": 12}),
        ({"a": 0, "b": 5, "c": 12}, {"a": 0, "b": 5, "c": 12}),
        ({"a": 4, "b": 0, "c": 0}, {"a": None, "b": 0, "c": 0}),
    ],
)
def test_small_numbers_cannot_be_worked_out(counts, shown):
    assert rules.hide_small(counts) == shown


@pytest.mark.parametrize("given", product(["", *Answer], repeat=3), ids=str)
def test_what_the_three_tests_allow(given):
    allowed = concern_rules.open_decisions(dict(zip(("needs", "risk", "protect"), given, strict=True)))
    if set(given) == {"yes"}:
        assert allowed == (Decision.ENQUIRY,)  # section 42(2): the council must
    elif "no" in given:
        assert allowed == (Decision.OTHER, Decision.NOTHING)
    else:
        assert allowed == ()
