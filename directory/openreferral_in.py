"""A service as Open Referral 3.0 writes it (the UK profile, or plain HSDS): what it offers, or why not. Pure.

What people publish of themselves as a contact stays where it is: only the telephone is taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from django.utils.text import slugify

from directory import cells
from directory.mapping import Term
from directory.offered import LONGEST_ID, Offered
from directory.opening import CODES, Hours
from search.table_import import RowRefusedError

Problems = list[tuple[str, str]]
Given = Mapping[str, Any]
NUMBERS = {
    "gb-coh": "company_number",
    "gb-chc": "charity_number",
    "gb-sc": "charity_number",
    "gb-nic": "charity_number",
    "company": "company_number",
    "charity": "charity_number",
    "cqc": "cqc_provider_id",
}
ORGANISATION = ("description", "email", "website", "legal_status")
SERVICE = {  # ours: theirs, and how HSDS of before called it
    "description": ("description",),
    "url": ("url",),
    "email": ("email",),
    "how_to_apply": ("application_process",),
    "minimum_age": ("minimum_age",),
    "maximum_age": ("maximum_age",),
}
UNREAD = "waymark_unread"  # what its own page said is no service
ENDED = ("inactive", "defunct")  # one that is closed for a while is left as it is
LONGEST = 100_000  # letters of one text
DEAREST = 10_000_000  # pounds
SAYS_WHERE = ("name", "address_1", "postcode", "latitude")


@dataclass(frozen=True)
class OpenFeed:
    """A feed as a source, read on a day. Of terms and languages it takes those that are `known` to us."""

    source: str
    confirmed_as: str
    publish: bool = False
    terms: tuple[Term, ...] = ()
    read_on: date = date.max
    known: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # terms, by name and by slug
    languages: Mapping[str, str] = field(default_factory=dict)  # our names, by name and by code


@dataclass(frozen=True)
class Document:
    """`number` is its place in the feed, counted from 1."""

    number: int
    service: Given


def of(document: Document, feed: OpenFeed) -> Offered:
    given, remarks = document.service, Problems()
    refuse_what_lacks(given)
    organisation = _organisation(_mapping(given.get("organization")), remarks)
    places = [_place(one, remarks) for one in _mappings(given.get("service_at_locations"))]
    places = [(key, place) for key, place in places if key and any(place[name] for name in SAYS_WHERE)]
    service = _service(given, feed, remarks)
    offered = Offered(
        source_id=str(given["id"]),
        organisation={"name": service["name"], **organisation},
        service=service,
        location={},
        places=tuple(places),
        phone=_phone(given, remarks),
        hours=tuple(_hours(given, remarks)),
        terms=tuple(_terms(given, feed)),
        rules=tuple(_lines(given, "eligibility_description", 250)),
        areas=tuple(_areas(given)),
        languages=tuple(_languages(given, feed, remarks)),
        row=document.number,
    )
    return replace(offered, remarks=tuple(remarks))


def refuse_what_lacks(given: Given) -> None:
    problems: Problems = [
        (name, "Missing") for name in ("id", "name") if not isinstance(given.get(name), str) or not _text(given, name)
    ]
    if not is_id(given.get("id")):
        problems.append(("id", "Has a character that no text has"))
    if given.get(UNREAD):
        problems.append(("", "Its own page does not say what it is"))
    if len(str(given.get("id"))) > LONGEST_ID:
        problems.append(("id", "Too long to name a service"))
    if len(str(given.get("name"))) > 150:
        problems.append(("name", "Longer than 150 letters"))
    if given.get("status", "active") != "active":
        problems.append(("status", "Is not active"))
    if problems:
        raise RowRefusedError(*problems)


def is_id(key: Any) -> bool:
    """Databases take neither NUL nor half a letter."""
    return not isinstance(key, str) or key == _plain(key)


def _service(given: Given, feed: OpenFeed, remarks: Problems) -> dict[str, Any]:
    values: dict[str, Any] = {"name": " ".join(_text(given, "name").split())}
    for ours, theirs in SERVICE.items():
        values[ours] = _read(given, theirs[0], f"service.{ours}", remarks)
    if None not in (values["minimum_age"], values["maximum_age"]) and values["maximum_age"] < values["minimum_age"]:
        remarks.append(("maximum_age", "Is less than the minimum age"))
        values["maximum_age"] = None
    values["alert"] = _text(given, "alert")[:250]
    values["fees"] = "\n".join(_fees(given))
    confirmed = _confirmed(given, feed, remarks)
    values |= {"confirmed_on": confirmed, "confirmed_as": feed.confirmed_as if confirmed else ""}
    return values


def _confirmed(given: Given, feed: OpenFeed, remarks: Problems) -> date | None:
    """A day to come confirms nothing: the page would stay fresh for ever."""
    for name in ("assured_date", "last_modified"):
        found = _day(_text(given, name))
        if found and found <= feed.read_on:
            return found
        remarks += [(name, "Is a day to come")] if found else []
    return None


def _fees(given: Given) -> Iterator[str]:
    yield from (text for name in ("fees_description", "fees") if (text := _text(given, name)))
    for cost in _mappings(given.get("cost_options")):
        pounds = _pounds(cost.get("amount")) if _text(cost, "currency") in ("", "GBP") else ""
        said = " ".join(part for part in (pounds, _text(cost, "amount_description")) if part)
        if said:
            yield ": ".join(part for part in (_text(cost, "option"), said) if part)


def _pounds(amount: Any) -> str:
    is_number = isinstance(amount, (int, float)) and not isinstance(amount, bool)
    return f"£{amount:,.2f}" if is_number and 0 <= amount < DEAREST else ""


def _organisation(given: Given, remarks: Problems) -> dict[str, Any]:
    values = {name: _read(given, name, f"organisation.{name}", remarks, "organization.") for name in ORGANISATION}
    if name := " ".join(_text(given, "name").split()):
        values["name"] = name[:150]
    for one in _mappings(given.get("organization_identifiers")):
        scheme, kind = _text(one, "identifier_scheme").casefold(), _text(one, "identifier_type").casefold()
        field_name = next((ours for word, ours in NUMBERS.items() if word in f"{scheme} {kind}"), None)
        number = _text(one, "identifier").upper().removeprefix(f"{scheme.upper()}-")
        if field_name and cells.is_number(number) and len(number) <= 20:
            values[field_name] = number
    return {name: value for name, value in values.items() if value}


def _place(at: Given, remarks: Problems) -> tuple[str, dict[str, Any]]:
    given = _mapping(at.get("location"))
    addresses = list(_mappings(given.get("addresses")))
    address = next((one for one in addresses if one.get("address_type") == "physical"), next(iter(addresses), {}))
    lines = ", ".join(text for name in ("address_1", "address_2") if (text := _text(address, name)))
    kind = _text(given, "location_type")
    place = {
        "name": _text(given, "name")[:150],
        "description": _text(given, "description")[:250],
        "location_type": kind if kind in ("physical", "postal", "virtual") else "physical",
        "address_1": lines[:250],
        "city": _text(address, "city")[:80],
        "region": (_text(address, "region") or _text(address, "state_province"))[:80],
        "postcode": _read(address, "postal_code", "location.postcode", remarks),
        "latitude": _read(given, "latitude", "location.latitude", remarks),
        "longitude": _read(given, "longitude", "location.longitude", remarks),
    }
    if None in (place["latitude"], place["longitude"]):
        place |= {"latitude": None, "longitude": None}
    return _text(given, "id")[:LONGEST_ID] or _text(at, "id")[:LONGEST_ID], place


def _phone(given: Given, remarks: Problems) -> str:
    of_contacts = (phone for one in _mappings(given.get("contacts")) for phone in _mappings(one.get("phones")))
    for phone in (*_mappings(given.get("phones")), *of_contacts):
        if number := _read(phone, "number", "phone.number", remarks):
            return str(number)
    return ""


def _hours(given: Given, remarks: Problems) -> Iterator[Hours]:
    at_places = (one for at in _mappings(given.get("service_at_locations")) for one in _mappings(at.get("schedules")))
    for one in (*_mappings(given.get("schedules")), *at_places):
        opens, closes = _clock(_text(one, "opens_at")), _clock(_text(one, "closes_at"))
        days = [day[-2:] for day in _text(one, "byday").upper().replace(" ", "").split(",") if day]
        weekly = _text(one, "freq") in ("", "WEEKLY") and one.get("interval") in (None, 1)
        if weekly and opens and closes and days and set(days) <= set(CODES):
            yield from (Hours(CODES.index(day) + 1, opens, closes) for day in dict.fromkeys(days))
        else:
            remarks.append(("schedules", "Not opening times of every week"))


def _terms(given: Given, feed: OpenFeed) -> Iterable[tuple[str, str]]:
    named = [_mapping(one.get("taxonomy_term")) for one in _mappings(given.get("attributes"))]
    words = (text for term in named for name in ("code", "name", "term") if (text := slugify(_text(term, name))))
    return dict.fromkeys(feed.known[word] for word in words if word in feed.known)


def _areas(given: Given) -> Iterable[str]:
    """By name; a feed that has only the words of an area says those."""
    named = (_text(one, "name") or _text(one, "service_area") for one in _mappings(given.get("service_areas")))
    return dict.fromkeys(" ".join(text.split())[:80].strip() for text in named if text)


def _languages(given: Given, feed: OpenFeed, remarks: Problems) -> Iterable[str]:
    found = {}
    for one in _mappings(given.get("languages")):
        said = [text.casefold() for name in ("code", "name", "language") if (text := _text(one, name))]
        name = next((feed.languages[text] for text in said if text in feed.languages), "")
        if name:
            found[name] = True
        elif said:
            remarks.append(("languages", "Not a language that we know"))
    return found


def _lines(given: Given, name: str, longest: int) -> Iterable[str]:
    lines = (" ".join(line.split())[:longest].strip() for line in _text(given, name).splitlines())
    return dict.fromkeys(line for line in lines if line)


def _read(given: Given, name: str, target: str, remarks: Problems, named: str = "") -> Any:
    """By the reader that tables have; what cannot be read is left out, with a remark."""
    text = _text(given, name)
    try:
        return cells.READERS[target](text) if text else cells.BLANK.get(target, "")
    except cells.Wrong as reason:
        remarks.append((f"{named}{name}", str(reason)))
        return cells.BLANK.get(target, "")


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 60.0 is 60
    return _plain(str(value)[:LONGEST]).strip()


def _plain(text: str) -> str:
    """Without what no database takes: NUL, and half a letter."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _mapping(value: Any) -> Given:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> Iterator[Given]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text[:5])
    except ValueError:
        return None
