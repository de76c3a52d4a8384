"""On whose side somebody acts: for the person who buys, or for the seller. Asked by every action and every screen."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import Mandate, Person, User
from accounts.permissions import mandates_of, may
from accounts.roles import Permission, Scope
from directory.models import Employment, OrganisationMember, PersonalAssistantProfile
from directory.models.organisations import MemberRole
from marketplace.models import Listing, Order, SaleHandover, TelephoneOrder, Visit
from marketplace.readers import KEEPS_THE_DIARY
from marketplace.states import UNHEARD

TO_BOOK = frozenset({Scope.ORDER, Scope.PAY})


@dataclass(frozen=True)
class Authority:
    """Why somebody may act for a person: it is herself, a mandate, her call to the council, or a role there."""

    mandate: Mandate | None = None
    call: TelephoneOrder | None = None
    staff: bool = False


class NotYours(Http404):
    """This user may not do this for that person or seller. Where no page says why, it is not there for them."""


def authority(by: User, person: Person, *scopes: Scope, at: datetime | None = None) -> Authority:
    """The person herself, or a mandate that holds that day with every scope asked for. Raises NotYours."""
    if not by.is_active:
        raise NotYours
    if person.user_id == by.pk:
        return Authority()
    for mandate in mandates_of(by, timezone.localdate(at or timezone.now())):
        if mandate.person_id == person.pk and set(scopes) <= set(mandate.scopes):
            return Authority(mandate)
    raise NotYours


def acts_for(by: User, person: Person, at: datetime) -> bool:
    """The person herself, or whoever has a mandate that day, whatever its scopes."""
    mandates = mandates_of(by, timezone.localdate(at))
    return person.user_id == by.pk or any(mandate.person_id == person.pk for mandate in mandates)


def plans_for(by: User, person: Person, at: datetime | None = None) -> Authority:
    """Who may write a support plan: the person, whoever may propose for her, and a practitioner where she has no
    sign-in (Care Act 2014 s.25: the council prepares the plan, and involves her). Raises NotYours."""
    by_staff = person.user_id is None and may(by, Permission.AGREE_BUDGETS)
    if by_staff and not acts_for(by, person, at or timezone.now()):
        return Authority(staff=True)
    return authority(by, person, Scope.PROPOSE, at=at)


def may_book(acting: Acting) -> bool:
    """Whether a page offers to book: to who may order and pay, and to who signs in or says for whom first."""
    if acting.person is None:
        return (
            acting.user is None
            or bool(acting.first)
            or any(set(mandate.scopes) >= TO_BOOK for mandate in acting.others)
        )
    return all(acting.may(scope) for scope in TO_BOOK)


def may_write(acting: Acting) -> bool:
    """Whether a page offers to write to a seller: to who may, and to who signs in or says for whom first."""
    if acting.person is None:
        return acting.user is None or any(Scope.MESSAGE in mandate.scopes for mandate in acting.others)
    return acting.may(Scope.MESSAGE)


@dataclass(frozen=True)
class Seller:
    """A side of the counter that a user stands on: one personal assistant or one organisation."""

    key: str
    name: str
    keeps_diary: bool
    sees_money: bool = True
    manages: bool = True  # says where the seller is paid
    personal_assistant_id: int | None = None
    organisation_id: int | None = None
    is_employee: bool = False

    def owns(self, prefix: str = "") -> Q:
        """A filter for this seller's listings, reached from a model by `prefix`."""
        if self.personal_assistant_id:
            return Q(**{f"{prefix}personal_assistant": self.personal_assistant_id})
        return Q(**{f"{prefix}service__organisation": self.organisation_id})

    @property
    def conversations(self) -> Q:
        if self.personal_assistant_id:
            return Q(personal_assistant=self.personal_assistant_id)
        return Q(organisation=self.organisation_id)

    @property
    def listings(self) -> Q:
        return self.owns()

    @property
    def payees(self) -> Q:
        """A filter for those who are paid for what it offers; and for what an organisation offered before another took
        it over, but never of whoever sold it before them."""
        found = Q(pk__in=Listing.objects.filter(self.listings).values("payee"))
        return found | Q(handed_over__from_organisation=self.organisation_id) if self.organisation_id else found

    @property
    def orders(self) -> Q:
        """Those of which the seller has heard."""
        return self._sold("", "payee") & ~Q(state__in=sorted(UNHEARD))

    @property
    def orders_to_open(self) -> Q:
        """Also those that went to another provider, of which a visit from before is still this one's."""
        if self.organisation_id is None:
            return self.orders
        stayed = Visit.objects.filter(self.visits, order=OuterRef("pk"))
        return self.orders | Q(Exists(stayed)) & ~Q(state__in=sorted(UNHEARD))

    @property
    def visits(self) -> Q:
        return self._sold("order__", "payment__payee")

    def _sold(self, prefix: str, payee: str) -> Q:
        """What it sells, without what stayed with whoever sold it before; and what stayed with it when another took
        over: whoever is paid for it (`Order.sold_as_paid`)."""
        hers = self.owns(f"{prefix}listing__")
        if self.organisation_id is None:
            return hers
        stayed = SaleHandover.objects.filter(listing=OuterRef(f"{prefix}listing"), from_payee=OuterRef(payee))
        with_it = Q(Exists(stayed.filter(from_organisation=self.organisation_id)))
        return with_it | hers & ~Q(Exists(stayed.exclude(from_organisation=self.organisation_id)))


