"""A shop asks: the decision and the hold, in one transaction. Rules first, then what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import issuers, limits
from accounts.actions import allowances, declines
from accounts.actions.cards import draws
from accounts.actions.cards.refusals import WrongStep
from accounts.audit import audit
from accounts.failpoints import reach, reach_after_commit
from accounts.kept import Given, Kept, KeptInsert, together
from accounts.ledger import KeyReused, Move
from accounts.models import Card, CardAuthorisation, Mandate, Pot
from accounts.queries import spending_rules
from accounts.spending import CardFacts, Decision, PotFacts, Reason, RuleFacts

State = CardAuthorisation.State
OURS = "gbp"
NEEDED = (
    *(field.name for field in Card._meta.concrete_fields),
    "account__kind",
    "account__closed_at",
    "account__person",
    "account__person__user",
    "holder__is_active",
)


class There(NamedTuple):
    """What a decision looks at: by which mandate a delegate pays, the pots of the card's account, the balances of their
    ledger accounts by id, and the rules that hold."""

    mandate: Mandate | None = None
    pots: Sequence[Pot] = ()
    balances: Mapping[int, int] = {}
    rules: Sequence[RuleFacts] = ()


def foreign(currency: str, minor_units: int | None) -> dict[str, Any]:
    """What a shop asked in its own money, for `authorise`; nothing where its money is ours."""
    return {} if currency in ("", OURS) else {"currency": currency, "minor_units": minor_units}


@transaction.atomic
def authorise(*, card: Card, reference: str, pence: int, at: datetime | None = None, **shop: Any) -> CardAuthorisation:
    """Answer a shop (`ask` says what is told of it). The same reference again has the same answer."""
    card = locked(pk=card.pk)
    if known := known_as(reference):
        if (known.card_id, known.pence) != (card.pk, pence):
            raise KeyReused(reference)
        return known
    return ask(card=card, reference=reference, pence=pence, at=at, **shop)


def locked(pk: int) -> Card:
    """The card as it is now, and until we commit: a freeze that came before us counts, the next one waits for us.
    Of its account and its person only what a decision needs. Raises Card.DoesNotExist."""
    return _only(_by_pk(pk=pk))


def ask_for(card: str, reference: str) -> Callable[[], tuple[Card, CardAuthorisation | None]]:
    """The same by the name that its issuer gave it, and what is then known of a purchase. Asked now, read by the call,
    which raises Card.DoesNotExist."""
    found, known = _by_reference.ask(reference=card), _known.ask(reference=reference)
    return lambda: (_only(found()), next(iter(known()), None))


def _locked(**which: Any) -> QuerySet[Card]:
    found = Card.objects.select_for_update(no_key=True, of=("self",)).select_related("account__person", "holder")
    return found.only(*NEEDED).filter(**which)


_by_pk = Kept(lambda: _locked(pk=Given("pk", Card._meta.pk)))
_by_reference = Kept(
    lambda: _locked(
        issuer__in=issuers.ISSUERS, issuer_reference=Given("reference", Card._meta.get_field("issuer_reference"))
    )
)
_known = Kept(
    lambda: CardAuthorisation.objects.filter(
        issuer_reference=Given("reference", CardAuthorisation._meta.get_field("issuer_reference"))
    )
)
_write = KeptInsert(CardAuthorisation, wanted=True)


def _only(found: Sequence[Card]) -> Card:
    if not found:
        raise Card.DoesNotExist
    return found[0]


def known_as(reference: str) -> CardAuthorisation | None:
    return next(iter(_known(reference=reference)), None)


def ask(
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
    """A purchase that nobody knows yet, with a card that is `locked`, in the caller's transaction. `currency` and
    `minor_units` are what the shop asked for in its own money, where that is not ours."""
    now = at or timezone.now()
    there = _there(card, now)
    decision = _decide(card, there, pence, category, merchant, now)
    reach_after_commit("authorisation.committed")
    reach("authorisation.begun")
    asked = _written(
        decision,
        there,
        now,
        card=card,
        issuer_reference=reference,
        pot_id=card.pot_id if decision.approved else None,
        merchant_name=merchant,
        merchant_category=category,
        merchant_currency=currency,
        merchant_minor_units=minor_units,
        pence=pence,
    )
    reach("authorisation.answered")
    if decision.approved:
        _hold(asked, decision, there, now, key=reference)
    return asked


def look(*, card: Card, reference: str, merchant: str, category: str = "", at: datetime | None = None) -> bool:
    """A shop looks whether the card works and wants no money yet: a subscription, a telephone's wallet. The same rules
    with a card that is `locked`, in the caller's transaction. A yes leaves nothing behind; a no is explained like any
    other, of a penny because rows are of something."""
    now = at or timezone.now()
    there = _there(card, now)
    decision = _decide(card, there, 0, category, merchant, now)
    if not decision.approved:
        words = {"merchant_name": merchant, "merchant_category": category}
        _written(decision, there, now, card=card, issuer_reference=reference, pence=1, **words)
    return decision.approved


@transaction.atomic
def increase(
    *, authorisation: CardAuthorisation, to_pence: int, number: int = 1, at: datetime | None = None
) -> CardAuthorisation:
    """A shop asks for more on top of what it was promised (a hotel, a taxi). The purchase with the new total, or the
    request for more that was declined; the promise before it stays. The same question, by its `number` among those
    for this purchase, has the same answer; asked anew, the total may be allowed."""
    now = at or timezone.now()
    card = locked(pk=authorisation.card_id)
    asked = CardAuthorisation.objects.select_for_update(no_key=True).get(pk=authorisation.pk)
    reference = _more(asked, to_pence, number)
    if known := known_as(reference):
        return known
    if to_pence <= asked.pence and asked.state == State.APPROVED:
        return asked
    if asked.state != State.APPROVED:
        raise WrongStep(f"Already {asked.get_state_display().lower()}.")
    more, there = to_pence - asked.pence, _there(card, now)
    decision = _decide(card, there, more, asked.merchant_category, asked.merchant_name, now, already_pence=asked.pence)
    if not decision.approved:
        same = {"card": card, "merchant_name": asked.merchant_name, "merchant_category": asked.merchant_category}
        return _written(decision, there, now, issuer_reference=reference, pence=more, increases=asked, **same)
    _hold(asked, decision, there, now, before=draws.parts_of(asked))
    CardAuthorisation.objects.filter(pk=asked.pk).update(pence=to_pence)
    detail = {"from": asked.pence, "to": to_pence}
    audit(action="card.increased", by=None, subject=f"authorisation:{asked.pk}", detail=detail, at=now)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def write_decline(
    *,
    card: Card,
    reference: str,
    merchant: str,
    pence: int,
    category: str = "",
    reason: Reason = Reason.TRY_AGAIN,
    increases: CardAuthorisation | None = None,
    at: datetime | None = None,
) -> CardAuthorisation:
    """Write down a no that was none of our rules': we could not look in time, or the card company did not ask. What
    was decided before stays."""
    return known_as(reference) or _written(
        Decision(reason),
        There(),
        at or timezone.now(),
        card=card,
        issuer_reference=reference,
        merchant_name=merchant,
        merchant_category=category,
        pence=pence,
        increases=increases,
    )


def write_decline_of_more(
    *, authorisation: CardAuthorisation, to_pence: int, number: int = 1, at: datetime | None = None
) -> CardAuthorisation:
    """The same of a shop that asked for more: what it was promised before stays. Arguments as for `increase`."""
    return write_decline(
        card=authorisation.card,
        reference=_more(authorisation, to_pence, number),
        merchant=authorisation.merchant_name,
        category=authorisation.merchant_category,
        pence=max(to_pence - authorisation.pence, 1),
        increases=authorisation,
        at=at,
    )


def _more(asked: CardAuthorisation, to_pence: int, number: int) -> str:
    """What a request for more is called in our books."""
    return f"{asked.issuer_reference}+{to_pence}/{number}"


def _there(card: Card, now: datetime) -> There:
    """Nobody else spends from these pots, nor by this delegate's limits, until we commit."""
    mandate = limits.lock_mandate_of(card, now)  # before the pots, as orders do
    with together():
        pots = draws.ask_to_lock_pots(card)
        rules = spending_rules.ask_for_facts(card.account, timezone.localdate(now))
    return There(mandate, *pots(), rules())


