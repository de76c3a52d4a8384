"""Checkout sessions and refunds, and what people and their banks do with them."""

import time
from typing import Any

from tests.fake_stripe import objects
from tests.fake_stripe.errors import Refused, state
from tests.fake_stripe.store import Made, Store, shown
from tests.fake_stripe.webhooks import Webhooks

SOONEST, LATEST = 30 * 60, 24 * 60 * 60  # seconds until a session may end


class Checkout:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self.store, self.webhooks = store, webhooks
        self.page = ""  # address of the page where people pay
        self.slow_refunds = False  # pending until `complete_refund` or `fail_refund`

    # Calls

    def create(self, params: Made) -> Made:
        lines = params.pop("line_items")
        data = params.pop("payment_intent_data", {})
        total = sum(line["quantity"] * line["price_data"]["unit_amount"] for line in lines)
        ends = params.pop("expires_at", int(time.time()) + LATEST)
        if not SOONEST - 60 <= ends - time.time() <= LATEST + 60:
            raise Refused("The `expires_at` timestamp must be 30 minutes to 24 hours from now.", param="expires_at")
        if total < 30:
            raise Refused("The total amount due must add up to at least £0.30 gbp", code="amount_too_small")
        amounts = {"amount_total": total, "amount_subtotal": total, "currency": "gbp", "expires_at": ends}
        made = self.store.add(objects.session, **params, **amounts)
        made["url"] = f"{self.page}/pay/{made['id']}"
        made["_line"] = lines[0]["price_data"]["product_data"]["name"]
        made["_intent"] = data
        return made

    def retrieve(self, params: Made, reference: str) -> Made:
        return self.store.get("checkout.session", reference)

    def listed(self, params: Made) -> Made:
        return self.store.page("checkout.session", params, "/v1/checkout/sessions")

    def expire_by_us(self, params: Made, reference: str) -> Made:
        return self.expire(reference)

    def refund(self, params: Made) -> Made:
        intent = self.store.get("payment_intent", params["payment_intent"])
        before = self.store.all("refund", payment_intent=intent["id"])
        left = intent["amount_received"] - sum(each["amount"] for each in before if each["status"] not in GONE)
        pence = params.setdefault("amount", left)
        if left <= 0:
            raise state(f"Payment {intent['id']} has already been refunded.", "charge_already_refunded")
        if not 0 < pence <= left:
            raise state(f"Refund amount ({pence}) is greater than unrefunded amount on charge ({left})")
        status = "pending" if self.slow_refunds else "succeeded"
        made = self.store.add(objects.refund, currency="gbp", status=status, charge=intent["latest_charge"], **params)
        self.webhooks.tell("account", "refund.created", made)
        return made

    def retrieve_refund(self, params: Made, reference: str) -> Made:
        return self.store.get("refund", reference)

    def retrieve_dispute(self, params: Made, reference: str) -> Made:
        return self.store.get("dispute", reference)

    def list_refunds(self, params: Made) -> Made:
        return self.store.page("refund", params, "/v1/refunds")

    # What happens outside

    def dispute(self, reference: str) -> Made:
        """Who paid on this page tells her bank that she did not."""
        with self.store.changing():
            paid = self.store.get("payment_intent", self.store.get("checkout.session", reference)["payment_intent"])
            of = {"payment_intent": paid["id"], "charge": paid["latest_charge"], "amount": paid["amount_received"]}
            made = self.store.add(objects.dispute, **of)
            self.webhooks.tell("account", "charge.dispute.created", made)
            return made

    def pay(self, reference: str, *, later: bool = False) -> Made:
        """By card, at once; or (later) by a bank that tells in some days: then `settle` or `bounce`."""
        with self.store.changing():
            session = self.opened(reference)
            intent = self.intent_of(session, "processing" if later else "succeeded")
            session |= {"status": "complete", "payment_intent": intent["id"], "url": None}
            session["payment_status"] = "unpaid" if later else "paid"
            if not later:
                self.webhooks.tell("account", "payment_intent.succeeded", intent)
            self.webhooks.tell("account", "checkout.session.completed", shown(session))
            return session

    def fail(self, reference: str) -> Made:
        """The card is refused. The page stays open for another try."""
        with self.store.changing():
            session = self.opened(reference)
            intent = self.intent_of(session, "requires_payment_method")
            intent["last_payment_error"] = {"type": "card_error", "code": "card_declined"}
            self.webhooks.tell("account", "payment_intent.payment_failed", intent)
            return session

    def settle(self, reference: str) -> Made:
        return self.later(reference, "paid", "succeeded", "checkout.session.async_payment_succeeded")

    def bounce(self, reference: str) -> Made:
        return self.later(reference, "unpaid", "requires_payment_method", "checkout.session.async_payment_failed")

    def expire(self, reference: str) -> Made:
        with self.store.changing():
            session = self.opened(reference)
            session |= {"status": "expired", "url": None}
            self.webhooks.tell("account", "checkout.session.expired", shown(session))
            return session

    def complete_refund(self, reference: str) -> Made:
        return self.refunded(reference, "refund.updated", status="succeeded")

    def fail_refund(self, reference: str, *, failure: str = "lost_or_stolen_card") -> Made:
        """The money comes back to us, also when the refund had succeeded before."""
        return self.refunded(reference, "refund.failed", status="failed", failure_reason=failure)

    def opened(self, reference: str) -> Made:
        session = self.store.get("checkout.session", reference)
        if session["status"] != "open":
            raise state(f'Only Checkout Sessions with a status in ["open"] can do this; it is {session["status"]}.')
        return session

    def intent_of(self, session: Made, status: str) -> Made:
        took = session["amount_total"] if status == "succeeded" else 0
        return self.store.add(
            objects.payment_intent,
            amount=session["amount_total"],
            amount_received=took,
            currency="gbp",
            status=status,
            latest_charge="ch_" + session["id"][-20:],
            **session["_intent"],
        )

    def later(self, reference: str, payment_status: str, status: str, kind: str) -> Made:
        with self.store.changing():
            session = self.store.get("checkout.session", reference)
            intent = self.store.get("payment_intent", session["payment_intent"] or "none")
            if intent["status"] != "processing":
                raise state("Nothing is on its way for this session.")
            intent |= {"status": status, "amount_received": intent["amount"] if status == "succeeded" else 0}
            session["payment_status"] = payment_status
            self.webhooks.tell("account", kind, shown(session))
            return session

    def refunded(self, reference: str, kind: str, **changed: Any) -> Made:
        with self.store.changing():
            made = self.store.get("refund", reference)
            made |= changed
            self.webhooks.tell("account", kind, made)
            return made


GONE = ("failed", "canceled")
