"""Cards: make one, freeze it, stop it, and answer for what shops ask of it.

A shop asks (`authorise`: decision and hold in one transaction), then takes (`capture`) or gives up (`reverse`), and may
give back (`refund`). Each is done once, however often the issuer tells us.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import issuers, ledger, limits
from accounts.actions import allowances, declines
from accounts.audit import audit, behalf
from accounts.ledger import KeyReused, LedgerKind, Move
from accounts.models import AuditLine, Card, CardAccount, CardAuthorisation, CardDraw, Pot, User
from accounts.spending import CardFacts, Decision, PotFacts, share

State = CardAuthorisation.State


class CardRefused(Exception):
    """It cannot be done with this card now; the text says why."""


class WrongStep(Exception):
    """The shop's request does not fit what happened before: taken twice, or given back more than was taken."""


def issue(*, account: CardAccount, holder: User, pot: Pot, by: User, at: datetime | None = None) -> Card:
    """A virtual card for one holder. The issuer is asked first, outside any transaction, by a key of its own."""
    now = at or timezone.now()
    if account.closed_at or pot.card_account_id != account.pk or pot.is_contingency:
        raise CardRefused("A card spends from an open account, and not from money set aside for emergencies.")
    issuer = issuers.chosen()
    count = Card.objects.filter(account=account, holder=holder).count()
    made = issuer.issue(key=f"card:{account.pk}:{holder.pk}:{count}", on=timezone.localdate(now))
    with transaction.atomic():
        card = Card.objects.create(
            account=account,
            holder=holder,
            pot=pot,
            issuer=issuer.name,
            issuer_reference=made.reference,
            last4=made.last4,
            expires_on=made.expires_on,
            issued_at=now,
        )
        _audit("card.issued", card, by, now)
    return card


def freeze(*, card: Card, by: User, reason: str = "", at: datetime | None = None) -> bool:
    """At once: from now on our own decision refuses. Whether anything changed."""
    return _change(card, {Card.State.ACTIVE}, Card.State.FROZEN, "card.frozen", by, at, reason)


def unfreeze(*, card: Card, by: User, at: datetime | None = None) -> bool:
    """What the person or somebody else froze, a delegate does not open again: only what she froze herself."""
    if by.pk not in {card.account.person.user_id, _frozen_by(card)}:
        raise CardRefused("Somebody else froze this card. The person, or whoever froze it, can unfreeze it.")
    return _change(card, {Card.State.FROZEN}, Card.State.ACTIVE, "card.unfrozen", by, at)


def stop(*, card: Card, by: User, reason: str = "", at: datetime | None = None) -> bool:
    """For good. What a shop was promised before is still paid. Whether anything changed."""
    return _change(card, {Card.State.ACTIVE, Card.State.FROZEN}, Card.State.CLOSED, "card.stopped", by, at, reason)


def _frozen_by(card: Card) -> int | None:
    lines = AuditLine.objects.filter(action="card.frozen", subject=f"card:{card.pk}").order_by("-pk")
    by = lines.values_list("by", flat=True).first()
    return int(by) if by else None


@transaction.atomic
def _change(
    card: Card, old: set[Card.State], new: Card.State, action: str, by: User, at: datetime | None, reason: str = ""
) -> bool:
    if not Card.objects.filter(pk=card.pk, state__in=old).update(state=new):
        return False
    card.state = new
    _audit(action, card, by, at or timezone.now(), reason=reason)
    transaction.on_commit(lambda: _tell_issuer(card, new))
    return True


def _tell_issuer(card: Card, new: Card.State) -> None:
    issuer = issuers.named(card.issuer)
    tell = {Card.State.FROZEN: issuer.freeze, Card.State.ACTIVE: issuer.unfreeze, Card.State.CLOSED: issuer.close}
    tell[new](card.issuer_reference)


def _audit(action: str, card: Card, by: User, at: datetime, **detail: str) -> None:
    person = card.account.person
    given = {name: value for name, value in detail.items() if value}
    audit(action=action, by=by, on_behalf_of=behalf(person, by), subject=f"card:{card.pk}", detail=given, at=at)


@transaction.atomic
def authorise(
    *, card: Card, reference: str, merchant: str, pence: int, category: str = "", at: datetime | None = None
) -> CardAuthorisation:
    """Answer a shop: by our rules first, then by what is there. The same reference again has the same answer."""
    now = at or timezone.now()
    if mandate := limits.mandate_of(card, now):
        limits.lock(mandate)  # before the pots, as orders do
    pots = _pots(card)
    locked = ledger.lock([pot.available for pot in pots if pot.available])
    if known := CardAuthorisation.objects.filter(issuer_reference=reference).first():
        if (known.card_id, known.pence) != (card.pk, pence):
            raise KeyReused(reference)
        return known
    decision = _decide(card, pots, locked, pence, category, merchant, now)
    authorisation = CardAuthorisation.objects.create(
        card=card,
        issuer_reference=reference,
        pot=card.pot if decision.approved else None,
        merchant_name=merchant,
        merchant_category=category,
        pence=pence,
        state=State.APPROVED if decision.approved else State.DECLINED,
        decline_reason=decision.reason or "",
        asked_at=now,
    )
    if decision.approved:
        _hold(authorisation, decision, {pot.pk: pot for pot in pots}, now)
        allowances.used(authorisation, decision.allowances, at=now)
    else:
        detail = {"reason": decision.reason}
        audit(action="card.declined", by=None, subject=f"authorisation:{authorisation.pk}", detail=detail, at=now)
        declines.record(authorisation=authorisation, decision=decision, pots=pots, balances=locked, at=now)
    return authorisation


