"""Stated reasons to open one person's lines, by month: who looked, how often, why, and what is left to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import AuditLine, LookMark, LookReview, Person, User
from accounts.queries.acting import acted_for
from accounts.queries.looks import ACTION, subject


@dataclass(frozen=True)
class Month:
    first: date
    looks: int
    left: int
    review: LookReview | None

    @property
    def is_over(self) -> bool:
        return following(self.first) <= timezone.localdate()


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
    marked = LookMark.objects.filter(line=OuterRef("pk"))
    return AuditLine.objects.filter(action=ACTION, detail__has_key="why").annotate(marked=Exists(marked))


def to_read(by: User) -> QuerySet[AuditLine]:
    """Not marked yet, not her own, and not about her own payments or those of somebody she acts for."""
    open_ones = stated().exclude(pk__in=LookMark.objects.values("line")).exclude(by=str(by.pk))
    return open_ones.exclude(subject__in=hers(by))


def hers(user: User) -> list[str]:
    """What lines about herself, and about those she acts for, have as their subject."""
    people = Person.objects.filter(Q(user=user) | Q(pk__in=acted_for(user)))
    return [subject(person) for person in people]


def of_month(first: date) -> QuerySet[AuditLine]:
    """The newest first."""
    start, end = (timezone.make_aware(datetime(*day.timetuple()[:3])) for day in (first, following(first)))  # noqa: DTZ001 (made local here)
    return stated().filter(at__gte=start, at__lt=end).order_by("-at", "-pk")


def months() -> list[Month]:
    """Those in which somebody looked, the newest first. Two queries."""
    rows = (
        stated()
        .annotate(month=TruncMonth("at"))
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
    return [(name(names, row["by"]), row["looks"], row["people"]) for row in found]


def read(lines: Iterable[AuditLine]) -> list[Stated]:
    """With the names of those who looked and the references of those whose lines they were. Three queries."""
    lines = list(lines)
    names = names_of(line.by for line in lines)
    whose = {line.subject.removeprefix("person:") for line in lines}
    cases = dict(Person.objects.filter(pk__in=whose).values_list("pk", "case_reference"))
    marks = {one.line: one for one in LookMark.objects.filter(line__in=[line.pk for line in lines])}
    return [_read(line, names, cases, marks.get(line.pk)) for line in lines]


def _read(line: AuditLine, names: dict[int, str], cases: dict[int, str | None], mark: LookMark | None) -> Stated:
    person = int(line.subject.removeprefix("person:"))
    why, number = line.detail["why"], line.detail.get("reference", "")
    return Stated(
        line.pk,
        line.at,
        int(line.by),
        name(names, line.by),
        cases.get(person) or f"Person {person}",
        f"{why} ({number})" if number else why,
        mark,
    )


def names_of(numbers: Iterable[str]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=set(numbers)).values_list("pk", "name"))


def name(names: dict[int, str], number: str) -> str:
    return names.get(int(number), "Somebody who has left")


def following(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
