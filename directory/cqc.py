"""A row of the care directory that CQC publishes: what it offers, or every reason why it cannot go in. Pure.

Four lines stand above the heading, one of them with the date. Lists have `|` between. Rows may lack an id, a telephone
or a website. Which types of service are regulated personal care: those of adult social care in CQC's own list of
service types ("Service types", CQC guidance for providers).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import slugify

from directory import cells
from directory.mapping import Term
from directory.offered import LONGEST_ID, Offered, split_address
from search.table_import import Row, RowRefusedError

SOURCE = "cqc"
CONFIRMED_AS = "The register of the Care Quality Commission"
LOCATION = "cqc_location_id_for_office_use_only"
PROVIDER = "cqc_provider_id_for_office_use_only"
HEADING = {"name", "postcode", "service_types", "provider_name", "local_authority", LOCATION, PROVIDER}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = re.compile(r"\b(\d{1,2})[ /-]([A-Za-z]{3,9})[ /-](\d{4})\b")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,29}")  # "1-1234567890"; of the NHS "RAL01", "RHQNG"
NONE = re.compile(r"[\W0]*|#?n/?a!?|none|nil|null|unknown|not known|tbc", re.IGNORECASE)  # in the place of an id
IN_ADDRESS = re.compile(r"/location/([A-Za-z0-9-]+)")
CARE = {  # service type: where it is filed
    "homecare agencies": Term("topic", "home-care", "Help at home"),
    "residential homes": Term("topic", "care-homes", "Care homes"),
    "nursing homes": Term("topic", "nursing-homes", "Care homes with nursing"),
    "supported living": Term("topic", "extra-care", "Homes with support"),
    "supported housing": Term("topic", "extra-care", "Homes with support"),
    "extra care housing": Term("topic", "extra-care", "Homes with support"),
    "shared lives": Term("topic", "shared-lives", "Shared lives"),
}
OTHER = Term("topic", "health", "Health services")
FOR = {  # specialism: whom it is for
    "caring for adults over 65 yrs": Term("for", "older-people", "Older people"),
    "dementia": Term("for", "dementia", "People with dementia"),
    "learning disabilities": Term("for", "learning-disability", "People with a learning disability"),
    "physical disabilities": Term("for", "physical-disability", "Disabled people"),
    "mental health conditions": Term("for", "mental-health", "Mental health"),
    "sensory impairments": Term("for", "sensory-loss", "Sight or hearing loss"),
}


@dataclass(frozen=True)
class Register:
    """CQC as a source of services; `on` is the day for which the directory speaks, and no check was made later than
    `today`."""

    on: date
    today: date
    publish: bool = True
    source: str = SOURCE
    terms: tuple[Term, ...] = tuple(dict.fromkeys([*CARE.values(), OTHER, *FOR.values()]))


def day_in(text: str) -> date | None:
    """The first date in words like “19/May/2022 - 00:00” or “Updated 01 May 2026”."""
    found = DATE.search(text)
    if not found or found[2][:3].casefold() not in MONTHS:
        return None
    try:
        return date(int(found[3]), MONTHS.index(found[2][:3].casefold()) + 1, int(found[1]))
    except ValueError:
        return None


def day_of(preamble: Iterable[Sequence[str]]) -> date | None:
    return next((found for cells in preamble if (found := day_in(" ".join(cells)))), None)


def location_id(row: Row) -> str:
    """From its column, else from the address of its page."""
    return _id_in(row, LOCATION) or _id_in_address(row)


def _id_in(row: Row, column: str) -> str:
    return "" if NONE.fullmatch(row.get(column)) else row.get(column)


def _id_in_address(row: Row) -> str:
    found = IN_ADDRESS.search(row.get("location_url"))
    return found[1] if found else ""


def is_shifted(row: Row) -> bool:
    """A comma too many or too few: no cell is surely what its column says."""
    return row.is_short or bool(row.get(""))


def ids_in(row: Row) -> set[str]:
    """Every location that the row may be of. Where it is shifted, the id stands in any cell."""
    if is_shifted(row):
        return set(ID.findall(" ".join(row.values.values())))
    return {_id_in(row, LOCATION), _id_in_address(row)} - {""}


def of(row: Row, register: Register) -> Offered:
    problems: list[tuple[str, str]] = []
    name = _read(row, "name", "service.name", problems)
    postcode = _read(row, "postcode", "location.postcode", problems)
    checked = day_in(row.get("date_of_latest_check"))
    if row.get("date_of_latest_check") and not checked:
        problems.append(("date_of_latest_check", "Is not a date like 19/May/2022"))
    if checked and checked > register.today:
        problems.append(("date_of_latest_check", "Is a day to come"))
    if not row.get("name"):
        problems.append(("name", "Missing"))
    for column in (LOCATION, PROVIDER):
        if _id_in(row, column) and not ID.fullmatch(_id_in(row, column)):
            problems.append((column, f"{cells.shown(row.get(column))} is not an id of CQC"))
    if len(ids_in(row)) > 1:
        problems.append((LOCATION, "Is not the id in the address of its page"))
    provider = _read(row, "provider_name", "organisation.name", problems) or name
    if problems:
        raise RowRefusedError(*problems)
    return _offered(row, register, name, provider, postcode, checked)


def _offered(row: Row, register: Register, name: str, provider: str, postcode: str, checked: date | None) -> Offered:
    remarks: list[tuple[str, str]] = []
    types = listed(row.get("service_types"))
    kinds = [CARE[one.casefold()] for one in types if one.casefold() in CARE]
    whom = [FOR[one.casefold()] for one in listed(row.get("specialisms_services")) if one.casefold() in FOR]
    cqc_id = location_id(row)
    offered = Offered(
        source_id=cqc_id or f"no-id-{slugify(f'{name} {postcode}')}"[:LONGEST_ID],
        organisation={"name": provider, "cqc_provider_id": _id_in(row, PROVIDER)},
        service={
            "name": name,
            "summary": _summary(types, row.get("local_authority")),
            "description": f"Also known as {row.get('also_known_as')}." if row.get("also_known_as") else "",
            "url": _read(row, "services_website_if_available", "service.url", remarks),
            "cqc_location_id": cqc_id,
            "cqc_checked_on": checked,
            "cqc_ended_on": None,
            "gives_personal_care": bool(kinds),
            "confirmed_as": CONFIRMED_AS,
            "confirmed_on": register.on,
        },
        location=split_address(
            {"address": row.get("address")[:250], "postcode": postcode, "region": row.get("local_authority")[:80]}, name
        ),
        phone=_read(row, "phone_number", "phone.number", remarks),
        terms=tuple(dict.fromkeys((one.taxonomy, one.slug) for one in [*(kinds or [OTHER]), *whom])),
        row=row.number,
    )
    return replace(offered, remarks=tuple(remarks))


def listed(cell: str) -> list[str]:
    return [one.strip() for one in cell.split("|") if one.strip()]


def place_key(name: str, postcode: str) -> tuple[str, str]:
    """By which a service is known again where its id is not: however somebody spelt it."""
    return "".join(letter for letter in name.casefold() if letter.isalnum()), postcode.replace(" ", "").upper()


def _summary(types: Sequence[str], authority: str) -> str:
    said = ", ".join(types) or "Registered with the Care Quality Commission"
    return f"{said} in {authority}."[:250] if authority else f"{said}."[:250]


def _read(row: Row, column: str, target: str, problems: list[tuple[str, str]]) -> str:
    try:
        return str(cells.READERS[target](row.get(column))) if row.get(column) else ""
    except cells.Wrong as reason:
        problems.append((column, str(reason)))
        return ""
