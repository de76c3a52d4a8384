"""Photos and documents on pages, a place that was added, and one photo that waits for a moderator."""

from io import BytesIO

from django.core.files.base import ContentFile

from config.demo import pictures
from config.demo.gazetteer import postcodes
from config.demo.pictures import OF_KIND, PARK
from config.demo.seed_marketplace import Scene
from directory import photos
from directory.actions import moderation, page_files, page_places, proposals
from directory.models import ChangeProposal, Service, ServiceDocument, ServicePhoto
from directory.page_lists import price_lines, prices

WITH_PHOTOS, WITH_DOCUMENTS = 60, 5  # services; and of these each fifth has a document
HALL = {"line": "4 Orchard Way", "town": "Alderford"}


def all_of_it(scene: Scene) -> None:
    for turn, service in enumerate(shown()):
        with_photos(service, turn)
        if turn % WITH_DOCUMENTS == 0:
            with_prices(service)
    a_place(scene)
    one_waits(scene)


def shown() -> list[Service]:
    found = Service.objects.filter(status="published").prefetch_related("terms__taxonomy", "costs")
    return list(found.order_by("pk")[:WITH_PHOTOS])


def with_photos(service: Service, turn: int) -> None:
    """As they would be after a moderator's yes."""
    kind = next((term.slug for term in service.terms.all() if term.taxonomy.slug == "topic"), "")
    for position, one in enumerate(OF_KIND.get(kind, ())):
        content = pictures.jpeg(one, turn)
        drawn = photos.scene(BytesIO(content), len(content))
        made = ServicePhoto(service=service, alt=one.alt, width=drawn.width, height=drawn.height, position=position)
        made.file.save("", drawn.content)


def with_prices(service: Service) -> None:
    lines = [service.summary, *price_lines(prices(service)), "Ask us for this in large print or in another language."]
    content = pictures.pdf(service.name, lines)
    made = ServiceDocument(service=service, name="What it costs, to print", pages=1, size=len(content), position=0)
    made.file.save("", ContentFile(content))


def a_place(scene: Scene) -> None:
    """Grace added a room where people meet who come; the council said yes."""
    grace, service = scene.user("hollybank"), Service.objects.get(slug="hollybank-companions")
    address = HALL | {"postcode": next(one.postcode for one in postcodes() if one.town == HALL["town"])}
    ways = ["step-free", "accessible-toilet", "parking"]
    page_places.add(service=service, name="Orchard Room", address=address, access=ways, by=grace)
    moderation.approve(proposal=sent(service, scene), by=scene.user("editor"))


def one_waits(scene: Scene) -> None:
    service = Service.objects.get(slug="hollybank-care-at-home")
    content = pictures.jpeg(PARK, 2)
    drawn = photos.scene(BytesIO(content), len(content))
    page_files.add_photo(service=service, drawn=drawn, alt=PARK.alt, by=scene.user("hollybank"))
    sent(service, scene)


def sent(service: Service, scene: Scene) -> ChangeProposal:
    draft = proposals.open_one(service)
    if draft is None:
        raise ValueError(service)
    return proposals.send(proposal=draft, by=scene.user("hollybank"))
