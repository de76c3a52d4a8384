"""What happened on each day in accounts that a statement shows together, counted once and kept.

A statement says how many lines it has and what came in and went out. To count 100,000 postings each time is slow, so
what was counted stays in a `Tally`, up to a version of each account; what was posted since is counted by who reads, and
added to the tally when it is much. Postings say when they happened and versions say when they were booked, so one that
is booked late for a day long ago is counted like any other. A tally is a copy: the books do not need it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from accounts.models.ledger import LedgerAccount, Posting, Tally, TallyDay

MUCH = 200  # postings that nobody has counted: then they are counted for good


@dataclass(frozen=True, slots=True)
class Total:
    """Transactions, and the pence that they brought and took. What one moves between its own accounts is neither."""

    transactions: int = 0
    in_pence: int = 0
    out_pence: int = 0

    @property
    def pence(self) -> int:
        return self.in_pence - self.out_pence

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.transactions + other.transactions,
            self.in_pence + other.in_pence,
            self.out_pence + other.out_pence,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a transaction stands: its day, how many there are before that day, and what there was as the day began."""

    day: date
    before: int
    pence: int


@dataclass(frozen=True)
class Days:
    """The days from `first` on that have something, in order, and what there was before them, all at one moment."""

    opening_pence: int
    totals: Mapping[date, Total]

    def until(self, last: date) -> Total:
        return _sum(total for day, total in self.totals.items() if day <= last)

    def place(self, number: int) -> Place:
        """Of the transaction with this number, counted from 0 at the first day."""
        before, pence = 0, self.opening_pence
        for day, total in self.totals.items():
            if number < before + total.transactions:
                return Place(day, before, pence)
            before, pence = before + total.transactions, pence + total.pence
        raise IndexError(number)


def days_of(name: str, accounts: Collection[LedgerAccount], first: date) -> Days:
    """Days of accounts that are read together under this name, an id like `person:12:free`. Three queries, and a few
    more where much is new."""
    tally, kept = _kept(name, first)
    rows = LedgerAccount.objects.filter(pk__in={account.pk for account in accounts})
    now = {pk: (version, pence) for pk, version, pence in rows.values_list("pk", "version", "balance_pence")}
    versions = {pk: version for pk, (version, _) in now.items()}
    counted = tally.versions if tally else {}
    if counted.keys() != versions.keys():  # another pot: what it shares with the others must not be counted twice
        counted, kept = {}, {}
    new = _by_day(_postings(counted, versions))
    if sum(versions.values()) - sum(counted.values()) >= MUCH:
        _keep(name, tally, versions, new, afresh=not counted)
    found = {day: kept.get(day, Total()) + new.get(day, Total()) for day in sorted(kept.keys() | new.keys())}
    shown = {day: total for day, total in found.items() if day >= first}
    return Days(sum(pence for _, pence in now.values()) - _sum(shown.values()).pence, shown)


def miscounted() -> Iterator[tuple[Tally, date]]:
    """Days of tallies that are not what the postings up to their versions say."""
    for tally in Tally.objects.order_by("pk").iterator():
        kept = {row.day: Total(row.transactions, row.in_pence, row.out_pence) for row in tally.days.all()}
        true = _by_day(_postings({}, tally.versions))
        yield from ((tally, day) for day in sorted(kept.keys() | true.keys()) if kept.get(day) != true.get(day))


def _kept(name: str, first: date) -> tuple[Tally | None, dict[date, Total]]:
    """In one query, so that the days are those of the versions beside them."""
    since = FilteredRelation("days", condition=Q(days__day__gte=first))
    rows = list(
        Tally.objects.filter(name=name)
        .annotate(since=since)
        .values_list(
            "pk", "edition", "counted", "since__day", "since__transactions", "since__in_pence", "since__out_pence"
        )
    )
    if not rows:
        return None, {}
    pk, edition, counted, *_ = rows[0]
    kept = {day: Total(*figures) for _, _, _, day, *figures in rows if day}
    return Tally(pk=pk, name=name, edition=edition, counted=counted), kept


def _postings(counted: Mapping[int, int], versions: Mapping[int, int]) -> Iterable[tuple[datetime, int, int]]:
    """When, transaction and signed pence of what each account has beyond what was counted. One query."""
    sides: list[QuerySet[Posting, tuple[datetime, int, int]]] = []
    for pk, version in versions.items():
        if version > (known := counted.get(pk, 0)):
            went = Posting.objects.filter(from_account=pk, from_version__gt=known, from_version__lte=version)
            came = Posting.objects.filter(to_account=pk, to_version__gt=known, to_version__lte=version)
            sides += [_moved(went, -F("pence")), _moved(came, F("pence"))]
    return sides[0].union(*sides[1:], all=True) if sides else []


def _moved(postings: QuerySet[Posting], pence: object) -> QuerySet[Posting, tuple[datetime, int, int]]:
    return postings.order_by().annotate(moved=pence).values_list("at", "transaction_id", "moved")


def _by_day(postings: Iterable[tuple[datetime, int, int]]) -> dict[date, Total]:
    """A transaction counts once, by what it brought or took altogether."""
    changes: dict[tuple[datetime, int], int] = defaultdict(int)
    for at, pk, pence in postings:
        changes[at, pk] += pence
    found: dict[date, list[int]] = defaultdict(list)
    for (at, _), pence in changes.items():
        found[timezone.localdate(at)].append(pence)
    return {day: _total(each) for day, each in found.items()}


def _total(changes: list[int]) -> Total:
    came = sum(pence for pence in changes if pence > 0)
    return Total(len(changes), came, came - sum(changes))


@transaction.atomic
def _keep(name: str, tally: Tally | None, versions: dict[int, int], new: dict[date, Total], *, afresh: bool) -> None:
    """Only where nobody else has counted since we looked: whoever comes second leaves it."""
    held = tally or Tally.objects.get_or_create(name=name)[0]
    same = Tally.objects.filter(pk=held.pk, edition=held.edition)
    if not same.update(edition=F("edition") + 1, counted={str(pk): version for pk, version in versions.items()}):
        return
    before = TallyDay.objects.filter(tally=held)
    if afresh:
        before.delete()
    known = {row.day: Total(row.transactions, row.in_pence, row.out_pence) for row in before.filter(day__in=new)}
    TallyDay.objects.bulk_create(
        [_row(held, day, total + known.get(day, Total())) for day, total in new.items()],
        update_conflicts=True,
        unique_fields=["tally", "day"],
        update_fields=["transactions", "in_pence", "out_pence"],
    )


def _row(tally: Tally, day: date, total: Total) -> TallyDay:
    return TallyDay(
        tally=tally, day=day, transactions=total.transactions, in_pence=total.in_pence, out_pence=total.out_pence
    )


def _sum(totals: Iterable[Total]) -> Total:
    return reduce(Total.__add__, totals, Total())
