"""Checks whether all is well, as those who may read them need them: staff who look, and the person herself.

What the person reads is less than what there is, for her own safety: whoever uses her money may sit beside her. She
reads that she was asked, what she answered, and how it ended; never what was noticed, nor the words she wrote. Once
somebody at the council has it she reads that, and no more: a check that was handed to safeguarding reads for ever like
one that somebody still looks at, so that no page and no download gives it away. Safeguarding tells her in person.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, DateField, Prefetch, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.models import Mandate, Person, User, WelfareCheck, WelfareSignal

State, Outcome = WelfareCheck.State, WelfareCheck.Outcome
WITH_SOMEBODY = "Somebody at the council has this now"
HERS = {
    Outcome.BY_ANSWER: "You told us that you are well",
    Outcome.NOTHING: "Somebody looked, and all is well",
    Outcome.SUPPORT: "Somebody looked, and there is help for you",
}


@dataclass(frozen=True)
class Told:
    """A check as the person reads it. `help_words` only where there is help."""

    asked_at: datetime
    answer: str
    stands: str
    ended_at: datetime | None = None
    help_words: str = ""
    help_by: date | None = None


def waiting_of(person: Person) -> WelfareCheck | None:
    """The one that she can answer now."""
    return person.welfare_checks.filter(state=State.ASKED).first()


def told(person: Person) -> list[Told]:
    """The last first. One in which she was never asked shows itself when it has ended well."""
    checks = person.welfare_checks.exclude(outcome=Outcome.DIED)
    unasked = Q(pk=None) if was_handed_over(person) else Q(outcome__in=HERS)
    return [_told(check) for check in checks.filter(Q(is_asked=True) | unasked)]


def was_handed_over(person: Person) -> bool:
    """Safeguarding has a worry about her: what we do from then on she is told in person."""
    return person.welfare_checks.filter(outcome=Outcome.SAFEGUARDING).exists()


def _told(check: WelfareCheck) -> Told:
    answer = check.get_answer_display() if check.source == WelfareCheck.Source.SELF else ""
    if ended := HERS.get(Outcome(check.outcome)) if check.outcome else "":
        return Told(check.raised_at, answer, ended, check.closed_at, check.who_helps, check.help_by)
    return Told(check.raised_at, answer, "We asked you" if check.state == State.ASKED else WITH_SOMEBODY)


def everybodys(user: User) -> QuerySet[WelfareCheck]:
    """Those that a practitioner may open: none about herself or somebody she acts for."""
    own = Q(person__user=user) | Q(person__in=Mandate.acted_for(user))
    signals = Prefetch("signals", WelfareSignal.objects.order_by("noticed_at", "pk"))
    found = WelfareCheck.objects.exclude(own).prefetch_related(signals)
    return found.select_related("person__user", "person__practitioner", "answered_by", "closed_by")


def to_look(user: User) -> QuerySet[WelfareCheck]:
    """Who has waited longest first."""
    return everybodys(user).filter(state=State.TO_LOOK).order_by("answer_by", "pk")


def asked(user: User) -> QuerySet[WelfareCheck]:
    return everybodys(user).filter(state=State.ASKED).order_by("answer_by", "pk")


def closed(user: User) -> QuerySet[WelfareCheck]:
    return everybodys(user).filter(state=State.CLOSED).order_by("-closed_at", "-pk")


def not_to_ask(person: Person) -> list[Mandate]:
    """Who has a part in her money, though that may rest: a check is nothing to ask them about."""
    found = person.mandates.select_related("delegate", "person").order_by("pk")
    return [mandate for mandate in found if mandate.is_open()]


def counts(user: User, today: date) -> tuple[int, int, int]:
    """For a person to look at, of these late, and waiting for an answer. One query."""
    found = (
        everybodys(user)
        .prefetch_related(None)
        .aggregate(
            to_look=Count("pk", filter=Q(state=State.TO_LOOK)),
            late=Count("pk", filter=Q(state=State.TO_LOOK, answer_by__lt=today)),
            asked=Count("pk", filter=Q(state=State.ASKED)),
        )
    )
    return found["to_look"], found["late"], found["asked"]


def by_month(user: User) -> list[tuple[date, dict[str, int]]]:
    """The last first: how often each outcome, an empty one for those still open. One query."""
    months = TruncMonth("raised_at", output_field=DateField())
    checks = everybodys(user).prefetch_related(None).select_related(None)
    rows = checks.order_by().annotate(month=months).values_list("month", "outcome")
    found: dict[date, dict[str, int]] = {}
    for month, outcome, number in rows.annotate(number=Count("pk")):
        found.setdefault(month, {})[outcome] = number
    return sorted(found.items(), reverse=True)
