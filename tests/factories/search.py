"""Documents to find, and a gazetteer to find them near."""

import itertools

from search.documents import Document, Place
from search.models import GazetteerPlace
from search.places import Near, postcode_key, town_key

numbers = itertools.count(1)

HERE = Near("AM3 2QT", 53.40, -2.30)
MILE = 1 / 69.09  # of latitude, near enough for a test that leaves room


def a_document(title="Lunch club", *, miles=None, kind="service", **more):
    """`miles` puts it that far north of HERE."""
    ref = more.pop("ref", str(next(numbers)))
    if miles is not None:
        more["places"] = (Place(HERE.lat + miles * MILE, HERE.lon, f"{title} hall"),)
    return Document(kind=kind, ref=ref, title=title, **({"url": f"/{kind}/{ref}/"} | more))


def a_gazetteer():
    """AM3 2QT, its district and the town of Alderford."""
    places = [
        ("postcode", postcode_key("AM3 2QT"), "AM3 2QT", 53.40, -2.30),
        ("outward", "AM3", "AM3", 53.41, -2.31),
        ("town", town_key("Alderford"), "Alderford", 53.42, -2.32),
    ]
    GazetteerPlace.objects.bulk_create(
        GazetteerPlace(kind=kind, key=key, name=name, lat=lat, lon=lon) for kind, key, name, lat, lon in places
    )
