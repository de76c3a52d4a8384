"""Photos and documents on a service's page: read as plain values, written back, said in words. As `page_lists`.

A file is there before anybody said yes to it, without a position; writing gives those on the page their positions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from directory.models import Service, ServiceDocument, ServicePhoto
from directory.page_lists import Value


@dataclass(frozen=True)
class Picture:
    src: str
    alt: str


def on_page(files: Iterable[Any]) -> list[Any]:
    """Of the files that are loaded, those that people see."""
    return sorted((one for one in files if one.position is not None), key=lambda one: (one.position, one.pk))


def photos(of: Service) -> list[Value]:
    return [{"photo": str(one.uuid), "alt": one.alt} for one in on_page(of.photos.all())]


def write_photos(of: Service, wanted: list[Value]) -> None:
    _write(of.photos.all(), [(one["photo"], {"alt": one["alt"]}) for one in wanted])


def photo_lines(value: list[Value]) -> list[str]:
    return [f"{number}. {one['alt']}" for number, one in enumerate(value, 1)]


def pictures(value: list[Value]) -> list[Picture]:
    """Of those that are still kept."""
    kept = {str(uuid) for uuid in ServicePhoto.objects.filter(uuid__in=_named(value)).values_list("uuid", flat=True)}
    return [
        Picture(reverse("directory-photo", args=[one["photo"]]), one["alt"]) for one in value if one["photo"] in kept
    ]


def _named(value: list[Value]) -> list[str]:
    return [one["photo"] for one in value]


def documents(of: Service) -> list[Value]:
    return [{"document": str(one.uuid), "name": one.name} for one in on_page(of.documents.all())]


def write_documents(of: Service, wanted: list[Value]) -> None:
    _write(of.documents.all(), [(one["document"], {"name": one["name"]}) for one in wanted])


def document_lines(value: list[Value]) -> list[str]:
    return [one["name"] for one in value]


def _write(files: Iterable[ServicePhoto | ServiceDocument], wanted: Sequence[tuple[str, Value]]) -> None:
    """Only files of this page: a copy of it does not take another's along."""
    places = {key: (number, words) for number, (key, words) in enumerate(wanted)}
    for one in files:
        position, words = places.get(str(one.uuid), (None, {}))
        if one.position != position or any(getattr(one, name) != text for name, text in words.items()):
            one.position = position
            for name, text in words.items():
                setattr(one, name, text)
            one.save(update_fields=["position", *words])
