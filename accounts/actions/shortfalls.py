"""What shops took beyond what there was: a named person decides that the council bears it. Code never takes it from the
person's pots."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import ledger
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.ledger import LedgerKind, Move
from accounts.models import CardAccount, ShortfallDecision, User
from accounts.permissions import has_part_in
from accounts.queries import shortfalls

Kind = ShortfallDecision.Kind


class ShortfallRefused(Refused):
    pass


def bear(*, account: CardAccount, pence: int, reason: str, by: User, at: datetime | None = None) -> ShortfallDecision:
    """The council's own money goes where the shop took too much, so that the account is at nothing again.

    `pence` is what was seen and decided upon: if it is another by now, somebody must look again. Raises
    ShortfallRefused.
    """
    return _decide(Kind.BORNE, account, pence, reason, by, at or timezone.now())


def give_back(
    *, account: CardAccount, pence: int, reason: str, by: User, at: datetime | None = None
) -> ShortfallDecision:
    """A shop gave back what the council bore before: it is the council's again."""
    return _decide(Kind.BACK, account, pence, reason, by, at or timezone.now())


@transaction.atomic
def _decide(
    kind: ShortfallDecision.Kind, account: CardAccount, pence: int, reason: str, by: User, now: datetime
) -> ShortfallDecision:
    if not reason.strip():
        raise ShortfallRefused("Say why the council decides this.")
    if has_part_in(by, account.person):
        raise ShortfallRefused("Somebody else must decide this: the account is yours, or you act for the person.")
    beyond = shortfalls.ledger_account(account.pk)
    council = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    stands = ledger.lock([beyond, council])[beyond.pk]
    if stands == 0:
        raise ShortfallRefused("This is at £0.00 already. Somebody else decided it.")
    if stands != (-pence if kind == Kind.BORNE else pence):
        raise ShortfallRefused("The amount has changed since this page was opened. Look at it again.")
    made = ShortfallDecision.objects.create(
        account=account, kind=kind, pence=pence, reason=reason.strip(), decided_by=by, decided_at=now
    )
    way = (council, beyond) if kind == Kind.BORNE else (beyond, council)
    memo = f"card-account:{account.pk}"
    ledger.post(key=made.key, kind=f"shortfall_{kind}", moves=[Move(*way, pence)], by=by, at=now, memo=memo)
    audit(action=f"shortfall.{kind}", by=by, subject=memo, on_behalf_of=None, detail={"decision": made.pk}, at=now)
    return made
