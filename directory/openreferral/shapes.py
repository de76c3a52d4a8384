"""The shapes of the open feed, named as HSDS-UK 3.0 names them. What is not known is left out, never null.

Of a personal assistant there is no location: only the names of areas, and how far around them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from ninja import Field, Schema

Item = TypeVar("Item")


class About(Schema):
    """What this is."""

    version: str = Field(description="Of Open Referral", examples=["3.0"])
    profile: str = Field(description="Where the UK profile is explained")
    openapi_url: str
    licence: str = Field(description="What you may do with the data", examples=["Open Government Licence v3.0"])
    licence_url: str
    bulk_url: str = Field(description="Everything in one file, made each night")


class Page(Schema, Generic[Item]):
    total_items: int = Field(examples=[132])
    total_pages: int = Field(examples=[3])
    page_number: int = Field(examples=[1])
    size: int = Field(description="How many there are on this page", examples=[50])
    first_page: bool = Field(examples=[True])
    last_page: bool = Field(examples=[False])
    empty: bool = Field(examples=[False])
    contents: list[Item]


class Term(Schema):
    """A word that services are filed under."""

    id: UUID
    name: str = Field(examples=["Meals"])
    description: str = ""
    parent_id: UUID | None = None
    taxonomy: str = Field(examples=["Kind of support"])
    taxonomy_id: UUID
    term_uri: str | None = None
    term: str = Field(description="What does not change where the name does", examples=["meals"])


class TaxonomyBrief(Schema):
    """A list of terms."""

    id: UUID
    name: str = Field(examples=["Kind of support"])
    description: str
    uri: str | None = None
    version: str | None = None


class TaxonomyWhole(TaxonomyBrief):
    taxonomy_terms: list[Term]


class Attribute(Schema):
    """A term that something is filed under."""

    id: UUID
    link_id: UUID
    link_type: str = Field(examples=["topic"])
    taxonomy_term_id: UUID
    taxonomy_term: Term


class Phone(Schema):
    id: UUID
    number: str = Field(examples=["01632 960 100"])
    type: str = Field(description="voice or text", examples=["voice"])
    description: str | None = None


class Schedule(Schema):
    """Opening times: the fields of an RRULE, and two times of the clock. Closing before opening is after midnight."""

    id: UUID
    service_id: UUID | None = None
    service_at_location_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    freq: str = Field(examples=["WEEKLY"])
    interval: int = Field(examples=[1])
    byday: str | None = Field(None, examples=["MO,TU"])
    bymonthday: str | None = None
    description: str | None = None
    opens_at: str | None = Field(None, examples=["09:00:00"])
    closes_at: str | None = Field(None, examples=["17:00:00"])
    notes: str | None = None


class ServiceArea(Schema):
    """Where people are visited at home."""

    id: UUID
    service_id: UUID
    name: str = Field(examples=["Alderford"])
    service_area: str = Field(examples=["Alderford, and up to 5 miles around"])


class Address(Schema):
    id: UUID
    location_id: UUID
    address_1: str = Field(examples=["1 High Street"])
    city: str = Field(examples=["Alderford"])
    region: str | None = None
    state_province: str
    postal_code: str = Field(examples=["AM3 2QT"])
    country: str = Field(examples=["GB"])
    address_type: str = Field(examples=["physical"])


class Accessibility(Schema):
    id: UUID
    location_id: UUID
    description: str = Field(examples=["Step-free entrance"])
    accessibility: str
    details: str | None = None
    url: str | None = None


class LocationBrief(Schema):
    """A place where a service is given. Never somebody's home."""

    id: UUID
    location_type: str = Field(examples=["physical"])
    name: str | None = None
    description: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class LocationWhole(LocationBrief):
    addresses: list[Address]
    accessibility: list[Accessibility]
    phones: list[Phone]


class Identifier(Schema):
    id: UUID
    organization_id: UUID
    identifier_scheme: str = Field(examples=["GB-CHC"])
    identifier_type: str = Field(examples=["Charity number"])
    identifier: str


class OrganizationBrief(Schema):
    """Who offers a service."""

    id: UUID
    name: str = Field(examples=["Age Well"])
    description: str
    email: str | None = None
    website: str | None = None
    uri: str = Field(description="The page for people")


class OrganizationWhole(OrganizationBrief):
    organization_identifiers: list[Identifier]
    phones: list[Phone]


class Language(Schema):
    id: UUID
    service_id: UUID
    code: str = Field(description="ISO 639", examples=["bfi"])
    name: str = Field(examples=["British Sign Language"])


class CostOption(Schema):
    id: UUID
    service_id: UUID
    valid_from: date | None = None
    valid_to: date | None = None
    option: str = Field(examples=["A hot lunch"])
    amount: float | None = Field(None, description="In pounds. Left out where it is not known", examples=[4.5])
    currency: str = "GBP"
    amount_description: str = Field(examples=["a visit"])


class Contact(Schema):
    """A person or a desk to ask for."""

    id: UUID
    service_id: UUID
    name: str | None = None
    title: str | None = None
    email: str | None = None
    phones: list[Phone]


class ServiceBrief(Schema):
    """What exists, with the fields of which there is one."""

    id: UUID
    organization_id: UUID | None = Field(
        None, description="Left out for a personal assistant: nobody employs them here"
    )
    name: str = Field(examples=["Alderford lunch club"])
    description: str | None = None
    url: str = Field(description="Its own page, else the page for people here")
    email: str | None = None
    status: str = Field(examples=["active"])
    fees: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: date | None = Field(None, description="When somebody last confirmed that this is right")
    alert: str | None = None
    application_process: str | None = None
    last_modified: datetime
    organization: OrganizationBrief | None = None


class ServiceAtLocationInService(Schema):
    id: UUID
    service_id: UUID
    location_id: UUID
    description: str | None = None
    schedules: list[Schedule]
    location: LocationWhole


class Unit(Schema):
    """What a capacity counts."""

    id: UUID
    name: str = Field(examples=["People on Tuesday mornings in Alderford"])


class ServiceCapacity(Schema):
    """How many more people there is room for in a part of the week, as HSDS 3.1 names it."""

    id: UUID
    service_id: UUID
    unit: Unit
    available: int = Field(description="Room for so many more", examples=[2])
    maximum: int = Field(description="How many there was room for when they told us", examples=[3])
    description: str = Field(examples=["From 06:00 to 12:00"])
    updated: datetime = Field(description="When they told us. It counts for 14 days")


class ServiceWhole(ServiceBrief):
    """What exists, with all that is public about it."""

    accreditations: str | None = Field(None, description="What was checked, what was not, and until when it holds")
    eligibility_description: str | None = Field(None, description="Who may use it, in words")
    schedules: list[Schedule]
    service_areas: list[ServiceArea]
    service_at_locations: list[ServiceAtLocationInService]
    languages: list[Language]
    organization: OrganizationWhole | None = None
    cost_options: list[CostOption]
    contacts: list[Contact]
    phones: list[Phone]
    attributes: list[Attribute]
    service_capacity: list[ServiceCapacity] | None = Field(None, description="Left out where nobody told us lately")


class ServiceAtLocationBrief(Schema):
    """A service as it is given at one place."""

    id: UUID
    service_id: UUID
    location_id: UUID
    description: str | None = None
    location: LocationBrief
    service: ServiceBrief


class ServiceAtLocationWhole(ServiceAtLocationBrief):
    schedules: list[Schedule]
    location: LocationWhole
    service: ServiceWhole
