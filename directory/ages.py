"""Which pages are old, as the council's own months say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db.models import DateField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.models import User
from directory import freshness, public
from directory.freshness import Age
from directory.models import (
    ConfirmationAsk,
    FreshnessSettings,
    Organisation,
    PersonalAssistantProfile,
    Service,
    Status,
    TaxonomyTerm,
)
from directory.models.freshness import Listed, whose
from search.ranking import Steps

SALT = "directory.still_right"
SHORTEST_MONTH = 28
SERVICE, ASSISTANT = 0, 1  # in the order of `up`


def since(page: Listed) -> date:
    """The last confirmation; for a page that nobody confirmed, the day it came here."""
    return page.confirmed_on or timezone.localdate(page.created_at)


def age(page: Listed, today: date) -> Age:
    return freshness.age_on(today, since(page), FreshnessSettings.current().as_rule)


def is_old(page: Listed, today: date) -> bool:
    """Only what is older than a month of any length asks for the council's months."""
    return since(page) <= today - timedelta(days=SHORTEST_MONTH) and age(page, today) not in (
        Age.FRESH,
        Age.REMIND,
    )


def up() -> tuple[QuerySet[Service], QuerySet[PersonalAssistantProfile]]:
    """Whether hidden or not."""
    return Service.objects.filter(status=Status.PUBLISHED), public.published_assistants()


def not_since(day: date, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Those that nobody confirmed after that day."""
    came = Coalesce("confirmed_on", TruncDate("created_at"), output_field=DateField())
    return pages.annotate(known_on=came).filter(known_on__lte=day)


def months_ago(today: date, months: int) -> date:
    """The last day from which so many months have passed by today."""
    found = today - timedelta(days=months * SHORTEST_MONTH)
    while freshness.after(found, months) > today:
        found -= timedelta(days=1)
    return found


def to_call(today: date) -> QuerySet[Any, Any]:
    """What staff ask about by telephone: old or hidden, the oldest first. Rows for `called`."""
    day = months_ago(today, FreshnessSettings.current().as_rule.old)
    services, assistants = (
        not_since(day, pages).order_by().annotate(kind=Value(kind, IntegerField())) for kind, pages in enumerate(up())
    )
    row = ("known_on", "pk", "kind")
    return services.values_list(*row).union(assistants.values_list(*row), all=True).order_by(*row)


def called(rows: Iterable[tuple[date, int, int]]) -> list[Listed]:
    """The pages themselves, in the same order: two loads, however many."""
    services = Service.objects.select_related("organisation").prefetch_related("phones", "organisation__phones")
    loads: tuple[QuerySet[Any], ...] = (services, PersonalAssistantProfile.objects.select_related("user"))
    wanted = [(kind, pk) for _, pk, kind in rows]
    found = [load.in_bulk([pk for of, pk in wanted if of == kind]) for kind, load in enumerate(loads)]
    return [found[kind][pk] for kind, pk in wanted]


@dataclass(frozen=True)
class Share:
    """How many of those that are up were confirmed lately."""

    confirmed: int
    total: int
    months: int

    @property
    def percent(self) -> str:
        return f"{100 * self.confirmed // self.total}%" if self.total else "None yet:"


def share(today: date) -> Share:
    """Of all that people can find."""
    return _added_up([share_of(public.shown(), today), share_of(public.public_assistants(), today)])


def share_of(pages: QuerySet[Any], today: date) -> Share:
    months = FreshnessSettings.current().as_rule.old
    lately = Q(confirmed_on__gt=months_ago(today, months))
    return Share(pages.filter(lately).count(), pages.count(), months)


def _added_up(shares: Sequence[Share]) -> Share:
    return Share(sum(one.confirmed for one in shares), sum(one.total for one in shares), shares[0].months)


def by_kind(today: date) -> list[tuple[str, Share]]:
    """Each kind of support that somebody offers, by name; a service may be of several. Then personal assistants."""
    months = FreshnessSettings.current().as_rule.old
    after = months_ago(today, months)
    services = public.shown().filter(terms__taxonomy__slug="topic")
    counts: dict[str, list[int]] = {}
    for name, on in services.values_list("terms__slug", "confirmed_on"):
        row = counts.setdefault(name, [0, 0])
        row[0] += bool(on and on > after)
        row[1] += 1
    terms = TaxonomyTerm.objects.filter(taxonomy__slug="topic", slug__in=counts).order_by("name")
    kinds = [(term.name, Share(counts[term.slug][0], counts[term.slug][1], months)) for term in terms]
    assistants = share_of(public.public_assistants(), today)
    return [*kinds, ("Personal assistants", assistants)] if assistants.total else kinds


def fresh_steps() -> Steps:
    """A page ranks weaker once it is told to be old, and weaker again when it is old enough to be hidden."""
    months = FreshnessSettings.current().as_rule
    return ((in_days(months.old), 2), (in_days(max(months.old, months.hide)), 1))


def in_days(months: int) -> int:
    return round(months * 365.25 / 12)


def _keeps(user: User, of: Organisation | PersonalAssistantProfile) -> bool:
    if isinstance(of, Organisation):
        return of.managers().filter(user=user).exists()
    return of.user_id == user.pk and user.is_active


def token(ask: ConfirmationAsk) -> str:
    """Signed: nobody makes one up. It works once."""
    return signing.Signer(salt=SALT).sign(str(ask.pk))


def asked_by(text: str) -> ConfirmationAsk | None:
    """The ask behind a link, while it can still be answered: not used, nobody confirmed the page since, and who
    got it manages the page still."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(text))
    except (signing.BadSignature, ValueError):
        return None
    of = ("service__organisation", "personal_assistant", "to")
    ask = ConfirmationAsk.objects.filter(pk=pk, used_at=None).select_related(*of).first()
    if ask is None or ask.subject.status != Status.PUBLISHED:
        return None
    if ask.to and not _keeps(ask.to, whose(ask.subject)):
        return None
    confirmed = ask.subject.confirmed_on
    return None if confirmed and confirmed >= timezone.localdate(ask.asked_at) else ask
