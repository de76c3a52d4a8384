"""One database: our posting and the bare one in turn, from several processes that start together. JSON lines out."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from statistics import quantiles
from typing import Any

import django

fork = multiprocessing.get_context("fork")
Post = Callable[[str], object]

BARE_FUNCTION = """
CREATE OR REPLACE FUNCTION bench_bare(p_key text, p_at timestamptz, giver bigint, taker bigint, p_pence bigint,
                                      p_detail jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE made bigint; gb bigint; gv bigint; tb bigint; tv bigint;
BEGIN
    UPDATE accounts_ledgeraccount SET balance_pence = balance_pence - p_pence, version = version + 1
     WHERE id = giver RETURNING balance_pence, version INTO gb, gv;
    UPDATE accounts_ledgeraccount SET balance_pence = balance_pence + p_pence, version = version + 1
     WHERE id = taker RETURNING balance_pence, version INTO tb, tv;
    INSERT INTO accounts_transaction (key, fingerprint, kind, memo, at, booked_at, by_id, reverses_id)
    VALUES (p_key, 'bare', 'bench', 'bench:1', p_at, clock_timestamp(), NULL, NULL) RETURNING id INTO made;
    INSERT INTO accounts_posting (transaction_id, position, at, from_account_id, to_account_id, pence,
                                  from_balance_pence, from_version, to_balance_pence, to_version)
    VALUES (made, 0, p_at, giver, taker, p_pence, gb, gv, tb, tv);
    INSERT INTO accounts_auditline (at, action, by, on_behalf_of, subject, detail)
    VALUES (p_at, 'money.bench', '', '', 'transaction:' || made, p_detail);
    RETURN made;
END $$
"""
DETAIL = '{"key": "a key of some length", "memo": "bench:1", "pence": 1}'


def play(vendor: str, rounds: int, posts: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections

    call_command("migrate", verbosity=0)
    if vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(BARE_FUNCTION)
    for name, clients, hot in [
        ("1 client", 1, False),
        ("8 clients", 8, False),
        ("8 clients, one hot balance", 8, True),
    ]:
        accounts = opened(name, clients, hot)
        connections.close_all()
        print(to_json(f"{vendor}, {name}", contest(vendor, clients, accounts, rounds, posts)), flush=True)


def opened(name: str, clients: int, hot: bool) -> list[dict[str, tuple[int, int]]]:
    """For each client a giver and a taker, ours and the reference's; one giver for all where it is hot."""
    from accounts.ledger import LedgerKind, open_account

    def pair(side: str, client: int) -> tuple[int, int]:
        givers, takers = (LedgerKind.COUNCIL_FUNDS, LedgerKind.AVAILABLE)
        whose = "all" if hot else str(client)
        giver = open_account(kind=givers, owner=f"bench:{name}:{side}:{whose}", may_overdraw=True)
        return giver.pk, open_account(kind=takers, owner=f"bench:{name}:{side}:{client}").pk

    return [{side: pair(side, client) for side in ("ours", "bare")} for client in range(clients)]


def contest(
    vendor: str, clients: int, accounts: list[dict[str, tuple[int, int]]], rounds: int, posts: int
) -> dict[str, Any]:
    barrier, answers = fork.Barrier(clients), fork.Queue()
    started = [
        fork.Process(target=client, args=(vendor, accounts[number], rounds, posts, barrier, answers))
        for number in range(clients)
    ]
    for process in started:
        process.start()
    times = [answers.get(timeout=600) for _ in started]
    for process in started:
        process.join()
    return figures(times, rounds, posts * clients)


def client(
    vendor: str, accounts: dict[str, tuple[int, int]], rounds: int, posts: int, barrier: Any, answers: Any
) -> None:
    """Round 0 warms up. What each posting of each round took, ours and bare."""
    sides = {"ours": ours(accounts["ours"]), "bare": BARE[vendor](accounts["bare"])}
    taken: dict[str, list[list[float]]] = {"ours": [], "bare": []}
    for number in range(rounds + 1):
        for side in ("ours", "bare") if number % 2 else ("bare", "ours"):
            barrier.wait(timeout=600)
            taken[side].append(timed(sides[side], f"{os.getpid()}:{side}:{number}", posts))
    answers.put({side: lists[1:] for side, lists in taken.items()})
    answers.close()
    answers.join_thread()
    os._exit(0)


def timed(post: Post, prefix: str, posts: int) -> list[float]:
    """Begin, then the end of each posting."""
    moments = [time.monotonic()]
    for number in range(posts):
        post(f"{prefix}:{number}")
        moments.append(time.monotonic())
    return moments


def ours(pair: tuple[int, int]) -> Post:
    from accounts.ledger import LedgerAccount, Move, post

    giver, taker = (LedgerAccount.objects.get(pk=pk) for pk in pair)
    return lambda key: post(key=key, kind="bench", moves=[Move(giver, taker, 1)], by=None, memo="bench:1")


def bare_postgresql(pair: tuple[int, int]) -> Post:
    import psycopg
    from django.db import connection

    words = connection.get_connection_params()
    raw = psycopg.connect(
        **{key: words[key] for key in ("dbname", "user", "password", "host", "port") if words.get(key)},
        autocommit=True,
    )
    sql = "SELECT bench_bare(%s, %s, %s, %s, %s, %s::jsonb)"
    return lambda key: raw.execute(sql, (key, datetime.now(UTC), *pair, 1, DETAIL)).fetchone()


def bare_sqlite(pair: tuple[int, int]) -> Post:
    import sqlite3

    from django.conf import settings

    raw = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None, timeout=60)
    raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")

    def post(key: str) -> None:
        now = str(datetime.now(UTC).replace(tzinfo=None))
        raw.execute("BEGIN IMMEDIATE")
        after = [
            raw.execute(
                "UPDATE accounts_ledgeraccount SET balance_pence = balance_pence + ?, version = version + 1 "
                "WHERE id = ? RETURNING balance_pence, version",
                (pence, pk),
            ).fetchone()
            for pence, pk in zip((-1, 1), pair, strict=True)
        ]
        made = raw.execute(
            "INSERT INTO accounts_transaction (key, fingerprint, kind, memo, at, booked_at, by_id, reverses_id) "
            "VALUES (?, 'bare', 'bench', 'bench:1', ?, ?, NULL, NULL)",
            (key, now, now),
        ).lastrowid
        raw.execute(
            "INSERT INTO accounts_posting (transaction_id, position, at, from_account_id, to_account_id, pence, "
            "from_balance_pence, from_version, to_balance_pence, to_version) VALUES (?, 0, ?, ?, ?, 1, ?, ?, ?, ?)",
            (made, now, *pair, *after[0], *after[1]),
        )
        raw.execute(
            'INSERT INTO accounts_auditline (at, action, "by", on_behalf_of, subject, detail) '
            "VALUES (?, 'money.bench', '', '', ?, ?)",
            (now, f"transaction:{made}", DETAIL),
        )
        raw.execute("COMMIT")

    return post


BARE: dict[str, Callable[[tuple[int, int]], Post]] = {"postgresql": bare_postgresql, "sqlite": bare_sqlite}


def figures(clients: list[dict[str, list[list[float]]]], rounds: int, posts: int) -> dict[str, Any]:
    """Postings a second of each round, from the first begin to the last end of all clients; ratios round by round."""
    rates = {
        side: [
            posts / (max(one[side][number][-1] for one in clients) - min(one[side][number][0] for one in clients))
            for number in range(rounds)
        ]
        for side in ("ours", "bare")
    }
    waits = [after - before for one in clients for moments in one["ours"] for before, after in pairwise(moments)]
    return {
        "ours_per_second": [round(rate, 1) for rate in rates["ours"]],
        "bare_per_second": [round(rate, 1) for rate in rates["bare"]],
        "ratios": [round(mine / bare, 3) for mine, bare in zip(rates["ours"], rates["bare"], strict=True)],
        "p99_ms": round(quantiles(waits, n=100)[-1] * 1000, 2),
    }


def to_json(name: str, found: dict[str, Any]) -> str:
    import json

    return json.dumps({"name": name, **found})


if __name__ == "__main__":
    play(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
