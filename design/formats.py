"""How money, counts, days, times and distances read on a screen. Pure: values in, words out; None becomes nothing."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
MINUS = "\u2212"  # the real minus sign: as wide as a plus, and read out as "minus"


def pounds(pence: int | None) -> str:
    """1250 → £12.50, -300 → −£3.00, 123456 → £1,234.56"""
    if pence is None or pence == "":
        return ""
    whole, rest = divmod(abs(int(pence)), 100)
    return f"{MINUS if int(pence) < 0 else ''}£{whole:,}.{rest:02d}"


def pounds_signed(pence: int | None) -> str:
    """26400 → +£264.00, -3300 → −£33.00, 0 → £0.00"""
    text = pounds(pence)
    return f"+{text}" if text and int(pence or 0) > 0 else text


def pounds_short(pence: int | None) -> str:
    """24800 → £248, 24850 → £248.50: for running text and labels of bars"""
    return pounds(pence).removesuffix(".00")


def counted(number: int, what: str) -> str:
    """1 day, 0 days, 1,204 days"""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _local(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(LOCAL)
    return moment


def day(on: date | datetime | None) -> str:
    """1 April 2026"""
    if not on:
        return ""
    on = _local(on)
    return f"{on.day} {on:%B %Y}"


def weekday(on: date | datetime | None) -> str:
    """Tuesday 24 November"""
    if not on:
        return ""
    on = _local(on)
    return f"{on:%A} {on.day} {on:%B}"


def clock(at: time | datetime | None) -> str:
    """5pm, 9:30am, midday, midnight"""
    if at is None or at == "":
        return ""
    if isinstance(at, datetime):
        at = (at.astimezone(LOCAL) if at.tzinfo else at).time()
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def open_hours(opens: time, closes: time) -> str:
    """9am to midday, 10pm to 7am, 24 hours. Lists often write the end of the day as 23:59."""
    last = time(0) if closes >= time(23, 59) else closes
    return "24 hours" if opens == last else f"{clock(opens)} to {clock(last)}"


def moment(at: datetime | None) -> str:
    """1 April 2026 at 5pm"""
    return f"{day(at)} at {clock(at)}" if at else ""


def miles(distance: float | None) -> str:
    """0.8 miles, 1 mile, 12 miles: one decimal under ten"""
    if distance is None or distance == "":
        return ""
    if distance < 0.05:
        return "less than 0.1 miles"
    if round(distance, 1) == 1:
        return "1 mile"
    return f"{distance:.1f}".removesuffix(".0") + " miles" if distance < 9.95 else f"{distance:.0f} miles"


def initials(name: str) -> str:
    """Ben Okafor → BO, Hollybank Home Care → HH, Rosa → R"""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()
