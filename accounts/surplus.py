"""Money of a budget that nobody has spent and nobody is waiting for: the formula, and nothing that moves money. Pure.

Surplus = balance - committed orders - employer liabilities - agreed contingency - planned lumpy spending, and what
answers to "can I buy this?" still promise. Of that, so many weeks of the plan stay with the person (domain.md §3, a
setting, 8 as it comes); only what is above may be asked back, by a person, with notice and appeal. No clock reads this.

All amounts are whole pence, none below zero. What a higher room knows to be committed besides (a plan's yearly
spending, an employer's duties) it says by `also_commits("plan", fn)`: `fn(person_ids)` is asked once for a whole page
and gives each person's commitments.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from design.registry import Registry


class Kind(StrEnum):
    EMPLOYER = "employer"  # wages, holiday, tax, notice and redundancy of somebody who is employed
    LUMPY = "lumpy"  # what the plan buys once in a while: a holiday, a new chair
    CONTINGENCY = "contingency"  # what was agreed for emergencies, whether or not a pot holds all of it
    PROMISED = "promised"  # by a yes about a pot that is closed now


@dataclass(frozen=True)
class Commitment:
    """`pence` of a person's money that is meant for something and is not held yet. None: nobody can say yet how much,
    and then nothing of hers is asked back."""

    kind: Kind
    pence: int | None


Commits = Callable[[Collection[int]], Mapping[int, Sequence[Commitment]]]
_besides: Registry[Commits] = Registry("committed besides what is held")
also_commits = _besides.register


def committed(person_ids: Collection[int]) -> dict[int, list[Commitment]]:
    """What every room says, by the person's id; each room is asked once."""
    found: dict[int, list[Commitment]] = {pk: [] for pk in person_ids}
    for fn in _besides.values():
        for pk, commitments in fn(person_ids).items():
            found[pk].extend(commitments)
    return found


@dataclass(frozen=True)
class Purse:
    """One pot whose money is in our books. `promised_pence`: what a yes about this pot still covers."""

    weekly_pence: int
    available_pence: int
    held_pence: int = 0
    promised_pence: int = 0
    is_contingency: bool = False
    is_set_aside: bool = False

    @property
    def free_pence(self) -> int:
        """What could be drawn from it at most: nothing that was promised, for emergencies, or what an employer owes."""
        return 0 if self.is_contingency or self.is_set_aside else max(self.available_pence - self.promised_pence, 0)

    @property
    def to_keep_pence(self) -> int:
        """What was promised; of money for emergencies, which is set aside anyhow, only what it would not cover."""
        return max(self.promised_pence - self.available_pence, 0) if self.is_contingency else self.promised_pence


@dataclass(frozen=True)
class Surplus:
    """The sum, line by line, as its page shows it. Pence, but for `keep_weeks`."""

    balance_pence: int
    held_pence: int
    employer_pence: int
    contingency_pence: int
    lumpy_pence: int
    promised_pence: int
    weekly_pence: int
    keep_weeks: int
    is_known: bool = True

    @property
    def left_pence(self) -> int:
        """What nobody is waiting for."""
        set_aside = self.held_pence + self.employer_pence + self.contingency_pence
        return max(self.balance_pence - set_aside - self.lumpy_pence - self.promised_pence, 0)

    @property
    def keep_pence(self) -> int:
        """The weeks of the plan that stay with the person."""
        return self.keep_weeks * self.weekly_pence

    @property
    def over_pence(self) -> int:
        """The most that may be asked back: nothing where no weekly amount is agreed, for then no week has a price; nor
        where somebody is employed, and what that will cost is not worked out."""
        return max(self.left_pence - self.keep_pence, 0) if self.weekly_pence and self.is_known else 0


def of(purses: Sequence[Purse], commitments: Sequence[Commitment], keep_weeks: int) -> Surplus:
    """Balance is all of it, held and set aside included: each is taken off again in a line of its own. For emergencies
    stays what its pots hold, or what was agreed where that is more; for what an employer owes in the same way."""
    spent = [purse for purse in purses if not purse.is_contingency]
    aside = sum(purse.available_pence for purse in purses if purse.is_contingency)
    employer = sum(purse.available_pence for purse in purses if purse.is_set_aside)
    return Surplus(
        balance_pence=sum(purse.available_pence + purse.held_pence for purse in purses),
        held_pence=sum(purse.held_pence for purse in purses),
        employer_pence=max(employer, _sum(commitments, Kind.EMPLOYER)),
        contingency_pence=max(aside, _sum(commitments, Kind.CONTINGENCY)),
        lumpy_pence=_sum(commitments, Kind.LUMPY),
        promised_pence=sum(purse.to_keep_pence for purse in purses) + _sum(commitments, Kind.PROMISED),
        weekly_pence=sum(purse.weekly_pence for purse in spent),
        keep_weeks=keep_weeks,
        is_known=all(each.pence is not None for each in commitments),
    )


def _sum(commitments: Sequence[Commitment], kind: Kind) -> int:
    return sum(each.pence or 0 for each in commitments if each.kind is kind)
