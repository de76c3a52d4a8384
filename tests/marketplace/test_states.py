"""The two machines as data: every state reaches an end, and none that holds money needs anybody to act."""

import pytest

from marketplace.states import (
    ENDED,
    HOLDING,
    ORDER_MOVES,
    VISIT_MOVES,
    NotAllowed,
    OrderState,
    Party,
    VisitState,
    may_move_visit,
    order_move,
    visit_move,
)


def reach(start, moves, party=None):
    """Every state that can follow, by anybody or by one party alone."""
    found, todo = set(), [start]
    while todo:
        state = todo.pop()
        for move in moves:
            if move.from_ == state and move.to not in found and (party is None or party in move.who):
                found.add(move.to)
                todo.append(move.to)
    return found


@pytest.mark.parametrize("state", sorted(HOLDING - {VisitState.PLANNED}))
def test_a_visit_that_holds_money_reaches_an_end_by_the_clock_alone(state):
    assert reach(state, VISIT_MOVES, Party.CLOCK) & ENDED


def test_a_planned_visit_lapses_or_is_cancelled_in_a_pause_by_the_clock():
    assert reach(VisitState.PLANNED, VISIT_MOVES, Party.CLOCK) == {VisitState.LAPSED, VisitState.CANCELLED}


def test_a_request_ends_by_the_clock():
    assert reach(OrderState.REQUESTED, ORDER_MOVES, Party.CLOCK) == {OrderState.EXPIRED, OrderState.STOPPED}


def test_an_order_that_waits_for_a_card_payment_goes_on_or_ends_by_the_clock():
    ends = {OrderState.REQUESTED, OrderState.EXPIRED, OrderState.STOPPED, OrderState.UNPAID}
    assert reach(OrderState.PAYING, ORDER_MOVES, Party.CLOCK) == ends


def test_every_state_is_reachable():
    assert reach(VisitState.REQUESTED, VISIT_MOVES) == set(VisitState) - {VisitState.REQUESTED}
    assert reach(OrderState.PAYING, ORDER_MOVES) == set(OrderState) - {OrderState.PAYING}


def test_no_arrow_is_drawn_twice():
    for moves in (ORDER_MOVES, VISIT_MOVES):
        arrows = [(move.name, move.from_) for move in moves]
        assert len(arrows) == len(set(arrows))


def test_only_the_provider_accepts_and_only_the_person_withdraws():
    assert order_move("accept", "requested", Party.PROVIDER).to == OrderState.ACCEPTED
    for name, party in [("accept", Party.PERSON), ("withdraw", Party.PROVIDER), ("expire", Party.PERSON)]:
        with pytest.raises(NotAllowed):
            order_move(name, "requested", party)


def test_only_staff_decide_a_query():
    from_queried = [move for move in VISIT_MOVES if move.from_ == VisitState.QUERIED]
    deciders = {party for move in from_queried if move.name != "take_back_query" for party in move.who}
    assert deciders == {Party.STAFF, Party.CLOCK}
    assert not may_move_visit("pay", "queried", Party.CLOCK)


def test_a_settled_visit_cannot_be_cancelled():
    with pytest.raises(NotAllowed):
        visit_move("cancel", "settled", Party.PERSON)
