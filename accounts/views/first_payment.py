"""The first payment of a budget in words, worked out by what loads it: before it is agreed, and until it comes."""

from datetime import date

from accounts.loads import PERIOD, YEAR, Days
from accounts.queries.entitlements import Coming, Entitlement
from design.formats import day, pounds


def in_words(entitled: Entitlement, today: date) -> str:
    """£377.64 for 27 November to 13 December 2026, then £622.00 every 4 weeks; empty where nothing is to come."""
    first = entitled.coming(today)
    if first is None:
        return ""
    words = f"{pounds(first.pence)} for {span(first.days)}"
    then = entitled.following(first)
    return f"{words}, then {how(entitled, then)}" if then else words


def how(entitled: Entitlement, then: Coming) -> str:
    """ "Every 4 weeks" where it is for whole four weeks and more come after it; else for which days."""
    if len(then.days) < PERIOD.days or entitled.next_on(then.on) is None:
        return f"{pounds(then.pence)} for {span(then.days)}"
    about = "about " if entitled.budget.period == YEAR else ""  # by a penny, and a leap year
    return f"{about}{pounds(then.pence)} every 4 weeks"


def span(days: Days) -> str:
    """27 November to 13 December 2026: the year once where it is the same."""
    first, last = day(days.first), day(days.last)
    if days.first == days.last:
        return last
    return f"{first if days.first.year != days.last.year else first.rpartition(' ')[0]} to {last}"
