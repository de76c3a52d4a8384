"""Every way that one visit can go, by the real actions: at each stop the clock alone brings what is held to nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from accounts import audits
from accounts.roles import Role
from directory.actions import approvals
from directory.refusals import Refused as NotPossible
from marketplace import wiring
from marketplace.actions import orders, proposals, queries, visits
from marketplace.actions.moves import Refused
from marketplace.models import Order, Proposal, Query, Visit
from marketplace.states import OrderState, Party, VisitState
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

MONEY = 41260
FIRST = TUESDAY + timedelta(days=21)  # late cancelling costs something by then
SOON, LATE, AFTER = NOW + timedelta(hours=2), FIRST - timedelta(hours=2), FIRST + timedelta(hours=3)


class Walk:
    """One order of one visit, and everything that anybody can do to it. Each step is (name, when, deed)."""

    def __init__(self):
        self.pot = market.pot(people.person())
        self.listing = market.listing()
        self.rosa, self.ben = self.pot.person.user, market.seller_user(self.listing)
        self.clerk = people.staff(Role.PRACTITIONER)
        self.order = market.order(self.listing, self.pot, first=FIRST)
        self.steps = [*self.order_steps(), *self.visit_steps(), *self.proposal_steps(), *self.query_steps()]

    def visit(self) -> Visit:
        return Visit.objects.get(order=self.order)

    def proposal(self) -> Proposal:
        return Proposal.objects.get(visit=self.visit(), state=Proposal.State.OPEN)

    def query(self) -> Query:
        return Query.objects.get(visit=self.visit(), decision="")

    def now(self) -> Order:
        return Order.objects.get(pk=self.order.pk)

    def order_steps(self):
        yield "accept", SOON, lambda: orders.accept(order=self.now(), by=self.ben, at=SOON)
        yield "decline", SOON, lambda: orders.decline(order=self.now(), reason="Away", by=self.ben, at=SOON)
        yield "suspend", SOON, self.suspend
        yield "withdraw", SOON, lambda: orders.withdraw(order=self.now(), by=self.rosa, at=SOON)

    def suspend(self):
        approvals.suspend(approval=self.listing.personal_assistant.approvals.get(), by=self.clerk, reason="x", at=SOON)

    def visit_steps(self):
        for at in (SOON, LATE):
            for by, party in ((self.rosa, Party.PERSON), (self.ben, Party.PROVIDER)):
                yield f"cancel by {party}", at, self.cancel(by, party, at)
        for minutes in (60, 120, 180):
            yield f"deliver {minutes}", AFTER, self.deliver(minutes)
        for extra in (False, True):
            yield f"confirm, extra {extra}", AFTER, self.confirm(extra)
        yield "miss", AFTER, lambda: visits.miss(visit=self.visit(), by=self.rosa, at=AFTER)
        yield "not missed", AFTER, lambda: visits.take_back_missed(visit=self.visit(), by=self.rosa, at=AFTER)
        yield "agree missed", AFTER, lambda: visits.agree_missed(visit=self.visit(), by=self.ben, at=AFTER)
        yield "dispute", AFTER, lambda: visits.dispute_missed(visit=self.visit(), reason="I was", by=self.ben, at=AFTER)
        for pence in (500, None):
            yield f"refund {pence}", AFTER, self.refund(pence)

    def cancel(self, by, party, at):
        return lambda: visits.cancel(visit=self.visit(), by=by, party=party, at=at)

    def deliver(self, minutes):
        return lambda: visits.deliver(visit=self.visit(), minutes=minutes, by=self.ben, at=AFTER)

    def confirm(self, extra):
        return lambda: visits.confirm(visit=self.visit(), by=self.rosa, with_extra=extra, at=AFTER)

    def refund(self, pence):
        def deed():
            visit = self.visit()
            left = visit.paid_pence - visit.refunded_pence
            visits.refund(visit=visit, pence=pence or left, reason="Sorry", by=self.ben, at=AFTER)

        return deed

    def proposal_steps(self):
        for days in (1, 2, 4):  # the fourth falls on a Saturday, which costs more
            yield f"propose {days}", SOON, self.propose(days)
        yield "agree", SOON, lambda: proposals.accept(proposal=self.proposal(), by=self.ben, at=SOON)
        yield "disagree", SOON, lambda: proposals.decline(proposal=self.proposal(), by=self.ben, at=SOON)

    def propose(self, days):
        def deed():
            new = {"starts_at": FIRST + timedelta(days=days) - timedelta(days=5), "minutes": 90}
            proposals.propose(visit=self.visit(), by=self.rosa, party=Party.PERSON, at=SOON, **new)

        return deed

    def query_steps(self):
        yield "query", AFTER, lambda: queries.ask(visit=self.visit(), reason="Short", by=self.rosa, at=AFTER)
        yield "no query", AFTER, lambda: queries.take_back(visit=self.visit(), by=self.rosa, at=AFTER)
        for decision, part in ((Query.Decision.PAY, None), (Query.Decision.PART, 700), (Query.Decision.REFUND, None)):
            yield f"decide {decision}", AFTER, self.decide(decision, part)

    def decide(self, decision, part):
        given = {"decision": decision, "part_pence": part, "explanation": "Both were heard", "by": self.clerk}
        return lambda: queries.decide(query=self.query(), at=AFTER, **given)

    def stop(self):
        """What makes two stops the same: states, what was paid, what is open."""
        visit = self.visit()
        money = (visit.price_pence, visit.paid_pence, visit.refunded_pence > 0, visit.minutes)
        return (self.now().state, visit.state, *money, visit.proposals.filter(state="open").exists())


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def after_the_clock(walk: Walk) -> tuple[int, int]:
    """Sixty days later: what is still held, and whether any money was made or lost."""
    with undone():
        for _ in range(2):
            wiring.requests(AFTER + timedelta(days=60))
            wiring.visits(AFTER + timedelta(days=60))
            wiring.old_queries(AFTER + timedelta(days=60))
        held = market.held(walk.pot)
        assert [finding.rule for finding in audits.all_findings() if finding.faults] == []
        return held, market.available(walk.pot) + market.owed(walk.listing) + held


def explore(walk: Walk, at, path: tuple[str, ...], seen: dict) -> None:
    stop = walk.stop()
    if stop in seen:
        return
    seen[stop] = path
    assert (path, after_the_clock(walk)) == (path, (0, MONEY))
    for name, when, deed in walk.steps:
        if when < at:
            continue
        with undone():
            try:
                with transaction.atomic():
                    deed()
            except (Refused, NotPossible, Proposal.DoesNotExist, Query.DoesNotExist):
                continue
            explore(walk, when, (*path, name), seen)


@pytest.mark.django_db
def test_no_path_leaves_money_held_for_ever():
    walk, seen = Walk(), {}
    explore(walk, NOW, (), seen)
    reached = {stop[0] for stop in seen}, {stop[1] for stop in seen}
    by_own_card = {OrderState.PAYING, OrderState.UNPAID}  # own_card/
    assert reached[0] == set(OrderState) - {OrderState.EXPIRED} - by_own_card  # the clock's own are walked too
    assert reached[1] == set(VisitState) - {VisitState.LAPSED, VisitState.CONFIRMED}  # confirmed is paid at once
    assert len(seen) > 40
