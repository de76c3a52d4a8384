"""The first money page: how full each pot is, and what happened lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from accounts import ledger, memos, weeks
from accounts.ledger import Entry
from accounts.models import Pot
from accounts.queries.holdings import Holding
from accounts.queries.statements import FREE, HELD, Line, in_words, labels_of
from design.formats import pounds_short

WINDOW = timedelta(days=70)
SHOWN = 6
MONEY_IN = frozenset({"load", "top_up"})


def money_in(holding: Holding, now: datetime) -> list[Entry]:
    """What was paid into these pots, one by one or by a budget's load. One query."""
    pots = [f"pot:{pot.pk}" for pot in holding.pots]
    budgets = {f"budget:{pot.budget_id}" for pot in holding.pots if pot.budget_id}
    return ledger.about([*pots, *budgets], MONEY_IN, since=now - WINDOW)


def bars(holding: Holding, paid_in: Sequence[Entry]) -> list[dict[str, object]]:
    """A bar for each pot: how much is left of what was there when money last came in."""
    full = {entry.account_id: entry.balance_pence for entry in paid_in}
    return [bar(pot, holding.available_of(pot), full.get(pot.available_id or 0, 0)) for pot in holding.pots]


def bar(pot: Pot, left: int, full: int) -> dict[str, object]:
    full = max(left, full)
    if pot.available_id is None:
        text = f"{pounds_short(pot.weekly_pence)} a week, in your own bank account"
        return {"label": pot.label, "text": text, "share": 0, "tone": "pale"}
    cover = weeks_of(pot, left)
    if pot.is_contingency or not full or full == left:
        tone = "pale" if pot.is_contingency else "apricot"
        text = weeks.beside(pounds_short(left), cover)
        return {"label": pot.label, "text": text, "share": 1 if left else 0, "tone": tone}
    text = weeks.beside(f"{pounds_short(left)} left of {pounds_short(full)}", cover)
    return {"label": pot.label, "text": text, "share": left / full, "tone": "apricot"}


def weeks_of(pot: Pot, left: int) -> int | None:
    """How long it lasts; nothing is said of an empty pot, nor of one for emergencies, which is not for weeks."""
    return weeks.whole(left, pot.weekly_pence) if left > 0 and not pot.is_contingency else None


def without_lines(holding: Holding) -> list[dict[str, object]]:
    """The same for somebody who may see what there is, and not how it came about."""
    return [bar(pot, holding.available_of(pot), 0) for pot in holding.pots]


def entries_of(holding: Holding, now: datetime) -> list[Entry]:
    """From the last few moments at which free money moved, and no more: a month may have thousands. Two queries."""
    since = ledger.moment_back(holding.available, steps=SHOWN, since=now - WINDOW)
    return ledger.entries([*holding.available, *holding.held], since=since)


def newest(holding: Holding, entries: Sequence[Entry]) -> list[Line]:
    """The last few things that happened, newest first, each with what was left after it.

    What was held in one go is one line, and what was paid from held money is told too: it changes nothing that is left.
    """
    groups = grouped([entry for entry in entries if told(entry, holding)])
    shown = groups[-SHOWN:]
    words = memos.words(entry.memo for group in shown for entry in group)
    labels = labels_of([*holding.pots, *holding.aside])
    free = {account.pk for account in holding.available}
    found, left = [], holding.available_pence
    for group in reversed(shown):
        change = sum(entry.pence for entry in group if entry.account_id in free)
        found.append(line(group, change, left, words, labels))
        left -= change
    return found


def told(entry: Entry, holding: Holding) -> bool:
    return entry.account_id in {account.pk for account in holding.available} or entry.kind == "capture"


def grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    """By transaction; several holds of one moment, which are one booking, together."""
    return [list(group) for _, group in groupby(entries, key=lambda e: (e.at, e.kind == "hold" or e.transaction_id))]


def line(group: list[Entry], change: int, left: int, words: dict[str, str], labels: dict[int, str]) -> Line:
    first = group[0]
    paid = first.kind == "capture"
    about = in_words(first, words, HELD if paid else FREE)
    several = len({entry.memo for entry in group}) - 1
    return Line(
        at=first.at,
        words=f"{about}, and {several} more" if several else about,
        pots=", ".join(dict.fromkeys(labels[entry.account_id] for entry in group)),
        pence=change,
        balance_pence=left,
        from_held_pence=-sum(entry.pence for entry in group) if paid else 0,
    )
