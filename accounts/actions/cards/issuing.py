"""A holder's card: have it made, replace it, say that it has come.

Our own decision goes by the row here, at once. An issuer outside is told by an intent, when it answers.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import issuers, outside
from accounts.actions.cards import telling
from accounts.actions.cards.changes import change, plan, record, tell_issuer
from accounts.actions.cards.freezing import BY_COUNCIL, OPEN, check_open_to, for_council, stop
from accounts.actions.cards.own_terms import check_phone
from accounts.actions.cards.refusals import CardRefused
from accounts.audit import audit
from accounts.issuers import Address, CardOrder, IssuedCard
from accounts.models import Card, CardAccount, Intent, Person, Pot, User
from accounts.permissions import may, may_for
from accounts.queries import freezes
from accounts.roles import Permission, Scope
from accounts.stripe.client import Rejected

State = Card.State
Kind = Card.Kind
SPENDS_FROM = "A card spends from an open account, and not from money set aside for emergencies."
NO_HOME = "A card company has to know where the person lives, and we have no address. Call us and tell us."
NO_ADDRESS = "We have no address to post a card to. Call us and tell us where you live, or choose the other card."


@transaction.atomic
def issue(
    *,
    account: CardAccount,
    holder: User,
    pot: Pot,
    by: User,
    kind: Card.Kind = Kind.VIRTUAL,
    phone: str = "",
    replaces: Card | None = None,
    at: datetime | None = None,
) -> Card:
    """A card of the holder's own. `phone` is hers and nobody else's: the bank sends its code there.

    From the sandbox it comes at once; from an issuer outside it is being made until the issuer has answered.
    """
    now = at or timezone.now()
    check_order(account=account, holder=holder, pot=pot, by=by, kind=kind, phone=phone, at=now)
    issuer = issuers.chosen()
    card = Card.objects.create(
        account=account,
        holder=holder,
        pot=pot,
        kind=kind,
        issuer=issuer.name,
        phone=phone,
        replaces=replaces,
        expires_on=timezone.localdate(now),
        state=State.ORDERED,
        issued_at=now,
    )
    record("card.issued", card, by, now, kind=kind)
    if issuer.is_outside:
        plan("card", card, now, mark="made")
    else:
        made(card, issuer.issue(order(card, timezone.localdate(now))), now)
    return card


def check_order(
    *,
    account: CardAccount,
    holder: User,
    pot: Pot,
    by: User,
    kind: Card.Kind,
    phone: str = "",
    at: datetime | None = None,
) -> None:
    """Raises CardRefused where `issue` would, and makes nothing."""
    now, person = at or timezone.now(), account.person
    if account.closed_at or pot.card_account_id != account.pk or pot.closed_at or pot.is_contingency:
        raise CardRefused(SPENDS_FROM)
    if not may_for(holder, person, Scope.PAY, timezone.localdate(now)):
        raise CardRefused("Only the person, or somebody who may pay for them, has a card.")
    if not (person.address and person.postcode):
        _check_without_address(kind)
    check_phone(account, holder, phone)
    held = Card.objects.filter(account=account, holder=holder).exclude(state=State.CLOSED)
    _check_who(held, holder, person, by)
    if held.filter(kind=kind).exists():
        raise CardRefused("There is a card of this kind already. Stop it first, or ask for a new one in its place.")


def _check_without_address(kind: Card.Kind) -> None:
    if issuers.chosen().is_outside:
        raise CardRefused(NO_HOME)
    if kind == Kind.PHYSICAL:
        raise CardRefused(NO_ADDRESS)


def _check_who(held: QuerySet[Card], holder: User, person: Person, by: User) -> None:
    """Everybody orders her own; the person, and staff, also for somebody who pays for her. Nobody for the person."""
    if may(by, Permission.AGREE_BUDGETS) or may(by, Permission.FREEZE_CARDS):
        return
    if by.pk not in {holder.pk, person.user_id}:
        raise CardRefused("A card is ordered by its holder.")
    if any(freezes.by_council(card) for card in held):
        raise CardRefused(BY_COUNCIL)  # another card would be a way round it


def order(card: Card, on: date) -> CardOrder:
    """What the issuer has to know. A delegate's card goes to the address of the person whose money it spends."""
    person = card.account.person
    line, _, rest = person.address.partition(",")
    town = rest.rpartition(",")[2].strip() or line
    replaced = card.replaces
    return CardOrder(
        key=f"card:{card.account_id}:{card.holder_id}:{card.pk}",
        reference=f"card:{card.pk}",
        name=card.holder.name,
        phone=card.phone,
        address=Address(line.strip(), rest.rpartition(",")[0].strip(), town, person.postcode),
        on=on,
        physical=card.kind == Kind.PHYSICAL,
        replaces=replaced.issuer_reference if replaced else "",
        why=_why(replaced) if replaced else "",
    )


def _why(replaced: Card) -> str:
    return replaced.ended if replaced.ended in ("lost", "stolen", "damaged", "expired") else "damaged"


