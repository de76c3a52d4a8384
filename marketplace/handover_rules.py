"""What does not belong on a handover sheet: it opens a home or an account to whoever holds the paper. Pure."""

import re

TELEPHONE = re.compile(r"\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b")
LONG_NUMBER = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
SHORT_NUMBER = re.compile(r"\b\d{4,8}\b")
OPENS = re.compile(r"\b(?:key ?safe|code|pin|password|passcode|combination)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+")

CARD = "Leave out the number of a bank card. Nobody who steps in needs it"
CODE = "Leave out codes, PINs and passwords. Tell them by word of mouth, or ask us how to keep them safe"


def not_to_write(text: str, *, about_the_key: bool = False) -> str:
    """Why this text cannot stay so, in words for a screen; empty where nothing is wrong with it.

    A card's number passes the check of its last figure (ISO/IEC 7812-1). Four to eight figures are taken for a code
    where the text is about the key, or where the same sentence speaks of one.
    """
    if any(_is_card(found[0]) for found in LONG_NUMBER.finditer(text)):
        return CARD
    without = TELEPHONE.sub("", text)
    parts = [without] if about_the_key else [part for part in SENTENCE.findall(without) if OPENS.search(part)]
    return CODE if any(SHORT_NUMBER.search(part) for part in parts) else ""


def _is_card(text: str) -> bool:
    figures = [int(sign) for sign in text if sign.isdigit()][::-1]
    doubled = [figure * 2 - 9 * (figure > 4) for figure in figures[1::2]]
    return (sum(figures[::2]) + sum(doubled)) % 10 == 0