def sellers_of(user: User | AnonymousUser) -> list[Seller]:
    """For whom somebody sells: herself as a personal assistant, and each organisation that she belongs to."""
    if not user.is_authenticated or not user.is_active:
        return []
    found = [_assistant(profile) for profile in PersonalAssistantProfile.objects.filter(user=user)]
    roles: dict[int, tuple[str, set[str]]] = {}
    members = OrganisationMember.objects.filter(user=user, ended_at=None).select_related("organisation")
    for member in members.order_by("organisation__name", "pk"):
        roles.setdefault(member.organisation_id, (member.organisation.name, set()))[1].add(member.role)
    return found + [_organisation(pk, name, held) for pk, (name, held) in roles.items()]


def _assistant(profile: PersonalAssistantProfile) -> Seller:
    return Seller(
        f"pa-{profile.pk}",
        profile.name,
        keeps_diary=True,
        personal_assistant_id=profile.pk,
        is_employee=profile.employment == Employment.EMPLOYEE,
    )


def _organisation(pk: int, name: str, roles: set[str]) -> Seller:
    return Seller(
        f"org-{pk}",
        name,
        keeps_diary=bool(roles & KEEPS_THE_DIARY),
        sees_money=bool(roles & {MemberRole.MANAGER, MemberRole.FINANCE}),
        manages=MemberRole.MANAGER in roles,
        organisation_id=pk,
    )


def seller_side(user: User, listing: Listing) -> Seller | None:
    """The seller for whom this user stands behind that listing, if any."""
    for seller in sellers_of(user):
        if listing.personal_assistant_id and listing.personal_assistant_id == seller.personal_assistant_id:
            return seller
        if listing.service and listing.service.organisation_id == seller.organisation_id:
            return seller
    return None


def order_side(user: User, order: Order) -> Seller | None:
    """The same for an order: what stayed when another provider took over is theirs who sold it."""
    if order.listing.personal_assistant_id:
        return seller_side(user, order.listing)
    return next((one for one in sellers_of(user) if one.organisation_id == order.sold_by.pk), None)


def visit_side(user: User, visit: Visit) -> Seller | None:
    """The same for one visit: theirs who did it, whoever has its order now."""
    if visit.order.listing.personal_assistant_id:
        return seller_side(user, visit.order.listing)
    sold_by = visit.sold_by.pk
    return next((one for one in sellers_of(user) if one.organisation_id == sold_by), None)


def check_seller(user: User, order: Order) -> Seller:
    """The seller whose diary this user keeps. Raises NotYours."""
    return _keeper(order_side(user, order))


def check_visit(user: User, visit: Visit) -> Seller:
    """The same for one visit. Raises NotYours."""
    return _keeper(visit_side(user, visit))


def _keeper(seller: Seller | None) -> Seller:
    if seller is None or not seller.keeps_diary:
        raise NotYours
    return seller


def is_seller(user: User | AnonymousUser) -> bool:
    """Whether somebody has a provider's desk at all (they need a second factor)."""
    return bool(sellers_of(user))
