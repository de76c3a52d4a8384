"""The fields of a page that somebody may propose to change: how each is read, written and said."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from design.registry import Registry
from directory import change_rules, page_assistants, page_files, page_lists, page_places
from directory.change_rules import Piece
from directory.models import Location, Organisation, PersonalAssistantProfile, Service

Subject = Service | Organisation | Location | PersonalAssistantProfile
KINDS: dict[str, type[Any]] = {  # as an address names them
    "service": Service,
    "organisation": Organisation,
    "place": Location,
    "assistant": PersonalAssistantProfile,
}


@dataclass(frozen=True)
class PageField:
    """`lines` says a value in words. A text is one value; a moderator may change it before saying yes."""

    label: str
    read: Callable[[Any], Any]
    write: Callable[[Any, Any], None]
    lines: Callable[[Any], list[str]]
    is_text: bool = False
    most: int = 0  # letters of a text
    pictures: Callable[[Any], list[page_files.Picture]] = lambda _value: []

    def pieces(self, before: Any, after: Any) -> list[Piece]:
        if self.is_text:
            return change_rules.by_word(str(before), str(after))
        return change_rules.by_line(self.lines(before), self.lines(after))


def text(label: str, name: str, most: int = 250) -> PageField:
    return PageField(
        label,
        lambda of: getattr(of, name),
        lambda of, value: setattr(of, name, value),
        lambda value: [value] if value else [],
        is_text=True,
        most=most,
    )


def yes_no(label: str, name: str) -> PageField:
    return PageField(
        label,
        lambda of: getattr(of, name),
        lambda of, value: setattr(of, name, value),
        lambda value: [label] if value else [],
    )


PHONES = PageField("Telephone", page_lists.phones, page_lists.write_phones, page_lists.phone_lines)
OF: dict[type, dict[str, PageField]] = {
    Service: {
        "name": text("Name", "name", 150),
        "summary": text("In one sentence", "summary"),
        "description": text("About it", "description", 4_000),
        "how_to_apply": text("How to start", "how_to_apply", 1_000),
        "phones": PHONES,
        "email": text("E-mail", "email"),
        "url": text("Web page", "url"),
        "places": PageField(
            "Where you give it", page_places.given_at, page_places.write_given_at, page_places.place_lines
        ),
        "areas": PageField("Where you go", page_lists.areas, page_lists.write_areas, page_lists.area_lines),
        "anywhere": yes_no("By telephone or online, wherever people live", "anywhere"),
        "hours": PageField("Opening hours", page_lists.hours, page_lists.write_hours, page_lists.hour_lines),
        "closed": PageField("Closed on", page_lists.closed, page_lists.write_closed, page_lists.closed_lines),
        "prices": PageField("Prices", page_lists.prices, page_lists.write_prices, page_lists.price_lines),
        "fees": text("About the cost", "fees", 1_000),
        "ages": PageField("Ages", page_lists.ages, page_lists.write_ages, page_lists.age_lines),
        "for": PageField(
            "Who it is for", page_lists.terms("for"), page_lists.write_terms("for"), page_lists.term_lines("for")
        ),
        "needs": PageField(
            "What it helps with",
            page_lists.terms("need"),
            page_lists.write_terms("need"),
            page_lists.term_lines("need"),
        ),
        "rules": PageField("Who may use it", page_lists.rules, page_lists.write_rules, page_lists.rule_lines),
        "languages": PageField(
            "Languages", page_lists.languages, page_lists.write_languages, page_lists.language_lines
        ),
        "photos": PageField(
            "Photos",
            page_files.photos,
            page_files.write_photos,
            page_files.photo_lines,
            pictures=page_files.pictures,
        ),
        "documents": PageField(
            "Documents", page_files.documents, page_files.write_documents, page_files.document_lines
        ),
    },
    Organisation: {
        "name": text("Name", "name", 150),
        "description": text("About it", "description", 4_000),
        "phones": PHONES,
        "email": text("E-mail", "email"),
        "url": text("Website", "website"),
        "company_number": text("Company number", "company_number", 20),
        "charity_number": text("Charity number", "charity_number", 20),
    },
    PersonalAssistantProfile: {
        "about": text("About your work", "about", 2_000),
        "needs": PageField(
            "What you help with",
            page_assistants.terms("need"),
            page_assistants.write_terms("need"),
            page_lists.term_lines("need"),
        ),
        "for": PageField(
            "Who you work with",
            page_assistants.terms("for"),
            page_assistants.write_terms("for"),
            page_lists.term_lines("for"),
        ),
        "areas": PageField("Where you work", page_assistants.areas, page_assistants.write_areas, page_lists.area_lines),
        "rates": PageField("Prices", page_assistants.rates, page_assistants.write_rates, page_assistants.rate_lines),
        "languages": PageField(
            "Languages", page_lists.languages, page_lists.write_languages, page_lists.language_lines
        ),
    },
    Location: {
        "name": text("Name of the place", "name", 150),
        "address": PageField("Address", page_places.address, page_places.write_address, page_places.address_lines),
        "access": PageField(
            "Getting in and around", page_places.access, page_places.write_access, page_lists.term_lines("access")
        ),
    },
}


beside: Registry[Callable[[str], PageField]] = Registry("fields beside a page")  # by what comes before the dash


def kind_of(subject: Subject) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(subject, model))


def of(subject: Subject) -> dict[str, PageField]:
    return OF[type(subject)]


def named(subject: Subject, key: str) -> PageField:
    """Of the page itself, or of what a higher room shows beside it: "offer-7"."""
    room, _, which = key.partition("-")
    found = beside.get(room)
    return found(which) if found and which else of(subject)[key]


def read(subject: Subject, *, also: Iterable[str] = ()) -> dict[str, Any]:
    """What the page says; `also` names what is beside it."""
    wanted = of(subject) | {key: named(subject, key) for key in also}
    return {key: field.read(subject) for key, field in wanted.items()}


def write(subject: Subject, values: dict[str, Any]) -> None:
    """In the caller's transaction, which tells search."""
    for key, value in values.items():
        named(subject, key).write(subject, value)
    subject.save()


def version(values: dict[str, Any]) -> str:
    """A fingerprint: the same for the same words, whoever asks."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
