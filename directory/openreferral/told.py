"""Loaded rows in the words of Open Referral. A part without an id of its own gets one that follows from its owner's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.urls import reverse

from design.formats import day as day_words
from directory import models, page_lists, passport
from directory.openreferral import capacity, shapes

Whole = Callable[[str], str]  # a path → an address with the site's name
SCHEMES = (
    ("company_number", "GB-COH", "Company number"),
    ("charity_number", "GB-CHC", "Charity number"),
    ("cqc_provider_id", "GB-CQC", "CQC provider id"),
)


def brief(of: Any, whole: Whole) -> shapes.ServiceBrief:
    """A service or a personal assistant, with the fields of which there is one."""
    if isinstance(of, models.PersonalAssistantProfile):
        return shapes.ServiceBrief(**_assistant_fields(of, whole))
    return shapes.ServiceBrief(**_service_fields(of, of.last_changed, whole), organization=_organisation(of, whole))


def service(of: Any, today: date, whole: Whole) -> shapes.ServiceWhole:
    organisation = of.organisation
    return shapes.ServiceWhole(
        **_service_fields(of, of.last_changed, whole) | {"alert": _alert(of, today)},
        accreditations=_accreditations([*of.approvals.all(), *organisation.approvals.all()], today, of),
        eligibility_description="\n".join(map(str, of.eligibilities.all())) or None,
        schedules=_schedules(of.schedules.all(), today, service_id=of.uuid),
        service_areas=[_area(of.uuid, area) for area in of.areas.all()],
        service_at_locations=[_at_location(at, of, today) for at in of.at_locations.all()],
        languages=_languages(of),
        organization=shapes.OrganizationWhole(
            **_organisation_fields(organisation, whole),
            organization_identifiers=_identifiers(organisation),
            phones=_phones(organisation.uuid, organisation.phones.all()),
        ),
        cost_options=[_cost(of, cost) for cost in _lowest_first(of) if cost.valid_to is None or cost.valid_to >= today],
        contacts=[_contact(of, contact) for contact in of.contacts.all()],
        phones=_phones(of.uuid, of.phones.all()),
        attributes=_attributes(of.uuid, of.terms.all()),
        service_capacity=capacity.of(of),
    )


def assistant(of: models.PersonalAssistantProfile, today: date, whole: Whole) -> shapes.ServiceWhole:
    """A personal assistant: areas by name, and nothing else of where or how to reach them."""
    return shapes.ServiceWhole(
        **_assistant_fields(of, whole),
        accreditations=_accreditations(of.approvals.all(), today),
        schedules=[],
        service_areas=[_area(of.uuid, area) for area in of.areas.all()],
        service_at_locations=[],
        languages=_languages(of),
        cost_options=_rates(of),
        contacts=[],
        phones=[],
        attributes=_attributes(of.uuid, of.needs.all()),
        service_capacity=capacity.of(of),
    )


def at_location_brief(at: Any, whole: Whole) -> shapes.ServiceAtLocationBrief:
    of = at.service
    of.last_changed = at.last_changed
    return shapes.ServiceAtLocationBrief(
        **_at_fields(at, of), location=shapes.LocationBrief(**_location_fields(at.location)), service=brief(of, whole)
    )


def at_location(
    at: models.ServiceAtLocation, of: models.Service, today: date, whole: Whole
) -> shapes.ServiceAtLocationWhole:
    return shapes.ServiceAtLocationWhole(
        **_at_fields(at, of),
        schedules=_schedules(at.schedules.all(), today, service_at_location_id=at.uuid),
        location=_location(at.location),
        service=service(of, today, whole),
    )


def taxonomy(of: models.Taxonomy) -> shapes.TaxonomyBrief:
    return shapes.TaxonomyBrief(**_taxonomy_fields(of))


def taxonomy_whole(of: models.Taxonomy) -> shapes.TaxonomyWhole:
    return shapes.TaxonomyWhole(**_taxonomy_fields(of), taxonomy_terms=[term(one, of) for one in of.terms.all()])


def term(of: models.TaxonomyTerm, taxonomy: models.Taxonomy | None = None) -> shapes.Term:
    taxonomy = taxonomy or of.taxonomy
    return shapes.Term(
        id=of.uuid,
        name=of.name,
        description=of.description,
        parent_id=of.parent.uuid if of.parent else None,
        taxonomy=taxonomy.name,
        taxonomy_id=taxonomy.uuid,
        term_uri=of.term_uri or None,
        term=of.slug,
    )


def _taxonomy_fields(of: models.Taxonomy) -> dict[str, Any]:
    return {
        "id": of.uuid,
        "name": of.name,
        "description": of.description,
        "uri": of.uri or None,
        "version": of.version or None,
    }


def _service_fields(of: models.Service, last_changed: Any, whole: Whole) -> dict[str, Any]:
    return {
        "id": of.uuid,
        "organization_id": of.organisation.uuid,
        "name": of.name,
        "description": of.description or of.summary or None,
        "url": of.url or whole(reverse("directory-service", args=[of.slug])),
        "email": of.email or None,
        "status": "active",
        "fees": of.fees or None,
        "minimum_age": of.minimum_age,
        "maximum_age": of.maximum_age,
        "assured_date": of.confirmed_on,
        "alert": of.alert or None,
        "application_process": of.how_to_apply or None,
        "last_modified": last_changed,
    }


def _alert(of: models.Service, today: date) -> str | None:
    """With the days on which it is closed: HSDS has no other place for them."""
    closed = [one for one in page_lists.closed(of) if one["to"] >= today.isoformat()]
    said = [f"Closed on {line}." for line in page_lists.closed_lines(closed)]
    return " ".join(filter(None, [of.alert, *said])) or None


def _assistant_fields(of: models.PersonalAssistantProfile, whole: Whole) -> dict[str, Any]:
    return {
        "id": of.uuid,
        "name": of.name,
        "description": of.about or None,
        "url": whole(reverse("directory-assistant", args=[of.slug])),
        "status": "active",
        "assured_date": of.confirmed_on,
        "last_modified": of.changed_at,
    }


def _organisation(of: models.Service, whole: Whole) -> shapes.OrganizationBrief:
    return shapes.OrganizationBrief(**_organisation_fields(of.organisation, whole))


def _organisation_fields(of: models.Organisation, whole: Whole) -> dict[str, Any]:
    return {
        "id": of.uuid,
        "name": of.name,
        "description": of.description or of.name,
        "email": of.email or None,
        "website": of.website or None,
        "uri": whole(reverse("directory-organisation", args=[of.slug])),
    }


def _identifiers(of: models.Organisation) -> list[shapes.Identifier]:
    return [
        shapes.Identifier(
            id=uuid5(of.uuid, scheme),
            organization_id=of.uuid,
            identifier_scheme=scheme,
            identifier_type=words,
            identifier=getattr(of, name),
        )
        for name, scheme, words in SCHEMES
        if getattr(of, name)
    ]


def _accreditations(approvals: Iterable[models.Approval], today: date, of: models.Service | None = None) -> str | None:
    """An approval that holds, with what was not checked and what it is not; CQC's registration."""
    said = []
    shown = passport.current(approvals, today)
    if shown and shown.holds and shown.approval.until:
        held = ", ".join(line.name.lower() for line in shown.lines if line.standing == "held")
        said.append(f"{shown.approval.scheme.name}, until {day_words(shown.approval.until)}. Checked: {held}.")
        said += [f"Not checked: {'; '.join(shown.not_covered)}."] if shown.not_covered else []
        said += [shown.approval.scheme.what_it_is_not] if shown.approval.scheme.what_it_is_not else []
    if of and of.is_cqc_registered:
        said.append(f"Registered with the Care Quality Commission (CQC), location {of.cqc_location_id}.")
    return " ".join(said) or None


