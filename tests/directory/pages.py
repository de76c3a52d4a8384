"""Pages that no link of the demo leads to: what is shown once, after a form was sent, what is only in an e-mail, and
what is done already.
"""

from django.urls import reverse

from directory import ages, public
from directory.actions import members
from directory.models import (
    Appeal,
    ConfirmationAsk,
    DbsNumber,
    OrganisationClaim,
    PersonalAssistantProfile,
    Service,
)


def bens(_client):
    ben = PersonalAssistantProfile.objects.get(slug="ben-okafor")
    renew = reverse("approvals-renew", args=[ben.approvals.get().pk])
    own = [reverse(f"provider-assistant-{what}", args=[ben.pk]) for what in ("publish", "preview")]
    return [*own, renew]


def own_pages(_client):
    """What is asked of a page that is down, and of one that was never sent: hers are up."""
    up = Service.objects.filter(organisation__members__user__email="hollybank@aldermere.example").earliest("pk")
    return [reverse(f"provider-service-{what}", args=[up.pk]) for what in ("put-back", "delete")]


def told(_client):
    found = {
        "service": public.public_services().earliest("pk"),
        "organisation": public.public_organisations().earliest("pk"),
        "assistant": public.public_assistants().earliest("pk"),
    }
    return [reverse(f"directory-{kind}-correct-sent", args=[one.slug]) for kind, one in found.items()]


def still_right(_client):
    """The link answers while nobody confirmed the page since; looking at it uses nothing up."""
    tokens = (ages.token(ask) for ask in ConfirmationAsk.objects.filter(used_at=None))
    return [reverse("directory-still-right", args=[next(token for token in tokens if ages.asked_by(token))])]


def passports(_client):
    """Of a service and of an organisation: among so many in the county no link would surely be followed."""
    service = reverse("directory-service-passport", args=["hollybank-companions"])
    return [service, reverse("directory-organisation-passport", args=["oakapple-care"])]


def cases(_client):
    """An appeal that waits and a number that is kept: among so many cases theirs would not surely be followed."""
    waits, kept = Appeal.objects.get(answered_at=None), DbsNumber.objects.get()
    appeal = reverse("staff-approval-appeal", args=[waits.approval_id])
    return [appeal, reverse("staff-dbs-number-gone", args=[kept.approval_id])]


def claim_of(who):
    """Where her claim stands: the link is in an e-mail, and on the page of that one organisation."""

    def found(_client):
        claims = OrganisationClaim.objects.filter(user__email=f"{who}@aldermere.example")
        return [reverse("provider-claim-code", args=[claims.latest("pk").pk])]

    return found


def asked_to_join(_client):
    """The link is in an e-mail; looking at it uses nothing up."""
    return [reverse("provider-join", args=[members.token(members.open_ones().latest("pk"))])]


PAGES = {
    "broker": lambda client: [*claim_of("broker")(client), *asked_to_join(client)],
    "approver": cases,
    "ben": lambda client: [*bens(client), *claim_of("ben")(client)],
    "hollybank": own_pages,
    "nobody": lambda client: [*told(client), *still_right(client), *passports(client)],
}
