"""How old a page may grow: when its provider is reminded, when people are warned, when it is hidden. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from directory.approval_rules import Labelled


class Age(Labelled):
    FRESH = "fresh", "Confirmed"
    REMIND = "remind", "Ask if it is still right"
    OLD = "old", "Not confirmed for a while"
    LAST_WARNING = "last_warning", "About to be hidden"
    HIDE = "hide", "Too old to show"


@dataclass(frozen=True)
class Months:
    """The council's own numbers. `warning_days` is how long before hiding the last warning goes out."""

    remind: int = 5
    old: int = 6
    hide: int = 12
    warning_days: int = 21


def after(day: date, months: int) -> date:
    """The same day some months later, or the month's last: 31 August and six months is 28 February."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def age_on(today: date, since: date, months: Months) -> Age:
    """`since` is the day of the last confirmation, or the day on which an unconfirmed page came here."""
    hidden_on = after(since, months.hide)
    if today >= hidden_on:
        return Age.HIDE
    if today >= hidden_on - timedelta(days=months.warning_days):
        return Age.LAST_WARNING
    if today >= after(since, months.old):
        return Age.OLD
    return Age.REMIND if today >= after(since, months.remind) else Age.FRESH


def hide_on(since: date, warned_on: date, months: Months) -> date:
    """Never sooner after the last warning than the warning says, whenever that one went out."""
    return max(after(since, months.hide), warned_on + timedelta(days=months.warning_days))
