"""Issuing: cardholders and cards."""

import secrets
from datetime import UTC, datetime

from tests.fake_stripe import objects
from tests.fake_stripe.errors import Refused, state
from tests.fake_stripe.store import Made, Store
from tests.fake_stripe.webhooks import Webhooks

NAME_FITS = 24
DEFAULT_LIMIT = 500_00  # a day, about: what Stripe lets a card spend on which no limit is set
YEARS = 4


class Cards:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self.store, self.webhooks = store, webhooks
        self.is_short = False  # the balance from which Stripe pays shops is empty

    def create_holder(self, params: Made) -> Made:
        if len(params["name"]) > NAME_FITS or any(letter.isdigit() for letter in params["name"]):
            raise Refused("The cardholder's name has at most 24 characters, and no numbers.", param="name")
        made = self.store.add(objects.cardholder, **params)
        self.webhooks.tell("issuing", "issuing_cardholder.created", made)
        return made

    def retrieve_holder(self, params: Made, reference: str) -> Made:
        return self.store.get("issuing.cardholder", reference)

    def change_holder(self, params: Made, reference: str) -> Made:
        made = self.store.get("issuing.cardholder", reference)
        made |= params
        self.webhooks.tell("issuing", "issuing_cardholder.updated", made)
        return made

    def create(self, params: Made) -> Made:
        holder = self.store.get("issuing.cardholder", params.pop("cardholder"))
        limits = params.pop("spending_controls", {}).get("spending_limits", [])
        self.check(params, holder)
        if sent := params.get("shipping"):
            params["shipping"] = {
                **objects.nothing("carrier eta tracking_number tracking_url"),
                **sent,
                "status": "pending",
            }
        now = datetime.now(UTC)
        made = self.store.add(
            objects.card,
            cardholder=holder,
            last4=f"{secrets.randbelow(10000):04d}",
            exp_month=now.month,
            exp_year=now.year + YEARS,
            spending_controls=objects.controls([{"categories": [], **each} for each in limits]),
            **params,
        )
        if old := params.get("replacement_for"):
            self.store.get("issuing.card", old)["replaced_by"] = made["id"]
        self.webhooks.tell("issuing", "issuing_card.created", made)
        return made

    def listed(self, params: Made) -> Made:
        return self.store.page("issuing.card", params, "/v1/issuing/cards")

    def check(self, params: Made, holder: Made) -> None:
        if params["type"] == "physical" and "shipping" not in params:
            raise Refused("Missing required param: shipping.", code="parameter_missing", param="shipping")
        if not (holder["individual"] or {}).get("last_name"):
            raise Refused("The cardholder's first and last name are needed before cards can be active.")
        if old := params.get("replacement_for"):
            if "replacement_reason" not in params:
                raise Refused("Missing required param: replacement_reason.", param="replacement_reason")
            if self.store.get("issuing.card", old)["cardholder"]["id"] != holder["id"]:
                raise Refused("The card being replaced has another cardholder.", param="replacement_for")

    def retrieve(self, params: Made, reference: str) -> Made:
        return self.store.get("issuing.card", reference)

    def change(self, params: Made, reference: str) -> Made:
        made = self.store.get("issuing.card", reference)
        if made["status"] == "canceled":
            raise state("You cannot update a canceled card.")
        made |= params
        self.webhooks.tell("issuing", "issuing_card.updated", made)
        return made

    def refusal(self, card: Made, pence: int) -> str:
        """Why Stripe declines without asking us, or nothing."""
        if card["status"] != "active":
            return {"canceled": "card_canceled"}.get(card["status"], "card_inactive")
        if card["cardholder"]["status"] != "active":
            return "cardholder_inactive"
        limits = {each["interval"]: each["amount"] for each in card["spending_controls"]["spending_limits"]}
        spent = sum(each["amount"] for each in self.store.all("issuing.authorization") if counts(each, card))
        daily = limits.get("daily", DEFAULT_LIMIT if not limits else spent + pence)
        single = limits.get("per_authorization", pence)
        if spent + pence > daily or pence > single:
            return "spending_controls"
        return "insufficient_funds" if self.is_short else ""


def counts(authorisation: Made, card: Made) -> bool:
    return authorisation["card"]["id"] == card["id"] and authorisation["approved"]
