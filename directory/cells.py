"""What a cell of somebody else's table says, as a value of ours. Text in, a value out, or `Wrong` with the reason."""

import re
from collections.abc import Callable
from datetime import date, time
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from directory.opening import Hours

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
check_url = URLValidator(schemes=["http", "https"])


class Wrong(ValueError):
    """The sentence is for the report: what is wrong with the cell."""


def shown(text: str) -> str:
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def words(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        text = " ".join(text.split())
        if len(text) > longest:
            raise Wrong(f"Longer than {longest} letters")
        return text

    return read


def paragraphs(text: str) -> str:
    return text.strip()


def url(text: str) -> str:
    """ "www.stockport.gov.uk/libraries" is meant as an address of the web."""
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        check_url(address)
    except ValidationError:
        raise Wrong(f"{shown(text)} is not a web address") from None
    return words(300)(address)


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong(f"{shown(text)} is not an e-mail address") from None
    return words(254)(text)


def is_number(text: str) -> bool:
    """Of a register. "0", "N/A" or "none" stands where there is none."""
    return re.search(r"[1-9]", text) is not None


def number(longest: int) -> Callable[[str], str]:
    read = words(longest)
    return lambda text: read(text) if is_number(text) else ""


def postcode(text: str) -> str:
    found = POSTCODE.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
    if not found:
        raise Wrong(f"{shown(text)} is not a postcode")
    return f"{found[1]} {found[2]}"


def phone(text: str) -> str:
    """A number as people write it. A spreadsheet often eats the first 0."""
    digits = re.sub(r"\D", "", text.replace("+44", "0").replace("(0)", ""))
    digits = digits if digits.startswith("0") else f"0{digits}"
    if not 10 <= len(digits) <= 11:
        raise Wrong(f"{shown(text)} is not a telephone number")
    return " ".join(_grouped(digits))


def _grouped(digits: str) -> tuple[str, ...]:
    if digits.startswith("02"):
        return digits[:3], digits[3:7], digits[7:]
    if digits.startswith(("03", "08", "011")) or re.match(r"01\d1", digits):
        return digits[:4], digits[4:7], digits[7:]
    return digits[:5], digits[5:]


def day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Wrong(f"{shown(text)} is not a date like 2026-05-31") from None


def whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise Wrong(f"{shown(text)} is not a whole number")
    return int(text)


def yes_or_no(text: str) -> bool:
    known = {"yes": True, "true": True, "y": True, "1": True, "no": False, "false": False, "n": False, "0": False}
    if text.lower() not in known:
        raise Wrong(f"{shown(text)} is neither yes nor no")
    return known[text.lower()]


def degrees(most: float, here: tuple[float, float]) -> Callable[[str], float]:
    """A latitude and a longitude that changed places are not `here`."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise Wrong(f"{shown(text)} is not a number") from None
        if not -most <= value <= most:  # also refuses nan
            raise Wrong(f"{shown(text)} is not on the globe")
        if not here[0] <= value <= here[1]:
            raise Wrong(f"{shown(text)} is not in the United Kingdom")
        return value

    return read


def hours(weekday: int, text: str, closed: tuple[str, ...]) -> list[Hours]:
    """ "08:30-13:00,14:00-17:30" on one weekday; nothing for a word that means closed."""
    if not text or text.casefold() in closed:
        return []
    spans = [_span(weekday, part.strip(), text) for part in text.split(",")]
    for one, following in pairwise(spans):
        if following.opens < one.closes:
            raise Wrong(f"{shown(text)} has times that overlap")
    return spans


def _span(weekday: int, part: str, text: str) -> Hours:
    found = SPAN.fullmatch(part)
    try:
        if found is None:
            raise ValueError
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))
    except ValueError:
        raise Wrong(f"{shown(text)} is not opening times like 09:00-12:30,13:30-17:00") from None
    return Hours(weekday, opens, closes)


BLANK: dict[str, Any] = {
    "service.minimum_age": None,
    "service.maximum_age": None,
    "service.anywhere": False,
    "service.gives_personal_care": False,
    "service.cqc_checked_on": None,
    "location.latitude": None,
    "location.longitude": None,
}
READERS: dict[str, Callable[[str], Any]] = {
    "organisation.name": words(150),
    "organisation.description": paragraphs,
    "organisation.email": email,
    "organisation.website": url,
    "organisation.legal_status": words(60),
    "organisation.company_number": number(20),
    "organisation.charity_number": number(20),
    "organisation.cqc_provider_id": number(30),
    "service.name": words(150),
    "service.summary": words(250),
    "service.description": paragraphs,
    "service.url": url,
    "service.email": email,
    "service.fees": paragraphs,
    "service.how_to_apply": paragraphs,
    "service.minimum_age": whole,
    "service.maximum_age": whole,
    "service.anywhere": yes_or_no,
    "service.gives_personal_care": yes_or_no,
    "service.cqc_location_id": words(30),
    "service.cqc_checked_on": day,
    "location.name": words(150),
    "location.address": words(250),
    "location.city": words(80),
    "location.region": words(80),
    "location.postcode": postcode,
    "location.latitude": degrees(90, (49, 61)),
    "location.longitude": degrees(180, (-9, 3)),
    "phone.number": phone,
}
