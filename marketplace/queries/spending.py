"""The money a person could pay with, and what an order would leave of it."""

from dataclasses import dataclass

from accounts import ledger, weeks
from accounts.models import CardAccount, Person, Pot
from marketplace import words


@dataclass(frozen=True)
class PotChoice:
    """One pot beside one price."""

    pot: Pot
    available_pence: int
    total_pence: int

    @property
    def is_own_money(self) -> bool:
        return self.pot.card_account is not None and self.pot.card_account.kind == CardAccount.Kind.OWN_MONEY

    @property
    def enough(self) -> bool:
        return self.available_pence >= self.total_pence

    @property
    def after_pence(self) -> int:
        return self.available_pence - self.total_pence

    @property
    def before_words(self) -> str:
        return words.left(self.available_pence, weeks.whole(self.available_pence, self.pot.weekly_pence))

    @property
    def after_words(self) -> str:
        return words.left(self.after_pence, weeks.whole(self.after_pence, self.pot.weekly_pence))


def pot_choices(person: Person, total_pence: int) -> list[PotChoice]:
    """Pots whose money is held here, in the person's order. Money in her own bank account is not ours to spend, and
    what she pays by card for one order is in no pot before."""
    pots = list(
        Pot.objects.filter(
            person=person, closed_at=None, available__isnull=False, by_order=False, is_set_aside=False
        ).select_related("outcome", "budget", "card_account")
    )
    balances = ledger.balances([pot.available_id for pot in pots])
    return [PotChoice(pot, balances[pot.available_id], total_pence) for pot in pots if pot.available_id]
