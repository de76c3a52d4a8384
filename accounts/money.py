"""Whole pence, and what people type. Pure."""

import re
import unicodedata

MOST = 100_000_000_00  # a hundred million pounds: above it somebody has slipped
LONGEST = 40  # signs: no amount needs more, and Python refuses to read endless figures
_WORDS = re.compile(r"\s*(pounds?|gbp)\s*", re.IGNORECASE)
_PENCE = re.compile(r"(\d{1,8})\s*(p|pence|penny)", re.IGNORECASE)
_POUNDS = re.compile(r"(?P<whole>\d{1,3}([ ,]\d{3})+|\d*)(\.(?P<part>\d*))?")


class NotMoney(ValueError):
    """What was typed is not an amount. `str()` of it is a sentence for the person who typed it."""


def parse(text: str) -> int:
    """Pence in "12", "12.5", "£1,250.50", "1 250", "12 pounds", "50p", ".50". Raises NotMoney, in words.

    Forgiving where there is one meaning only. "1,25" might be £1.25 or a slip for £1,250, so it is asked again.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise NotMoney("Enter an amount of money, like 12.50")
    if len(typed) > LONGEST:
        raise NotMoney("Enter a shorter amount, like 12.50")
    bare = _WORDS.sub("", typed.replace("£", "", 1)).strip()
    if re.match(r"[-−–(]", bare):
        raise NotMoney("Enter an amount above zero, without a minus sign")
    if re.fullmatch(_PENCE, bare) and "£" not in typed:
        return _within(int(re.match(r"\d+", bare)[0]))  # type: ignore[index]  # it has just matched
    return _within(_pounds(bare))


def _pounds(bare: str) -> int:
    found = _POUNDS.fullmatch(bare)
    if found is None or not any(character.isdigit() for character in bare):
        raise NotMoney(_why(bare))
    part = found["part"] or ""
    if len(part) > 2:
        raise NotMoney("Enter pounds and pence with 2 numbers after the point, like 12.50")
    whole = re.sub(r"\D", "", found["whole"])
    return int(whole or 0) * 100 + int(part.ljust(2, "0"))


def _within(pence: int) -> int:
    if pence > MOST:
        raise NotMoney("Enter a smaller amount: this is more than £100,000,000")
    return pence


def _why(bare: str) -> str:
    """The sentence for what cannot be read as pounds."""
    if re.fullmatch(r"[\d., ]*\d[\d., ]*p(ence)?", bare, re.IGNORECASE):
        return "Enter either pounds, like 12.50, or pence, like 50p"
    if re.fullmatch(r"[\d., ]*\d[\d., ]*", bare):
        return "Enter the amount with a point before the pence, like 1,250.50"
    return "Enter an amount of money in numbers, like 12.50"


def text(pence: int) -> str:
    """How an amount stands in a form's box or a file: 125050 → 1250.50, -5 → -0.05"""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02d}"
