"""Which pages are old, as the council's own months say."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db.models import DateField, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from directory import freshness, public
from directory.freshness import Age
from directory.models import ConfirmationAsk, FreshnessSettings, Service, Status, TaxonomyTerm
from search.ranking import Steps

SALT = "directory.still_right"
SHORTEST_MONTH = 28


def since(service: Service) -> date:
    """The last confirmation; for a page that nobody confirmed, the day it came here."""
    return service.confirmed_on or timezone.localdate(service.created_at)


def age(service: Service, today: date) -> Age:
    return freshness.age_on(today, since(service), FreshnessSettings.current().as_rule)


def is_old(service: Service, today: date) -> bool:
    """Only what is older than a month of any length asks for the council's months."""
    return since(service) <= today - timedelta(days=SHORTEST_MONTH) and age(service, today) not in (
        Age.FRESH,
        Age.REMIND,
    )


def not_since(day: date) -> QuerySet[Service]:
    """Up, whether hidden or not, and not confirmed after that day."""
    came = Coalesce("confirmed_on", TruncDate("created_at"), output_field=DateField())
    return Service.objects.filter(status=Status.PUBLISHED).annotate(known_on=came).filter(known_on__lte=day)


def months_ago(today: date, months: int) -> date:
    """The last day from which so many months have passed by today."""
    found = today - timedelta(days=months * SHORTEST_MONTH)
    while freshness.after(found, months) > today:
        found -= timedelta(days=1)
    return found


def to_call(today: date) -> QuerySet[Service]:
    """What staff ask about by telephone: old or hidden, the oldest first."""
    old = FreshnessSettings.current().as_rule.old
    found = not_since(months_ago(today, old)).select_related("organisation")
    return found.prefetch_related("phones", "organisation__phones").order_by("known_on", "pk")


@dataclass(frozen=True)
class Share:
    """How many of those that are up were confirmed lately."""

    confirmed: int
    total: int
    months: int

    @property
    def percent(self) -> str:
        return f"{100 * self.confirmed // self.total}%" if self.total else "None yet:"


def share(today: date, of: Q | None = None) -> Share:
    months = FreshnessSettings.current().as_rule.old
    services = public.shown().filter(of or Q())
    lately = Q(confirmed_on__gt=months_ago(today, months))
    return Share(services.filter(lately).count(), services.count(), months)


def by_kind(today: date) -> list[tuple[str, Share]]:
    """Each kind of support that somebody offers, by name; a service may be of several."""
    months = FreshnessSettings.current().as_rule.old
    after = months_ago(today, months)
    services = public.shown().filter(terms__taxonomy__slug="topic")
    counts: dict[str, list[int]] = {}
    for name, on in services.values_list("terms__slug", "confirmed_on"):
        row = counts.setdefault(name, [0, 0])
        row[0] += bool(on and on > after)
        row[1] += 1
    terms = TaxonomyTerm.objects.filter(taxonomy__slug="topic", slug__in=counts).order_by("name")
    return [(term.name, Share(counts[term.slug][0], counts[term.slug][1], months)) for term in terms]


def fresh_steps() -> Steps:
    """A page ranks weaker once it is told to be old, and weaker again when it is old enough to be hidden."""
    months = FreshnessSettings.current().as_rule
    return ((in_days(months.old), 2), (in_days(max(months.old, months.hide)), 1))


def in_days(months: int) -> int:
    return round(months * 365.25 / 12)


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
    ask = ConfirmationAsk.objects.filter(pk=pk, used_at=None).select_related("service__organisation", "to").first()
    if ask is None or ask.service.status != Status.PUBLISHED:
        return None
    if ask.to and not ask.service.organisation.managers().filter(user=ask.to).exists():
        return None
    confirmed = ask.service.confirmed_on
    return None if confirmed and confirmed >= timezone.localdate(ask.asked_at) else ask