def made(card: Card, card_made: IssuedCard, at: datetime) -> None:
    """The issuer has made it, and its holder is told. One that was stopped meanwhile stays stopped."""
    known = {
        "issuer_reference": card_made.reference,
        "last4": card_made.last4,
        "expires_on": card_made.expires_on,
    }
    Card.objects.filter(pk=card.pk).update(**known)
    usable = State.POSTED if card.kind == Kind.PHYSICAL else State.ACTIVE
    waited = Card.objects.filter(pk=card.pk, state=State.ORDERED).update(state=usable)
    card.refresh_from_db()
    if waited:
        telling.made(card, at)
    elif card.state == State.CLOSED:
        tell_issuer(card, timezone.now())


def replace(
    *, card: Card, ended: Card.Ended, by: User, kind: Card.Kind | None = None, at: datetime | None = None
) -> Card:
    """Lost, stolen, damaged or out of date: the old one stops at once, and a new one is made in its place."""
    now = at or timezone.now()
    with transaction.atomic():
        check_open_to(card, by, now)
        stop(card=card, by=by, reason=ended.label.lower(), ended=ended, at=now)
        card.refresh_from_db()
        if newer := Card.objects.filter(replaces=card).first():
            return newer
        return issue(
            account=card.account,
            holder=card.holder,
            pot=card.pot,
            by=by,
            kind=kind or Kind(card.kind),
            phone=card.phone,
            replaces=card,
            at=now,
        )


def give_up(
    *, card: Card, ended: Card.Ended, by: User, kind: Card.Kind | None = None, at: datetime | None = None
) -> Card | None:
    """It stops at once; with a `kind` a new one is made in its place. By the holder, or by the person whose money it
    spends; named staff do it for somebody who calls, and she is told."""
    now = at or timezone.now()
    council = for_council(card, by, now)
    if not council and by.pk not in {card.holder_id, card.account.person.user_id}:
        raise CardRefused("Only its holder, or the person whose money it spends, stops a card. You can freeze it.")
    with transaction.atomic():
        if not Card.objects.select_for_update(no_key=True).filter(pk=card.pk, state__in=OPEN).exists():
            raise CardRefused("This card is stopped already.")
        newer = replace(card=card, ended=ended, by=by, kind=kind, at=now) if kind else None
        if not kind:
            check_open_to(card, by, now)
            stop(card=card, by=by, reason=ended.label.lower(), ended=ended, at=now)
        card.refresh_from_db()
        if council:
            telling.stopped(card, newer, now)
    return newer


def arrived(*, card: Card, by: User, at: datetime | None = None) -> bool:
    """The plastic card has come to its holder, who alone says so: from now on it can be used."""
    if by.pk != card.holder_id:
        raise CardRefused("Only the holder of a card can say that it has come.")
    return change(card, {State.POSTED}, State.ACTIVE, "card.arrived", by, at or timezone.now())


# What is done at an issuer outside, once its intent is carried out


def _of(intent: Intent) -> Card:
    return Card.objects.select_related("account__person", "holder", "replaces").get(pk=intent.params["card"])


def _make(intent: Intent) -> outside.Made:
    card = _of(intent)
    answer = issuers.named(card.issuer).issue(order(card, timezone.localdate(intent.planned_at)))
    return answer.reference, answer


def _find(intent: Intent) -> outside.Made | None:
    card = _of(intent)
    asked_for = order(card, timezone.localdate(intent.planned_at))
    found = issuers.named(card.issuer).find(asked_for, outside.first_try(intent))
    return (found.reference, found) if found else None


def _made(intent: Intent, answer: IssuedCard) -> None:
    made(_of(intent), answer, timezone.now())


def _not_made(intent: Intent, why: Rejected) -> None:
    """The issuer will not make it: nobody waits for it any more, and staff read why in the intent."""
    audit(action="card.not_made", by=None, subject=intent.subject, detail={"code": why.code})
    if Card.objects.filter(pk=intent.params["card"], state=State.ORDERED).update(state=State.CLOSED):
        telling.not_made(_of(intent), timezone.now())


def _follow_state(intent: Intent) -> outside.Made:
    """As it is in our books when the issuer has heard it: another change may have passed us on the way."""
    card, told = _of(intent), ""
    while card.state != told:
        told = card.state
        _say_state(card)
        card.refresh_from_db(fields=["state", "ended"])
    return card.issuer_reference, None


def _say_state(card: Card) -> None:
    issuer = issuers.named(card.issuer)
    match card.state:
        case State.CLOSED:
            issuer.close(card.issuer_reference, card.ended)
        case State.ACTIVE:
            issuer.unfreeze(card.issuer_reference)
        case _:
            issuer.freeze(card.issuer_reference)


def _follow_phone(intent: Intent) -> outside.Made:
    card = _of(intent)
    if card.issuer_reference:
        issuers.named(card.issuer).set_phone(card.issuer_reference, card.phone)
    elif card.state == State.ORDERED:
        raise outside.NotYet("The card is not made yet")
    return card.issuer_reference or intent.subject, None


def _nothing_to_book(intent: Intent, answer: object) -> None: ...


def _not_followed(intent: Intent, why: Rejected) -> None:
    """Our own decision goes by our own row; that the issuer's differs is on the list of differences."""
    audit(action="card.issuer_refused", by=None, subject=intent.subject, detail={"code": why.code})


outside.register("card", outside.Kind(_make, _made, _not_made, _find))
outside.register("card_state", outside.Kind(_follow_state, _nothing_to_book, _not_followed))
outside.register("card_phone", outside.Kind(_follow_phone, _nothing_to_book, _not_followed))
