"""Which cost code a posting's account carries: the narrowest that fits, outcome before holding before client group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.ledger import LedgerKind
from accounts.models import CostCode, Pot

# Only these can be told apart by what a pot is for.
OF_POTS = frozenset({LedgerKind.AVAILABLE, LedgerKind.HELD, LedgerKind.SET_ASIDE})


@dataclass(frozen=True)
class Purpose:
    """What a pot's accounts are for."""

    outcome: int | None = None
    held_as: str = ""
    client_group: str = ""


@dataclass(frozen=True)
class Codes:
    """Everything that is needed to code postings, read once."""

    codes: dict[LedgerKind, Sequence[CostCode]]
    purposes: dict[int, Purpose]

    def of(self, kind: LedgerKind, account: int) -> str:
        """The code of one account. Raises LookupError where none fits."""
        purpose = self.purposes.get(account, Purpose())
        fitting = [code for code in self.codes.get(kind, ()) if fits(code, purpose)]
        if not fitting:
            raise LookupError(f"No cost code for {kind}")
        return max(fitting, key=narrowness).code

    def missing(self, kinds: Collection[LedgerKind]) -> set[LedgerKind]:
        """Kinds of account without a code for all that no narrower one names."""
        general = {kind for kind, found in self.codes.items() if any(not any(narrowness(code)) for code in found)}
        return set(kinds) - general


def fits(code: CostCode, purpose: Purpose) -> bool:
    return (
        code.outcome_id in (None, purpose.outcome)
        and code.held_as in ("", purpose.held_as)
        and code.client_group in ("", purpose.client_group)
    )


def narrowness(code: CostCode) -> tuple[bool, bool, bool]:
    return (code.outcome_id is not None, code.held_as != "", code.client_group != "")


def load() -> Codes:
    """Two queries."""
    by_kind: dict[LedgerKind, list[CostCode]] = {}
    for code in CostCode.objects.all():
        by_kind.setdefault(LedgerKind(code.kind), []).append(code)
    purposes = {}
    rows = Pot.objects.values_list("available_id", "held_id", "outcome_id", "held_as", "budget__client_group")
    for available, held, outcome, held_as, group in rows:
        for account in (available, held):
            if account:
                purposes[account] = Purpose(outcome, held_as, group or "")
    return Codes(dict(by_kind), purposes)


def listed() -> QuerySet[CostCode]:
    return CostCode.objects.select_related("outcome", "changed_by").order_by(
        "kind", "outcome__position", "held_as", "client_group", "pk"
    )
