"""A service that is not like another one: a page with a name, not on the site until somebody has looked at it."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit
from accounts.models import User
from directory.actions.copies import free_slug
from directory.models import Organisation, Service
from directory.permissions import may_write
from directory.refusals import Refused


@transaction.atomic
def begin(*, organisation: Organisation, name: str, by: User, at: datetime | None = None) -> Service:
    if not may_write(by, organisation, ["name"]):
        raise Refused("Only a manager of this organisation can add a service.")
    made = Service.objects.create(organisation=organisation, name=name, slug=free_slug(name))
    audit(action="service.begun", by=by, subject=f"service:{made.pk}", at=at)
    return made
