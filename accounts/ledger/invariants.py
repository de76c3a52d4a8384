"""What is always true of the books, recomputed from their rows. `accounts.audits` adds what is true around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from accounts import guards
from accounts.ledger import days
from accounts.ledger.requests import fingerprint


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that breaks a rule, and how."""

    row: str
    words: str


Rule = Callable[[], Iterator[Fault]]

# Each posting as its two accounts see it.
ENTRIES = """
WITH entry AS (
    SELECT id AS posting, from_account_id AS account, -pence AS moved, from_balance_pence AS balance,
           from_version AS version FROM accounts_posting
    UNION ALL
    SELECT id, to_account_id, pence, to_balance_pence, to_version FROM accounts_posting)
"""
STORED = """
SELECT a.id, a.balance_pence, a.version, COALESCE(SUM(entry.moved), 0), COUNT(entry.posting)
FROM accounts_ledgeraccount a LEFT JOIN entry ON entry.account = a.id
GROUP BY a.id, a.balance_pence, a.version
HAVING a.balance_pence <> COALESCE(SUM(entry.moved), 0) OR a.version <> COUNT(entry.posting) ORDER BY a.id
"""
CHAIN = """
, chain AS (
    SELECT posting, account, moved, balance, version,
           LAG(balance, 1, CAST(0 AS bigint)) OVER (PARTITION BY account ORDER BY version, posting) AS before,
           ROW_NUMBER() OVER (PARTITION BY account ORDER BY version, posting) AS place
    FROM entry)
SELECT posting, account, moved, balance, version, before, place FROM chain
WHERE balance <> before + moved OR version <> place ORDER BY account, place
"""
OVERDRAWN = """
SELECT a.id, MIN(entry.balance) FROM accounts_ledgeraccount a JOIN entry ON entry.account = a.id
WHERE NOT a.may_overdraw AND entry.balance < 0 GROUP BY a.id ORDER BY a.id
"""
WHOLE = """
SELECT t.id, COUNT(p.id), MIN(p.position), MAX(p.position), SUM(CASE WHEN p.at <> t.at THEN 1 ELSE 0 END)
FROM accounts_transaction t LEFT JOIN accounts_posting p ON p.transaction_id = t.id GROUP BY t.id
HAVING COUNT(p.id) = 0 OR MIN(p.position) <> 0 OR MAX(p.position) <> COUNT(p.id) - 1
    OR SUM(CASE WHEN p.at <> t.at THEN 1 ELSE 0 END) > 0 ORDER BY t.id
"""
REQUESTS = """
SELECT t.id, t.fingerprint, t.kind, t.memo, t.reverses_id, p.from_account_id, p.to_account_id, p.pence
FROM accounts_transaction t JOIN accounts_posting p ON p.transaction_id = t.id ORDER BY t.id, p.position
"""
REVERSALS = """
SELECT back.id, back.reverses_id, r.position
FROM accounts_transaction back JOIN accounts_posting r ON r.transaction_id = back.id
LEFT JOIN accounts_posting o ON o.transaction_id = back.reverses_id AND o.from_account_id = r.to_account_id
    AND o.to_account_id = r.from_account_id AND o.pence = r.pence
    AND o.position = (SELECT MAX(l.position) FROM accounts_posting l WHERE l.transaction_id = back.reverses_id)
        - r.position
WHERE back.reverses_id IS NOT NULL AND o.id IS NULL ORDER BY back.id, r.position
"""
AUDITED = """
SELECT t.id, COUNT(l.id) FROM accounts_transaction t
LEFT JOIN accounts_auditline l ON l.subject = 'transaction:' || t.id GROUP BY t.id HAVING COUNT(l.id) <> 1 ORDER BY t.id
"""


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it stood at one moment, without holding up those who post."""
    if connection.in_atomic_block:
        yield
        return
    with _reading(), transaction.atomic():
        if connection.vendor == "postgresql":
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _reading() -> Iterator[None]:
    """On SQLite a plain BEGIN: a reader has its moment by its first SELECT, and takes no lock."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # the mode is read from the settings when it connects
    database: Any = connection
    database.ensure_connection()  # which is what reads the mode from the settings
    mode, database.transaction_mode = database.transaction_mode, None
    try:
        yield
    finally:
        database.transaction_mode = mode