def _schedules(lines: Iterable[models.Schedule], today: date, **owner: UUID) -> list[shapes.Schedule]:
    """Those that have not ended."""
    return [
        shapes.Schedule(
            id=one.uuid,
            **owner,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            dtstart=one.dtstart,
            freq=one.freq,
            interval=one.interval,
            byday=one.byday or None,
            bymonthday=one.bymonthday or None,
            description=one.description or None,
            opens_at=one.opens_at.isoformat() if one.opens_at else None,
            closes_at=one.closes_at.isoformat() if one.closes_at else None,
            notes=one.notes or None,
        )
        for one in lines
        if one.valid_to is None or one.valid_to >= today
    ]


def _area(owner: UUID, area: models.ServiceArea | models.AreaServed) -> shapes.ServiceArea:
    around = f", and up to {area.miles} mile{'' if area.miles == 1 else 's'} around" if area.miles else ""
    return shapes.ServiceArea(
        id=uuid5(owner, f"area:{area.name}"), service_id=owner, name=area.name, service_area=f"{area.name}{around}"
    )


def _at_fields(at: models.ServiceAtLocation, of: models.Service) -> dict[str, Any]:
    return {
        "id": at.uuid,
        "service_id": of.uuid,
        "location_id": at.location.uuid,
        "description": at.description or None,
    }


