"""When somebody is free, as a sentence: "Tuesday and Thursday mornings". Pure."""

from collections.abc import Iterable
from datetime import datetime, time

from directory.opening import NAMES, NOON, SHORT, TEA_TIME

PARTS = ("morning", "afternoon", "evening", "night")
MORNING, NIGHT = time(6), time(22)
HOURS = {
    "morning": (MORNING, NOON),
    "afternoon": (NOON, TEA_TIME),
    "evening": (TEA_TIME, NIGHT),
    "night": (NIGHT, MORNING),
}
GROUPS = {
    frozenset(range(1, 8)): "every",
    frozenset(range(1, 6)): "weekday",
    frozenset({6, 7}): "weekend",
}


def join(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last


def in_words(times: Iterable[tuple[int, str]]) -> str:
    """Weekdays (1 is Monday) with parts of the day; parts that share their days are said together."""
    sentence = stretches(times)
    return sentence[:1].upper() + sentence[1:]


def free(times: Iterable[tuple[int, str]]) -> str:
    """ "Free weekday mornings": the same after another word."""
    return f"Free {stretches(times)}"


def stretches(times: Iterable[tuple[int, str]]) -> str:
    """ "weekday mornings; every evening": inside a sentence."""
    days_of: dict[str, frozenset[int]] = {}
    for weekday, part in times:
        days_of[part] = days_of.get(part, frozenset()) | {weekday}
    together: dict[frozenset[int], list[str]] = {}
    for part in PARTS:
        if part in days_of:
            together.setdefault(days_of[part], []).append(part)
    return "; ".join(_stretch(days, parts) for days, parts in together.items())


def part_of(at: time) -> str:
    """9am → "morning", 11pm and 3am → "night"."""
    begins = ((NIGHT, "night"), (TEA_TIME, "evening"), (NOON, "afternoon"), (MORNING, "morning"))
    return next((part for start, part in begins if at >= start), "night")


def is_free(times: Iterable[tuple[int, str]], at: datetime) -> bool:
    """Whether a local time is one of those told. The small hours belong to the night that began the evening before."""
    weekday = at.isoweekday() if at.time() >= MORNING else (at.isoweekday() - 2) % 7 + 1
    return (weekday, part_of(at.time())) in set(times)


def _stretch(days: frozenset[int], parts: list[str]) -> str:
    group = GROUPS.get(days)
    if group == "every":
        return f"every {join(parts)}"
    named = group or join(NAMES[day - 1] for day in sorted(days))
    return f"{named} {join(f'{part}s' for part in parts)}"


def day_values(times: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(SHORT[day - 1] for day in sorted({weekday for weekday, _ in times}))


def part_values(times: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(sorted({part for _, part in times}))


def minutes_in_words(minutes: int) -> str:
    """30 → "30 minutes", 60 → "1 hour", 90 → "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    return " ".join([*parts, f"{rest} minutes"] if rest else parts)
