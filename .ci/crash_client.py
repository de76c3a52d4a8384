"""One client under load: `python .ci/crash_client.py FOLDER NAME`, until FOLDER/over is there.

NAME is `lane-0`, `lane-1` (a resident and her provider) or `finance`. What was asked for and what was acknowledged goes
to FOLDER/journal/. Where the line goes dead the client sends the same form again, or gives up, as people do.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import crash_deeds as deeds
from crash_visitor import Journal, Unanswered, Visitor

T = TypeVar("T")
PATIENCE = 20.0  # seconds in which somebody presses the button again
THINKS = 0.05


class Client:
    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.journal = folder, Journal(folder / "journal" / f"{name}.jsonl")
        self.people = json.loads((folder / "people.json").read_text())
        self.port = int((folder / "port").read_text())
        self.name = name

    def over(self) -> bool:
        return (self.folder / "over").exists()

    def visitor(self, session: str) -> Visitor:
        return Visitor(self.port, session, patience=PATIENCE)

    def again(self, do: Callable[[], T]) -> T | None:
        """Until there is an answer; or, as often as not, gives up when there is none."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                return do()
            except Unanswered:
                self.journal.asks("unanswered", "")
                if random.random() < 0.5:
                    return None
                time.sleep(0.2)
        return None

    def run(self) -> None:
        work = self.finance() if self.name == "finance" else self.lane(int(self.name.removeprefix("lane-")))
        while not self.over():
            try:
                work()
            except Unanswered:  # before anything that counts was sent
                time.sleep(0.1)
            except deeds.Refused as why:
                self.journal.asks("refused", str(why))
            time.sleep(THINKS)

    def lane(self, number: int) -> Callable[[], None]:
        given = self.people["lanes"][number]
        given |= {who: self.visitor(given[who]) for who in ("resident", "manager")}
        lane = deeds.Lane(**given)
        left = iter(lane.visits)

        def work() -> None:
            self.buy(lane)
            if visit := next(left, None):
                self.pay(lane, *visit)

        return work

    def buy(self, lane: deeds.Lane) -> None:
        asked = deeds.journey(lane, random.randint(1, 3))
        self.journal.asks("order", asked.token, weeks=asked.weeks)
        reference = self.again(lambda: deeds.order(lane, asked))
        if reference is None:
            return
        self.journal.has("order", asked.token, reference)
        self.journal.asks("accept", reference)
        if self.again(lambda: deeds.accept(lane, reference) or True):
            self.journal.has("accept", reference)

    def pay(self, lane: deeds.Lane, reference: str, number: int) -> None:
        key = f"{reference}/{number}"
        if not self.again(lambda: deeds.record(lane, reference, number) or True):
            return
        shown = deeds.seen(lane.resident, deeds.confirm_path(reference, number))
        self.journal.asks("confirm", key)
        if not self.again(lambda: deeds.confirm(lane, reference, number, shown) or True):
            return
        self.journal.has("confirm", key)
        if random.random() < 0.5:
            pence = random.randint(1, 1200)
            shown = deeds.seen(lane.manager, deeds.refund_path(reference, number))
            self.journal.asks("refund", key, pence=pence)
            if self.again(lambda: deeds.give_back(lane, reference, number, pence, shown) or True):
                self.journal.has("refund", key, pence)

    def finance(self) -> Callable[[], None]:
        ann, bo = map(self.visitor, self.people["finance"])

        def work() -> None:
            time.sleep(random.uniform(0.2, 0.8))
            waits = deeds.waiting(ann)
            reference = waits[0] if waits else self.again(lambda: deeds.prepare(ann))
            if reference is None:
                return
            if not waits:
                self.journal.has("prepare", reference)
            self.journal.asks("release", reference)
            try:
                if self.again(lambda: deeds.release(bo, reference) or True):
                    self.journal.has("release", reference)
            except deeds.Refused:  # a refund came in between
                self.again(lambda: deeds.cancel(ann, reference))

        return work


if __name__ == "__main__":
    Client(Path(sys.argv[1]), sys.argv[2]).run()
