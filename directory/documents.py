"""What search is told of services and personal assistants. Only what is public, and never where an assistant lives."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from design.formats import day as day_words
from design.registry import Registry
from directory import free_times, many, opening, passport, public, room
from directory.models import PersonalAssistantProfile, Schedule, Service, TaxonomyTerm
from search import index
from search.documents import Document, Place

SERVICE = "service"
ASSISTANT = "personal_assistant"
GROUPS = ("topic", "need", "for", "access")  # taxonomies that are filters of the same name
CHUNK = 500

_followers: Registry[Callable[[Collection[int]], None]] = Registry("services' followers")
follow_services = _followers.register  # a higher room hears of services that changed, in the same transaction


def services(refs: Collection[str] | None) -> Iterable[Document]:
    found = public.public_services()
    if refs is not None:
        found = found.filter(pk__in=refs)
    today = timezone.localdate()
    return (of_service(service, today) for service in many.services(found.order_by("pk"), CHUNK))


def personal_assistants(refs: Collection[str] | None) -> Iterable[Document]:
    found = public.whole_assistants()
    if refs is not None:
        found = found.filter(pk__in=refs)
    today = timezone.localdate()
    return (of_assistant(profile, today) for profile in found.order_by("pk").iterator(chunk_size=CHUNK))


def refresh_services(*pks: int) -> None:
    """And all that follows them, in the caller's transaction."""
    index.refresh(SERVICE, map(str, pks))
    for fn in _followers.values():
        fn(pks)


def refresh_turning(day: date) -> int:
    """Services whose times or prices began or ended in the last week: a missed day is made up for."""
    week = (day - timedelta(days=7), day)
    turning = Q()
    for dated in ("schedules", "at_locations__schedules", "costs"):
        turning |= Q(**{f"{dated}__valid_from__range": week}) | Q(**{f"{dated}__valid_to__range": week})
    pks = list(public.public_services().filter(turning).values_list("pk", flat=True).distinct())
    refresh_services(*pks)
    return len(pks)


def refresh_assistants(*pks: int) -> None:
    index.refresh(ASSISTANT, map(str, pks))


def all_schedules(service: Service) -> list[Schedule]:
    """Of the service itself and of each place where it is given."""
    return [*service.schedules.all(), *(one for at in service.at_locations.all() for one in at.schedules.all())]