def _decide(
    card: Card, there: There, pence: int, category: str, merchant: str, now: datetime, already_pence: int = 0
) -> Decision:
    """`already_pence` is what this purchase holds: a limit for one purchase is for all of it."""
    may_pay, limit = limits.of(card, there.mandate, now, already_pence)
    facts = CardFacts(
        card.state,
        card.expires_on,
        card.account.closed_at is not None,
        may_pay,
        limit,
        own_limit_pence=limits.own(card, now, already_pence),
    )
    pots = [PotFacts(pot.pk, there.balances.get(pot.available_id or 0, 0), pot.is_contingency) for pot in there.pots]
    decision = allowances.decide_by_rules(
        card, facts=facts, pots=pots, rules=there.rules, pence=pence, category=category, merchant=merchant, now=now
    )
    if decision.reason == Reason.MAY_NOT_PAY and limits.is_paused(card):  # the same no, said better
        return replace(decision, reason=Reason.MANDATE_PAUSED)
    return decision


def _written(decision: Decision, there: There, now: datetime, **words: object) -> CardAuthorisation:
    asked = _write(
        CardAuthorisation(
            state=State.APPROVED if decision.approved else State.DECLINED,
            decline_reason=decision.reason or "",
            asked_at=now,
            **words,
        )
    )
    if decision.reason:
        detail = {"reason": decision.reason}
        audit(action="card.declined", by=None, subject=f"authorisation:{asked.pk}", detail=detail, at=now)
        declines.record(authorisation=asked, decision=decision, pots=there.pots, balances=there.balances, at=now)
        reach("authorisation.declined")
    return asked


def _hold(
    asked: CardAuthorisation,
    decision: Decision,
    there: There,
    now: datetime,
    *,
    before: Sequence[draws.Part] = (),
    key: str = "",
) -> None:
    """`before` is what it drew until now; the first hold, which has none, goes by the `key` of the purchase."""
    known = {pot.pk: pot for pot in there.pots}
    parts: list[draws.Part] = [(known[pk], pence) for pk, pence in decision.draws]
    if before:
        draws.write(asked, [*before, *parts])
    else:
        draws.add(asked, parts)
    reach("authorisation.drawn")
    moves = [Move(draws.available(pot), draws.held(pot), pence) for pot, pence in parts if pot]
    draws.post(asked, "hold", moves, now, key=key)
    allowances.used(asked, decision.allowances, at=now)
    reach("authorisation.written")