def _at_location(at: models.ServiceAtLocation, of: models.Service, today: date) -> shapes.ServiceAtLocationInService:
    return shapes.ServiceAtLocationInService(
        **_at_fields(at, of),
        schedules=_schedules(at.schedules.all(), today, service_at_location_id=at.uuid),
        location=_location(at.location),
    )


def _location_fields(of: models.Location) -> dict[str, Any]:
    return {
        "id": of.uuid,
        "location_type": of.location_type,
        "name": of.name or None,
        "description": of.description or None,
        "latitude": of.latitude,
        "longitude": of.longitude,
    }


def _location(of: models.Location) -> shapes.LocationWhole:
    return shapes.LocationWhole(
        **_location_fields(of),
        addresses=[_address(of)] if of.address_lines else [],
        accessibility=[_way_in(of.uuid, way) for way in of.accessibilities.all()],
        phones=_phones(of.uuid, of.phones.all()),
    )


def _address(of: models.Location) -> shapes.Address:
    return shapes.Address(
        id=uuid5(of.uuid, "address"),
        location_id=of.uuid,
        address_1=of.address_1,
        city=of.city,
        region=of.region or None,
        state_province=of.region,
        postal_code=of.postcode,
        country="GB",
        address_type=of.location_type,
    )


def _way_in(owner: UUID, way: models.Accessibility) -> shapes.Accessibility:
    return shapes.Accessibility(
        id=uuid5(owner, f"accessibility:{way.pk}"),
        location_id=owner,
        description=way.description,
        accessibility=way.description,
        details=way.details or None,
        url=way.url or None,
    )


def _languages(of: models.Service | models.PersonalAssistantProfile) -> list[shapes.Language]:
    return [
        shapes.Language(id=uuid5(of.uuid, f"language:{one.code}"), service_id=of.uuid, code=one.code, name=one.name)
        for one in of.languages.all()
    ]


def _lowest_first(of: models.Service) -> list[models.CostOption]:
    """Of those that are not known, the last: databases differ in where they put them."""
    return sorted(of.costs.all(), key=lambda cost: (cost.amount_pence is None, cost.amount_pence or 0, cost.pk))


def _cost(of: models.Service, cost: models.CostOption) -> shapes.CostOption:
    return shapes.CostOption(
        id=uuid5(of.uuid, f"cost:{cost.pk}"),
        service_id=of.uuid,
        valid_from=cost.valid_from,
        valid_to=cost.valid_to,
        option=cost.option,
        amount=None if cost.amount_pence is None else cost.amount_pence / 100,
        amount_description=". ".join(_about_cost(cost)),
    )


def _about_cost(cost: models.CostOption) -> Iterator[str]:
    """The unit first, then what else makes the bill."""
    yield cost.get_unit_display()
    if cost.minimum_minutes:
        yield f"Shortest visit {cost.minimum_minutes} minutes"
    if cost.travel:
        yield f"Travel: {cost.travel}"
    if cost.amount_description:
        yield cost.amount_description


def _rates(of: models.PersonalAssistantProfile) -> list[shapes.CostOption]:
    rates = (("On weekdays", of.weekday_pence), ("At weekends", of.weekend_pence))
    travel = f". Travel is included within {of.travel_included_miles} miles" if of.travel_included_miles else ""
    return [
        shapes.CostOption(
            id=uuid5(of.uuid, f"cost:{words}"),
            service_id=of.uuid,
            option=words,
            amount=pence / 100,
            amount_description=f"an hour. Shortest visit {of.minimum_minutes} minutes{travel}",
        )
        for words, pence in rates
        if pence is not None
    ]


def _contact(of: models.Service, contact: models.Contact) -> shapes.Contact:
    own = uuid5(of.uuid, f"contact:{contact.pk}")
    return shapes.Contact(
        id=own,
        service_id=of.uuid,
        name=contact.name or None,
        title=contact.title or None,
        email=contact.email or None,
        phones=_phones(own, contact.phones.all()),
    )


def _phones(owner: UUID, phones: Iterable[models.Phone]) -> list[shapes.Phone]:
    return [
        shapes.Phone(
            id=uuid5(owner, f"phone:{one.pk}"), number=one.number, type=one.kind, description=one.description or None
        )
        for one in phones
    ]


def _attributes(owner: UUID, terms: Iterable[models.TaxonomyTerm]) -> list[shapes.Attribute]:
    return [
        shapes.Attribute(
            id=uuid5(owner, f"term:{one.uuid}"),
            link_id=owner,
            link_type=one.taxonomy.slug,
            taxonomy_term_id=one.uuid,
            taxonomy_term=term(one),
        )
        for one in terms
    ]
