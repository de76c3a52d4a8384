"""Mobile numbers of the UK: the bank's code for a card comes as a text message. Pure.

Ofcom's National Telephone Numbering Plan: 071 to 075 and 077 to 079 are mobile, 07624 too (Isle of Man); 070 are
personal numbers and other 076 are pagers, which take no text messages.
"""

import re

HOW = "Enter a mobile number of the UK, like 07700 900123"
NO_TEXTS = "Enter a mobile number. The bank sends its code as a text message, and this number takes none"
MOBILE = re.compile(r"7([1-57-9]\d{8}|624\d{6})", re.ASCII)
UK = re.compile(r"(?:\+44|0044|44)?0?([1-9]\d{8,9})", re.ASCII)


class NotAMobile(ValueError):
    """The text says what to type instead."""


def mobile(text: str) -> str:
    """07700 900123, +44 (0)7700-900-123 and 0044 7700 900123 are +447700900123. Raises NotAMobile."""
    packed = re.sub(r"[\s().\-\u2010-\u2015]", "", text)
    found = UK.fullmatch(packed)
    if not found:
        raise NotAMobile(HOW)
    if not MOBILE.fullmatch(found[1]):
        raise NotAMobile(NO_TEXTS)
    return f"+44{found[1]}"


def mobile_or_none(text: str) -> str:
    """The same, and nothing where it is none: a number that was typed for another purpose."""
    try:
        return mobile(text)
    except NotAMobile:
        return ""


def in_words(number: str) -> str:
    """+447700900123 → 07700 900123"""
    return f"0{number[3:7]} {number[7:]}" if MOBILE.fullmatch(number.removeprefix("+44")) else number
