"""The lives of an order and of a visit, as data: who may move what from where to where. Pure.

Every state that holds money has a move which the clock makes by itself, so nothing is held for ever. A query about
a visit that was already paid holds nothing: it waits for a person's decision, however long that takes.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(hours=48)  # a request that nobody answers ends
PAY_WITHIN = timedelta(hours=22)  # a card payment that does not come: Stripe keeps its page open for a day at most
NOTICE = timedelta(hours=2)  # between asking and the first visit: less, and nobody has time to read and answer it
SILENCE = timedelta(days=3)  # after which "delivered" or "nobody came" is taken to be so
DELIVER_WITHIN = timedelta(days=7)  # after its start, a visit that nobody recorded ends and the money is free
DECIDE_WITHIN = timedelta(days=28)  # a query that staff leave open so long ends in the person's favour
HAND_WITHIN = timedelta(days=28)  # a visit recorded in a pause that nobody answers so long goes to the council
PAUSE_AHEAD = timedelta(days=2)  # how long before it a paused visit is cancelled: until then it can still go on
QUERY_WITHIN = timedelta(days=90)  # how long after payment a visit can be queried


class Party(StrEnum):
    """On whose side somebody acts. A delegate acts as the person."""

    PERSON = "person"
    PROVIDER = "provider"
    STAFF = "staff"
    CLOCK = "clock"


class OrderState(StrEnum):
    PAYING = "paying"  # a card payment is awaited, and the seller has heard nothing
    UNPAID = "unpaid"  # it never came, or came to nothing: the seller never heard of it
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    STOPPED = "stopped"


class VisitState(StrEnum):
    REQUESTED = "requested"
    PLANNED = "planned"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    MISSED = "missed"
    QUERIED = "queried"
    SETTLED = "settled"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    DROPPED = "dropped"
    NOT_OWED = "not_owed"


NOTHING = frozenset(OrderState) - {OrderState.PAYING, OrderState.REQUESTED, OrderState.ACCEPTED}  # came to nothing
UNHEARD = frozenset({OrderState.PAYING, OrderState.UNPAID})  # of these a seller knows nothing
State = OrderState | VisitState


@dataclass(frozen=True)
class Move:
    """One arrow of a state machine."""

    name: str
    from_: State
    to: State
    who: frozenset[Party]


class NotAllowed(Exception):
    """The machine has no such arrow for that party from that state."""


def move(name: str, from_: State, to: State, *who: Party) -> Move:
    return Move(name, from_, to, frozenset(who))


ORDER_MOVES = (
    # the money came, by Stripe's word: now the seller is asked
    move("paid", OrderState.PAYING, OrderState.REQUESTED, Party.CLOCK),
    move("leave", OrderState.PAYING, OrderState.UNPAID, Party.PERSON),
    move("run_out", OrderState.PAYING, OrderState.UNPAID, Party.CLOCK),
    move("stop", OrderState.PAYING, OrderState.UNPAID, Party.STAFF, Party.CLOCK),
    move("end", OrderState.PAYING, OrderState.UNPAID, Party.STAFF),
    move("accept", OrderState.REQUESTED, OrderState.ACCEPTED, Party.PROVIDER),
    move("decline", OrderState.REQUESTED, OrderState.DECLINED, Party.PROVIDER),
    move("withdraw", OrderState.REQUESTED, OrderState.WITHDRAWN, Party.PERSON),
    move("expire", OrderState.REQUESTED, OrderState.EXPIRED, Party.CLOCK),
    # the council suspended or withdrew the approval of the assistant; a registration ended, by an import too
    move("stop", OrderState.REQUESTED, OrderState.STOPPED, Party.STAFF, Party.CLOCK),
    # the person died
    move("end", OrderState.REQUESTED, OrderState.STOPPED, Party.STAFF),
)

VISIT_MOVES = (
    # with the order
    move("plan", VisitState.REQUESTED, VisitState.PLANNED, Party.PROVIDER),
    move("drop", VisitState.REQUESTED, VisitState.DROPPED, *Party),
    # as it should be
    move("deliver", VisitState.PLANNED, VisitState.DELIVERED, Party.PROVIDER),
    move("correct", VisitState.DELIVERED, VisitState.DELIVERED, Party.PROVIDER),
    move("confirm", VisitState.DELIVERED, VisitState.CONFIRMED, Party.PERSON, Party.CLOCK),
    move("settle", VisitState.CONFIRMED, VisitState.SETTLED, Party.PERSON, Party.CLOCK),
    # the ways it goes wrong
    move("reschedule", VisitState.PLANNED, VisitState.PLANNED, Party.PERSON, Party.PROVIDER),
    # the clock: what a pause covers; staff: what is booked after a death
    move("cancel", VisitState.PLANNED, VisitState.CANCELLED, *Party),
    move("lapse", VisitState.PLANNED, VisitState.LAPSED, Party.CLOCK),
    move("miss", VisitState.PLANNED, VisitState.MISSED, Party.PERSON),
    move("take_back_missed", VisitState.MISSED, VisitState.PLANNED, Party.PERSON),
    move("dispute", VisitState.MISSED, VisitState.QUERIED, Party.PROVIDER),
    move("give_back", VisitState.MISSED, VisitState.NOT_OWED, Party.PROVIDER, Party.CLOCK),
    move("query", VisitState.DELIVERED, VisitState.QUERIED, Party.PERSON, Party.CLOCK),
    # dated after a death: nobody is left to say yes
    move("hand", VisitState.DELIVERED, VisitState.QUERIED, Party.CLOCK),
    move("take_back_query", VisitState.QUERIED, VisitState.DELIVERED, Party.PERSON),
    move("query", VisitState.SETTLED, VisitState.QUERIED, Party.PERSON),
    move("pay", VisitState.QUERIED, VisitState.SETTLED, Party.STAFF),
    move("refund", VisitState.QUERIED, VisitState.NOT_OWED, Party.STAFF, Party.CLOCK),
    move("refund_paid", VisitState.QUERIED, VisitState.REFUNDED, Party.STAFF),
    move("refund_paid", VisitState.SETTLED, VisitState.REFUNDED, Party.PROVIDER),
    move("refund_paid", VisitState.REFUNDED, VisitState.REFUNDED, Party.PROVIDER),
    move("refund_paid", VisitState.CANCELLED, VisitState.REFUNDED, Party.PROVIDER),
)

HOLDING = frozenset(
    {
        VisitState.REQUESTED,
        VisitState.PLANNED,
        VisitState.DELIVERED,
        VisitState.CONFIRMED,
        VisitState.MISSED,
        VisitState.QUERIED,
    }
)
ENDED = frozenset(VisitState) - HOLDING
HAPPENED = frozenset({VisitState.DELIVERED, VisitState.CONFIRMED, VisitState.SETTLED})


def order_move(name: str, state: str, party: Party) -> Move:
    return _find(ORDER_MOVES, name, OrderState(state), party)


def visit_move(name: str, state: str, party: Party) -> Move:
    return _find(VISIT_MOVES, name, VisitState(state), party)


def may_move_order(name: str, state: str, party: Party) -> bool:
    return _allows(ORDER_MOVES, name, OrderState(state), party)


def may_move_visit(name: str, state: str, party: Party) -> bool:
    return _allows(VISIT_MOVES, name, VisitState(state), party)


def _allows(moves: tuple[Move, ...], name: str, state: State, party: Party) -> bool:
    return any(step.name == name and step.from_ == state and party in step.who for step in moves)


def _find(moves: tuple[Move, ...], name: str, state: State, party: Party) -> Move:
    for step in moves:
        if step.name == name and step.from_ == state and party in step.who:
            return step
    raise NotAllowed(f"{party} may not {name} from {state}")
