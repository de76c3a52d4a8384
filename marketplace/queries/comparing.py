"""What each of several services and personal assistants sells."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from directory.documents import ASSISTANT, SERVICE
from directory.models.personal_assistants import Employment
from directory.shortlist import Kept
from marketplace.models import Listing


def offers(kept: Sequence[Kept], day: date) -> dict[Kept, list[Listing]]:
    """On sale that day, the lowest price first. Who works as an employee is not booked by the visit."""
    services = [one.pk for one in kept if one.kind == SERVICE]
    assistants = [one.pk for one in kept if one.kind == ASSISTANT]
    hired = Q(personal_assistant__in=assistants, personal_assistant__employment=Employment.SELF_EMPLOYED)
    found: dict[Kept, list[Listing]] = defaultdict(list)
    for one in Listing.objects.on_sale(day).filter(Q(service__in=services) | hired).order_by("price_pence", "pk"):
        seller = Kept(SERVICE, one.service_id) if one.service_id else Kept(ASSISTANT, one.personal_assistant_id or 0)
        found[seller].append(one)
    return found