def _pots(card: Card) -> list[Pot]:
    """The pots of the card's account, its own first, with the ledger's accounts."""
    pots = Pot.objects.filter(card_account=card.account_id, closed_at=None).select_related("available", "held")
    return sorted(pots, key=lambda pot: (pot.pk != card.pot_id, pot.position, pot.pk))


def _decide(
    card: Card, pots: Sequence[Pot], balances: dict[int, int], pence: int, category: str, merchant: str, now: datetime
) -> Decision:
    fresh = Card.objects.select_related("account__person", "holder").get(pk=card.pk)  # frozen a moment ago counts
    may_pay, limit = limits.of(fresh, now)
    facts = CardFacts(fresh.state, fresh.expires_on, fresh.account.closed_at is not None, may_pay, limit)
    held = [PotFacts(pot.pk, balances.get(pot.available_id or 0, 0), pot.is_contingency) for pot in pots]
    return allowances.decide_by_rules(
        fresh, facts=facts, pots=held, pence=pence, category=category, merchant=merchant, now=now
    )


def _hold(authorisation: CardAuthorisation, decision: Decision, pots: dict[int, Pot], now: datetime) -> None:
    rows = [
        CardDraw(authorisation=authorisation, position=position, pot=pots[pot], pence=pence)
        for position, (pot, pence) in enumerate(decision.draws)
    ]
    CardDraw.objects.bulk_create(rows)
    moves = [Move(row.pot.available, row.pot.held, row.pence) for row in rows if row.pot.available and row.pot.held]
    _post(authorisation, "hold", moves, now)


@transaction.atomic
def capture(*, authorisation: CardAuthorisation, pence: int | None = None, at: datetime | None = None) -> None:
    """The shop takes the money, or less of it: the rest is free again. The same sum taken again does nothing."""
    taken = authorisation.pence if pence is None else pence
    if not 0 < taken <= authorisation.pence:
        raise WrongStep("A shop takes at most what it asked for.")
    if not _step(authorisation, State.APPROVED, state=State.CAPTURED, captured_pence=taken):
        if (authorisation.state, authorisation.captured_pence) != (State.CAPTURED, taken):
            raise WrongStep(f"Already {authorisation.get_state_display().lower()}.")
        return
    draws, pots = _draws(authorisation)
    shops = ledger.council_account(LedgerKind.CARD_SETTLED)
    moves = [Move(_held(pots[pot]), shops, part) for pot, part in share(draws, taken)]
    rest = share(draws, authorisation.pence - taken, skip=taken)
    moves += [Move(_held(pots[pot]), _available(pots[pot]), part) for pot, part in rest]
    _post(authorisation, "capture", moves, at or timezone.now())


@transaction.atomic
def reverse(*, authorisation: CardAuthorisation, at: datetime | None = None) -> None:
    """The shop gives up before taking anything: what was held is free again. Again does nothing."""
    if not _step(authorisation, State.APPROVED, state=State.REVERSED):
        if authorisation.state != State.REVERSED:
            raise WrongStep(f"Already {authorisation.get_state_display().lower()}.")
        return
    draws, pots = _draws(authorisation)
    moves = [Move(_held(pots[pot]), _available(pots[pot]), part) for pot, part in draws]
    _post(authorisation, "release", moves, at or timezone.now())
    allowances.give_back(authorisation, at=at or timezone.now())


@transaction.atomic
def refund(
    *, authorisation: CardAuthorisation, pence: int, reference: str, at: datetime | None = None
) -> CardAuthorisation:
    """The shop gives back, once for each reference: to the pots it came from, the last drawn first."""
    now = CardAuthorisation.objects.select_for_update(no_key=True).get(pk=authorisation.pk)
    if ledger.exists(f"card:refund:{reference}"):
        return now
    left = now.captured_pence - now.refunded_pence
    if not 0 < pence <= left:
        raise WrongStep("A shop gives back at most what it took.")
    draws, pots = _draws(now)
    shops = ledger.council_account(LedgerKind.CARD_SETTLED)
    moves = [Move(shops, _available(pots[pot]), part) for pot, part in share(draws, pence, skip=left - pence)]
    CardAuthorisation.objects.filter(pk=now.pk).update(refunded_pence=F("refunded_pence") + pence)
    _post(now, "refund", moves, at or timezone.now(), key=f"card:refund:{reference}")
    now.refresh_from_db()
    return now


def _step(authorisation: CardAuthorisation, old: CardAuthorisation.State, **new: str | int) -> bool:
    """Compare and swap; either way the row handed in is fresh afterwards."""
    changed = CardAuthorisation.objects.filter(pk=authorisation.pk, state=old).update(**new)
    authorisation.refresh_from_db()
    return bool(changed)


def _draws(authorisation: CardAuthorisation) -> tuple[list[tuple[int, int]], dict[int, Pot]]:
    rows = list(authorisation.draws.select_related("pot__available", "pot__held"))
    return [(row.pot_id, row.pence) for row in rows], {row.pot_id: row.pot for row in rows}


def _available(pot: Pot) -> ledger.LedgerAccount:
    if pot.available is None:
        raise CardRefused("This pot is not in our books.")
    return pot.available


def _held(pot: Pot) -> ledger.LedgerAccount:
    if pot.held is None:
        raise CardRefused("This pot is not in our books.")
    return pot.held


def _post(
    authorisation: CardAuthorisation, step: str, moves: Sequence[Move], at: datetime, key: str | None = None
) -> None:
    name = key or f"card:{step}:{authorisation.issuer_reference}"
    ledger.post(key=name, kind=f"card_{step}", moves=moves, by=None, at=at, memo=f"card:{authorisation.pk}")
