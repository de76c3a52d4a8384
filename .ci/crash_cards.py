"""Shops that ask the two residents' cards: `python .ci/crash_cards.py FOLDER NAME`, until FOLDER/over is there.

It asks our decision directly, in a process of its own, and tells the same thing again with the same reference where
it had no answer, as a card company does.
"""

import os
import random
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crash_visitor import Journal
from steps import ROOT

PATIENCE = 20.0


class Till:
    def __init__(self, folder: Path, name: str) -> None:
        import json

        from accounts.models import Card

        self.journal = Journal(folder / "journal" / f"{name}-{os.getpid()}.jsonl")
        self.cards = list(Card.objects.filter(pk__in=json.loads((folder / "people.json").read_text())["cards"]))

    def again(self, do: Callable[[], Any]) -> Any:
        from django.db import DatabaseError, connection

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                return do() or True
            except DatabaseError:
                connection.close()
                self.journal.asks("unanswered", "")
                if random.random() < 0.3:
                    return None
                time.sleep(0.2)
        return None

    def buy(self) -> None:
        from accounts.actions import cards

        reference, pence = f"drill_{secrets.token_hex(8)}", random.randint(1, 4000)
        given = {"card": random.choice(self.cards), "reference": reference, "merchant": "Swim", "pence": pence}
        self.journal.asks("authorise", reference, pence=pence)
        asked = self.again(lambda: cards.authorise(**given))
        if asked is None:
            return
        self.journal.has("authorise", reference, asked.state)
        if asked.state != "approved":
            return
        if random.random() < 0.2:
            self.journal.asks("reverse", reference)
            if self.again(lambda: cards.reverse(authorisation=asked)):
                self.journal.has("reverse", reference)
        else:
            self.take(asked, random.choice([pence, max(pence // 2, 1)]))

    def take(self, asked: Any, pence: int) -> None:
        from accounts.actions import cards

        reference = asked.issuer_reference
        self.journal.asks("capture", reference, pence=pence)
        if not self.again(lambda: cards.capture(authorisation=asked, pence=pence)):
            return
        self.journal.has("capture", reference, pence)
        if random.random() < 0.5:
            back, key = random.randint(1, pence), f"back_{secrets.token_hex(8)}"
            self.journal.asks("card_refund", reference, pence=back)
            if self.again(lambda: cards.refund(authorisation=asked, pence=back, reference=key)):
                self.journal.has("card_refund", reference, back)


def run(folder: Path, name: str) -> None:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.db import DatabaseError, connection

    till = None
    while not (folder / "over").exists():
        try:
            till = till or Till(folder, name)
            till.buy()
        except DatabaseError:
            connection.close()
            time.sleep(0.2)
        time.sleep(0.15)


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2])
