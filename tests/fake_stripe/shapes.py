"""What each call takes: of all that Stripe knows, the part that a council has a use for. More is refused, so that
nothing about a person is sent unseen."""

from tests.fake_stripe.forms import MAP, Must, Shape

GBP = ("gbp",)
LIMITS = {"amount": Must(int), "interval": Must(("daily", "weekly", "monthly", "yearly", "per_authorization"))}
CONTROLS = {"spending_limits": [LIMITS]}
ADDRESS = {
    "line1": Must(str),
    "line2": str,
    "city": Must(str),
    "postal_code": Must(str),
    "country": Must(("GB",)),
}
PAGE: Shape = {
    "limit": int,
    "starting_after": str,
    "ending_before": str,
    "created": {"gt": int, "gte": int, "lt": int, "lte": int},
}
NOTHING: Shape = {}

SESSION: Shape = {
    "mode": Must(("payment",)),
    "locale": ("en-GB",),
    "submit_type": ("pay",),
    "client_reference_id": Must(str),
    "metadata": MAP,
    "payment_intent_data": {"metadata": MAP, "description": str},
    "line_items": Must(
        [
            {
                "quantity": Must(int),
                "price_data": {
                    "currency": Must(GBP),
                    "unit_amount": Must(int),
                    "product_data": Must({"name": Must(str)}),
                },
            }
        ]
    ),
    "success_url": Must(str),
    "cancel_url": str,
    "expires_at": int,
}
SESSIONS: Shape = {**PAGE, "payment_intent": str, "status": str}
REFUND: Shape = {"payment_intent": Must(str), "amount": int, "metadata": MAP}
REFUNDS: Shape = {**PAGE, "payment_intent": str, "charge": str}

ACCOUNT: Shape = {
    "country": Must(("GB",)),
    "default_currency": GBP,
    "controller": {
        "fees": {"payer": ("application",)},
        "losses": {"payments": ("application",)},
        "requirement_collection": ("stripe",),
        "stripe_dashboard": {"type": ("express",)},
    },
    "capabilities": {"transfers": {"requested": bool}},
    "metadata": MAP,
}
LINK: Shape = {
    "account": Must(str),
    "type": Must(("account_onboarding",)),
    "refresh_url": Must(str),
    "return_url": Must(str),
    "collection_options": {"fields": Must(("currently_due", "eventually_due"))},
}
TRANSFER: Shape = {
    "destination": Must(str),
    "amount": Must(int),
    "currency": Must(GBP),
    "transfer_group": str,
    "metadata": MAP,
}
TRANSFERS: Shape = {**PAGE, "destination": str, "transfer_group": str}
REVERSAL: Shape = {"amount": int, "metadata": MAP}

HOLDER: Shape = {
    "type": ("individual",),
    "name": Must(str),
    "individual": {"first_name": str, "last_name": str},
    "phone_number": str,
    "billing": Must({"address": Must(ADDRESS)}),
    "preferred_locales": [("en",)],
    "metadata": MAP,
}
HOLDER_CHANGE: Shape = {"phone_number": str, "status": ("active", "inactive")}
CARD: Shape = {
    "cardholder": Must(str),
    "currency": Must(GBP),
    "type": Must(("virtual", "physical")),
    "status": ("active", "inactive"),
    "spending_controls": CONTROLS,
    "metadata": MAP,
    "replacement_for": str,
    "replacement_reason": ("damaged", "expired", "lost", "stolen"),
    "shipping": {
        "name": Must(str),
        "address": Must(ADDRESS),
        "type": ("individual",),
        "service": ("standard", "express", "priority"),
        "phone_number": str,
    },
}
CARD_CHANGE: Shape = {"status": ("active", "inactive", "canceled"), "cancellation_reason": ("lost", "stolen")}
CARDS: Shape = {**PAGE, "cardholder": str, "status": str, "type": str}
AUTHORISATIONS: Shape = {**PAGE, "card": str, "status": str}
TRANSACTIONS: Shape = {**PAGE, "card": str, "type": ("capture", "refund")}
