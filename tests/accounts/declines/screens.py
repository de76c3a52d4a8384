"""The pages of a decline, and who opens them."""

from accounts.roles import Scope
from tests.factories import accounts as make
from tests.factories.accounts import sign_in

WHY = {"words": "It is my sister’s birthday.", "allow": "yes"}


def page(it, rest: str = "") -> str:
    return f"/money/declines/{it.pk}/{rest}"


def acting(client, card, *scopes: Scope, **more):
    amira = make.user("Amira Whitfield")
    return sign_in(client, amira, acting_for=make.mandate(card.account.person, amira, *scopes, **more)), amira
