"""How long each kind of thing is kept: one public table, and the daily work that keeps to it.

Each room registers a rule: its row in the table and what clears, in one, so that neither is there without the other.
Rows of the ledger and of the audit log hold ids and never names: they stay (`STAYS`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts import daily
from accounts.models import RetentionPeriod
from design.registry import Registry

OWN_RULE = "The council’s own rule"


@dataclass(frozen=True)
class Rule:
    """`clear(before)` deletes, or takes the person out of, all that was over before then, and answers how many.

    `since` says from when the days count. `source` names the law where one says how long: then the days stay as they
    are. Without one it is the council's own rule, and an administrator can change it.
    """

    what: str
    since: str
    why: str
    days: int
    clear: Callable[[datetime], int]
    source: str = ""


@dataclass(frozen=True)
class Period:
    """A row of the table, as it holds today."""

    key: str
    rule: Rule
    days: int

    @property
    def lasts(self) -> str:
        return in_words(self.days)

    @property
    def source(self) -> str:
        return self.rule.source or OWN_RULE


_rules: Registry[Rule] = Registry("retention")

# What no rule clears, and why not.
STAYS = (
    ("The books of payments", "They hold numbers and never names, so your name can go and the sums still add up."),
    ("The record of who did what, and who looked", "It holds numbers and never names. You can read who looked."),
    (
        "Budgets, support plans, orders and reviews",
        "They are your care record. We keep them while we support you. Ask us how long after that.",
    ),
    ("Complaints, and worries about somebody’s safety", "They are kept with the case. Ask us how long."),
    (
        "Criminal record checks of those who offer support",
        "We keep the date, the level, the result and who looked. We never keep the certificate or what it says.",
    ),
)


def register(key: str, rule: Rule) -> None:
    """A row, and the work of each day that keeps to it: a failure of one stops none of the others."""
    _rules.register(key, rule)
    daily.register(f"kept_{key}", lambda at: f"{keep(key, at)} past their time are gone")


def periods() -> list[Period]:
    """The whole table, in one query."""
    set_days = {one.kind: one.days for one in RetentionPeriod.objects.order_by("set_at", "pk")}
    return [
        Period(key, rule, rule.days if rule.source else set_days.get(key, rule.days)) for key, rule in _rules.items()
    ]


def period(key: str) -> Period | None:
    return next((one for one in periods() if one.key == key), None)


def lasts(key: str) -> timedelta:
    """How long a kind is kept now. Raises LookupError where no rule is called so."""
    if found := period(key):
        return timedelta(days=found.days)
    raise LookupError(f"No rule is called {key!r}")


def keep(key: str, at: datetime) -> int:
    """Clear what is past its time. Run twice, the second time finds nothing."""
    found = period(key)
    return found.rule.clear(at - timedelta(days=found.days)) if found else 0


def in_words(days: int) -> str:
    """30 → 30 days, 396 → 13 months, 730 → 2 years"""
    if days % 365 == 0:
        years = days // 365
        return "1 year" if years == 1 else f"{years} years"
    if days > 90:
        return f"{round(days * 12 / 365)} months"
    return "1 day" if days == 1 else f"{days} days"
