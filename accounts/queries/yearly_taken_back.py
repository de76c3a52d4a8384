"""Of the yearly card statement: what the council asked back, what was decided, and how much came back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Reclaim, SurplusProposal
from accounts.small_numbers import LEAST
from design.formats import pounds

TITLES = {
    "proposed": (
        "Money that was not spent: what was asked back",
        "Whoever proposes it says why, and the person has time to answer. Proposals in the year.",
    ),
    "asked": (
        "Money of one purchase that was asked back, and why",
        "Somebody proposes it, and somebody else decides. Proposals in the year.",
    ),
    "purchases": ("Money of one purchase: what was decided", "Decisions in the year."),
    "returned": (
        "Money of one purchase: given back after an appeal",
        "Whoever took it does not look at the appeal. Decisions in the year.",
    ),
}
TAKEN = ("taken", "given_back")
NOT_SAID = f"not said, for it is of fewer than {LEAST} people"


def proposed(first: datetime, until: datetime) -> dict[str, int]:
    return {"Proposed": SurplusProposal.objects.filter(proposed_at__gte=first, proposed_at__lt=until).count()}


def asked(first: datetime, until: datetime) -> dict[str, int]:
    rows = Reclaim.objects.filter(proposed_at__gte=first, proposed_at__lt=until)
    found = Counter(rows.order_by().values_list("ground", flat=True))
    return {ground.label: found[ground] for ground in Reclaim.Ground}


def purchases(first: datetime, until: datetime) -> dict[str, int]:
    rows = Reclaim.objects.filter(decided_at__gte=first, decided_at__lt=until)
    taken = rows.filter(state__in=TAKEN).count()
    return {"Taken back": taken, "Not taken back": rows.count() - taken}


def returned(first: datetime, until: datetime) -> dict[str, int]:
    return {"Given back": Reclaim.objects.filter(given_back_at__gte=first, given_back_at__lt=until).count()}


@dataclass
class Money:
    """Pence by the case, and whose case it is."""

    pence: dict[int, int] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)

    def without(self, other: "Money") -> int:
        """How many people are left where the cases of another sum are taken away."""
        return len({self.people[case] for case in self.people.keys() - other.people.keys()})

    def in_words(self, *, hide: bool = False) -> str:
        return NOT_SAID if hide or len(set(self.people.values())) < LEAST else pounds(sum(self.pence.values()))


def _money(rows: Iterable[tuple[int, int, int | None]]) -> Money:
    found = Money()
    for case, person, pence in rows:
        found.people[case], found.pence[case] = person, pence or 0
    return found


def in_words(first: datetime, until: datetime) -> list[str]:
    """How much, where it is of enough people; and no difference of two sums is of fewer."""
    unspent = _money(
        (each.pk, each.person_id, each.due_pence)
        for each in SurplusProposal.objects.filter(taken_at__gte=first, taken_at__lt=until)
    )
    case = ("pk", "person", "pence")
    decided = Reclaim.objects.filter(decided_at__gte=first, decided_at__lt=until, state__in=TAKEN)
    taken = _money(decided.values_list(*case))
    back = _money(Reclaim.objects.filter(given_back_at__gte=first, given_back_at__lt=until).values_list(*case))
    hide = 0 < taken.without(back) < LEAST or 0 < back.without(taken) < LEAST
    return [
        f"Money that was not spent and was taken back in the year: {unspent.in_words()}.",
        f"Money of one purchase that was taken back in the year: {taken.in_words()}.",
        f"Money of one purchase that was given back after an appeal: {back.in_words(hide=hide)}.",
    ]
