"""How orders, visits and terms read on a screen and in a calendar. Plain values in, words out."""

from datetime import UTC, date, datetime, timedelta

from accounts.weeks import beside
from design.formats import clock, counted, pounds, pounds_short, weekday
from marketplace.costing import Every, Pattern
from marketplace.pricing import Terms, Unit

UNITS = {Unit.HOUR: "an hour", Unit.VISIT: "a visit", Unit.DAY: "a day", Unit.ITEM: "each"}


def length(minutes: int) -> str:
    """120 → 2 hours, 75 → 1 hour 15 minutes, 45 → 45 minutes"""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] if hours else []
    return " ".join(parts + ([counted(rest, "minute")] if rest or not hours else []))


def span(starts_at: datetime, ends_at: datetime) -> str:
    """9am to 11am; only the start where nothing lasts."""
    return clock(starts_at) if starts_at == ends_at else f"{clock(starts_at)} to {clock(ends_at)}"


def when(starts_at: datetime, ends_at: datetime) -> str:
    return f"{weekday(starts_at)}, {span(starts_at, ends_at)}"


def lasting(starts_at: datetime, minutes: int) -> tuple[datetime, datetime]:
    """From when to when. A visit is as long on the night when the clocks change."""
    return starts_at, starts_at.astimezone(UTC) + timedelta(minutes=minutes)


def at_then_on(starts_at: datetime, ends_at: datetime) -> str:
    """9am to 11am on Thursday 26 November: for the middle of a sentence"""
    return f"{span(starts_at, ends_at)} on {weekday(starts_at)}"


def paused(starts_on: date, last_on: date | None, today: date) -> str:
    """Visits are paused until Sunday 6 December; from its first day where that is still to come."""
    first = f" from {weekday(starts_on)}" if starts_on > today else ""
    last = f" {'to' if first else 'until'} {weekday(last_on)}" if last_on else ""
    return f"Visits are paused{first}{last}"


def weeks(number: int) -> str:
    return counted(number, "week")


def visits(number: int, unit: str = "hour") -> str:
    noun = {"day": "day", "item": "item"}.get(unit, "visit")
    return counted(number, noun)


def price(terms: Terms) -> str:
    """£16.50 an hour, £18 at weekends"""
    words = f"{pounds(terms.price_pence)} {UNITS[terms.unit]}"
    if terms.weekend_price_pence not in (None, terms.price_pence):
        words += f", {pounds(terms.weekend_price_pence)} at weekends"
    return words


def begun(words: str) -> str:
    """The first letter large, the rest as it is: a sentence begins."""
    return words[:1].upper() + words[1:]


def notice(terms: Terms, who: str = "you") -> str:
    """What cancelling costs the customer, in one or two sentences: `who` is "you", or a name where the seller reads."""
    may, pays = f"{begun(who)} can cancel a visit", "you pay" if who == "you" else f"{who} pays"
    if not terms.late_cancel_percent:
        return f"{may} free of charge at any time before it starts."
    most = "all" if terms.late_cancel_percent == 100 else f"{terms.late_cancel_percent}%"
    free = f"{may} free of charge up to {terms.free_cancel_hours} hours before it starts."
    return f"{free} After that {pays} {most} of its price."


def all_back(by_card: bool) -> str:
    return "All of the money goes back to the card." if by_card else "All of the money is free to spend again."


def left(pence: int, weeks_left: int | None) -> str:
    """£248 left, about 7 weeks"""
    return beside(f"{pounds_short(pence)} left", weeks_left)


EVERY = {
    Every.WEEK: "a week",
    Every.FORTNIGHT: "every 2 weeks",
    Every.FOUR_WEEKS: "every 4 weeks",
    Every.YEAR: "a year",
}


def how_often(pattern: Pattern) -> str:
    """2 hours, twice a week; once a year; 3 days every 4 weeks"""
    if pattern.unit in (Unit.DAY, Unit.ITEM):
        noun = "day" if pattern.unit is Unit.DAY else "item"
        return f"{counted(pattern.times, noun)} {EVERY[pattern.every]}"
    times = {1: "once", 2: "twice"}.get(pattern.times, f"{pattern.times} times")
    often = f"{times} {EVERY[pattern.every]}"
    return f"{length(pattern.minutes)}, {often}" if pattern.unit is Unit.HOUR else often


def age(since: datetime, now: datetime) -> str:
    """How long something has waited: less than a day, 1 day, 12 days, 3 weeks"""
    return _age((now - since).days)


def age_of_day(since: date, today: date) -> str:
    return _age((today - since).days)


def _age(days: int) -> str:
    if days < 1:
        return "less than a day"
    return counted(days, "day") if days < 21 else weeks(days // 7)
