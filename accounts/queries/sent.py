"""Where the lines of a payment file are that go through Stripe."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts import payout_words
from accounts.models import Intent, PaymentFileLine
from design.formats import moment

State = Intent.State
PREFIX = "payment-line:"


def subject(line_pk: int) -> str:
    """Of the intents about one line."""
    return f"{PREFIX}{line_pk}"


def reference(line_pk: int) -> str:
    """What a transfer carries at Stripe."""
    return f"line:{line_pk}"


@dataclass(frozen=True)
class Sent:
    """One line: the intent that sends it, the last that takes it back, and how that stands in words."""

    transfer: Intent | None = None
    reversal: Intent | None = None

    @property
    def is_there(self) -> bool:
        """Stripe has it, and nobody is taking it back: finance may."""
        there = self.transfer is not None and self.transfer.state == State.DONE
        return there and (self.reversal is None or self.reversal.state == State.REFUSED)

    @property
    def words(self) -> str:
        if self.transfer is None:
            return "Through Stripe, once the file is released"
        said = _transfer_words(self.transfer)
        return f"{said}. {_reversal_words(self.reversal)}" if self.reversal else said


def _transfer_words(intent: Intent) -> str:
    match intent.state:
        case State.DONE:
            return f"Sent through Stripe on {_when(intent.ended_at)}"
        case State.REFUSED:
            return f"Not sent. {payout_words.not_sent(intent.why)} It is owed again".rstrip(".")
        case State.DROPPED:
            return "Not sent. An emergency file pays it by bank"
        case _ if intent.attempts:
            return "Stripe has not answered yet. We ask again by ourselves, and it is sent once"
        case _:
            return "To be sent through Stripe"


def _reversal_words(intent: Intent) -> str:
    match intent.state:
        case State.DONE:
            return f"Taken back on {_when(intent.ended_at)}"
        case State.REFUSED:
            return f"Stripe would not take it back (it says “{intent.why}”)"
        case _:
            return "We asked Stripe to take it back"


def _when(at: datetime | None) -> str:
    return moment(at) if at else ""


def of(lines: Collection[PaymentFileLine]) -> dict[int, Sent]:
    """By line. One query."""
    found: dict[str, dict[str, Intent]] = {}
    wanted = Q(kind__in=["transfer", "reversal"], subject__in=[subject(line.pk) for line in lines])
    for intent in Intent.objects.filter(wanted).order_by("pk"):
        found.setdefault(intent.subject, {})[intent.kind] = intent
    return {line.pk: Sent(**found.get(subject(line.pk), {})) for line in lines}


def not_there_yet() -> QuerySet[Intent]:
    """Transfers that are still to be done, the oldest first."""
    return Intent.objects.filter(kind="transfer", state=State.PLANNED).order_by("planned_at", "pk")


def lines_of(intents: Collection[Intent]) -> dict[int, PaymentFileLine]:
    """The lines that these intents are about, by their ids."""
    ids = [intent.params["line"] for intent in intents]
    return PaymentFileLine.objects.select_related("payee", "file").in_bulk(ids)


def first_time(lines: Collection[PaymentFileLine]) -> set[int]:
    """Payees who were never paid through Stripe before these lines: what the second person looks at twice."""
    stripe = PaymentFileLine.Route.STRIPE
    payees = {line.payee_id for line in lines if line.route == stripe}
    paid = PaymentFileLine.objects.filter(payee__in=payees, route=stripe, file__released_at__isnull=False)
    return payees - set(paid.exclude(pk__in=[line.pk for line in lines]).values_list("payee", flat=True))
