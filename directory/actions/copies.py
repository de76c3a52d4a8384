"""A service like another one: a page of its own, not on the site until somebody has looked at it."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.audit import audit
from accounts.models import User
from directory import page_fields
from directory.models import Service
from directory.permissions import may_write
from directory.refusals import Refused

LETTERS = 100


@transaction.atomic
def copy(*, service: Service, by: User, at: datetime | None = None) -> Service:
    """All that its page says, and where it is given. Not its registration with CQC, nor who confirmed it."""
    if not may_write(by, service.organisation, ["name"]):
        raise Refused("Only a manager of this organisation can change this.")
    name = f"{service.name} (copy)"[:150]
    made = Service.objects.create(
        organisation=service.organisation,
        name=name,
        slug=free_slug(name),
        gives_personal_care=service.gives_personal_care,
    )
    page_fields.write(made, page_fields.read(service) | {"name": name})
    made.terms.set(service.terms.all())
    for at_one in service.at_locations.all():
        made.at_locations.filter(location=at_one.location_id).update(description=at_one.description)
    audit(action="service.copied", by=by, subject=f"service:{made.pk}", detail={"from": service.pk}, at=at)
    return made


def free_slug(name: str) -> str:
    wanted = slugify(name)[:LETTERS] or "service"
    taken = set(Service.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
