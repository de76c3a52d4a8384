"""Cost codes, and journals for the council's general ledger: every posting once, debit and credit, balanced."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import sheets
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.ledger import LedgerKind
from accounts.ledger import journal as postings
from accounts.ledger.journal import ToExport
from accounts.models import CostCode, JournalExport, JournalLine, Outcome, User
from accounts.periods import midnight
from accounts.queries import codes
from accounts.queries.codes import Codes

LETTERS = "23456789CDFGHJKMPQRTVWXY"  # none that is taken for another, no words
HEADER = ["Journal", "Line", "Date", "Code", "Debit", "Credit", "What", "About", "Account", "Posting", "Transaction"]


class JournalRefused(Refused):
    pass


@transaction.atomic
def set_code(
    *,
    kind: LedgerKind,
    code: str,
    by: User,
    outcome: Outcome | None = None,
    held_as: str = "",
    client_group: str = "",
    at: datetime | None = None,
) -> CostCode:
    """The code for these postings from now on. What was exported keeps the code it had."""
    now = at or timezone.now()
    made, _ = CostCode.objects.update_or_create(
        kind=kind,
        outcome=outcome,
        held_as=held_as,
        client_group=client_group,
        defaults={"code": code, "changed_by": by, "changed_at": now},
    )
    detail = {"kind": kind, "outcome": outcome.pk if outcome else None, "held_as": held_as, "group": client_group}
    audit(action="cost_code.set", by=by, subject=f"cost_code:{made.pk}", detail={**detail, "code": code}, at=now)
    return made


@transaction.atomic
def remove_code(*, code: CostCode, by: User, at: datetime | None = None) -> None:
    if CostCode.objects.filter(pk=code.pk).delete()[0]:
        audit(action="cost_code.removed", by=by, subject=f"cost_code:{code.pk}", detail={"code": code.code}, at=at)


def export(*, last_on: date, by: User, at: datetime | None = None) -> JournalExport:
    """All postings up to the end of a day that no earlier journal holds, late ones of earlier months included.

    Raises JournalRefused: a day to come, nothing to export, a kind of account without a code, or somebody just did it.
    """
    now = at or timezone.now()
    if last_on >= timezone.localdate(now):
        raise JournalRefused("Choose a day before today: postings of a day are complete when it is over.")
    try:
        with transaction.atomic():
            return _export(last_on, by, now)
    except IntegrityError:
        raise JournalRefused("Somebody else has just made a journal. This is how it stands now.") from None


def _export(last_on: date, by: User, now: datetime) -> JournalExport:
    rows = list(postings.waiting(midnight(last_on + timedelta(days=1))))
    if not rows:
        raise JournalRefused("There is nothing to export: earlier journals hold every posting up to that day.")
    known = codes.load()
    if missing := known.missing({kind for row in rows for kind in (row.from_kind, row.to_kind)}):
        names = ", ".join(sorted(f"“{kind.label}”" for kind in missing))
        raise JournalRefused(f"Give a cost code to {names} first.")
    reference = f"J{timezone.localdate(now):%y%m%d}-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    pence = sum(row.pence for row in rows)
    content = written(reference, last_on, rows, known)
    made = JournalExport.objects.create(
        reference=reference,
        last_on=last_on,
        first_posted_on=timezone.localdate(rows[0].at),
        postings=len(rows),
        debit_pence=pence,
        credit_pence=pence,
        totals=totals(rows, known),
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        made_by=by,
        made_at=now,
    )
    JournalLine.objects.bulk_create(
        (JournalLine(export=made, posting_id=row.posting_id) for row in rows), batch_size=1_000
    )
    detail = {"postings": len(rows), "pence": pence}
    audit(action="journal.made", by=by, subject=f"journal:{reference}", detail=detail, at=now)
    return made


def downloaded(*, export: JournalExport, by: User, at: datetime | None = None) -> None:
    audit(action="journal.downloaded", by=by, subject=f"journal:{export.reference}", at=at)


def written(reference: str, last_on: date, rows: list[ToExport], known: Codes) -> str:
    """The file: a debit and a credit line for each posting, then the control totals. Ids only, no names."""
    lines: list[list[object]] = []
    for row in rows:
        about = [row.kind, row.memo]
        on = timezone.localdate(row.at).isoformat()
        ids = [row.posting_id, row.transaction_id]
        amount, nothing = sheets.Pounds(row.pence), ""
        debit, credit = known.of(row.to_kind, row.to_id), known.of(row.from_kind, row.from_id)
        sides = [
            [debit, amount, nothing, *about, f"{row.to_kind} {row.to_owner}", *ids],
            [credit, nothing, amount, *about, f"{row.from_kind} {row.from_owner}", *ids],
        ]
        lines += [[reference, len(lines) + number, on, *side] for number, side in enumerate(sides, start=1)]
    total = sheets.Pounds(sum(row.pence for row in rows))
    control: list[object] = [reference, "Control", last_on.isoformat(), f"{len(lines)} lines", total, total]
    return "".join(sheets.lines(HEADER, [*lines, [*control, "Difference 0.00", f"{len(rows)} postings", "", "", ""]]))


def totals(rows: list[ToExport], known: Codes) -> list[dict[str, object]]:
    """Debit and credit in pence by code, in the codes' order."""
    debit: dict[str, int] = {}
    credit: dict[str, int] = {}
    for row in rows:
        to, from_ = known.of(row.to_kind, row.to_id), known.of(row.from_kind, row.from_id)
        debit[to] = debit.get(to, 0) + row.pence
        credit[from_] = credit.get(from_, 0) + row.pence
    return [
        {"code": code, "debit_pence": debit.get(code, 0), "credit_pence": credit.get(code, 0)}
        for code in sorted(debit.keys() | credit.keys())
    ]
