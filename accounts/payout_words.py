"""What Stripe's names and codes for paying providers mean, in plain words. Pure.

Stripe, "Payout failures" and "Transfers"; "Required verification information" names what an account still needs.
What is not here is said in general, with Stripe's own name beside it for whoever calls Stripe.
"""

from collections.abc import Iterable

PAYOUT_FAILED = {
    "account_closed": "The bank account is closed.",
    "account_frozen": "The bank account is frozen.",
    "bank_account_restricted": "The bank account cannot take such payments.",
    "bank_ownership_changed": "The bank account belongs to somebody else now.",
    "could_not_process": "The bank could not take the payment.",
    "debit_not_authorized": "The bank account does not allow it.",
    "declined": "The bank refused the payment.",
    "incorrect_account_holder_name": "The name does not go with the bank account.",
    "invalid_account_number": "The account number is not right.",
    "invalid_currency": "The bank account is not in pounds.",
    "no_account": "There is no such bank account.",
}
NOT_SENT = {
    "account_closed": "Their Stripe account is closed.",
    "account_invalid": "Their Stripe account is not ours to pay any more.",
    "balance_insufficient": "There was not enough in the council’s Stripe account.",
    "insufficient_capabilities_for_transfer": "Their Stripe account cannot take payments now. Stripe needs something.",
    "no_such_destination": "Stripe does not know their account.",
    "resource_missing": "Stripe does not know their account.",
    "transfers_not_allowed": "Stripe does not allow payments to this account.",
}
NEEDS = (  # the first whose word is in Stripe's name
    ("verification", "a document that shows who they are"),
    ("external_account", "the bank account to pay into"),
    ("tos_acceptance", "agreement to Stripe’s terms"),
    ("business_type", "what kind of business it is"),
    ("business_profile", "what the business does"),
    ("tax_id", "the company or tax number"),
    ("vat_id", "the company or tax number"),
    ("registration_number", "the company or tax number"),
    ("dob", "a date of birth"),
    ("address", "an address"),
    ("phone", "a telephone number"),
    ("email", "an email address"),
    ("name", "a full name"),
    ("owners", "who owns the business"),
    ("directors", "who runs the business"),
    ("executives", "who runs the business"),
    ("representative", "who speaks for the business"),
)


def payout_failed(code: str) -> str:
    return PAYOUT_FAILED.get(code, f"The bank did not take the payment (Stripe calls it “{code}”).")


def not_sent(code: str) -> str:
    return NOT_SENT.get(code, f"Stripe refused it (Stripe calls it “{code}”).")


def needs(names: Iterable[str]) -> list[str]:
    """["external_account", "tos_acceptance.date"] → ["the bank account to pay into", "agreement to Stripe’s terms"]"""
    found = [_need(name) for name in names]
    return list(dict.fromkeys(found))


def _need(name: str) -> str:
    return next((words for part, words in NEEDS if part in name), "something that Stripe asks on its own page")
