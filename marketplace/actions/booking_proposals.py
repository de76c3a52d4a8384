"""A delegate who is paid for it proposes a booking; somebody who is not says yes or no. Before the yes nothing is
booked, and no money is held.

The person says it, another delegate who is not paid, or where nobody else could somebody at the council
(`nobody_answers` has the same for hours).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import Mandate, Person, User
from accounts.permissions import has_part_in, may
from accounts.roles import Permission, Scope
from marketplace import emails, states
from marketplace.actions import drafts, money, orders, paid_delegates
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import BookingProposal, Draft, Listing, Order
from marketplace.permissions import Authority, NotYours, authority, seller_side

State = BookingProposal.State
TO_ANSWER = frozenset({Scope.ORDER, Scope.PAY, Scope.SEE_LINES})


def must_propose(by: User, person: Person, listing: Listing, at: datetime) -> bool:
    """She may book for the person, and sells this herself: so somebody else says yes."""
    if by.pk == person.user_id or seller_side(by, listing) is None:
        return False
    try:
        authority(by, person, Scope.ORDER, Scope.PAY, at=at)
    except NotYours:
        return False
    return True


@transaction.atomic
def propose(*, draft: Draft, shown_pence: int, by: User, at: datetime | None = None) -> BookingProposal:
    """What her journey came to. Sent again it is the first. Raises NotYours, or Refused as a booking would."""
    now = at or timezone.now()
    power = authority(by, draft.person, Scope.ORDER, Scope.PAY, at=now)
    if power.mandate is None or seller_side(by, draft.listing) is None:
        raise Refused("yours", "Nobody else has to say yes to this. Book it.")
    wish = drafts.wish(draft, shown_pence)
    if wish.pot.by_order:
        raise Refused("card", "Choose other money: a card is paid with by whoever books.")
    prices = orders.check(wish, by, now, proposing=True)
    if known := BookingProposal.objects.filter(token=draft.token).first():
        return known
    money.look_at_limits(power, sum(prices), at=now)
    made = BookingProposal.objects.create(
        token=draft.token,
        person=draft.person,
        listing=draft.listing,
        mandate=power.mandate,
        proposed_by=by,
        proposed_at=now,
        answers=draft.answers,
        total_pence=sum(prices),
        answer_by=min(wish.starts_at) - states.NOTICE,
    )
    Draft.objects.filter(token=draft.token, order=None).delete()
    _audit("booking_proposal.made", made, by, now)
    emails.booking_proposed(made, approvers(made, now), at=now)
    return made


def approvers(proposal: BookingProposal, at: datetime) -> list[User]:
    """The person, where she decides herself and signs in; and delegates who may buy, and are not paid by her."""
    person, found = proposal.person, []
    if person.capacity_lost_on is None and person.user and person.user.is_active:
        found.append(person.user)
    hers = Mandate.objects.filter(person=person).select_related("person", "delegate").order_by("delegate__name", "pk")
    day = timezone.localdate(at)
    able = [one.delegate for one in hers if one.holds_on(day) and set(one.scopes) >= TO_ANSWER]
    paid = paid_delegates.how(person, {user.pk for user in able}) if able else {}
    apart = [user for user in able if user.is_active and user.pk not in paid and user.pk != proposal.proposed_by_id]
    return found + [user for user in apart if seller_side(user, proposal.listing) is None]


def for_the_council(user: User) -> list[BookingProposal]:
    """Those that nobody else could answer, the first due first; none in which she has a part."""
    now = timezone.now()
    waiting = whole().filter(state=State.OPEN, answer_by__gt=now, person__died_on=None)
    return [each for each in waiting if not approvers(each, now) and not _is_own(each, user)]


def to_answer(person: Person, by: User) -> list[BookingProposal]:
    """Those of one person that wait for this one's yes."""
    now = timezone.now()
    waiting = whole().filter(person=person, state=State.OPEN, answer_by__gt=now)
    return [each for each in waiting if by in approvers(each, now)]


def whole() -> QuerySet[BookingProposal]:
    known = ("person__user", "listing__personal_assistant", "listing__service__organisation", "listing__payee")
    return BookingProposal.objects.select_related(*known, "mandate", "proposed_by", "answered_by", "order")


