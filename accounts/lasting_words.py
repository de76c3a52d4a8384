"""How long money lasts, as a page says it: a card for each way, and bars of what is left. Pure."""

from dataclasses import dataclass

from accounts.lasting import LOWER_PENCE, MONTHS_A_YEAR, UPPER_PENCE, WEEKS_A_YEAR, YEARS, Costs, Lasting, Means, Way
from accounts.lasting import ways as worked_out
from design.components import Bar
from design.formats import counted, pounds_short

TITLES = {
    Way.AT_HOME: "At home without help",
    Way.WITH_HELP: "At home with help",
    Way.CARE_HOME: "In a care home",
}
PICTURES = {Way.AT_HOME: "home", Way.WITH_HELP: "hand", Way.CARE_HOME: "people"}
HOME = "If you own your home, its value may count as well. Then it is longer until the council may help."
MOST_BARS = 11  # now, and after each year of 10
STEPS = (1, 3, 6, 12)  # months between two bars
UPPER, LOWER = pounds_short(UPPER_PENCE), pounds_short(LOWER_PENCE)


@dataclass(frozen=True)
class Card:
    """One way: how long as a headline, why, the week's sum, what comes after, and bars of what is left."""

    title: str
    picture: str
    headline: str
    meaning: str
    week: str
    later: str
    home: str
    bars: list[Bar]
    to_upper: int | None


def cards(means: Means, costs: Costs) -> list[Card]:
    """Bars of all ways have the same steps and the same full width, so that they can be compared."""
    found = worked_out(means, costs)
    months = shown_months(list(found.values()))
    most = max(each.months[month] for each in found.values() for month in months)
    return [
        Card(
            title=TITLES[way],
            picture=PICTURES[way],
            headline=headline(each),
            meaning=meaning(each),
            week=week(each, means.income_pence),
            later=later(each),
            home=HOME if way == Way.CARE_HOME else "",
            bars=[bar(month, each.months[month], most) for month in until_nothing(each, months)],
            to_upper=each.to_upper,
        )
        for way, each in found.items()
    ]


def easy_end(shown: list[Card]) -> str:
    """What comes then, in Easy Read: nothing where no way comes to an end."""
    if any(card.to_upper == 0 for card in shown):
        return f"You have {UPPER} or less. The council may help you to pay now."
    if any(card.to_upper for card in shown):
        return f"After that you have {UPPER} left. The council may help you to pay."
    return ""


def headline(found: Lasting) -> str:
    if found.to_upper == 0:
        return "Ask us now"
    if found.to_upper is None:
        return "It does not run out" if found.is_covered else f"More than {YEARS} years"
    return f"About {span(found.to_upper)}"


def meaning(found: Lasting) -> str:
    if found.to_upper == 0:
        return f"Your savings are {UPPER} or less. The council may help with the cost of care now."
    if found.to_upper is None and found.is_covered:
        return f"What comes in covers the cost in each of the {YEARS} years that we looked at."
    if found.to_upper is None:
        return f"Your savings are still above {UPPER} at the end of the time that we looked at."
    return f"Then your savings are down to {UPPER}. From that day the council may help with the cost of care."


def week(found: Lasting, income_pence: int) -> str:
    """Now, before any rise."""
    sums = f"A week costs {pounds_short(found.cost_pence)} now, and {pounds_short(income_pence)} comes in."
    if found.gap_pence:
        return f"{sums} {pounds_short(found.gap_pence)} a week comes out of your savings."
    after = "" if found.is_covered else " Later it may, as prices go up faster than your income."
    return f"{sums} Nothing comes out of your savings in the first year.{after}"


def later(found: Lasting) -> str:
    """The lower limit, where there is something to say of it."""
    if found.to_lower is None:
        return ""
    if found.to_lower == 0:
        return f"They are {LOWER} or less: then savings do not count at all."
    return f"If nobody helped, they would be down to {LOWER} after about {span(found.to_lower)}."


def span(weeks: int) -> str:
    """3 weeks, 1 month, 4 years and 2 months: what is over is left out, so it is never too long."""
    years, rest = divmod(weeks, WEEKS_A_YEAR)
    return months_in_words(years * MONTHS_A_YEAR + rest * MONTHS_A_YEAR // WEEKS_A_YEAR) or counted(weeks, "week")


def months_in_words(months: int) -> str:
    years, rest = divmod(months, MONTHS_A_YEAR)
    parts = [counted(number, unit) for number, unit in ((years, "year"), (rest, "month")) if number]
    return " and ".join(parts)


def shown_months(found: list[Lasting]) -> list[int]:
    """From now until the last way that runs down is at the lower limit, and 10 years at most."""
    ends = [each.to_lower for each in found]
    last = max((WEEKS_A_YEAR * YEARS if end is None else end) for end in ends) * MONTHS_A_YEAR // WEEKS_A_YEAR + 1
    step = next((step for step in STEPS if last <= step * (MOST_BARS - 1)), STEPS[-1])
    bars = min(-(-last // step) + 1, MOST_BARS)  # one bar beyond the end
    return [step * number for number in range(bars)]


def until_nothing(found: Lasting, months: list[int]) -> list[int]:
    """One bar for nothing left is enough."""
    empty = [month for month in months if not found.months[month]]
    return [month for month in months if month <= min(empty, default=months[-1])]


def bar(month: int, pence: int, most: int) -> Bar:
    whole = pounds_short(pence // 100 * 100)
    if pence <= UPPER_PENCE:
        whole += ": the council may help" if pence else ", if nobody helped"
    label = f"After {months_in_words(month)}" if month else "Now"
    return Bar(label, whole, pence / most if most else 0, "apricot" if pence > UPPER_PENCE else "amber")
