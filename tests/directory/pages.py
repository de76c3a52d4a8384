"""Pages that no link of the demo leads to: a personal assistant's page is on the site already."""

from django.urls import reverse

from directory.models import PersonalAssistantProfile


def to_publish(_client):
    return [reverse("provider-assistant-publish", args=[PersonalAssistantProfile.objects.get(slug="ben-okafor").pk])]


PAGES = {"ben": to_publish}
