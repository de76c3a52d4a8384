"""Pages that no link leads to: what is shown once, after a form was sent, and what is only in e-mails."""

from django.urls import reverse

from accounts.models import User
from cms import saved_searches as reading
from cms.actions import saved_searches
from cms.models import AdvicePage, SavedSearch
from tests.cms import front_door_pages


def thanked(_client):
    return [reverse("cms-feedback-thanks", args=[AdvicePage.objects.live().first().pk])]


def kept() -> SavedSearch:
    rosa = User.objects.get(email="rosa@aldermere.example")
    return saved_searches.save(owner=rosa, name="Lunch near home", asked="q=lunch&near=AM3+2QT")


def for_nobody(client):
    return [*thanked(client), reading.stop_address(kept()), *front_door_pages.for_nobody(client)]


def for_rosa(client):
    one = [reverse(f"cms-saved-search{name}", args=[kept().pk]) for name in ("", "-delete")]
    more = front_door_pages.for_rosa(client)
    return [*one, reverse("cms-saved-searches"), "/search/?q=lunch&near=AM3+2QT", *more]


PAGES = {"nobody": for_nobody, "rosa": for_rosa, "safeguarding": front_door_pages.for_safeguarding}
