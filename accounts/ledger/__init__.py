"""The only door to money.

`post` moves whole pence between named accounts: all of its moves or none, once for each key. What it writes is never
changed and never deleted; a mistake is put right by `reverse`. Amounts are positive `int` pence; a balance is what
came in less what went out. `at` is when it happened, `booked_at` when it was written down.

A person is never named here: accounts belong to ids (`pot:12`), and transactions are about ids (`visit:AB12-3`).
"""

from accounts.ledger.accounts import balance, balances, balances_of, council_account, lock, open_account
from accounts.ledger.days import Days, days_of
from accounts.ledger.posting import post, reverse
from accounts.ledger.reading import (
    Entry,
    History,
    about,
    balance_at,
    entries,
    exists,
    in_order,
    latest,
    moment_back,
    moved,
    newest_of,
    numbered,
    numbers_of,
    of_key,
    of_transactions,
    oldest_first,
)
from accounts.ledger.requests import AlreadyReversed, KeyReused, LedgerError, Move, NotEnough
from accounts.models.ledger import LedgerAccount, LedgerKind, Posting, Transaction

__all__ = [
    "AlreadyReversed",
    "Days",
    "Entry",
    "History",
    "KeyReused",
    "LedgerAccount",
    "LedgerError",
    "LedgerKind",
    "Move",
    "NotEnough",
    "Posting",
    "Transaction",
    "about",
    "balance",
    "balance_at",
    "balances",
    "balances_of",
    "council_account",
    "days_of",
    "entries",
    "exists",
    "in_order",
    "latest",
    "lock",
    "moment_back",
    "moved",
    "newest_of",
    "numbered",
    "numbers_of",
    "of_key",
    "of_transactions",
    "oldest_first",
    "open_account",
    "post",
    "reverse",
]
