"""Rows for the council's case system. Each begins with its own reference; who has none is left out and counted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import Caring, CommunicationNeed, Person, Pot
from accounts.queries import outcomes
from accounts.sheets import Pounds

PEOPLE = (
    "Case reference",
    "Name",
    "Date of birth",
    "Told by",
    "Communication needs",
    "Asked about them on",
    "Signs in",
    "Cares for",
    "Practitioner",
)
BUDGETS = (
    "Case reference",
    "Budget",
    "For",
    "Outcome",
    "A week",
    "Emergencies",
    "Held as",
    "Provider",
    "First day",
    "Last day",
    "Contribution",
    "Reassessment",
    "Agreed on",
    "Agreed by",
)
SPENDING = ("Case reference", "Outcome", "Budget a week", "First day", "Last day", "Spent")


def known() -> QuerySet[Person]:
    return Person.objects.exclude(case_reference=None).exclude(case_reference="").order_by("case_reference")


def without_reference() -> int:
    """People whose budgets cannot be told to the case system."""
    return Person.objects.filter(case_reference=None, budgets__isnull=False).distinct().count()


def people() -> Iterator[Sequence[Any]]:
    needs = CommunicationNeed.objects.filter(ended_at=None).order_by("pk")
    caring = Caring.objects.filter(ended_at=None).select_related("cared_for").order_by("pk")
    found = (
        known()
        .select_related("practitioner")
        .prefetch_related(Prefetch("communication_needs", needs), Prefetch("cares_for", caring))
    )
    for person in found:
        yield (
            person.case_reference,
            person.name,
            person.born_on,
            person.get_contact_format_display(),
            "; ".join(need_in_words(need) for need in person.communication_needs.all()),
            person.needs_asked_on,
            "yes" if person.user_id else "no",
            "; ".join(each.cared_for.case_reference or "no reference" for each in person.cares_for.all()),
            person.practitioner.name if person.practitioner else "",
        )


def need_in_words(need: CommunicationNeed) -> str:
    return f"{need.get_kind_display()}: {need.note}" if need.note else need.get_kind_display()


def budgets() -> Iterator[Sequence[Any]]:
    """One row for each purpose of each budget, those of the past too."""
    found = Pot.objects.filter(budget__isnull=False, person__in=known()).select_related(
        "person", "outcome", "choice", "budget__agreed_by"
    )
    for pot in found.order_by("person__case_reference", "budget", "position", "pk"):
        budget = pot.budget
        if budget is None:
            continue
        yield (
            pot.person.case_reference,
            f"B-{budget.pk}",
            "Support for a carer" if budget.is_for_caring else "Care and support",
            outcomes.named(pot),
            Pounds(pot.weekly_pence),
            "yes" if pot.is_contingency else "no",
            pot.get_held_as_display(),
            pot.choice.provider if pot.choice else "",
            budget.starts_on,
            budget.ends_on,
            "paid gross" if budget.is_gross else "paid net",
            budget.reassessment,
            budget.agreed_on,
            budget.agreed_by.name,
        )


def spending(since: datetime, until: datetime, first: Any, last: Any) -> Iterator[Sequence[Any]]:
    for total in outcomes.of(since, until):
        if total.person.case_reference:
            row = [total.person.case_reference, total.outcome, Pounds(total.weekly_pence), first, last]
            yield [*row, Pounds(total.spent_pence)]
