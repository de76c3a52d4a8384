"""Services and personal assistants as they stand beside each other: on a shortlist, and where they are compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from design.formats import day as day_words
from design.formats import miles, open_hours, pounds
from directory import free_times, opening, passport, public, room
from directory.documents import ASSISTANT, SERVICE, all_schedules
from directory.models import PersonalAssistantProfile, Service
from directory.models.personal_assistants import Employment
from directory.shortlist import Kept
from directory.views import nearby
from directory.views.service import points, terms_by_group
from search.places import Near

MOST = 4  # side by side
FREE = "Nothing to pay"
MOST_WORDS = 4  # of whom it is for, and of places


@dataclass(frozen=True)
class Thing:
    """What a page says of one. `parts` are the times of day told, or None where nobody has told us."""

    kept: Kept
    record: Service | PersonalAssistantProfile
    name: str
    href: str
    what: str
    checked: tuple[str, ...]
    holds: bool
    where: tuple[str, ...]
    miles: str
    when: tuple[str, ...]
    parts: tuple[str, ...] | None
    whom: tuple[str, ...]
    price: str
    reach: tuple[str, ...]


def all_of(kept: Sequence[Kept], near: Near | None) -> list[Thing]:
    """Those that the public may see now, in the order given: two loads, however many."""
    today = timezone.localdate()
    services = public.whole_services().filter(pk__in=[one.pk for one in kept if one.kind == SERVICE])
    approved = public.approved_assistants(today).filter(pk__in=[one.pk for one in kept if one.kind == ASSISTANT])
    assistants = public.whole_assistant(approved)
    found = {Kept(SERVICE, one.pk): of_service(one, near, today) for one in services}
    found |= {Kept(ASSISTANT, one.pk): of_assistant(one, near, today) for one in assistants}
    return [found[one] for one in kept if one in found]


def names(kept: Sequence[Kept], *, only_public: bool = False) -> dict[Kept, str]:
    """What they are called, also of what has come down since; nothing of what is gone for good."""
    services, assistants = Service.objects.all(), PersonalAssistantProfile.objects.all()
    if only_public:
        services, assistants = public.public_services(), public.approved_assistants(timezone.localdate())
    known: dict[Kept, str] = {}
    for kind, rows in ((SERVICE, services), (ASSISTANT, assistants)):
        pks = [one.pk for one in kept if one.kind == kind]
        known |= {Kept(kind, pk): name for pk, name in rows.filter(pk__in=pks).values_list("pk", "name")}
    return known


def of_service(service: Service, near: Near | None, today: date) -> Thing:
    hours = opening.weekly(all_schedules(service), today)
    shown = passport.current([*service.approvals.all(), *service.organisation.approvals.all()], today)
    return Thing(
        kept=Kept(SERVICE, service.pk),
        record=service,
        name=service.name,
        href=reverse("directory-service", args=[service.slug]),
        what=service.organisation.name,
        checked=(*(["Registered with the CQC"] if service.is_cqc_registered else []), *checks(shown)),
        holds=service.is_cqc_registered or bool(shown and shown.holds),
        where=places(service),
        miles=miles(nearby.miles_to(near, points(service))),
        when=tuple(opening_in_words(hours)),
        parts=opening.part_values(hours) if hours else None,
        whom=whom(service),
        price=listed(service, today),
        reach=reach(service),
    )


def of_assistant(profile: PersonalAssistantProfile, near: Near | None, today: date) -> Thing:
    free = room.free(profile.free_times.all())
    shown = passport.current(profile.approvals.all(), today)
    areas = list(profile.areas.all())
    distance = nearby.miles_to(near, [(float(area.latitude), float(area.longitude)) for area in areas])
    return Thing(
        kept=Kept(ASSISTANT, profile.pk),
        record=profile,
        name=profile.name,
        href=reverse("directory-assistant", args=[profile.slug]),
        what=f"Personal assistant, {profile.get_employment_display().lower()}",
        checked=checks(shown),
        holds=bool(shown and shown.holds),
        where=tuple(area.name for area in areas[:MOST_WORDS]),
        miles=nearby.about_miles(distance),
        when=(free_times.free(free),) if free else (),
        parts=free_times.part_values(free) if free else None,
        whom=tuple(terms_by_group(profile.needs.all()).get("for", [])[:MOST_WORDS]),
        price=wage_or_rate(profile),
        reach=(),
    )


def checks(shown: passport.Passport | None) -> tuple[str, ...]:
    """How the approval stands, then each check that holds."""
    if shown is None or shown.approval.until is None:
        return ()
    if not shown.holds:
        return (f"Approval ended on {day_words(shown.approval.until)}",)
    held = [line.name for line in shown.lines if line.standing == "held"]
    return (f"Approved until {day_words(shown.approval.until)}", *held)


def places(service: Service) -> tuple[str, ...]:
    """Where it is given, and where it goes to people's homes."""
    given = [at.location.city or str(at.location) for at in service.at_locations.all()]
    goes = [area.name for area in service.areas.all()]
    anywhere = ["By telephone or online"] if service.anywhere else []
    return tuple(dict.fromkeys([*given, *goes, *anywhere]))[:MOST_WORDS]


