"""Pages that no link leads to: what is shown once, after a form was sent."""

from django.urls import reverse

from cms.models import AdvicePage


def thanked(_client):
    return [reverse("cms-feedback-thanks", args=[AdvicePage.objects.live().first().pk])]


PAGES = {"nobody": thanked}
