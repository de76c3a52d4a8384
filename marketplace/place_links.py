"""The link of an e-mail by which somebody says, without signing in, that their places are still right.

It is signed and ends after 14 days: then what it asks about does not count any more. It names who got it, so that it
ends with their work for the seller. Opening it changes nothing: programs that look at links in e-mails press no button.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import User
from directory.models import PersonalAssistantProfile, Service, Status
from directory.models.capacity import Owner
from marketplace.readers import seller_readers

SALT = "marketplace.places"
HOLDS = timedelta(days=14)


@dataclass(frozen=True)
class Holder:
    """Who got the link, and about whose places."""

    user: User
    of: Owner


def address(of: Owner, user: User) -> str:
    kind = "service" if isinstance(of, Service) else "assistant"
    token = signing.TimestampSigner(salt=SALT).sign(f"{kind}-{of.pk}-{user.pk}")
    return reverse("provider-places-link", args=[token])


def opened(token: str) -> Holder | None:
    """None where nobody signed it, where it is too old, or where they do not answer for the places any more."""
    try:
        kind, owner, user = signing.TimestampSigner(salt=SALT).unsign(token, max_age=HOLDS).split("-")
    except (signing.BadSignature, ValueError):
        return None
    of: Owner | None
    if kind == "service":
        of = Service.objects.select_related("organisation").filter(pk=owner, status=Status.PUBLISHED).first()
    else:
        of = PersonalAssistantProfile.objects.select_related("user").filter(pk=owner, status=Status.PUBLISHED).first()
    holder = next((one for one in keepers(of) if str(one.pk) == user), None) if of else None
    return Holder(holder, of) if of and holder else None


def keepers(of: Owner) -> list[User]:
    """The assistant, or those who keep the organisation's diary."""
    return seller_readers(of.organisation if isinstance(of, Service) else of)
