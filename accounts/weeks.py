"""Weeks of cover: how long money lasts by the weekly amount that was agreed for it. Pure.

Rounded down, so that nobody counts on a week that is not there: "about 7 weeks" is 7 weeks and less than 8.
"""

from design.formats import counted


def whole(pence: int, weekly_pence: int) -> int | None:
    """How many whole weeks the money lasts; None where no weekly amount is agreed, so that there is nothing to say."""
    return max(pence, 0) // weekly_pence if weekly_pence > 0 else None


def in_words(number: int | None, of: str = "") -> str:
    """ "about 7 weeks of your plan", "less than a week"; nothing where there is nothing to say."""
    if number is None:
        return ""
    words = f"about {counted(number, 'week')}" if number else "less than a week"
    return f"{words} of {of}" if of else words


def beside(amount: str, number: int | None, of: str = "") -> str:
    """ "£412.60, about 7 weeks of your plan"; the amount alone where there is no more to say."""
    words = in_words(number, of)
    return f"{amount}, {words}" if words else amount
