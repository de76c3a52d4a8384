"""What editors say of links to other sites."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from cms.models import ConfirmedLink
from cms.models.base import WrittenPage
from cms.outside_links import of_pages


@transaction.atomic
def confirm(*, page: WrittenPage, addresses: Iterable[str], by: User, at: datetime | None = None) -> int:
    """Somebody opened these and found them right. Only links that stand on the page count; answers how many did."""
    at = at or timezone.now()
    wanted = set(addresses)
    [there] = of_pages([page])
    opened = [link.address for link in there.links if link.address in wanted and not link.wrong]
    ConfirmedLink.objects.bulk_create(
        [ConfirmedLink(address=to, confirmed_on=timezone.localdate(at), confirmed_by=by) for to in opened],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["confirmed_on", "confirmed_by"],
    )
    if opened:
        audit(action="links.confirmed", by=by, subject=f"page:{page.pk}", detail={"links": len(opened)}, at=at)
    return len(opened)
