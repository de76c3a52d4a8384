"""A shop takes, gives up, gives back. What the issuer says has happened is booked, whatever was asked before."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import ledger
from accounts.actions import allowances
from accounts.actions.cards import draws
from accounts.actions.cards.draws import Part
from accounts.actions.cards.refusals import WrongStep
from accounts.audit import audit
from accounts.failpoints import reach, reach_after_commit
from accounts.ledger import Move
from accounts.models import Card, CardAuthorisation, CardEntry, Pot

State = CardAuthorisation.State
Kind = CardEntry.Kind


@dataclass(frozen=True)
class Taken:
    """What a shop took or gave back, as the issuer tells it: `reference` is its id there."""

    reference: str
    pence: int
    merchant: str
    category: str = ""
    currency: str = ""
    minor_units: int | None = None


@transaction.atomic
def capture(*, authorisation: CardAuthorisation, pence: int | None = None, at: datetime | None = None) -> None:
    """A till takes the money, or less of it: the rest is free again. The same sum taken again does nothing."""
    asked = _locked(authorisation)  # what is checked here stays true until it is booked
    amount = asked.pence if pence is None else pence
    reference = f"{asked.issuer_reference}:capture"
    known = CardEntry.objects.filter(issuer_reference=reference).first()
    if known is None:
        if not 0 < amount <= asked.pence:
            raise WrongStep("A shop takes at most what it asked for.")
        if asked.state != State.APPROVED:
            raise WrongStep(f"Already {asked.get_state_display().lower()}.")
    elif known.pence != amount:
        raise WrongStep(f"Already {asked.get_state_display().lower()}.")
    taken = Taken(reference, amount, authorisation.merchant_name)
    take(card=authorisation.card, authorisation=authorisation, taken=taken, at=at)
    authorisation.refresh_from_db()


@transaction.atomic
def take(
    *,
    card: Card,
    taken: Taken,
    authorisation: CardAuthorisation | None = None,
    is_last: bool = True,
    at: datetime | None = None,
) -> CardEntry:
    """The shop has taken this: from what is held for it, then from what is free, then beyond what there was, which a
    person at the council looks at. Without a purchase, or for one that was declined, it is one that never asked.

    `is_last` frees what is still held. Once for each reference.
    """
    now = at or timezone.now()
    asked = _locked(authorisation) if authorisation else None
    if known := CardEntry.objects.filter(issuer_reference=taken.reference).first():
        return known
    reach_after_commit("card_capture.committed")
    reach("card_capture.begun")
    if asked is None or asked.state == State.DECLINED:
        asked = _forced(card, taken, now)
    parts = draws.parts_of(asked)
    before = draws.between(parts, asked.captured_pence)
    from_held = draws.between(parts, taken.pence, skip=asked.captured_pence)
    kept = draws.between(parts, draws.total(parts), skip=asked.captured_pence + taken.pence)
    more = _beyond_the_hold(card, taken.pence - draws.total(from_held))
    let_go = kept if is_last else []
    moves = [Move(draws.held(pot), draws.shops(), pence) for pot, pence in from_held if pot]
    moves += [Move(_source(card, pot), draws.shops(), pence) for pot, pence in more]
    moves += [Move(draws.held(pot), draws.available(pot), pence) for pot, pence in let_go if pot]
    draws.write(asked, [*before, *from_held, *more, *([] if is_last else kept)])
    open_still = bool(kept) and not is_last and asked.state == State.APPROVED
    CardAuthorisation.objects.filter(pk=asked.pk).update(
        captured_pence=F("captured_pence") + taken.pence, state=State.APPROVED if open_still else State.CAPTURED
    )
    reach("card_capture.moved")
    beyond = sum(pence for pot, pence in more if pot is None)
    entry = _entry(Kind.CAPTURE, card, asked, taken, now, beyond=beyond)
    draws.post(asked, "capture", moves, now, key=taken.reference)
    if beyond:
        detail = {"pence": beyond}
        audit(action="card.beyond", by=None, subject=f"authorisation:{asked.pk}", detail=detail, at=now)
    reach("card_capture.written")
    return entry


def _forced(card: Card, taken: Taken, now: datetime) -> CardAuthorisation:
    """A purchase that nobody asked us about: a terminal that was offline, or a shop that was told no."""
    return CardAuthorisation.objects.create(
        card=card,
        issuer_reference=f"{taken.reference}:forced",
        pot=card.pot,
        merchant_name=taken.merchant,
        merchant_category=taken.category,
        merchant_currency=taken.currency,
        merchant_minor_units=taken.minor_units,
        pence=taken.pence,
        state=State.CAPTURED,
        is_forced=True,
        asked_at=now,
    )


def _beyond_the_hold(card: Card, pence: int) -> list[Part]:
    """What was not held for it: from the pots in their order, never from money for emergencies, then from nowhere."""
    if not pence:
        return []
    pots = [pot for pot in draws.pots_of(card) if pot.available and pot.held and not pot.is_contingency]
    sides = [side for pot in pots for side in (pot.available, pot.held) if side]
    balances = ledger.lock([draws.shops(), draws.shortfall(card), *sides])
    parts: list[Part] = []
    for pot in pots:
        if part := min(max(balances[pot.available_id or 0], 0), pence):
            parts.append((pot, part))
            pence -= part
    return [*parts, (None, pence)] if pence else parts


def _source(card: Card, pot: Pot | None) -> ledger.LedgerAccount:
    return draws.available(pot) if pot else draws.shortfall(card)


@transaction.atomic
def reverse(*, authorisation: CardAuthorisation, at: datetime | None = None) -> None:
    """The shop gives up before taking anything: what was held is free again. Again does nothing."""
    asked = _locked(authorisation)
    if asked.state not in (State.APPROVED, State.REVERSED):
        raise WrongStep(f"Already {asked.get_state_display().lower()}.")
    release(authorisation=authorisation, at=at)
    authorisation.refresh_from_db()


def expire(*, authorisation: CardAuthorisation, at: datetime | None = None) -> None:
    """The shop never took it: what was held is free again. Again does nothing."""
    release(authorisation=authorisation, why=State.EXPIRED, at=at)
    authorisation.refresh_from_db()


@transaction.atomic
def release(
    *,
    authorisation: CardAuthorisation,
    to_pence: int = 0,
    why: CardAuthorisation.State = State.REVERSED,
    at: datetime | None = None,
) -> bool:
    """The shop wants no more than `to_pence` in all: what is held beyond that, and was not taken, is free again.
    Whether anything was freed. A purchase of which nothing is held any more is over."""
    asked = _locked(authorisation)
    parts = draws.parts_of(asked)
    keep = max(to_pence, asked.captured_pence)
    if asked.state != State.APPROVED or keep >= draws.total(parts):
        return False
    reach_after_commit("card_reversal.committed")
    reach("card_reversal.begun")
    freed = draws.between(parts, draws.total(parts), skip=keep)
    draws.write(asked, draws.between(parts, keep))
    over = State.CAPTURED if asked.captured_pence else why
    state = State.APPROVED if keep > asked.captured_pence else over
    left = {"pence": to_pence} if state == State.APPROVED else {}
    CardAuthorisation.objects.filter(pk=asked.pk).update(state=state, **left)
    reach("card_reversal.moved")
    moves = [Move(draws.held(pot), draws.available(pot), pence) for pot, pence in freed if pot]
    draws.post(asked, "release", moves, at or timezone.now())
    if not keep:
        allowances.give_back(asked, at=at or timezone.now())  # the shop has sold nothing
    reach("card_reversal.written")
    return True


@transaction.atomic
def refund(
    *, authorisation: CardAuthorisation, pence: int, reference: str, at: datetime | None = None
) -> CardAuthorisation:
    """A till gives back, once for each reference: to the pots it came from, the last drawn first."""
    asked = _locked(authorisation)  # two tills at once do not both give back the last of it
    known = CardEntry.objects.filter(issuer_reference=reference).exists()
    if not known and not 0 < pence <= asked.captured_pence - asked.refunded_pence:
        raise WrongStep("A shop gives back at most what it took.")
    taken = Taken(reference, pence, authorisation.merchant_name)
    give_back(card=authorisation.card, authorisation=authorisation, taken=taken, at=at)
    authorisation.refresh_from_db()
    return authorisation


@transaction.atomic
def give_back(
    *, card: Card, taken: Taken, authorisation: CardAuthorisation | None = None, at: datetime | None = None
) -> list[CardEntry]:
    """The shop has given this back: to where the purchase came from, the last drawn first; what belongs to no
    purchase, or is more than it took, to the card's own pot. Once for each reference."""
    now = at or timezone.now()
    asked = _locked(authorisation) if authorisation else None
    if known := list(CardEntry.objects.filter(issuer_reference__in=[taken.reference, f"{taken.reference}:more"])):
        return known
    reach_after_commit("card_refund.committed")
    reach("card_refund.begun")
    left = asked.captured_pence - asked.refunded_pence if asked else 0
    linked = min(left, taken.pence)
    entries = [_given_back(card, asked, taken, linked, left, now)] if asked and linked else []
    if rest := taken.pence - linked:
        more = Taken(f"{taken.reference}:more", rest, taken.merchant, currency=taken.currency)
        entries.append(_unlinked(card, more if linked else taken, now))
    reach("card_refund.written")
    return entries


