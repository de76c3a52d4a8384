"""The ledger beside a dictionary of integers: whatever is asked in whatever order, both say the same."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts import audits, ledger
from accounts.ledger import AlreadyReversed, KeyReused, LedgerAccount, LedgerKind, Move, NotEnough

PENCE = st.integers(min_value=1, max_value=500)


class Books(RuleBasedStateMachine):
    accounts = Bundle("accounts")
    posted = Bundle("posted")

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.expected: dict[int, int] = {}
        self.overdraws: set[int] = set()
        self.reversed: set[int] = set()
        self.steps = 0

    def teardown(self):
        found = [finding for finding in audits.all_findings() if finding.faults]
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        assert found == []

    def key(self):
        self.steps += 1
        return f"key {self.steps}"

    @rule(target=accounts, may_overdraw=st.booleans())
    def open(self, may_overdraw):
        account = ledger.open_account(
            kind=LedgerKind.AVAILABLE, owner=f"pot:{len(self.expected)}", may_overdraw=may_overdraw
        )
        self.expected[account.pk] = 0
        if may_overdraw:
            self.overdraws.add(account.pk)
        return account

    @rule(target=posted, moves=st.lists(st.tuples(accounts, accounts, PENCE), min_size=1, max_size=4))
    def post(self, moves):
        moves = [Move(giver, taker, pence) for giver, taker, pence in moves if giver != taker]
        if not moves:
            return None
        return self.try_to(moves, lambda key: ledger.post(key=key, kind="test", moves=moves, by=None), self.key())

    @rule(target=posted, before=posted)
    def reverse(self, before):
        if before is None:
            return None
        made, moves, _ = before
        back = [Move(move.to, move.from_, move.pence) for move in reversed(moves)]
        if made.pk in self.reversed:
            with pytest.raises(AlreadyReversed):
                ledger.reverse(made, key=self.key(), by=None)
            return None
        undone = self.try_to(back, lambda key: ledger.reverse(made, key=key, by=None), self.key())
        if undone:
            self.reversed.add(made.pk)
        return undone

    @rule(before=posted)
    def again(self, before):
        if before is not None:
            made, _, ask = before
            assert ask(made.key) == made

    @rule(before=posted, pence=PENCE)
    def other_content_under_the_key(self, before, pence):
        if before is not None:
            made, moves, _ = before
            with pytest.raises(KeyReused):
                more = [*moves, Move(moves[0].from_, moves[0].to, pence)]
                ledger.post(key=made.key, kind="test", moves=more, by=None)

    def try_to(self, moves, ask, key):
        """Ask the ledger, and reckon by hand what it should say."""
        after, short = dict(self.expected), {}
        for move in moves:
            after[move.from_.pk] -= move.pence
            after[move.to.pk] += move.pence
            if after[move.from_.pk] < 0 and move.from_.pk not in self.overdraws:
                short[move.from_.pk] = max(short.get(move.from_.pk, 0), -after[move.from_.pk])
        if short:
            with pytest.raises(NotEnough) as refusal:
                ask(key)
            assert (refusal.value.account.pk, refusal.value.short_by) == next(iter(short.items()))
            return None
        made = ask(key)
        self.expected = after
        return made, moves, ask

    @invariant()
    def balances_agree(self):
        assert dict(LedgerAccount.objects.values_list("pk", "balance_pence")) == self.expected


@pytest.mark.django_db
def test_the_books_agree_with_a_dictionary_of_integers():
    calm = settings(
        max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Books, settings=calm)
