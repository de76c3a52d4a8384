"""What an emergency file would pay, take over and leave alone, if it were prepared now."""

from dataclasses import dataclass

from accounts.models import PaymentFileLine
from accounts.queries import payables, sent


@dataclass(frozen=True)
class Seen:
    """`taken_over`: lines through Stripe that nobody tried to send. `left_alone`: those that were tried."""

    owed_pence: int
    payees: int
    taken_over: list[PaymentFileLine]
    left_alone: list[PaymentFileLine]

    @property
    def taken_over_pence(self) -> int:
        return sum(line.pence for line in self.taken_over)


def seen() -> Seen:
    standing = payables.standing(through_stripe=False)
    waiting = list(sent.not_there_yet())
    lines = sent.lines_of(waiting)
    over = [lines[one.params["line"]] for one in waiting if not one.attempts]
    alone = [lines[one.params["line"]] for one in waiting if one.attempts]
    payable = [line for line in over if payables.has_bank_details(line.payee)]
    return Seen(standing.pence, len(standing.ready), payable, alone)
