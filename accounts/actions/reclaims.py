"""Take money of a pot back because of one purchase. Nothing else in Waymark takes money back for misuse
(`accounts.actions.surplus` asks for what nobody has spent).

A decision of two named people, in words, that the person is told of and can appeal; never automatic, and never more
than is there. A purchase that was asked about and answered with a yes is never taken back (domain.md §3: a card must
not constrain choice, a decline is explained, and "can I buy this?" is a promise), but on three grounds: the seller gave
the money back, somebody cheated, the question described something else. `accounts.models.covers` says how the database
holds the same by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import ledger, memos, notices
from accounts.actions import covers
from accounts.actions.taking_back import CHANGED, ReclaimRefused, check_who
from accounts.audit import audit
from accounts.ledger import LedgerKind, Move, NotEnough
from accounts.models import Person, Pot, Purchase, PurchaseQuestion, Reclaim, User
from accounts.queries import purchases, reclaims
from accounts.queries.purchases import Bought
from design.formats import pounds

Ground, State = Reclaim.Ground, Reclaim.State
TEMPLATE = "accounts/letters/reclaim"


class CoveredPurchase(ReclaimRefused):
    """It was asked about first, and the answer was yes."""


@dataclass(frozen=True)
class Claim:
    """What somebody wants back and why. `not_asked`: the person says that no yes of hers is about this purchase."""

    pot: Pot
    pence: int
    ground: str
    why: str
    not_asked: bool = False


@transaction.atomic
def propose(*, person: Person, key: str, claim: Claim, by: User, at: datetime | None = None) -> Reclaim:
    """Say that money should come back. No money moves; the person is told, and somebody else decides."""
    now, bought = at or timezone.now(), purchases.one(person, key)
    if bought is None:
        raise ReclaimRefused("There is no such purchase.")
    row = covers.row_of(bought)
    a_covered_purchase_is_never_taken_back(row, claim.ground)
    _check(person, bought, claim, by)
    if Reclaim.objects.filter(purchase=row, state=State.PROPOSED).exists():
        raise ReclaimRefused("Somebody has asked for this money back already. That is to be decided first.")
    made = Reclaim.objects.create(
        person=person,
        pot=claim.pot,
        purchase=row,
        is_covered=row.is_covered,
        pence=claim.pence,
        ground=claim.ground,
        why=claim.why.strip(),
        proposed_by=by,
        proposed_at=now,
    )
    detail = {"purchase": bought.key, "pence": claim.pence, "ground": claim.ground, "not_asked": claim.not_asked}
    _note("reclaim.proposed", made, by, now, detail)
    return made


def a_covered_purchase_is_never_taken_back(purchase: Purchase, ground: str) -> None:
    """domain.md §3. Raises CoveredPurchase, whoever asks and however much it is."""
    if purchase.is_covered and ground not in Reclaim.EVEN_IF_COVERED:
        question = PurchaseQuestion.objects.get(covers__purchase=purchase)
        raise CoveredPurchase(
            f"The person asked first, and the answer {question.reference} was yes. This money can only come back where "
            "the seller gave it back, somebody cheated, or the question described something else."
        )


def _check(person: Person, bought: Bought, claim: Claim, by: User) -> None:
    check_who(person, by)
    if not claim.why.strip():
        raise ReclaimRefused("Say why the money should come back.")
    _check_pence(bought, claim.pot, claim.pence, claim.ground)
    maybe = () if bought.is_covered or claim.ground != Ground.MISUSE else purchases.answers_for(person, bought)
    if maybe and not claim.not_asked:
        raise ReclaimRefused(
            f"{maybe[0].reference} may be about this purchase. Ask {person.first_name} first. "
            "If it was something else, say so here."
        )


def _check_pence(bought: Bought, pot: Pot, pence: int, ground: str) -> None:
    drawn = {each.pk: part for each, part in bought.parts}.get(pot.pk, 0)
    most = min(drawn, bought_left(bought, ground))
    if not 0 < pence <= most:
        raise ReclaimRefused(f"At most {pounds(most)} of this pot can come back for this purchase.")


def bought_left(bought: Bought, ground: str) -> int:
    """What is left of a purchase to ask back: of what was paid, not of what is only held; not twice what was taken
    back before. What a seller gave back is in the pot again, and can come from there on that ground alone."""
    given_back = 0 if ground == Ground.SELLER_REFUND else bought.back_pence
    return max(bought.paid_pence - given_back - reclaims.taken_pence(bought.key), 0)


@transaction.atomic
def take_back(*, reclaim: Reclaim, words: str, by: User, at: datetime | None = None) -> Reclaim:
    """The second person decides: the money goes from the pot to the council. Raises ReclaimRefused."""
    now = at or timezone.now()
    held = _to_decide(reclaim, words, by)
    a_covered_purchase_is_never_taken_back(held.purchase, held.ground)
    if held.proposed_by_id == by.pk:
        raise ReclaimRefused("You proposed this. Somebody else must decide it.")
    if held.pot.available is None:
        raise ReclaimRefused("This money is in the person’s own bank account. It is not ours to take.")
    if bought := purchases.one(held.person, held.purchase.key):  # the seller may have given some of it back since
        _check_pence(bought, held.pot, held.pence, held.ground)
    moves = [Move(held.pot.available, ledger.council_account(LedgerKind.COUNCIL_FUNDS), held.pence)]
    try:
        ledger.post(key=held.ledger_key, kind="reclaim", moves=moves, by=by, at=now, memo=reclaims.memo(held))
    except NotEnough:
        there = pounds(ledger.balance(held.pot.available))
        raise ReclaimRefused(f"Only {there} is free in this pot. The rest is held or spent.") from None
    return _decide(held, State.TAKEN, words, by, now)


@transaction.atomic
def refuse(*, reclaim: Reclaim, words: str, by: User, at: datetime | None = None) -> Reclaim:
    """The money stays. Whoever proposed it may take the proposal back herself."""
    return _decide(_to_decide(reclaim, words, by), State.REFUSED, words, by, at or timezone.now())


@transaction.atomic
def give_back(*, reclaim: Reclaim, words: str, by: User, at: datetime | None = None) -> Reclaim:
    """An appeal was right: the same money goes back into the pot. Not by whoever took it."""
    now, held = at or timezone.now(), _locked(reclaim)
    if held.state != State.TAKEN:
        raise ReclaimRefused(CHANGED)
    check_who(held.person, by)
    if held.decided_by_id == by.pk:
        raise ReclaimRefused("You took this decision. Somebody else must look at the appeal.")
    if not words.strip():
        raise ReclaimRefused("Say why it is given back.")
    posted = ledger.of_key(held.ledger_key)
    if posted is None:
        raise ReclaimRefused("Nothing was taken.")
    ledger.reverse(posted, key=f"{held.ledger_key}:back", by=by, at=now)
    held.given_back_by, held.given_back_at, held.given_back_words, held.state = by, now, words.strip(), State.GIVEN_BACK
    held.save(update_fields=["given_back_by", "given_back_at", "given_back_words", "state"])
    _note("reclaim.given_back", held, by, now, {"pence": held.pence})
    return held


def _to_decide(reclaim: Reclaim, words: str, by: User) -> Reclaim:
    held = _locked(reclaim)
    if held.state != State.PROPOSED:
        raise ReclaimRefused(CHANGED)
    check_who(held.person, by)
    if not words.strip():
        raise ReclaimRefused("Say why you decide so.")
    return held


def _locked(reclaim: Reclaim) -> Reclaim:
    """Fresh, with its purchase locked: whoever says at this moment that it was asked about waits for us."""
    Purchase.objects.select_for_update(of=("self",)).get(reclaims=reclaim)
    whole = Reclaim.objects.select_related("person__user", "pot__available", "purchase")
    return whole.get(pk=reclaim.pk)


def _decide(held: Reclaim, state: Reclaim.State, words: str, by: User, now: datetime) -> Reclaim:
    held.state, held.decision_words, held.decided_by, held.decided_at = state, words.strip(), by, now
    held.save(update_fields=["state", "decision_words", "decided_by", "decided_at"])
    _note(f"reclaim.{state}", held, by, now, {"pence": held.pence, "ground": held.ground})
    return held


def _note(action: str, reclaim: Reclaim, by: User, now: datetime, detail: dict[str, object]) -> None:
    """Audited, and told to the person in her way; nobody who has died is written to."""
    audit(action=action, by=by, on_behalf_of=reclaim.person, subject=f"reclaim:{reclaim.pk}", detail=detail, at=now)
    link = reverse("money-reclaim", args=[reclaim.pk])
    memo = reclaims.memo(reclaim)
    context = {"reclaim": reclaim, "link": link, "bought": memos.words([memo]).get(memo, "a purchase")}
    notices.tell(person=reclaim.person, template=TEMPLATE, context=context, at=now)


def grounds_for(bought: Bought) -> Sequence[tuple[str, str]]:
    """On which grounds money of this purchase may be asked back."""
    return [each for each in Ground.choices if not bought.is_covered or each[0] in Reclaim.EVEN_IF_COVERED]
