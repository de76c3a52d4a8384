"""One database: fifty processes ask for money of one pot at the same moment, round by round. A line of JSON out."""

import json
import multiprocessing
import os
import sys
import time
from statistics import median
from typing import Any

import django

ASKERS, PENCE = 50, 40
ENOUGH_FOR = ASKERS // 2
fork = multiprocessing.get_context("fork")


def play(vendor: str, rounds: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from tests.factories import money

    call_command("migrate", verbosity=0)
    account = money.card_account(0)
    card, pot = money.card(account), account.pots.get()
    connections.close_all()
    ready, done, answers = fork.Barrier(ASKERS + 1), fork.Barrier(ASKERS + 1), fork.Queue()
    askers = [fork.Process(target=asker, args=(card, rounds, ready, done, answers)) for _ in range(ASKERS)]
    for process in askers:
        process.start()
    found = []
    for number in range(rounds + 1):
        money.pay_in(pot, ENOUGH_FOR * PENCE)
        ready.wait(timeout=600)
        found.append([answers.get(timeout=600) for _ in askers])
        check(pot, found[-1], held=(number + 1) * ENOUGH_FOR * PENCE)
        done.wait(timeout=600)
    for process in askers:
        process.join()
    times = [[taken for taken, _ in each] for each in found[1:]]
    print(
        json.dumps(
            {
                "name": f"{vendor}, slowest of {ASKERS} asking at once, to 500 ms",
                "slowest_ms": [round(max(each), 1) for each in times],
                "median_ms": [round(median(each), 1) for each in times],
            }
        )
    )


def asker(card: Any, rounds: int, ready: Any, done: Any, answers: Any) -> None:
    """Round 0 warms up. What the answer was and how many milliseconds it took, each round."""
    from django.db import connection

    from accounts.actions import cards

    connection.ensure_connection()
    for number in range(rounds + 1):
        ready.wait(timeout=600)
        began = time.monotonic()
        made = cards.authorise(card=card, reference=f"{os.getpid()}:{number}", merchant="Swim", pence=PENCE)
        answers.put(((time.monotonic() - began) * 1000, made.state))
        done.wait(timeout=600)
    answers.close()
    answers.join_thread()
    os._exit(0)


def check(pot: Any, answers: list[tuple[float, str]], held: int) -> None:
    from accounts import ledger

    states = [state for _, state in answers]
    assert (states.count("approved"), states.count("declined")) == (ENOUGH_FOR, ASKERS - ENOUGH_FOR), states
    assert (ledger.balance(pot.available), ledger.balance(pot.held)) == (0, held)


if __name__ == "__main__":
    play(sys.argv[1], int(sys.argv[2]))
