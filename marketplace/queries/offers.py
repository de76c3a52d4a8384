"""What a seller offers, and in words what keeps each offer from being sold, with the page that puts it right."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from directory.approval_rules import State
from directory.models import Approval, Employment, PersonalAssistantProfile, Service, Status
from marketplace.models import Listing
from marketplace.models.listings import ListingState
from marketplace.queries import payouts
from marketplace.states import OrderState

OPEN_ORDERS = Q(orders__state__in=[OrderState.REQUESTED, OrderState.ACCEPTED])


@dataclass(frozen=True)
class Stop:
    """One thing to put right. `link` says what its page does."""

    code: str
    words: str
    link: str
    href: str


@dataclass(frozen=True)
class Offer:
    listing: Listing
    is_found: bool  # on sale and in the directory
    stops: tuple[Stop, ...]

    @property
    def is_published(self) -> bool:
        return self.listing.state == ListingState.PUBLISHED

    @property
    def state(self) -> str:
        if self.is_found:
            return "On sale"
        return "Put on sale, but nobody finds it" if self.is_published else "Not on sale"

    @property
    def tone(self) -> str:
        if self.is_found:
            return "good"
        return "warm" if self.is_published else "plain"


def hers(mine: Q) -> QuerySet[Listing]:
    found = Listing.objects.filter(mine).select_related("service", "personal_assistant", "payee")
    return found.prefetch_related("personal_assistant__approvals")


def counted(mine: Q) -> QuerySet[Listing]:
    """With the number of orders that go on whatever becomes of the offer."""
    return hers(mine).annotate(open_orders=Count("orders", filter=OPEN_ORDERS, distinct=True))


def offers(listings: list[Listing], day: date) -> list[Offer]:
    pks = [listing.pk for listing in listings]
    found = set(Listing.objects.on_sale(day).filter(pk__in=pks).values_list("pk", flat=True))
    paid = {one.payee.pk: one for one in payouts.of([listing.payee for listing in listings])}
    return [
        Offer(one, one.pk in found, (*of_directory(one.offered_by, day), *of_payee(paid[one.payee_id])))
        for one in listings
    ]


def of_directory(offered: Service | PersonalAssistantProfile, day: date) -> list[Stop]:
    """What the directory does not stand behind."""
    return of_service(offered) if isinstance(offered, Service) else of_assistant(offered, day)


def of_service(service: Service) -> list[Stop]:
    page = reverse("provider-page", args=["service", service.pk])
    found = []
    if service.gives_personal_care and not service.is_cqc_registered:
        words = f"{service.name} gives personal care. That needs a live registration with the Care Quality Commission."
        found.append(Stop("cqc", words, "Answer the questions about personal care", reverse("provider-care")))
    if service.status != Status.PUBLISHED:
        words = f"The page of {service.name} is not in the directory now."
        found.append(Stop("page", words, "See its page", page))
    elif service.hidden_at:
        words = f"Nobody has confirmed the page of {service.name} for too long, so it is hidden."
        found.append(Stop("hidden", words, "Say that it is still right", page))
    return found


def of_assistant(profile: PersonalAssistantProfile, day: date) -> list[Stop]:
    found = []
    if profile.employment != Employment.SELF_EMPLOYED:
        words = "Your page says that you work as an employee. Only somebody who is self-employed is booked here."
        found.append(Stop("employee", words, "See your page", reverse("provider-pages")))
    approvals = list(profile.approvals.all())
    if not any(one.state == State.APPROVED and one.until and one.until >= day for one in approvals):
        found.append(Stop("approval", approval_words(approvals, day), "See your approval", reverse("approvals-apply")))
    if profile.status != Status.PUBLISHED:
        page = reverse("provider-page", args=["assistant", profile.pk])
        found.append(Stop("page", "Your page is not on the site.", "Put your page on the site", page))
    elif profile.hidden_at:
        page = reverse("provider-assistant-confirm", args=[profile.pk])
        words = "Nobody has confirmed your page for too long, so it is hidden."
        found.append(Stop("hidden", words, "Say that it is still right", page))
    return found


def approval_words(approvals: list[Approval], day: date) -> str:
    if any(one.state == State.LAPSED or (one.state == State.APPROVED and one.until) for one in approvals):
        return "Your approval has lapsed."
    if any(one.state == State.SUSPENDED for one in approvals):
        return "Your approval is suspended."
    return "You are not approved yet."


def of_payee(paid: payouts.Shown) -> list[Stop]:
    if paid.is_set_up:
        return []
    if settings.STRIPE_SECRET_KEY:
        return [
            Stop("payee", "We do not know yet where to pay you.", "Say how you are paid", reverse("provider-stripe"))
        ]
    words = "We do not have your bank details yet. Call us, and we will ask for them."
    return [Stop("payee", words, "How to contact us", "/contact/")]
