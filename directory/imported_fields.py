"""What an import says of a service, field by field: read and written as text, and said in words. Nothing asks who may.

What is kept of an import is text (`ImportDifference`), so that it can wait for years; here it becomes a value again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from directory import page_fields, page_lists, page_places
from directory.models import Language, Location, Schedule, Service, ServiceAtLocation
from directory.opening import weekdays

ENDED = "Its source says that it has ended"
STATUS = "status"  # its source says that it has ended: `actions` take it down
PLACE = {
    "address_1": "Address",
    "city": "Town",
    "region": "County",
    "postcode": "Postcode",
    "location_type": "Sort of place",
    "place_name": "Name of the place",
    "place_description": "About the place",
}
WORDS = {"": "Nothing", "True": "Yes", "False": "No", "published": "On the public site", "withdrawn": "Taken down"}


@dataclass(frozen=True)
class ImportedField:
    label: str
    read: Callable[[Service], str]
    write: Callable[[Service, str], None]  # to the service as it is in memory, or to its rows; the caller saves it


def of(name: str) -> ImportedField:
    if name in FIELDS:
        return FIELDS[name]
    return _of_place(name) if name in PLACE else _of_service(name)


def place_field(name: str) -> str:
    """A place has a name and a description too."""
    return f"place_{name}" if name in ("name", "description") else name


def said(value: Any) -> str:
    return "" if value is None else str(value)


def words(text: str) -> str:
    return WORDS.get(text, text)


def place_of(service: Service) -> Location | None:
    """The first: imports compare no other."""
    return next((at.location for at in service.at_locations.all()), None)


def _of_service(name: str) -> ImportedField:
    field = Service._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - offers name no relations
    known = page_fields.OF[Service].get(name)
    label = known.label if known else str(field.verbose_name)
    return ImportedField(
        label[:1].upper() + label[1:],
        lambda service: said(getattr(service, name)),
        lambda service, text: setattr(service, name, _value(field, text)),
    )


def _value(field: "Field[Any, Any]", text: str) -> Any:
    return None if not text and field.null else field.to_python(text)


def _of_place(name: str) -> ImportedField:
    column = name.removeprefix("place_")

    def write(service: Service, text: str) -> None:
        place = place_of(service) or Location()
        setattr(place, column, text)
        if column == "postcode":
            place.latitude, place.longitude = page_places.point(text)
        is_new = place.pk is None
        place.save()
        if is_new:
            ServiceAtLocation.objects.create(service=service, location=place)

    return ImportedField(PLACE[name], lambda service: said(getattr(place_of(service), column, "")), write)


def phone_text(service: Service) -> str:
    return ", ".join(phone.number for phone in service.phones.all())


def _write_phone(service: Service, text: str) -> None:
    page_lists.write_phones(service, [{"number": text, "words": ""}])


def hours_text(schedules: Iterable[Schedule]) -> str:
    weekly = sorted((one.byday, one.opens_at, one.closes_at) for one in schedules if _is_weekly(one))  # type: ignore[type-var]  # never None
    return "; ".join(f"{days} {opens:%H:%M} to {closes:%H:%M}" for days, opens, closes in weekly)


def _is_weekly(one: Schedule) -> bool:
    return bool(one.byday and one.opens_at and one.closes_at)


def _write_hours(service: Service, text: str) -> None:
    page_lists.write_hours(service, [_times(part) for part in text.split("; ") if part])


def _times(part: str) -> page_lists.Value:
    days, opens, _, closes = part.split(" ")
    return {"days": weekdays(days), "opens": opens, "closes": closes}


def _rules_text(service: Service) -> str:
    return "\n".join(map(str, service.eligibilities.all()))


def _write_rules(service: Service, text: str) -> None:
    """A feed says a rule in one line; whose area the page knows stays as it is."""
    there = {str(rule): {"words": rule.words, "area": rule.area} for rule in service.eligibilities.all()}
    page_lists.write_rules(service, [there.get(line, {"words": line, "area": ""}) for line in text.splitlines()])


def in_lines(names: Iterable[str]) -> str:
    return "\n".join(sorted(names))


def _write_areas(service: Service, text: str) -> None:
    """A feed names places; how far around them is the page's own word."""
    around = {area.name: area.miles for area in service.areas.all()}
    page_lists.write_areas(service, [{"name": name, "miles": around.get(name)} for name in text.splitlines()])


def _write_languages(service: Service, text: str) -> None:
    service.languages.set(Language.objects.filter(name__in=text.splitlines()))


FIELDS = {
    "phone": ImportedField("Telephone", phone_text, _write_phone),
    "hours": ImportedField("Opening hours", lambda service: hours_text(service.schedules.all()), _write_hours),
    "rules": ImportedField("Who may use it", _rules_text, _write_rules),
    "areas": ImportedField(
        "Where it goes", lambda service: in_lines(area.name for area in service.areas.all()), _write_areas
    ),
    "languages": ImportedField(
        "Languages", lambda service: in_lines(map(str, service.languages.all())), _write_languages
    ),
    STATUS: ImportedField("Is it still there?", lambda service: service.status, lambda _service, _text: None),
}
