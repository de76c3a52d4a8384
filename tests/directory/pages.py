"""Pages that no link of the demo surely leads to: of an assistant who is on the site already, and passports."""

from django.urls import reverse

from directory.models import PersonalAssistantProfile


def to_publish(_client):
    return [reverse("provider-assistant-publish", args=[PersonalAssistantProfile.objects.get(slug="ben-okafor").pk])]


def passports(_client):
    """Of a service and of an organisation: among so many in the county no link would surely be followed."""
    service = reverse("directory-service-passport", args=["hollybank-companions"])
    return [service, reverse("directory-organisation-passport", args=["oakapple-care"])]


PAGES = {"ben": to_publish, "nobody": passports}
