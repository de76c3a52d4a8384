"""Aldermere's directory: places, words, organisations, services, assistants and what was checked of them."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from config.demo import county
from config.demo.gazetteer import Postcode, places, postcodes
from config.demo.people import SECOND_APPROVER
from config.demo.seed_scheme import CHECKS, scheme
from directory.actions import approvals, capacity, confirming, personal_assistants, services
from directory.actions.capacity import Line
from directory.approval_rules import CheckKind, CheckOutcome, DbsLevel
from directory.models import (
    Accessibility,
    Approval,
    AreaServed,
    CostOption,
    Eligibility,
    Language,
    Location,
    Organisation,
    PersonalAssistantProfile,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from search import gazetteer
from search.gazetteer import Entry

FOLDER = Path(__file__).parent
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
GROUPS = {
    "kind": ("topic", "What it is"),
    "need": ("need", "What it helps with"),
    "for": ("for", "Who it is for"),
    "access": ("access", "Getting in and around"),
}
ROOM = 6  # places in a part of the week: enough for all who try the tour
COUNTY_MILES = 14


@dataclass
class Words:
    """Terms by group and slug, and postcodes by town, as the other functions look them up."""

    terms: dict[tuple[str, str], TaxonomyTerm]
    languages: dict[str, Language]
    towns: dict[str, list[Postcode]]
    centres: dict[str, dict[str, Any]]


def words() -> Words:
    terms = {}
    for group, values in read("terms").items():
        slug, name = GROUPS[group]
        taxonomy, _ = Taxonomy.objects.get_or_create(
            slug=slug, defaults={"name": name, "description": f"{name}, in Aldermere's words."}
        )
        for position, (term, label) in enumerate(values.items()):
            terms[group, term], _ = TaxonomyTerm.objects.get_or_create(
                taxonomy=taxonomy, slug=term, defaults={"name": label, "position": position}
            )
    languages = {language.name: language for language in Language.objects.all()}
    towns: dict[str, list[Postcode]] = {}
    for one in postcodes():
        towns.setdefault(one.town, []).append(one)
    return Words(terms, languages, towns, {place["name"]: place for place in places()})


def fill_gazetteer() -> None:
    """Postcodes, and the centres of districts and towns worked out from them."""
    gazetteer.put(
        [
            Entry(gazetteer.Kind.POSTCODE, one.postcode, one.lat, one.lon, ward=one.town, town=one.town)
            for one in postcodes()
        ]
    )
    gazetteer.find_centres()


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def organisations(known: Words, by: User, now: datetime) -> None:
    for number, entry in enumerate([*read("organisations")["organisation"], *county.organisations()]):
        slug = slugify(entry["name"])
        organisation = Organisation.objects.create(
            name=entry["name"],
            slug=slug,
            description=entry["about"],
            website=f"https://{slug}.example/",
            email=f"hello@{slug}.example",
            cqc_provider_id=entry["cqc"].replace("1-9", "1-8", 1) if "cqc" in entry else "",
        )
        Phone.objects.create(organisation=organisation, number=entry["phone"])
        there = known.towns[entry["place"]]
        at = there[(number * 7 + 3) % len(there)]
        location = Location.objects.create(
            name=entry["name"],
            address_1=entry["address"],
            city=entry["place"],
            region="Aldermere",
            postcode=at.postcode,
            latitude=at.lat,
            longitude=at.lon,
        )
        for place_number, offered in enumerate(entry["service"]):
            service(organisation, location, entry, offered, known, by, now, number * 3 + place_number)


def service(
    organisation: Organisation,
    location: Location,
    entry: dict[str, Any],
    offered: dict[str, Any],
    known: Words,
    by: User,
    now: datetime,
    number: int,
) -> None:
    """One service with its place, times, price and words, published and confirmed by the actions."""
    goes_out = offered.get("county", False)
    summary, more = first_sentence(offered["text"])
    personal = offered.get("personal_care", False)
    made = Service.objects.create(
        organisation=organisation,
        name=offered["name"],
        slug=slugify(offered["name"]),
        summary=summary,
        description=more,
        anywhere=offered.get("anywhere", False),
        gives_personal_care=personal,
        cqc_location_id=entry["cqc"] if personal else "",
        cqc_checked_on=now.date() - timedelta(days=200 + number) if personal else None,
        how_to_apply=f"Telephone {entry['phone']}, or come and see us.",
        minimum_age=18,
    )
    made.terms.set(
        [known.terms["kind", offered["kind"]]]
        + [known.terms["need", one] for one in offered["needs"]]
        + [known.terms["for", one] for one in offered["for"]]
        + ([known.terms["access", one] for one in offered["access"]] if goes_out or offered.get("anywhere") else [])
    )
    if "pounds" in offered:
        amount, unit = offered["pounds"]
        CostOption.objects.create(service=made, option="Usual price", amount_pence=round(amount * 100), unit=unit)
    else:
        CostOption.objects.create(service=made, option="Free", amount_pence=0, unit=CostOption.Unit.VISIT)
    if "who" in offered:
        Eligibility.objects.create(service=made, words=offered["who"])
    open_at(made, location, offered, known, goes_out)
    at = now - timedelta(days=number % 160 + 2)
    services.publish(service=made, by=by, at=at)
    services.confirm(service=made, by=by, confirmed_as=organisation.name, at=at)


def open_at(made: Service, location: Location, offered: dict[str, Any], known: Words, goes_out: bool) -> None:
    """Where and when: at the organisation's address, in people's homes across the county, or anywhere."""
    for hours in offered["hours"]:
        days, clock = hours.split(" ")
        opens, closes = clock.split("-")
        Schedule.objects.create(
            service=made,
            byday=",".join(byday(days)),
            opens_at=time.fromisoformat(opens),
            closes_at=time.fromisoformat(closes),
        )
    if offered.get("anywhere"):
        return
    if goes_out:
        town = known.centres[location.city]
        ServiceArea.objects.create(
            service=made,
            name=location.city,
            latitude=town["lat"],
            longitude=town["lon"],
            miles=COUNTY_MILES,
        )
        return
    ServiceAtLocation.objects.create(service=made, location=location)
    for slug in offered["access"]:
        term = known.terms["access", slug]
        Accessibility.objects.get_or_create(location=location, term=term, defaults={"description": term.name})


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence, and what is left: a page shows them one under the other."""
    first, stop, more = text.partition(". ")
    return first + stop.strip(), more


