"""Objects of Stripe's shapes, with every field that the pinned version has (tests/accounts/stripe/test_shapes.py)."""

from typing import Any

Made = dict[str, Any]


def nothing(words: str) -> Made:
    return dict.fromkeys(words.split())


def session(**given: Any) -> Made:
    return {
        **nothing(
            "adaptive_pricing after_expiration allow_promotion_codes billing_address_collection client_secret"
            " collected_information consent consent_collection currency_conversion customer customer_account"
            " customer_creation customer_details customer_email discounts integration_identifier invoice"
            " invoice_creation managed_payments origin_context payment_intent payment_link payment_method_collection"
            " payment_method_configuration_details permissions phone_number_collection recovered_from"
            " saved_payment_method_options setup_intent shipping_address_collection shipping_cost subscription"
            " cancel_url locale submit_type wallet_options allowed_payment_method_types"
        ),
        "object": "checkout.session",
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "custom_fields": [],
        "custom_text": nothing("after_submit shipping_address submit terms_of_service_acceptance"),
        "metadata": {},
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "shipping_options": [],
        "status": "open",
        "payment_status": "unpaid",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        **given,
    }


def payment_intent(**given: Any) -> Made:
    return {
        **nothing(
            "allowed_payment_method_types application application_fee_amount automatic_payment_methods canceled_at"
            " cancellation_reason client_secret customer customer_account description excluded_payment_method_types"
            " last_payment_error latest_charge managed_payments next_action on_behalf_of payment_method"
            " payment_method_configuration_details processing receipt_email review setup_future_usage shipping"
            " statement_descriptor statement_descriptor_suffix transfer_data transfer_group"
        ),
        "object": "payment_intent",
        "amount_capturable": 0,
        "amount_received": 0,
        "amount_details": {},
        "capture_method": "automatic_async",
        "confirmation_method": "automatic",
        "metadata": {},
        "payment_method_options": {},
        "payment_method_types": ["card"],
        **given,
    }


def refund(**given: Any) -> Made:
    return {
        **nothing(
            "balance_transaction charge customer customer_account payment_method reason receipt_number"
            " source_transfer_reversal transfer_reversal"
        ),
        "object": "refund",
        "destination_details": {"type": "card", "card": {"type": "refund"}},
        "metadata": {},
        **given,
    }


def dispute(**given: Any) -> Made:
    return {
        **nothing("intended_submission_method network_reason_code payment_method_details"),
        "object": "dispute",
        "balance_transactions": [],
        "currency": "gbp",
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {},
        "is_charge_refundable": False,
        "metadata": {},
        "reason": "fraudulent",
        "status": "needs_response",
        **given,
    }


def account(**given: Any) -> Made:
    wants = {"alternatives": [], "current_deadline": None, "disabled_reason": None, "errors": []}
    wants |= {"currently_due": [], "eventually_due": [], "past_due": [], "pending_verification": []}
    return {
        **nothing("business_profile business_type email settings"),
        "object": "account",
        "charges_enabled": False,
        "payouts_enabled": False,
        "details_submitted": False,
        "external_accounts": {"object": "list", "data": [], "has_more": False, "url": ""},
        "future_requirements": {**wants},
        "requirements": {**wants},
        "metadata": {},
        "tos_acceptance": nothing("date ip user_agent"),
        "type": "none",
        **given,
    }


def transfer(**given: Any) -> Made:
    return {
        **nothing("balance_transaction description destination_payment source_transaction transfer_group"),
        "object": "transfer",
        "amount_reversed": 0,
        "reversed": False,
        "metadata": {},
        "source_type": "card",
        "reversals": {"object": "list", "data": [], "has_more": False, "url": ""},
        **given,
    }


def reversal(**given: Any) -> Made:
    absent = nothing("balance_transaction destination_payment_refund source_refund")
    return {**absent, "object": "transfer_reversal", "metadata": {}, **given}


def payout(**given: Any) -> Made:
    return {
        **nothing(
            "application_fee application_fee_amount balance_transaction description destination"
            " failure_balance_transaction failure_code failure_message original_payout payout_method reversed_by"
            " statement_descriptor trace_id"
        ),
        "object": "payout",
        "automatic": True,
        "method": "standard",
        "metadata": {},
        "reconciliation_status": "not_applicable",
        "source_type": "card",
        "type": "bank_account",
        **given,
    }


def cardholder(**given: Any) -> Made:
    return {
        **nothing("company email phone_number preferred_locales"),
        "object": "issuing.cardholder",
        "metadata": {},
        "requirements": {"disabled_reason": None, "past_due": []},
        "spending_controls": controls([]),
        "status": "active",
        "type": "individual",
        **given,
    }


def controls(limits: list[Made]) -> Made:
    allowed = nothing("allowed_card_presences allowed_merchant_countries allowed_categories")
    blocked = nothing("blocked_card_presences blocked_merchant_countries blocked_categories")
    return {**allowed, **blocked, "spending_limits": limits, "spending_limits_currency": "gbp" if limits else None}


def card(**given: Any) -> Made:
    return {
        **nothing(
            "cancellation_reason latest_fraud_warning lifecycle_controls personalization_design replaced_by"
            " replacement_for replacement_reason second_line shipping wallets"
        ),
        "object": "issuing.card",
        "brand": "Visa",
        "metadata": {},
        "status": "inactive",
        **given,
    }


def authorisation(**given: Any) -> Made:
    return {
        **nothing("amount_details card_presence fleet fuel network_data token wallet verified_by_fraud_challenge"),
        "object": "issuing.authorization",
        "approved": False,
        "authorization_method": "chip",
        "balance_transactions": [],
        "fraud_challenges": None,
        "metadata": {},
        "pending_request": None,
        "request_history": [],
        "status": "pending",
        "transactions": [],
        "verification_data": {
            "address_line1_check": "not_provided",
            "address_postal_code_check": "not_provided",
            "authentication_exemption": None,
            "cvc_check": "not_provided",
            "expiry_check": "match",
            "postal_code": None,
            "three_d_secure": None,
        },
        **given,
    }


def transaction(**given: Any) -> Made:
    absent = nothing("amount_details balance_transaction dispute network_data token wallet")
    return {**absent, "object": "issuing.transaction", "metadata": {}, **given}


def merchant(name: str, category: str, code: str) -> Made:
    return {
        **nothing("tax_id terminal_id url state"),
        "name": name,
        "category": category,
        "category_code": code,
        "city": "Aldermere",
        "country": "GB",
        "network_id": "1234567890",
        "postal_code": "AM1 1AA",
    }
