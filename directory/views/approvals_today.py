"""What an approver does today: checks that end soon, applications by their age, approvals to renew."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from design.components import Cell, Column, Table
from design.formats import counted
from design.formats import day as day_words
from directory import approval_rules as rules
from directory import passport
from directory.approval_rules import CheckKind, State
from directory.models import Appeal, Approval
from directory.queries import approvals as found_by
from directory.views.next_step import next_step

MOST = 25  # in each list; the whole ones are a press away
WHO = Column("Who", header=True)


class Ending(NamedTuple):
    """One check that counts, and its last day."""

    on: date
    kind: str
    approval: Approval


def tables(today: date) -> dict[str, Any]:
    """Each list with how many there are in all; None where there is nothing to do."""
    soon = list(found_by.desk(show="ending", day=today))
    checks = sorted(ending_checks(soon, today), key=lambda one: (one.on, str(one.approval.subject)))
    waiting = list(found_by.desk(show="to-check", day=today).order_by("applied_on", "pk"))
    ended = list(found_by.desk(show="lapsed", day=today))
    renewals = [*ended, *(one for one in soon if one.until and one.until <= today + found_by.SOON)]
    appealed = list(found_by.appeals())
    return {
        "appeals": _table("Appeals", [WHO, Column("Sent"), Column("Who answers")], map(appeal_row, appealed)),
        "checks": _table(
            "Checks about to end", [WHO, Column("Check"), Column("Ends")], (check_row(one, today) for one in checks)
        ),
        "waiting": _table(
            "Applications",
            [WHO, Column("Waiting"), Column("What is next")],
            (waiting_row(one, today) for one in waiting),
        ),
        "renewals": _table(
            "Approvals to renew",
            [WHO, Column("State"), Column("Last day")],
            (renewal_row(one, today) for one in renewals),
        ),
        "counts": {"appeals": len(appealed), "checks": len(checks), "waiting": len(waiting), "renewals": len(renewals)},
        "most": MOST,
    }


def ending_checks(approvals: Iterable[Approval], today: date) -> Iterator[Ending]:
    """Of each kind the check that counts now, where it ends within 60 days."""
    for approval in approvals:
        for check in rules.counting(passport.made(approval.checks.all()), today):
            if check.expires_on and check.expires_on <= today + found_by.SOON:
                yield Ending(check.expires_on, check.kind, approval)


def appeal_row(one: Appeal) -> list[Any]:
    """Leads to the case. Whoever decided does not answer."""
    return [
        who(one.approval),
        day_words(timezone.localdate(one.made_at)),
        f"Anybody but {one.against.name}" if one.against else "Anybody",
    ]


def days(number: int) -> str:
    """Today, tomorrow, in 12 days; yesterday, 3 days ago"""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(number) or (f"in {number} days" if number > 0 else f"{-number} days ago")


def check_row(one: Ending, today: date) -> list[Any]:
    """Leads to the form that writes the next one down."""
    record = f"{reverse('staff-approval-check', args=[one.approval.pk])}?kind={one.kind}"
    return [who(one.approval), Cell(CheckKind(one.kind).label, "", record), when(one.on, today)]


def waiting_row(approval: Approval, today: date) -> list[Any]:
    waited = (today - approval.applied_on).days
    age = "Since today" if not waited else counted(waited, "day")
    state = rules.state_on(approval.state, approval.until, today)
    return [
        who(approval),
        Cell(age, f"since {day_words(approval.applied_on)}" if waited else ""),
        next_step(approval, state, today),
    ]


def renewal_row(approval: Approval, today: date) -> list[Any]:
    state = rules.state_on(approval.state, approval.until, today)
    last = when(approval.until, today) if approval.until else "None"
    return [who(approval), "Has ended" if state == State.LAPSED else "Ends soon", last]


def who(approval: Approval) -> Cell:
    return Cell(str(approval.subject), approval.scheme.name, reverse("staff-approval", args=[approval.pk]))


def when(on: date, today: date) -> Cell:
    words = days((on - today).days)
    return Cell(words[:1].upper() + words[1:], day_words(on))


def _table(caption: str, columns: list[Column], rows: Iterable[list[Any]]) -> Table | None:
    shown = list(rows)[:MOST]
    return Table(caption, columns, shown, hide_caption=True) if shown else None
