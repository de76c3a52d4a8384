"""Registrations that end: one leaves Tom with a visit and waits for an answer, one was taken over last week."""

from datetime import datetime, timedelta

from django.utils import timezone

from config.demo.seed_marketplace import Scene, seller
from config.demo.seed_money import ago
from directory.actions import services, successions
from directory.models import Location, Organisation, Service, ServiceAtLocation
from marketplace.actions import lost_support, orders
from marketplace.models import Order

KESTREL, OAKAPPLE = "kestrel-visits", "oakapple-overnight"


def all_of_it(scene: Scene) -> None:
    tom_books(scene)
    ended(scene)
    taken_over(scene)


def tom_books(scene: Scene) -> Order:
    """An hour at noon, nine days from now."""
    listing, tom, asked_at = scene.sale[KESTREL], scene.persons["tom"], ago(scene.now, 4, hour=11)
    noon = timezone.localtime(scene.now + timedelta(days=9)).replace(hour=12, minute=0, second=0, microsecond=0)
    wish = orders.Wish(
        listing=listing,
        person=tom,
        pot=scene.purses["tom"].pots["Own money"],
        starts_at=(noon,),
        minutes=60,
        token="demo-tom-kestrel",  # noqa: S106 (names a journey)
        start_early=True,
        not_household=True,
    )
    made = orders.place(wish=wish, by=scene.user("tom"), at=asked_at, send=False)
    return orders.accept(order=made, by=seller(listing, scene), at=asked_at + timedelta(hours=3), send=False)


def ended(scene: Scene) -> None:
    """Kestrel's location is not in CQC's file any more, and the company next door is. Samuel has rung Tom."""
    kestrel, at = Service.objects.get(slug=KESTREL), ago(scene.now, 2, hour=7)
    services.end_registration(service=kestrel, on=at.date(), by=None, at=at)
    registered_instead(kestrel, "Merlin Care Limited", "1-900000951", at)
    words = "Tom waits to hear who goes on with it. His sister is with him until then."
    samuel, tom = scene.user("practitioner"), scene.persons["tom"]
    lost_support.spoke(person=tom, service=kestrel, words=words, by=samuel, at=ago(scene.now, 1))


def taken_over(scene: Scene) -> None:
    """Oakapple's nights went to a company that we do not pay yet: finance sets it up."""
    nights, at = Service.objects.get(slug=OAKAPPLE), ago(scene.now, 7, hour=7)
    services.end_registration(service=nights, on=at.date(), by=None, at=at)
    new = registered_instead(nights, "Sorrel Nights Limited", "1-900000952", at)
    successions.take_over(service=nights, successor=new, by=scene.user("editor"), at=at + timedelta(hours=3))


def registered_instead(service: Service, company: str, location: str, at: datetime) -> Service:
    """As `import_cqc` makes it: at the same place, under another provider."""
    slug = company.lower().replace(" ", "-")
    organisation = Organisation.objects.create(name=company, slug=slug, cqc_provider_id=f"{location}-p")
    made = Service.objects.create(
        organisation=organisation,
        name=company.removesuffix(" Limited"),
        slug=f"{slug}-care",
        summary="Homecare agencies in Aldermere.",
        gives_personal_care=True,
        cqc_location_id=location,
        confirmed_on=at.date(),
        confirmed_as="The register of the Care Quality Commission",
        source="cqc",
        source_id=location,
    )
    made.terms.set(service.terms.filter(taxonomy__slug="topic"))
    for there in service.at_locations.select_related("location"):
        place = there.location
        same = {name: getattr(place, name) for name in ("address_1", "city", "postcode", "latitude", "longitude")}
        location_made = Location.objects.create(name=made.name, source="cqc", source_id=location, **same)
        ServiceAtLocation.objects.create(service=made, location=location_made)
        break
    services.publish(service=made, by=None, at=at)
    return made