def _is_own(proposal: BookingProposal, user: User) -> bool:
    return has_part_in(user, proposal.person) or seller_side(user, proposal.listing) is not None


def may_answer(proposal: BookingProposal, by: User, at: datetime) -> bool:
    able = approvers(proposal, at)
    if able:
        return by in able
    return may(by, Permission.DECIDE_QUERIES) and not _is_own(proposal, by)


@transaction.atomic
def agree(*, proposal: BookingProposal, by: User, at: datetime | None = None, send: bool = True) -> Order:
    """The yes: it is booked and its money held now, by whoever says it. Raises Refused as a booking would."""
    now = at or timezone.now()
    held = _to_answer(proposal, by, now)
    wish = drafts.wish(held.as_draft(), held.total_pence)
    order = orders.place(wish=wish, by=by, at=now, send=send, power=_councils(held, by, now))
    _close(held, State.AGREED, by, now, order=order, answered_by=by, answered_at=now)
    emails.booking_answered(held, at=now, send=send)
    return order


def _councils(proposal: BookingProposal, by: User, now: datetime) -> Authority | None:
    """By whose right it is bought where the council says yes: within what the delegate who proposed it may spend."""
    if approvers(proposal, now):
        return None
    if not proposal.mandate.holds_on(timezone.localdate(now)):
        raise Refused("ended", f"{proposal.proposed_by.name} cannot act for {proposal.person.first_name} now.")
    return Authority(mandate=proposal.mandate, staff=True)


@transaction.atomic
def decline(
    *, proposal: BookingProposal, reason: str, by: User, at: datetime | None = None, send: bool = True
) -> BookingProposal:
    now = at or timezone.now()
    held = _to_answer(proposal, by, now)
    if not reason.strip():
        raise Refused("reason", "Say why not.")
    _close(held, State.DECLINED, by, now, reason=reason.strip(), answered_by=by, answered_at=now)
    emails.booking_answered(held, at=now, send=send)
    return held


@transaction.atomic
def take_back(*, proposal: BookingProposal, by: User, at: datetime | None = None) -> BookingProposal:
    """By whoever made it."""
    now = at or timezone.now()
    if proposal.proposed_by_id != by.pk:
        raise Refused("not_yours", "Only whoever proposed this can take it back. You can say no to it.")
    _close(_locked(proposal), State.TAKEN_BACK, by, now, closed_at=now)
    proposal.refresh_from_db()
    return proposal


def close_due(at: datetime) -> int:
    """Nobody answered in time to book it, or the person has died."""
    open_ones = BookingProposal.objects.filter(state=State.OPEN)
    due = open_ones.filter(answer_by__lte=at) | open_ones.exclude(person__died_on=None)
    return sum(_close_one(pk, at) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _close_one(pk: int, at: datetime) -> bool:
    held = whole().get(pk=pk)
    try:
        _close(_locked(held), State.CLOSED, None, at, closed_at=at)
    except Overtaken:
        return False
    emails.booking_answered(whole().get(pk=pk), at=at)
    return True


def _to_answer(proposal: BookingProposal, by: User, now: datetime) -> BookingProposal:
    held = _locked(proposal)
    if held.proposed_by_id == by.pk or not may_answer(held, by, now):
        raise NotYours
    if held.state != State.OPEN or now >= held.answer_by:
        raise Overtaken
    return held


def _locked(proposal: BookingProposal) -> BookingProposal:
    """Two who answer at once come one after the other."""
    BookingProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    return whole().get(pk=proposal.pk)


def _close(held: BookingProposal, state: BookingProposal.State, by: User | None, now: datetime, **more: object) -> None:
    if held.state != State.OPEN:
        raise Overtaken
    for name, value in {"state": state, **more}.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *more])
    _audit(f"booking_proposal.{state}", held, by, now)


def _audit(action: str, proposal: BookingProposal, by: User | None, now: datetime) -> None:
    person, subject = proposal.person, f"booking_proposal:{proposal.pk}"
    detail = {"person": person.pk, "listing": proposal.listing_id, "pence": proposal.total_pence}
    audit(action=action, by=by, on_behalf_of=behalf(person, by), subject=subject, detail=detail, at=now)
