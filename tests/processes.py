"""Real processes that do something at the same moment, on the database under test."""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from django.db import connections

PROCESSES = 4
fork = multiprocessing.get_context("fork")


def together(work: Callable[[int], Any], processes: int = PROCESSES) -> list[Any]:
    """What `work(number)` gives in each of several processes that start at the same moment; in no order."""
    connections.close_all()
    barrier, answers = fork.Barrier(processes), fork.Queue()
    started = [fork.Process(target=run, args=(work, number, barrier, answers)) for number in range(processes)]
    for process in started:
        process.start()
    found = [answers.get(timeout=60) for _ in started]
    for process in started:
        process.join(timeout=60)
    wrong = [error for error, _ in found if error]
    if wrong:
        raise AssertionError("\n".join(wrong))
    return [answer for _, answer in found]


def run(work: Callable[[int], Any], number: int, barrier: Any, answers: Any) -> None:
    try:
        connections["default"].ensure_connection()
        barrier.wait(timeout=60)
        answers.put(("", work(number)))
    except BaseException as error:  # whatever it is, the parent shows it
        answers.put((repr(error), None))
    finally:
        connections.close_all()
        answers.close()
        answers.join_thread()
        os._exit(0)  # none of the parent's own endings