def of_service(service: Service, today: date) -> Document:
    hours = opening.weekly(all_schedules(service), today)
    shown = passport.current([*service.approvals.all(), *service.organisation.approvals.all()], today)
    cheapest = next((cost for cost in public.prices_on(service, today) if cost.amount_pence is not None), None)
    return Document(
        kind=SERVICE,
        ref=str(service.pk),
        title=service.name,
        url=reverse("directory-service", args=[service.slug]),
        summary=service.summary,
        body="\n".join([service.description, *map(str, service.eligibilities.all())]),
        keywords=" ".join([service.organisation.name, *(term.name for term in service.terms.all())]),
        facets=_service_facets(service, hours),
        places=tuple(_places(service)),
        anywhere=service.anywhere or bool(_whole_areas(service)),
        price_pence=cheapest.amount_pence if cheapest else None,
        price_unit=cheapest.get_unit_display() if cheapest else "",
        approved_until=shown.approval.until if shown else None,
        confirmed_on=service.confirmed_on,
        hours=tuple((one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in hours),
        extra=_service_card(service, shown),
    )


def of_assistant(profile: PersonalAssistantProfile, today: date) -> Document:
    free = room.free(profile.free_times.all())
    needs = list(profile.needs.all())
    shown = passport.current(profile.approvals.all(), today)
    return Document(
        kind=ASSISTANT,
        ref=str(profile.pk),
        title=profile.name,
        url=reverse("directory-assistant", args=[profile.slug]),
        summary=_first_sentence(profile.about),
        body=profile.about,
        keywords=" ".join(["personal assistant PA", *(term.name for term in needs)]),
        facets={
            **_by_group(needs),
            "day": free_times.day_values(free),
            "time": free_times.part_values(free),
        },
        places=tuple(Place(float(area.latitude), float(area.longitude), area.name) for area in profile.areas.all()),
        price_pence=profile.weekday_pence,
        price_unit="an hour",
        approved_until=shown.approval.until if shown else None,
        visible_until=shown.approval.until if shown else None,  # a service stays without one
        confirmed_on=profile.confirmed_on,
        extra=_assistant_card(profile, needs, shown),
    )


def _service_facets(service: Service, hours: list[opening.Hours]) -> dict[str, tuple[str, ...]]:
    terms = list(service.terms.all())
    facets = _by_group(terms)
    ways_in = (one.term for at in service.at_locations.all() for one in at.location.accessibilities.all())
    facets["access"] += tuple(term.slug for term in ways_in if term)
    facets["day"] = opening.day_values(hours)
    facets["time"] = opening.part_values(hours)
    if service.is_cqc_registered:
        facets["approved"] = ("cqc",)
    return {group: values for group, values in facets.items() if values}


def _by_group(terms: Iterable[TaxonomyTerm]) -> dict[str, tuple[str, ...]]:
    """Slugs under the name of their filter."""
    terms = list(terms)
    return {group: tuple(term.slug for term in terms if term.taxonomy.slug == group) for group in GROUPS}


def _places(service: Service) -> Iterator[Place]:
    """Where it is given; for support at home, the places it goes to."""
    for at in service.at_locations.all():
        if at.location.latitude is not None and at.location.longitude is not None:
            yield Place(at.location.latitude, at.location.longitude, at.location.city or str(at.location))
    for area in service.areas.all():
        if area.latitude is not None and area.longitude is not None:
            yield Place(area.latitude, area.longitude, area.name)


def _whole_areas(service: Service) -> list[str]:
    """Areas without a point on the map: a county, or all of a town's surroundings."""
    return [area.name for area in service.areas.all() if area.latitude is None or area.longitude is None]


def _reach(service: Service) -> str:
    """How it is had, for what has no place: "Across Aldermere", "By phone", "Online"."""
    if areas := _whole_areas(service):
        return f"Across {' and '.join(areas)}"
    if not service.anywhere:
        return ""
    phone, online = bool(list(service.phones.all())), bool(service.url or service.email)
    return {(True, False): "By phone", (False, True): "Online"}.get((phone, online), "By phone or online")


def _only_in(areas: set[str]) -> str:
    """Shown and not filtered by: what people call an area has no edges that a computer knows."""
    return f"Only for people who live in {' or '.join(sorted(areas))}." if areas else ""


def _service_card(service: Service, shown: passport.Passport | None) -> dict[str, Any]:
    terms = [term.name for term in service.terms.all() if term.taxonomy.slug in ("topic", "need")]
    return {
        "person": service.name,  # for the initials
        "about": terms[:4],
        "reach": _reach(service),
        "organisation": service.organisation.name if service.organisation.name != service.name else "",
        "cqc": service.is_cqc_registered,
        "note": _only_in({rule.area for rule in service.eligibilities.all() if rule.area}),
        **_approval(shown),
    }


def _assistant_card(
    profile: PersonalAssistantProfile,
    needs: list[TaxonomyTerm],
    shown: passport.Passport | None,
) -> dict[str, Any]:
    return {
        "person": profile.name,
        "about": [term.name for term in needs if term.taxonomy.slug == "need"][:4],
        "tags": [[profile.get_employment_display(), "warm"]],
        **_approval(shown),
    }


def _approval(shown: passport.Passport | None) -> dict[str, Any]:
    """Words that stay true after midnight: the card shows the first while it holds, and then the second."""
    if shown is None or shown.approval.approved_on is None or shown.approval.until is None:
        return {}
    return {
        "approval": f"Checked {day_words(shown.approval.approved_on)}",
        "approval_ended": f"Approval ended {day_words(shown.approval.until)}",
    }


def _first_sentence(text: str) -> str:
    first, dot, _ = text.partition(". ")
    return (first + dot.strip())[:250]
