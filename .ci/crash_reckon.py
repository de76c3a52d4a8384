"""What must be true after a crash: the books are clean, what was acknowledged is there once, the rest whole or not."""

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Told:
    """All that clients asked for and were told, by what it was and its key."""

    asked: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=lambda: defaultdict(dict))
    has: dict[str, dict[str, set[Any]]] = field(default_factory=lambda: defaultdict(dict))
    unanswered: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return sum(len(of) for of in self.has.values())


def told(folder: Path) -> Told:
    """Read before the database is: whatever is in here was committed by then."""
    found = Told()
    for path in sorted((folder / "journal").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            take(found, json.loads(line))
    return found


def take(found: Told, line: dict[str, Any]) -> None:
    did, key = line["did"], line["key"]
    if did == "unanswered":
        found.unanswered += 1
    elif did == "refused":
        found.refused.append(key)
    elif "has" in line:
        found.has[did].setdefault(key, set()).add(line["has"])
    else:
        found.asked[did].setdefault(key, []).append(line["asked"])


def everything(folder: Path) -> list[str]:
    """Each difference in words, seen at one moment."""
    from accounts.ledger import invariants

    known = told(folder)
    with invariants.snapshot():
        return [*books(), *whole(), *kept(known)]


def books() -> Iterator[str]:
    from accounts import audits

    for finding in audits.all_findings():
        for fault in finding.faults[:3]:
            yield f"audit_money: {finding.words}: {fault.row}: {fault.words}"


def whole() -> Iterator[str]:
    """Nothing is there in part, whoever asked for it and whatever they were told."""
    from django.db.models import Count, F, Q

    from accounts.models import CardAuthorisation, Payment, PaymentFile
    from marketplace.models import Order, Visit

    orders = Order.objects.annotate(
        count=Count("visits", distinct=True), begun=Count("events", filter=Q(events__name="request"), distinct=True)
    )
    yield from rows("an order without visits, or not begun once", orders.exclude(count__gt=0, begun=1))
    lost = Payment.objects.filter(purpose="visit", visit=None)
    yield from rows("money held for a visit that is not there", lost)
    accepted = Visit.objects.filter(order__state="accepted", state="requested")
    yield from rows("a visit that its accepted order left behind", accepted)
    settled = Visit.objects.filter(state__in=["settled", "refunded"])
    wrong = settled.exclude(payment__captured_pence=F("paid_pence"), payment__refunded_pence=F("refunded_pence"))
    yield from rows("a visit whose money is not what it says", wrong)
    drawn = CardAuthorisation.objects.filter(state__in=["approved", "captured"], draws=None)
    yield from rows("a purchase that drew on no pot", drawn)
    yield from rows("a payment file without lines", PaymentFile.objects.filter(lines=None))
    open_lines = PaymentFile.objects.exclude(released_at=None).filter(lines__is_open=True)
    yield from rows("a released file whose lines are open", open_lines)


def rows(what: str, found: Any) -> Iterator[str]:
    for row in found[:3]:
        yield f"{what}: {row.pk} {row}"


def kept(known: Told) -> Iterator[str]:
    yield from orders(known)
    yield from visits(known)
    yield from purchases(known)
    yield from files(known)


def differ(what: str, told: Iterable[tuple[str, Any]], there: dict[str, Any]) -> Iterator[str]:
    for key, value in told:
        if there.get(key) != value:
            yield f"{what} {key}: we said {value!r}, there is {there.get(key)!r}"


def once(known: Told, did: str) -> Iterator[tuple[str, Any]]:
    """Each key with what was answered, which is one thing however often it was asked."""
    for key, answers in known.has[did].items():
        yield key, next(iter(answers)) if len(answers) == 1 else sorted(map(str, answers))


def orders(known: Told) -> Iterator[str]:
    from django.db.models import Count

    from marketplace.models import Order

    found = Order.objects.filter(token__in=list(known.asked["order"]))
    there = {
        token: (reference, count)
        for token, reference, count in found.annotate(count=Count("visits")).values_list("token", "reference", "count")
    }
    yield from differ("order", once(known, "order"), {token: reference for token, (reference, _) in there.items()})
    if len(there) != found.count():
        yield "a journey that became two orders"
    for token, (reference, count) in there.items():
        if count not in {each["weeks"] for each in known.asked["order"][token]}:
            yield f"order {reference}: {count} visits, asked for {known.asked['order'][token]}"
    states = dict(Order.objects.filter(reference__in=list(known.has["accept"])).values_list("reference", "state"))
    yield from differ("acceptance", ((key, "accepted") for key in known.has["accept"]), states)


def visits(known: Told) -> Iterator[str]:
    from marketplace.models import Visit

    given = Visit.objects.exclude(settled_at=None).values_list(
        "order__reference", "number", "refunded_pence", "events__name"
    )
    events: dict[str, list[str]] = defaultdict(list)
    back: dict[str, int] = {}
    for reference, number, refunded, event in given:
        key = f"{reference}/{number}"
        events[key].append(event)
        back[key] = refunded
    paid = {key: names.count("settle") for key, names in events.items()}
    yield from differ("confirmation", ((key, 1) for key in known.has["confirm"]), paid)
    yield from differ("refund", once(known, "refund"), back)
    yield from whole_or_not("refund", known.asked["refund"], back)


def whole_or_not(what: str, asked: dict[str, list[dict[str, Any]]], there: dict[str, int]) -> Iterator[str]:
    for key, (only,) in asked.items():
        if there.get(key, 0) not in (0, only["pence"]):
            yield f"{what} {key}: {only['pence']} pence asked for, {there[key]} there"


def purchases(known: Told) -> Iterator[str]:
    from accounts.models import CardAuthorisation

    there = {each.issuer_reference: each for each in CardAuthorisation.objects.all()}
    answers = {key: "declined" if each.state == "declined" else "approved" for key, each in there.items()}
    yield from differ("authorisation", once(known, "authorise"), answers)
    taken = {key: each.captured_pence for key, each in there.items()}
    yield from differ("capture", once(known, "capture"), taken)
    yield from whole_or_not("capture", known.asked["capture"], taken)
    states = {key: each.state for key, each in there.items()}
    yield from differ("reversal", ((key, "reversed") for key in known.has["reverse"]), states)
    back = {key: each.refunded_pence for key, each in there.items()}
    yield from differ("card refund", once(known, "card_refund"), back)
    yield from whole_or_not("card refund", known.asked["card_refund"], back)


def files(known: Told) -> Iterator[str]:
    from accounts.models import PaymentFile

    there = dict(PaymentFile.objects.values_list("reference", "released_at"))
    yield from (f"payment file {key} is not there" for key in known.has["prepare"] if key not in there)
    yield from (f"payment file {key} is not released" for key in known.has["release"] if there.get(key) is None)


def stuck(patience: float = 2.0) -> list[str]:
    """Nobody waits for anybody, some time after the last request: the server notices soon that a client has died."""
    from django.db import connection

    until = time.monotonic() + patience
    while connection.vendor == "postgresql" and (found := list(_stuck())):
        if time.monotonic() > until:
            return found
        time.sleep(0.05)
    return []


def _stuck() -> Iterator[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, state, wait_event_type, left(query, 80) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND (state LIKE 'idle in transaction%' OR wait_event_type = 'Lock' OR state = 'active')"
        )
        yield from (f"a connection is stuck: {row}" for row in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM pg_prepared_xacts")
        yield from (f"{count} prepared transactions" for (count,) in cursor.fetchall() if count)


def left_undone() -> Iterator[str]:
    """After `run_day`: every e-mail has gone, whatever became of the worker that had begun with it."""
    from accounts.models import Notice
    from search import push

    unsent = Notice.objects.filter(sent_at=None).count()
    if unsent:
        yield f"{unsent} e-mails were never sent"
    if waits := {name: count for name, count in push.backlog().items() if count}:
        yield f"the search index was never told: {waits}"


def orphans() -> int:
    """Tasks that a killed worker had begun. What they were for is done by `run_day`."""
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count())
