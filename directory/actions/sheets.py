"""One row of a provider's sheet, sent as a change of its page: what is harmless goes live, the rest waits."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from directory import page_sheet
from directory.actions import proposals
from directory.models import ChangeProposal, Service
from directory.permissions import may_write
from directory.refusals import Moved, Refused

CHANGED = "Somebody changed this page since you downloaded the sheet. Download it again, and change it there"
DRAFT = "This page has a draft. Send it, or put it right, on the page itself first"
WAITS = "You sent this already. We are looking at it"


@transaction.atomic
def send(
    *, service: Service, version: str, values: dict[str, Any], by: User, at: datetime | None = None
) -> ChangeProposal:
    """Nothing is written over what the page says only since the sheet was downloaded, nor into somebody's draft."""
    if not may_write(by, service.organisation, values):
        raise Refused(proposals.NOT_YOURS)
    live = page_sheet.said(proposals.fresh(service))
    if page_sheet.version(live) != version:
        raise Moved(CHANGED)
    if proposals.open_one(service):
        raise Refused(DRAFT)
    made = proposals.write(subject=service, of=service.organisation, values=values, by=by, at=at)
    return proposals.send(proposal=made, by=by, at=at)