def byday(days: str) -> list[str]:
    if days == "daily":
        return list(BYDAY)
    first, _, last = days.partition("-")
    start = DAYS.index(first)
    return list(BYDAY[start : DAYS.index(last or first) + 1])


def assistants(known: Words, users: dict[str, User], by: User, now: datetime) -> None:
    approved_by, second = (
        scheme(known.terms["need", "washing-and-dressing"]),
        users[SECOND_APPROVER.email],
    )  # two people approve: Femi proposes what Diane decides
    for number, entry in enumerate(read("assistants")["assistant"]):
        profile = assistant(entry, known, users)
        checked_at = now - timedelta(days=entry["approved_days_ago"])
        approval = approvals.open(
            scheme=approved_by, subject=profile, by=profile.user, at=checked_at - timedelta(days=21)
        )
        if entry["stage"] == "applied":
            continue
        check_them(approval, entry, by, checked_at)
        if entry["stage"] == "in_progress":
            continue
        decided_at = checked_at + timedelta(days=1)
        approvals.propose(approval=approval, by=second, reason="Every check holds.", at=checked_at)
        approvals.approve(approval=approval, by=by, at=decided_at)
        personal_assistants.publish(profile=profile, by=by, at=checked_at + timedelta(days=1))
        said_at = now - timedelta(days=number % 24 + 2)
        confirming.confirm(page=profile, by=profile.user, confirmed_as=profile.name, at=said_at)
        say_when_free(profile, entry, now)
        if entry["stage"] == "suspended":
            approvals.suspend(
                approval=approval, by=by, reason="Insurance was cancelled by the insurer", at=now - timedelta(days=9)
            )
        if entry["stage"] == "withdrawn":
            approvals.withdraw(approval=approval, by=by, reason="Has retired", at=now - timedelta(days=33))
            personal_assistants.withdraw(profile=profile, by=by, reason="Has retired", at=now - timedelta(days=33))
    approvals.lapse_due(at=now)


def assistant(entry: dict[str, Any], known: Words, users: dict[str, User]) -> PersonalAssistantProfile:
    profile = PersonalAssistantProfile.objects.create(
        user=users.get(entry.get("email", "")),
        name=entry["name"],
        slug=slugify(entry["name"]),
        employment=entry["employment"],
        about=entry["about"],
        private_phone=entry.get("phone", ""),
        weekday_pence=round(entry["weekday_pounds"] * 100),
        weekend_pence=round(entry["weekend_pounds"] * 100),
        minimum_minutes=entry["minimum_minutes"],
        travel_included_miles=entry["radius_miles"],
    )
    profile.needs.set(
        [known.terms["need", one] for one in entry["needs"]] + [known.terms["for", one] for one in entry["for"]]
    )
    profile.languages.set([known.languages[one] for one in entry["languages"]])
    for name in entry["places"]:
        centre = known.centres[name]
        AreaServed.objects.create(
            profile=profile,
            name=name,
            latitude=round(centre["lat"], 2),
            longitude=round(centre["lon"], 2),
            miles=entry["radius_miles"],
        )
    return profile


def check_them(approval: Approval, entry: dict[str, Any], by: User, at: datetime) -> None:
    """Each check a few days apart; somebody still being checked has the first three."""
    made = CHECKS[:3] if entry["stage"] == "in_progress" else CHECKS
    for number, (kind, _, evidence, not_covered) in enumerate(made):
        on = timezone.localdate(at) - timedelta(days=len(made) - number)
        approvals.record_check(
            approval=approval,
            kind=kind,
            outcome=CheckOutcome.PASSED,
            level=DbsLevel.ENHANCED if kind == CheckKind.DBS else "",
            checked_on=on,
            evidence=evidence,
            not_covered=not_covered,
            by=by,
            at=timezone.make_aware(datetime.combine(on, time(15))),
        )


def say_when_free(profile: PersonalAssistantProfile, entry: dict[str, Any], now: datetime) -> None:
    times = [(DAYS.index(one.split(" ")[0]) + 1, one.split(" ")[1]) for one in entry["free"]]
    lines = [Line(weekday, part, ROOM) for weekday, part in times]
    capacity.say(of=profile, lines=lines, by=profile.user, at=now - timedelta(days=4))