def opening_in_words(hours: Iterable[opening.Hours]) -> list[str]:
    """ "Monday to Friday, 9am to 5pm": days with the same hours are said together."""
    of_day: dict[int, list[str]] = {}
    for one in hours:
        of_day.setdefault(one.weekday, []).append(open_hours(one.opens, one.closes))
    together: dict[str, list[int]] = {}
    for weekday, words in sorted(of_day.items()):
        together.setdefault(" and ".join(words), []).append(weekday)
    return [f"{_days(days)}, {words}" for words, days in together.items()]


def _days(days: list[int]) -> str:
    """Three days or more in a row: the first to the last."""
    if days == list(range(1, 8)):
        return "Every day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{opening.NAMES[days[0] - 1]} to {opening.NAMES[days[-1] - 1]}"
    return free_times.join(opening.NAMES[day - 1] for day in days)


def whom(service: Service) -> tuple[str, ...]:
    low, high = service.minimum_age, service.maximum_age
    ages = [f"Aged {low} to {high}" if low and high else f"Aged {low} or over" if low else f"Aged {high} or under"]
    terms = terms_by_group(service.terms.all()).get("for", [])
    rules = [str(rule) for rule in service.eligibilities.all() if str(rule) not in terms]
    return tuple([*(ages if low or high else []), *terms, *rules][:MOST_WORDS])


def listed(service: Service, today: date) -> str:
    """What the directory was told of the price: not an offer that can be booked here. Free is what is free in all."""
    told = public.prices_on(service, today)
    known = [one for one in told if one.amount_pence is not None]
    if not known:
        return ""
    paid = next((f"{pounds(one.amount_pence)} {one.get_unit_display()}" for one in known if one.amount_pence), "")
    if known[0].amount_pence:
        return f"From {paid}" if len(told) > 1 else paid
    if len(told) == len([one for one in known if not one.amount_pence]):
        return FREE
    return f"Some of it free, the rest from {paid}" if paid else "Some of it free. Ask about the rest"


def wage_or_rate(profile: PersonalAssistantProfile) -> str:
    if not profile.weekday_pence:
        return ""
    hour = f"{pounds(profile.weekday_pence)} an hour"
    return f"{hour} as a wage, and what an employer pays on top" if is_employee(profile) else hour


def is_employee(profile: PersonalAssistantProfile) -> bool:
    return profile.employment == Employment.EMPLOYEE


def reach(service: Service) -> tuple[str, ...]:
    """A telephone number or an address to write to."""
    phones = [*service.phones.all()] or [*service.organisation.phones.all()]
    return tuple([phone.number for phone in phones[:1]] or [service.email or service.organisation.email or ""])
