"""A holder's card: have it made, freeze, replace and stop it, and what its holder sets for herself.

Our own decision goes by the row here, at once. An issuer outside is told by an intent, when it answers.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import issuers, outside
from accounts.actions.cards.refusals import CardRefused
from accounts.audit import audit, behalf
from accounts.issuers import Address, CardOrder, IssuedCard
from accounts.models import AuditLine, Card, CardAccount, Intent, Pot, User
from accounts.permissions import may
from accounts.roles import Permission
from accounts.stripe.client import Rejected

State = Card.State
Kind = Card.Kind
OPEN = frozenset({State.ORDERED, State.POSTED, State.ACTIVE, State.FROZEN})
SPENDS_FROM = "A card spends from an open account, and not from money set aside for emergencies."


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
    if account.closed_at or pot.card_account_id != account.pk or pot.is_contingency:
        raise CardRefused(SPENDS_FROM)
    if Card.objects.filter(account=account, holder=holder, kind=kind).exclude(state=State.CLOSED).exists():
        raise CardRefused("There is a card of this kind already. Stop it first, or ask for a new one in its place.")
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
    _audit("card.issued", card, by, now)
    if issuer.is_outside:
        _plan("card", card, now, mark="made")
    else:
        made(card, issuer.issue(order(card, timezone.localdate(now))))
    return card


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


def made(card: Card, card_made: IssuedCard) -> None:
    """The issuer has made it. One that was stopped meanwhile stays stopped."""
    known = {
        "issuer_reference": card_made.reference,
        "last4": card_made.last4,
        "expires_on": card_made.expires_on,
    }
    Card.objects.filter(pk=card.pk).update(**known)
    usable = State.POSTED if card.kind == Kind.PHYSICAL else State.ACTIVE
    Card.objects.filter(pk=card.pk, state=State.ORDERED).update(state=usable)
    card.refresh_from_db()
    if card.state == State.CLOSED:
        _tell_issuer(card, timezone.now())


def replace(
    *, card: Card, ended: Card.Ended, by: User, kind: Card.Kind | None = None, at: datetime | None = None
) -> Card:
    """Lost, stolen, damaged or out of date: the old one stops at once, and a new one is made in its place."""
    now = at or timezone.now()
    with transaction.atomic():
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


def arrived(*, card: Card, by: User, at: datetime | None = None) -> bool:
    """The plastic card has come to its holder, who alone says so: from now on it can be used."""
    if by.pk != card.holder_id:
        raise CardRefused("Only the holder of a card can say that it has come.")
    return _change(card, {State.POSTED}, State.ACTIVE, "card.arrived", by, at)


def freeze(*, card: Card, by: User, reason: str = "", at: datetime | None = None) -> bool:
    """At once: from now on our own decision refuses. Named staff give a reason. Whether anything changed."""
    if may(by, Permission.FREEZE_CARDS) and by.pk not in {card.holder_id, card.account.person.user_id} and not reason:
        raise CardRefused("Say why you freeze this card. The person can read it.")
    return _change(card, {State.ACTIVE}, State.FROZEN, "card.frozen", by, at, reason)


def unfreeze(*, card: Card, by: User, at: datetime | None = None) -> bool:
    """What the person or somebody else froze, a delegate does not open again: only what she froze herself. What
    staff froze, staff open again."""
    frozen_by = _frozen_by(card)
    if frozen_by is not None and frozen_by.pk != by.pk and may(frozen_by, Permission.FREEZE_CARDS):
        if not may(by, Permission.FREEZE_CARDS):
            raise CardRefused("The council froze this card. Call us and we will explain why, and what happens now.")
    elif by.pk not in {card.account.person.user_id, frozen_by and frozen_by.pk}:
        raise CardRefused("Somebody else froze this card. The person, or whoever froze it, can unfreeze it.")
    return _change(card, {State.FROZEN}, State.ACTIVE, "card.unfrozen", by, at)


def stop(
    *, card: Card, by: User, reason: str = "", ended: Card.Ended = Card.Ended.NOT_WANTED, at: datetime | None = None
) -> bool:
    """For good. What a shop was promised before is still paid. Whether anything changed."""
    return _change(card, set(OPEN), State.CLOSED, "card.stopped", by, at, reason, ended=ended)


@transaction.atomic
def set_limits(
    *, card: Card, per_purchase_pence: int | None, per_week_pence: int | None, by: User, at: datetime | None = None
) -> bool:
    """What the holder sets for herself, and can take away again. None: no limit. Whether anything changed."""
    limits = {"limit_per_purchase_pence": per_purchase_pence, "limit_per_week_pence": per_week_pence}
    if by.pk != card.holder_id:
        raise CardRefused("Only the holder of a card sets limits for it.")
    if all(getattr(card, name) == value for name, value in limits.items()):
        return False
    Card.objects.filter(pk=card.pk).update(**limits)
    card.refresh_from_db()
    _audit("card.limits", card, by, at or timezone.now(), **{k: str(v) for k, v in limits.items() if v is not None})
    return True


@transaction.atomic
def set_phone(*, card: Card, phone: str, by: User, at: datetime | None = None) -> bool:
    """Where the bank's code goes: the holder's own telephone, which nobody else changes."""
    now = at or timezone.now()
    if by.pk != card.holder_id:
        raise CardRefused("Only the holder of a card says where the bank’s code goes.")
    if not Card.objects.filter(pk=card.pk).exclude(phone=phone).update(phone=phone):
        return False
    card.refresh_from_db()
    line = _audit("card.phone", card, by, now)
    if issuers.named(card.issuer).is_outside and card.issuer_reference:
        _plan("card_phone", card, now, mark=f"phone:{line.pk}")
    return True


def _frozen_by(card: Card) -> User | None:
    lines = AuditLine.objects.filter(action="card.frozen", subject=f"card:{card.pk}").order_by("-pk")
    by = lines.values_list("by", flat=True).first()
    return User.objects.filter(pk=int(by)).first() if by else None


@transaction.atomic
def _change(
    card: Card,
    old: set[Card.State],
    new: Card.State,
    action: str,
    by: User,
    at: datetime | None,
    reason: str = "",
    **more: str,
) -> bool:
    now = at or timezone.now()
    if not Card.objects.filter(pk=card.pk, state__in=old).update(state=new, **more):
        return False
    card.state = new
    line = _audit(action, card, by, now, reason=reason)
    _tell_issuer(card, now, mark=line.pk)
    return True


def _tell_issuer(card: Card, at: datetime, mark: int = 0) -> None:
    """Whatever the card is by then: two changes that pass one another end alike."""
    if not issuers.named(card.issuer).is_outside or not card.issuer_reference:
        return
    _plan("card_state", card, at, mark=f"state:{mark}")


def _plan(kind: str, card: Card, at: datetime, *, mark: str) -> None:
    subject = f"card:{card.pk}"
    outside.plan(kind, key=f"{subject}:{mark}", subject=subject, params={"card": card.pk}, at=at)


def _audit(action: str, card: Card, by: User, at: datetime, **detail: str) -> AuditLine:
    person = card.account.person
    given = {name: value for name, value in detail.items() if value}
    return audit(action=action, by=by, on_behalf_of=behalf(person, by), subject=f"card:{card.pk}", detail=given, at=at)


# What is done at an issuer outside, once its intent is carried out


def _of(intent: Intent) -> Card:
    return Card.objects.select_related("account__person", "holder", "replaces").get(pk=intent.params["card"])


def _make(intent: Intent) -> outside.Made:
    card = _of(intent)
    answer = issuers.named(card.issuer).issue(order(card, timezone.localdate(intent.planned_at)))
    return answer.reference, answer


def _not_made(intent: Intent, why: Rejected) -> None:
    """The issuer will not make it: nobody waits for it any more, and staff read why in the intent."""
    Card.objects.filter(pk=intent.params["card"], state=State.ORDERED).update(state=State.CLOSED)
    audit(action="card.not_made", by=None, subject=intent.subject, detail={"code": why.code})


def _follow_state(intent: Intent) -> outside.Made:
    card = _of(intent)
    issuer = issuers.named(card.issuer)
    match card.state:
        case State.CLOSED:
            issuer.close(card.issuer_reference, card.ended)
        case State.ACTIVE:
            issuer.unfreeze(card.issuer_reference)
        case _:
            issuer.freeze(card.issuer_reference)
    return card.issuer_reference, None


def _follow_phone(intent: Intent) -> outside.Made:
    card = _of(intent)
    issuers.named(card.issuer).set_phone(card.issuer_reference, card.phone)
    return card.issuer_reference, None


def _nothing_to_book(intent: Intent, answer: object) -> None: ...


def _not_followed(intent: Intent, why: Rejected) -> None:
    """Our own decision goes by our own row; that the issuer's differs is on the list of differences."""
    audit(action="card.issuer_refused", by=None, subject=intent.subject, detail={"code": why.code})


outside.register("card", outside.Kind(_make, lambda intent, answer: made(_of(intent), answer), _not_made))
outside.register("card_state", outside.Kind(_follow_state, _nothing_to_book, _not_followed))
outside.register("card_phone", outside.Kind(_follow_phone, _nothing_to_book, _not_followed))
