"""What several of these need: made once for each test."""

from directory.actions import (
    services,
)
from tests.factories import directory


def published_service(_cast):
    service = directory.service()
    services.publish(service=service, by=None)
    return {"slug": service.slug}


def organisation(cast):
    services.publish(service=directory.service(organisation=cast.organisation), by=None)
    return {"slug": cast.organisation.slug}


MODERATORS = "editor administrator"
