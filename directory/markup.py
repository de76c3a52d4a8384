"""What search engines are told of a page, in the words of schema.org. Only what the page itself shows.

There are no ratings here: nobody's support is given stars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from directory import models, opening, page_files, public
from directory.documents import all_schedules

Data = dict[str, Any]
Whole = Callable[[str], str]  # a path → an address with the site's name


def service(of: models.Service, today: date, whole: Whole) -> Data:
    hours = opening.weekly(all_schedules(of), today)
    return {"@context": "https://schema.org"} | _known(
        {
            "@type": "Service",
            "@id": whole(reverse("directory-service", args=[of.slug])),
            "url": whole(reverse("directory-service", args=[of.slug])),
            "name": of.name,
            "description": of.summary or of.description,
            "image": [
                whole(reverse("directory-photo", args=[one.uuid])) for one in page_files.on_page(of.photos.all())
            ],
            "serviceType": [term.name for term in of.terms.all() if term.taxonomy.slug == "topic"],
            "provider": _organisation(of.organisation, of.organisation.phones.all(), whole),
            "areaServed": [area.name for area in of.areas.all()],
            "availableLanguage": [str(language) for language in of.languages.all()],
            "availableChannel": _channels(of),
            "hoursAvailable": [_hours(one) for one in hours],
            "offers": [_offer(cost) for cost in public.prices_on(of, today) if cost.amount_pence is not None],
        }
    )


def organisation(of: models.Organisation, whole: Whole) -> Data:
    return {"@context": "https://schema.org"} | _organisation(of, of.phones.all(), whole)


def _organisation(of: models.Organisation, phones: Iterable[models.Phone], whole: Whole) -> Data:
    return _known(
        {
            "@type": "Organization",
            "@id": whole(reverse("directory-organisation", args=[of.slug])),
            "url": whole(reverse("directory-organisation", args=[of.slug])),
            "name": of.name,
            "description": of.description,
            "email": of.email,
            "telephone": [phone.number for phone in phones],
            "sameAs": of.website,
        }
    )


def _channels(of: models.Service) -> list[Data]:
    """By telephone, on its own page, or at a place."""
    places = [_known({"@type": "ServiceChannel", "serviceLocation": _place(at)}) for at in of.at_locations.all()]
    phone = next((one.number for one in of.phones.all()), "")
    ways = {
        "servicePhone": _known({"@type": "ContactPoint", "telephone": phone}) if phone else "",
        "serviceUrl": of.url,
    }
    return [*places, {"@type": "ServiceChannel"} | _known(ways)] if any(ways.values()) else places


def _place(at: models.ServiceAtLocation) -> Data:
    location = at.location
    address = {
        "@type": "PostalAddress",
        "streetAddress": location.address_1,
        "addressLocality": location.city,
        "addressRegion": location.region,
        "postalCode": location.postcode,
        "addressCountry": "GB",
    }
    geo = {"@type": "GeoCoordinates", "latitude": location.latitude, "longitude": location.longitude}
    return _known(
        {
            "@type": "Place",
            "name": location.name,
            "address": _known(address) if location.address_lines else "",
            "geo": geo if location.latitude is not None else "",
        }
    )


def _hours(one: opening.Hours) -> Data:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{opening.NAMES[one.weekday - 1]}",
        "opens": f"{one.opens:%H:%M}",
        "closes": f"{one.closes:%H:%M}",
    }


def _offer(cost: models.CostOption) -> Data:
    return {
        "@type": "Offer",
        "name": f"{cost.option}, {cost.get_unit_display()}",
        "price": f"{(cost.amount_pence or 0) / 100:.2f}",
        "priceCurrency": "GBP",
    }


def _known(data: Data) -> Data:
    """Without what is not known."""
    return {name: value for name, value in data.items() if value not in ("", None, [])}
