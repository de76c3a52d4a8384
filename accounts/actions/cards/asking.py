"""A shop asks: the decision and the hold, in one transaction. Rules first, then what is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import ledger, limits
from accounts.actions import allowances, declines
from accounts.actions.cards import draws
from accounts.actions.cards.refusals import WrongStep
from accounts.audit import audit
from accounts.failpoints import reach, reach_after_commit
from accounts.ledger import KeyReused, Move
from accounts.models import Card, CardAuthorisation, Pot
from accounts.spending import CardFacts, Decision, PotFacts, Reason

State = CardAuthorisation.State
OURS = "gbp"


def foreign(currency: str, minor_units: int | None) -> dict[str, Any]:
    """What a shop asked in its own money, for `authorise`; nothing where its money is ours."""
    return {} if currency in ("", OURS) else {"currency": currency, "minor_units": minor_units}


@transaction.atomic
def authorise(
    *,
    card: Card,
    reference: str,
    merchant: str,
    pence: int,
    category: str = "",
    currency: str = "",
    minor_units: int | None = None,
    at: datetime | None = None,
) -> CardAuthorisation:
    """Answer a shop. The same reference again has the same answer. `currency` and `minor_units` are what the shop
    asked for in its own money, where that is not ours."""
    now = at or timezone.now()
    pots, balances = _locked(card, now)
    if known := CardAuthorisation.objects.filter(issuer_reference=reference).first():
        if (known.card_id, known.pence) != (card.pk, pence):
            raise KeyReused(reference)
        return known
    decision = _decide(card, pots, balances, pence, category, merchant, now)
    reach_after_commit("authorisation.committed")
    reach("authorisation.begun")
    asked = _written(
        decision,
        now,
        pots,
        balances,
        card=card,
        issuer_reference=reference,
        pot=card.pot if decision.approved else None,
        merchant_name=merchant,
        merchant_category=category,
        merchant_currency=currency,
        merchant_minor_units=minor_units,
        pence=pence,
    )
    reach("authorisation.answered")
    if decision.approved:
        _hold(asked, decision, pots, now)
    return asked


@transaction.atomic
def increase(*, authorisation: CardAuthorisation, to_pence: int, at: datetime | None = None) -> CardAuthorisation:
    """A shop asks for more on top of what it was promised (a hotel, a taxi). The purchase with the new total, or the
    request for more that was declined; the promise before it stays. The same total again has the same answer."""
    now = at or timezone.now()
    asked = CardAuthorisation.objects.select_for_update(no_key=True).get(pk=authorisation.pk)
    pots, balances = _locked(asked.card, now)
    reference = f"{asked.issuer_reference}+{to_pence}"
    if known := CardAuthorisation.objects.filter(issuer_reference=reference).first():
        return known
    if to_pence <= asked.pence and asked.state == State.APPROVED:
        return asked
    if asked.state != State.APPROVED:
        raise WrongStep(f"Already {asked.get_state_display().lower()}.")
    more = to_pence - asked.pence
    decision = _decide(asked.card, pots, balances, more, asked.merchant_category, asked.merchant_name, now)
    if not decision.approved:
        same = {name: getattr(asked, name) for name in ("card", "merchant_name", "merchant_category")}
        return _written(decision, now, pots, balances, issuer_reference=reference, pence=more, increases=asked, **same)
    _hold(asked, decision, pots, now)
    CardAuthorisation.objects.filter(pk=asked.pk).update(pence=to_pence)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def decline_unanswered(
    *, card: Card, reference: str, merchant: str, pence: int, category: str = "", at: datetime | None = None
) -> CardAuthorisation:
    """Write down that we said no because we could not look in time. What was decided before stays."""
    known = CardAuthorisation.objects.filter(issuer_reference=reference).first()
    return known or _written(
        Decision(Reason.TRY_AGAIN),
        at or timezone.now(),
        [],
        {},
        card=card,
        issuer_reference=reference,
        merchant_name=merchant,
        merchant_category=category,
        pence=pence,
    )


def _locked(card: Card, now: datetime) -> tuple[list[Pot], dict[int, int]]:
    """Nobody else spends from these pots, nor by this delegate's limits, until we commit."""
    if mandate := limits.mandate_of(card, now):
        limits.lock(mandate)  # before the pots, as orders do
    pots = draws.pots_of(card)
    return pots, ledger.lock([pot.available for pot in pots if pot.available])


def _decide(
    card: Card, pots: Sequence[Pot], balances: dict[int, int], pence: int, category: str, merchant: str, now: datetime
) -> Decision:
    fresh = Card.objects.select_related("account__person", "holder").get(pk=card.pk)  # frozen a moment ago counts
    may_pay, limit = limits.of(fresh, now)
    facts = CardFacts(
        fresh.state,
        fresh.expires_on,
        fresh.account.closed_at is not None,
        may_pay,
        limit,
        own_limit_pence=limits.own(fresh, now),
    )
    there = [PotFacts(pot.pk, balances.get(pot.available_id or 0, 0), pot.is_contingency) for pot in pots]
    return allowances.decide_by_rules(
        fresh, facts=facts, pots=there, pence=pence, category=category, merchant=merchant, now=now
    )


def _written(
    decision: Decision, now: datetime, pots: Sequence[Pot], balances: Mapping[int, int], **words: object
) -> CardAuthorisation:
    asked = CardAuthorisation.objects.create(
        state=State.APPROVED if decision.approved else State.DECLINED,
        decline_reason=decision.reason or "",
        asked_at=now,
        **words,
    )
    if decision.reason:
        detail = {"reason": decision.reason}
        audit(action="card.declined", by=None, subject=f"authorisation:{asked.pk}", detail=detail, at=now)
        declines.record(authorisation=asked, decision=decision, pots=pots, balances=balances, at=now)
        reach("authorisation.declined")
    return asked


def _hold(asked: CardAuthorisation, decision: Decision, pots: Sequence[Pot], now: datetime) -> None:
    known = {pot.pk: pot for pot in pots}
    parts: list[draws.Part] = [(known[pk], pence) for pk, pence in decision.draws]
    draws.write(asked, [*draws.parts_of(asked), *parts])
    reach("authorisation.drawn")
    moves = [Move(draws.available(pot), draws.held(pot), pence) for pot, pence in parts if pot]
    draws.post(asked, "hold", moves, now)
    allowances.used(asked, decision.allowances, at=now)
    reach("authorisation.written")
