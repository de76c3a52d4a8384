"""What we have of Stripe, compared with what Stripe has of us: each object there is one row here and the other way
round, with the same amount and the same state. (That each row has its postings is `audits`' work.)

Who owns a kind registers how to list both sides: `register("refund", Kind("Refunds", ours=..., theirs=...))`. Both get
`since` and answer `Row`s. `ours` also lists what was begun a while before, since `theirs` may have been made later; of
what was never made there (planned, refused, dropped) it says so by an empty id.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import Difference
from accounts.stripe.client import Rejected, Unreachable
from design.registry import Registry

What = Difference.What
WHAT_TAKES_LONG = timedelta(days=30)  # between our asking and their making: Stripe was gone, nobody put its key right
CLOCKS = timedelta(hours=1)  # theirs and ours


@dataclass(frozen=True)
class Row:
    """One object, as one side has it. `reference` is ours, where the object carries it. `about` is our row as an id
    (`payment-line:12`). A row of ours without an id is not to be there."""

    id: str
    pence: int
    state: str
    began_at: datetime
    reference: str = ""
    about: str = ""


@dataclass(frozen=True)
class Kind:
    label: str
    ours: Callable[[datetime], Iterable[Row]]
    theirs: Callable[[datetime], Iterable[Row]]


@dataclass(frozen=True)
class Found:
    """One thing that is not the same."""

    kind: str
    object_id: str
    what: Difference.What
    began_at: datetime
    ours: Row | None = None
    theirs: Row | None = None


@dataclass
class Compared:
    """All of it: how many of each kind here and there, what differs, and which kinds could not be compared, and why."""

    since: datetime
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    not_compared: dict[str, str] = field(default_factory=dict)


_kinds: Registry[Kind] = Registry("what is compared with Stripe")
register = _kinds.register


def label(kind: str) -> str:
    known = _kinds.get(kind)
    return known.label if known else kind.replace("_", " ").capitalize()


def compare(since: datetime, until: datetime) -> Compared:
    """Every kind, outside any transaction. What was made after `until` is for the next time."""
    result = Compared(since)
    for name, kind in _kinds.items():
        try:
            theirs = list(kind.theirs(since - CLOCKS))
        except Unreachable:
            result.not_compared[name] = "Stripe did not answer"
            continue
        except Rejected as why:
            theirs = []
            if any(row.id for row in kind.ours(since)):
                result.not_compared[name] = f"Stripe refused to list them ({why.code})"
                continue
        ours = list(kind.ours(since - WHAT_TAKES_LONG))
        result.counts[name] = {
            "ours": sum(bool(row.id) and since <= row.began_at <= until for row in ours),
            "theirs": sum(since <= row.began_at <= until for row in theirs),
        }
        result.found += differences(name, ours, theirs, since, until)
    return result


def differences(
    kind: str, ours: Iterable[Row], theirs: Iterable[Row], since: datetime, until: datetime
) -> Iterator[Found]:
    """Pure. Rows are matched by the object's id, then by our reference."""
    here, left = list(ours), list(theirs)
    there = {row.id: row for row in left}
    matched: set[str] = set()
    for row in here:
        if not row.id:
            continue
        if row.id in matched:
            yield Found(kind, row.id, What.TWICE, row.began_at, row, there.get(row.id))
        elif other := there.get(row.id):
            yield from _unlike(kind, row, other)
        elif since <= row.began_at <= until:
            yield Found(kind, row.id, What.MISSING_THERE, row.began_at, row)
        matched.add(row.id)
    yield from _only_there(kind, here, [row for row in left if row.id not in matched], since, until)


def _unlike(kind: str, ours: Row, theirs: Row) -> Iterator[Found]:
    if ours.pence != theirs.pence:
        yield Found(kind, ours.id, What.PENCE, theirs.began_at, ours, theirs)
    if ours.state != theirs.state:
        yield Found(kind, ours.id, What.STATE, theirs.began_at, ours, theirs)


def _only_there(kind: str, here: list[Row], left: list[Row], since: datetime, until: datetime) -> Iterator[Found]:
    """Made there twice by one reference, made there though we think it was not, or not known here at all."""
    made = {row.reference: row for row in here if row.id and row.reference}
    unmade = {row.reference: row for row in here if not row.id and row.reference}
    for row in left:
        if not since <= row.began_at <= until:
            continue
        if twin := made.get(row.reference):
            yield Found(kind, row.id, What.TWICE, row.began_at, twin, row)
        else:
            yield Found(kind, row.id, What.MISSING_HERE, row.began_at, unmade.get(row.reference), row)


TO_DO = {
    What.MISSING_HERE: (
        "Stripe has this and we do not. If it was made here, it is booked at the next try and this closes by itself. "
        "If it is here tomorrow too, look it up at Stripe by its id: somebody may have made it by hand."
    ),
    What.MISSING_THERE: (
        "We have this and Stripe does not. Check that the secret key belongs to the right Stripe account. Then ask "
        "Stripe about the id."
    ),
    What.TWICE: (
        "The same thing is there more than once. Take one of them back at Stripe, the one that our row does not name, "
        "and write down here which."
    ),
    What.PENCE: (
        "The amounts differ. What Stripe says has moved. Find what changed it at Stripe. Then put our side right by a "
        "return or a correction."
    ),
    What.STATE: (
        "Stripe says that something else has become of it. If Stripe told us lately, it is booked at the next try. If "
        "not, send the event again from Stripe’s own pages."
    ),
}
