"""Pages that no link of the demo leads to: what is shown once, after a form was sent, what is only in an e-mail, and
what is done already.
"""

from django.urls import reverse

from directory import ages, public
from directory.models import ConfirmationAsk, PersonalAssistantProfile


def to_publish(_client):
    return [reverse("provider-assistant-publish", args=[PersonalAssistantProfile.objects.get(slug="ben-okafor").pk])]


def told(_client):
    return [reverse("directory-correct-sent", args=[public.public_services().earliest("pk").slug])]


def still_right(_client):
    """The link answers while nobody confirmed the page since; looking at it uses nothing up."""
    tokens = (ages.token(ask) for ask in ConfirmationAsk.objects.filter(used_at=None))
    return [reverse("directory-still-right", args=[next(token for token in tokens if ages.asked_by(token))])]


PAGES = {"ben": to_publish, "nobody": lambda client: [*told(client), *still_right(client)]}
