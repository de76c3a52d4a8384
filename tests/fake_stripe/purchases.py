"""Issuing: what shops ask of a card, take and give back. A question waits two seconds for its answer, as at Stripe."""

import json
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

from tests.fake_stripe import objects
from tests.fake_stripe.cards import Cards
from tests.fake_stripe.errors import Refused, state
from tests.fake_stripe.store import Made, Store
from tests.fake_stripe.webhooks import Answer, Post, Webhooks, read_json

PATIENCE = 2.0  # seconds


@dataclass(frozen=True)
class Heard:
    """One answer to one question."""

    seconds: float
    status: int
    approved: bool
    reason: str


class Purchases:
    def __init__(self, store: Store, webhooks: Webhooks, cards: Cards) -> None:
        self.store, self.webhooks, self.cards = store, webhooks, cards
        self.post: Post | None = None  # instead of HTTP, for tests that hold their own database
        self.heard: dict[str, list[Heard]] = {}

    # Calls

    def retrieve(self, params: Made, reference: str) -> Made:
        return self.store.get("issuing.authorization", reference)

    def listed(self, params: Made) -> Made:
        card = params.pop("card", None)
        found = self.store.page("issuing.authorization", params, "/v1/issuing/authorizations")
        found["data"] = [each for each in found["data"] if card in (None, each["card"]["id"])]
        return found

    def retrieve_transaction(self, params: Made, reference: str) -> Made:
        return self.store.get("issuing.transaction", reference)

    def list_transactions(self, params: Made) -> Made:
        return self.store.page("issuing.transaction", params, "/v1/issuing/transactions")

    # What happens outside

    def authorise(
        self,
        card: str,
        pence: int,
        *,
        merchant: str = "Aldermere Swim",
        category: str = "sports_clubs_fields",
        code: str = "7941",
        currency: str = "gbp",
        minor_units: int | None = None,
        copies: int = 1,
    ) -> Made:
        """A shop asks. Answers the authorisation; `answers()` tells what was heard, and how soon."""
        with self.store.changing():
            owner = self.store.get("issuing.card", card)
            made = self.store.add(
                objects.authorisation,
                amount=0,
                currency="gbp",
                card=owner,
                cardholder=owner["cardholder"]["id"],
                merchant_amount=0,
                merchant_currency=currency,
                merchant_data=objects.merchant(merchant, category, code),
            )
        return self.asked(made, pence, minor_units, copies, "issuing_authorization.created")

    def increment(self, authorisation: str, pence: int, *, minor_units: int | None = None, copies: int = 1) -> Made:
        """A shop wants to hold so much more. Refused, what it holds stays."""
        made = self.held(authorisation)
        return self.asked(made, pence, minor_units, copies, "issuing_authorization.updated")

    def capture(
        self, authorisation: str, pence: int | None = None, *, minor_units: int | None = None, more: bool = False
    ) -> Made:
        """The shop takes all that is held, less, or more; with `more` to come the rest stays held."""
        with self.store.changing():
            made = self.held(authorisation, also="closed")
            taken = made["amount"] if pence is None else pence
            transaction = self.took(
                made["card"], taken, made["merchant_data"], made["merchant_currency"], minor_units, made
            )
            if not more:
                made["status"] = "closed"
            self.webhooks.tell("issuing", "issuing_authorization.updated", made)
            return transaction

    def force_capture(
        self,
        card: str,
        pence: int,
        *,
        merchant: str = "Aldermere Swim",
        currency: str = "gbp",
        minor_units: int | None = None,
    ) -> Made:
        """A shop takes money without having asked."""
        with self.store.changing():
            owner = self.store.get("issuing.card", card)
            shop = objects.merchant(merchant, "sports_clubs_fields", "7941")
            return self.took(owner, pence, shop, currency, minor_units)

    def refund(
        self, transaction: str, pence: int | None = None, *, linked: bool = True, minor_units: int | None = None
    ) -> Made:
        """The shop gives back; unlinked, nobody says what for."""
        with self.store.changing():
            old = self.store.get("issuing.transaction", transaction)
            back = abs(old["amount"]) if pence is None else pence
            card = self.store.get("issuing.card", old["card"])
            of = self.store.kinds["issuing.authorization"].get(old["authorization"] or "") if linked else None
            return self.took(card, back, old["merchant_data"], old["merchant_currency"], minor_units, of, kind="refund")

    def unlinked_refund(self, card: str, pence: int, *, merchant: str = "Aldermere Swim") -> Made:
        """Money for a card on which that shop never took any."""
        with self.store.changing():
            shop = objects.merchant(merchant, "sports_clubs_fields", "7941")
            return self.took(self.store.get("issuing.card", card), pence, shop, "gbp", None, kind="refund")

    def reverse(self, authorisation: str, pence: int | None = None) -> Made:
        """The shop lets go of all that it held, or of so much."""
        with self.store.changing():
            made = self.held(authorisation)
            made["amount"] -= made["amount"] if pence is None else min(pence, made["amount"])
            made["merchant_amount"] = made["amount"]
            made["status"] = made["status"] if made["amount"] else "reversed"
            self.webhooks.tell("issuing", "issuing_authorization.updated", made)
            return made

    def expire(self, authorisation: str) -> Made:
        """Nobody took the money in time."""
        with self.store.changing():
            made = self.held(authorisation)
            made |= {"status": "expired", "amount": 0, "merchant_amount": 0}
            self.webhooks.tell("issuing", "issuing_authorization.updated", made)
            return made

    def answers(self, authorisation: str) -> list[Made]:
        return [asdict(each) for each in self.heard.get(authorisation, [])]

    # How

    def held(self, reference: str, also: str = "pending") -> Made:
        made = self.store.get("issuing.authorization", reference)
        if not made["approved"] or made["status"] not in ("pending", also):
            raise state(f"Nothing is held: the authorization is {made['status']}.")
        return made

    def asked(self, made: Made, pence: int, minor_units: int | None, copies: int, then: str) -> Made:
        shop = {"merchant_amount": pence if minor_units is None else minor_units}
        pending = {"amount": pence, "currency": "gbp", "is_amount_controllable": False, "amount_details": None}
        made["pending_request"] = {
            **pending,
            **shop,
            "merchant_currency": made["merchant_currency"],
            "network_risk_score": None,
        }
        refusal = self.cards.refusal(made["card"], pence)
        reason = refusal or self.question(made, copies)
        with self.store.changing():
            settle(made, reason)
            self.webhooks.tell("issuing", then, made)
        return made

    def question(self, made: Made, copies: int) -> str:
        """The first answer counts, as at Stripe."""
        event = self.webhooks.event("issuing_authorization.request", made)
        body = json.dumps(event).encode()
        heard = self.heard.setdefault(made["id"], [])
        if copies == 1 or self.post:
            for _ in range(copies):
                heard.append(self.ask(body))
        else:
            threads = [threading.Thread(target=lambda: heard.append(self.ask(body))) for _ in range(copies)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
        return heard[-copies].reason

    def ask(self, body: bytes) -> Heard:
        started = time.monotonic()
        sign = self.webhooks.signature("issuing", body)
        answer = self.post("issuing", body, sign) if self.post else self.webhooks.post("issuing", body, sign, PATIENCE)
        took = time.monotonic() - started
        reason = understood(answer, took)
        return Heard(took, answer[0], reason == "webhook_approved", reason)

    def took(
        self,
        card: Made,
        pence: int,
        shop: Made,
        currency: str,
        minor_units: int | None,
        of: Made | None = None,
        kind: str = "capture",
    ) -> Made:
        if pence <= 0:
            raise Refused("This value must be greater than or equal to 1.", param="amount")
        sign = -1 if kind == "capture" else 1
        made = self.store.add(
            objects.transaction,
            type=kind,
            amount=sign * pence,
            currency="gbp",
            card=card["id"],
            cardholder=card["cardholder"]["id"],
            authorization=of["id"] if of else None,
            merchant_amount=sign * (pence if minor_units is None else minor_units),
            merchant_currency=currency,
            merchant_data=shop,
        )
        if of:
            of["transactions"].append(made)
        self.webhooks.tell("issuing", "issuing_transaction.created", made)
        return made


def understood(answer: Answer, took: float) -> str:
    status, headers, body = answer
    if took >= PATIENCE:
        return "webhook_timeout"
    said: Any = read_json(body)
    version = {name.lower() for name in headers} & {"stripe-version"}
    if status != 200 or not version or not isinstance(said, dict) or not isinstance(said.get("approved"), bool):
        return "webhook_error"
    return "webhook_approved" if said["approved"] else "webhook_declined"


def settle(made: Made, reason: str) -> None:
    pending, approved = made["pending_request"], reason == "webhook_approved"
    first = not made["request_history"]
    line = {name: pending[name] for name in ("amount", "currency", "merchant_amount", "merchant_currency")}
    made["request_history"].append({**line, "approved": approved, "reason": reason, "created": int(time.time())})
    if approved or first:
        made["amount"] += pending["amount"]
        made["merchant_amount"] += pending["merchant_amount"]
    if first:
        made |= {"approved": approved, "status": "pending" if approved else "closed"}
    made["pending_request"] = None