def sums_to_zero() -> Iterator[Fault]:
    """All balances together are zero"""
    [(total,)] = _rows("SELECT COALESCE(SUM(balance_pence), 0) FROM accounts_ledgeraccount")
    if total:
        yield Fault("all accounts", f"together {total} pence, not 0")


def stored_balances() -> Iterator[Fault]:
    """Each stored balance is the sum of its postings, each version their number"""
    for pk, balance, version, moved, count in _rows(ENTRIES + STORED):
        yield Fault(f"account {pk}", f"says {balance} pence after {version} postings; they are {moved} in {count}")


def running_balances() -> Iterator[Fault]:
    """Running balances follow from one posting to the next, and versions have no gap"""
    for posting, account, moved, balance, version, before, place in _rows(ENTRIES + CHAIN):
        yield Fault(
            f"posting {posting}",
            f"account {account}: {before} and {moved} is not {balance}, or version {version} is not {place}",
        )


def no_overdraft() -> Iterator[Fault]:
    """No account that may not go below zero is or was there"""
    for pk, lowest in _rows(ENTRIES + OVERDRAWN):
        yield Fault(f"account {pk}", f"was at {lowest} pence")


def whole_transactions() -> Iterator[Fault]:
    """Every transaction has its postings, numbered from 0, at its own time"""
    for pk, count, first, last, elsewhen in _rows(WHOLE):
        yield Fault(f"transaction {pk}", f"{count} postings, {first} to {last}, {elsewhen or 0} at another time")


def fingerprints() -> Iterator[Fault]:
    """Every fingerprint is that of the transaction's own content"""
    for (pk, stored, *content), sides in groupby(_rows(REQUESTS), key=lambda row: row[:5]):
        kind, memo, reverses_id = content
        if stored != fingerprint(kind, memo, reverses_id, [row[5:] for row in sides]):
            yield Fault(f"transaction {pk}", "its fingerprint is missing or of something else")


def reversals() -> Iterator[Fault]:
    """A reversal is the same moves the other way"""
    for pk, reversed_id, position in _rows(REVERSALS):
        yield Fault(f"transaction {pk}", f"posting {position} does not undo transaction {reversed_id}")


def audit_lines() -> Iterator[Fault]:
    """Every transaction has one line in the audit record"""
    for pk, count in _rows(AUDITED):
        yield Fault(f"transaction {pk}", f"{count} audit lines, not 1")


def counted_days() -> Iterator[Fault]:
    """What is kept of each day for statements is what its postings say"""
    for tally, day in days.miscounted():
        yield Fault(f"tally {tally.pk}", f"{day} was miscounted: delete the tally, and the next statement counts anew")


def guards_in_place() -> Iterator[Fault]:
    """The database refuses to change or delete what was written"""
    for name in guards.missing(connection):
        yield Fault(name, "not installed: run `manage.py migrate`")


RULES: tuple[Rule, ...] = (
    sums_to_zero,
    stored_balances,
    running_balances,
    no_overdraft,
    whole_transactions,
    fingerprints,
    reversals,
    audit_lines,
    counted_days,
    guards_in_place,
)


def counts() -> dict[str, int]:
    [(accounts,)] = _rows("SELECT COUNT(*) FROM accounts_ledgeraccount")
    [(transactions,)] = _rows("SELECT COUNT(*) FROM accounts_transaction")
    [(postings,)] = _rows("SELECT COUNT(*) FROM accounts_posting")
    return {"accounts": accounts, "transactions": transactions, "postings": postings}


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
