"""What people may tell the council about, that the directory knows: an organisation, a personal assistant."""

from collections.abc import Iterable

from django.http import HttpRequest

from accounts.models import User
from cms.about import Kind, Thing
from directory import public
from directory.models import Organisation, PersonalAssistantProfile

ORGANISATION, ASSISTANT = "organisation", "personal_assistant"


def at_organisation(request: HttpRequest, slug: str) -> Thing | None:
    return of_organisation(public.public_organisations().filter(slug=slug).first())


def at_service(request: HttpRequest, slug: str) -> Thing | None:
    """A service is called by its own name, and belongs to its organisation."""
    service = public.public_services().select_related("organisation").filter(slug=slug).first()
    if service is None:
        return None
    return of_organisation(service.organisation, f"{service.name}, {service.organisation.name}")


def at_assistant(request: HttpRequest, slug: str) -> Thing | None:
    profile = public.public_assistants().filter(slug=slug).first()
    return of_assistant(profile) if profile else None


def of_organisation(organisation: Organisation | None, words: str = "") -> Thing | None:
    if organisation is None:
        return None
    return Thing(ORGANISATION, str(organisation.pk), words or organisation.name)


def of_assistant(profile: PersonalAssistantProfile) -> Thing:
    return Thing(ASSISTANT, str(profile.pk), profile.name)


def of_organisation_belongs(ref: str) -> Iterable[User]:
    members = User.objects.filter(memberships__organisation=int(ref), memberships__ended_at=None, is_active=True)
    return members.distinct()


def of_assistant_belongs(ref: str) -> Iterable[User]:
    return User.objects.filter(personal_assistant=int(ref), is_active=True)


KINDS = {
    ORGANISATION: Kind("Organisation", of_organisation_belongs),
    ASSISTANT: Kind("Personal assistant", of_assistant_belongs),
}
ADDRESSES = {
    "directory-organisation": at_organisation,
    "directory-service": at_service,
    "directory-assistant": at_assistant,
}