def _given_back(card: Card, asked: CardAuthorisation, taken: Taken, pence: int, left: int, now: datetime) -> CardEntry:
    parts = draws.between(draws.parts_of(asked), pence, skip=left - pence)
    moves = [Move(draws.shops(), _source(card, pot), part) for pot, part in parts]
    CardAuthorisation.objects.filter(pk=asked.pk).update(refunded_pence=F("refunded_pence") + pence)
    reach("card_refund.counted")
    entry = _entry(Kind.REFUND, card, asked, taken, now, pence=pence)
    draws.post(asked, "refund", moves, now, key=taken.reference)
    return entry


def _unlinked(card: Card, taken: Taken, now: datetime) -> CardEntry:
    entry = _entry(Kind.REFUND, card, None, taken, now)
    into = draws.available(card.pot)
    ledger.post(
        key=f"card:refund:{taken.reference}",
        kind="card_refund",
        moves=[Move(draws.shops(), into, taken.pence)],
        by=None,
        at=now,
        memo=f"card_refund:{entry.pk}",
    )
    return entry


def _entry(
    kind: CardEntry.Kind,
    card: Card,
    asked: CardAuthorisation | None,
    taken: Taken,
    now: datetime,
    *,
    pence: int | None = None,
    beyond: int = 0,
) -> CardEntry:
    return CardEntry.objects.create(
        kind=kind,
        card=card,
        authorisation=asked,
        issuer_reference=taken.reference,
        pence=taken.pence if pence is None else pence,
        beyond_pence=beyond,
        merchant_name=taken.merchant,
        merchant_currency=taken.currency,
        merchant_minor_units=taken.minor_units,
        at=now,
    )


def _locked(authorisation: CardAuthorisation) -> CardAuthorisation:
    return CardAuthorisation.objects.select_for_update(no_key=True).get(pk=authorisation.pk)
