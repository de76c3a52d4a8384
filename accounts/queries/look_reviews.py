"""Stated reasons to open one person's lines, by month: who looked, how often, why, and what is left to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts import periods
from accounts.models import AuditLine, LookMark, LookReview, Mandate, Person, User
from accounts.queries.looks import ACTION, names_of, subject, why

MARKED = Exists(LookMark.objects.filter(line=OuterRef("pk")))


@dataclass(frozen=True)
class Month:
    first: date
    looks: int
    left: int
    review: LookReview | None

    @property
    def is_over(self) -> bool:
        return periods.month(self.first).last < timezone.localdate()


@dataclass(frozen=True)
class Stated:
    """One stated reason. `whose` is a reference: nobody is named but the one who looked."""

    pk: int
    at: datetime
    by: int
    who: str
    whose: str
    why: str
    mark: LookMark | None


def stated() -> QuerySet[AuditLine]:
    return AuditLine.objects.filter(action=ACTION, detail__has_key="why")


def to_read(by: User) -> QuerySet[AuditLine]:
    """Not marked yet, not her own, and not about her own payments or those of somebody she acts for."""
    return stated().filter(~MARKED).exclude(by=str(by.pk)).exclude(subject__in=hers(by))


def hers(user: User) -> list[str]:
    """What lines about herself, and about those she acts for, have as their subject."""
    people = Person.objects.filter(Q(user=user) | Q(pk__in=Mandate.acted_for(user)))
    return [subject(person) for person in people]


def of_month(first: date) -> QuerySet[AuditLine]:
    """The newest first."""
    month = periods.month(first)
    return stated().filter(at__gte=month.begins, at__lt=month.until).order_by("-at", "-pk")


def months() -> list[Month]:
    """Those in which somebody looked, the newest first. Two queries."""
    rows = (
        stated()
        .annotate(month=TruncMonth("at"), marked=MARKED)
        .values("month")
        .annotate(looks=Count("pk"), left=Count("pk", filter=Q(marked=False)))
        .order_by("-month")
    )
    done = {review.month: review for review in LookReview.objects.select_related("done_by")}
    return [Month(at.date(), row["looks"], row["left"], done.get(at.date())) for row in rows if (at := row["month"])]


def month(first: date) -> Month | None:
    return next((one for one in months() if one.first == first), None)


def by_whom(lines: QuerySet[AuditLine]) -> list[tuple[str, int, int]]:
    """Who looked, how often, and at how many people; the most often first."""
    rows = lines.order_by().values("by").annotate(looks=Count("pk"), people=Count("subject", distinct=True))
    found = list(rows.order_by("-looks", "by"))
    names = names_of(row["by"] for row in found)
    return [(names[row["by"]], row["looks"], row["people"]) for row in found]


def read(lines: Iterable[AuditLine]) -> list[Stated]:
    """With the names of those who looked and the references of those whose lines they were. Three queries."""
    lines = list(lines)
    names = names_of(line.by for line in lines)
    whose = {line.subject.removeprefix("person:") for line in lines}
    cases = dict(Person.objects.filter(pk__in=whose).values_list("pk", "case_reference"))
    marks = {one.line: one for one in LookMark.objects.filter(line__in=[line.pk for line in lines])}
    return [_read(line, names, cases, marks.get(line.pk)) for line in lines]


def _read(line: AuditLine, names: dict[str, str], cases: dict[int, str | None], mark: LookMark | None) -> Stated:
    person = int(line.subject.removeprefix("person:"))
    return Stated(
        line.pk,
        line.at,
        int(line.by),
        names[line.by],
        cases.get(person) or f"Person {person}",
        why(line),
        mark,
    )
