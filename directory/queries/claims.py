"""What the council has to do about claims and new organisations."""

from django.db.models import Q

from directory.claim_rules import NewState, Way
from directory.models import NewOrganisation, OrganisationClaim


def to_do_of_new() -> Q:
    """To look at; or a code to post."""
    return Q(state=NewState.WAITING.value) | Q(state=NewState.CODE.value, way=Way.POST.value)


def waiting() -> tuple[int, int]:
    """Claims and new organisations that wait for the council."""
    claims = OrganisationClaim.objects.filter(state="open").exclude(way=Way.EMAIL.value)
    return claims.count(), NewOrganisation.objects.filter(to_do_of_new()).count()
