"""One import: everything is checked first, then put in batch by batch, each in a transaction of its own.

Stopped halfway, it is run again: rows that are in already are put in again and change nothing. Rows are read anew each
time, so that a large file needs no memory. A command and a feed on a schedule do it alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, Protocol, TypeVar

from django.db import transaction

from search.table_import import NotThisTableError, Refusal, RowRefusedError

BATCH = 500
PROGRESS = 5_000  # rows between two lines of progress


class HasNumber(Protocol):
    @property
    def number(self) -> int: ...


Item = TypeVar("Item")
Numbered = TypeVar("Numbered", bound=HasNumber)


@dataclass
class Outcome:
    """What became of the rows. `left_out` are parts of rows that went in: somebody must look at them."""

    total: int = 0
    refused: list[Refusal] = field(default_factory=list)
    left_out: list[Refusal] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    done: int = 0

    @property
    def good(self) -> int:
        return self.total - len({refusal.row for refusal in self.refused})


@dataclass
class ImportRun(Generic[Numbered, Item]):
    """`parse` raises RowRefusedError. Two rows of one `name_of` are one thing: the second is refused."""

    name: str
    rows: Callable[[], Iterable[Numbered]]
    parse: Callable[[Numbered], Item]
    name_of: Callable[[Item], Hashable]
    put: Callable[[Sequence[Item], Outcome], Counter[str]]
    empty: str = "has a heading and no rows."

    def check(self) -> Outcome:
        """How many rows there are, and what is wrong with which."""
        outcome = Outcome()
        first: dict[Hashable, int] = {}
        for row in self.rows():
            outcome.total += 1
            try:
                name = self.name_of(self.parse(row))
                if name in first:
                    raise RowRefusedError(("", f"The same as row {first[name]}"))
                first[name] = row.number
            except RowRefusedError as error:
                outcome.refused += [Refusal(row.number, field, reason) for field, reason in error.problems]
        if not outcome.total:
            raise NotThisTableError(f"{self.name} {self.empty}")
        return outcome

    def apply(self, outcome: Outcome, told: Callable[[int], None] = lambda _done: None) -> None:
        leave_out = {refusal.row for refusal in outcome.refused}
        items = (self.parse(row) for row in self.rows() if row.number not in leave_out)
        for batch in batches(items):
            with transaction.atomic():
                outcome.counts += self.put(batch, outcome)
            outcome.done += len(batch)
            if outcome.done % PROGRESS < BATCH <= outcome.done:
                told(outcome.done)


def batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch
