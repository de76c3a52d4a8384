"""Who may open the pages of people and money, and allauth's pages under our templates."""

from django.utils import timezone
from django.utils.http import int_to_base36

from accounts.actions import cards, downloads
from accounts.models import Card, YearlyStatement
from accounts.roles import Role
from tests.access import ANYONE, SIGNED_IN, STAFF, Row
from tests.accounts.asks_access import ACCESS as ASKS
from tests.accounts.declines_access import DECLINES
from tests.accounts.finance_access import FINANCE
from tests.accounts.money_in_access import MONEY_IN
from tests.accounts.people_access import PEOPLE
from tests.accounts.stripe_access import STRIPE
from tests.accounts.surplus_access import SURPLUS
from tests.accounts.welfare_access import WELFARE
from tests.factories import accounts as make
from tests.factories import money

BOTH = "GET POST"


def download(cast):
    downloads.ask(by=cast.resident)
    downloads.make_due(timezone.now() + downloads.LATE)
    return {"pk": cast.resident.downloads.get().pk}


def yearly(cast):
    YearlyStatement.objects.create(year=2026, written_at=timezone.now(), tables={"tables": [], "words": []})
    return {"year": 2026}


def own_mandate(cast):
    return {"pk": cast.mandate.pk}


def agreed_to(cast):
    """Of the delegate; the resident has none such."""
    return {"pk": cast.mandate.pk}


def account(cast):
    """The resident has a card account."""
    money.card_account(5_000, person=cast.person)
    return {}


def own_account(cast):
    money.own_money(person=cast.person)
    return {}


def own_payment(cast):
    return {"pk": money.own_payment(cast.person).pk}


def failed_payment(cast):
    return {"pk": money.own_payment(cast.person, "failed").pk}


def paid_by_card(cast):
    return {"pk": money.own_payment(cast.person, "paid").pk}


def card(cast):
    return {"pk": money.card(money.card_account(5_000, person=cast.person)).pk}


def posted(cast):
    cast.person.address, cast.person.postcode = "8 Weir Cottages", "AM3 2QT"
    cast.person.save()
    return {"pk": money.card(money.card_account(5_000, person=cast.person), kind=Card.Kind.PHYSICAL).pk}


def frozen(cast):
    found = Card.objects.get(**card(cast))
    cards.freeze(card=found, by=make.staff(Role.PRACTITIONER), reason="odd")
    return {"pk": found.pk}


def purchase(cast):
    shown = Card.objects.get(**card(cast))
    return {"pk": cards.authorise(card=shown, reference="access", merchant="Swim", pence=100).pk}


OURS = [
    Row("accounts-admin-login", ANYONE, "GET POST", get=302, theirs=True),  # leads everybody to our own sign-in
    Row("accounts-site-login", ANYONE, "GET POST", get=302, theirs=True),
    Row("accounts-details", SIGNED_IN),
    Row("accounts-display", ANYONE, "GET POST"),
    Row("accounts-name", SIGNED_IN, "GET POST"),
    Row("accounts-communication", "resident stranger", "GET POST", answers={"others": 404}),
    Row("accounts-who-looked", "resident stranger", answers={"others": 404}),  # they have no such page to be refused
    Row("accounts-mandate-offer", "resident stranger", BOTH, answers={"others": 404}),  # each offers her own
    Row("accounts-mandate-end", "resident", "GET POST", at=own_mandate),
    Row("accounts-mandate-pause", "resident", "GET POST", at=own_mandate),
    Row("accounts-mandate-resume", "resident", "GET POST", at=own_mandate),
    Row("accounts-second-step", SIGNED_IN, get=302),
    Row("accounts-activate", SIGNED_IN, "GET POST", theirs=True),
    Row("card-statement", ANYONE),
    Row("card-statement-year", ANYONE, at=yearly),
    Row("card-statement-csv", ANYONE, at=yearly),
    Row("money-home", SIGNED_IN),
    Row("money-acting", "resident stranger delegate", "GET POST"),
    Row("money-acting-one", "delegate", BOTH, at=agreed_to),
    Row("money-acting-stop", "delegate", BOTH, at=agreed_to),
    Row("money-statement", "resident delegate", at=account, answers={"stranger": 302}),  # she has none: back to money
    Row("money-statement-csv", "resident delegate", at=account, answers={"stranger": 302}),
    Row("money-spending", "resident delegate", at=account, answers={"stranger": 302}),
    Row("money-spending-csv", "resident delegate", at=account, answers={"stranger": 302}),
    Row("money-add", "resident delegate", "GET POST", at=own_account),
    Row("money-shop", "resident", "GET POST", at=card),  # a delegate pays with a card of her own
    Row("money-till", "resident", "GET POST", at=purchase),
    Row("accounts-how-long", ANYONE),
    Row("accounts-your-information", SIGNED_IN, "GET POST"),
    Row("accounts-your-information-file", "resident", at=download),
    Row("money-how-long", ANYONE, "GET POST"),
    Row("money-choices", "resident delegate stranger"),
    Row("money-choices-change", "resident", BOTH, at=account, answers={"stranger": 302}),  # she has no budget
    Row("money-own-card", "resident delegate stranger"),
    Row("money-own-payment", "resident delegate", at=own_payment),
    Row("money-own-payment-back", "resident delegate", at=own_payment),
    Row("money-own-payment-again", "resident delegate", "POST", at=failed_payment),
    Row("money-own-payment-receipt", "resident delegate", at=paid_by_card),
    Row("money-cards", "resident delegate stranger"),
    Row("money-card", "resident delegate", at=card),
    Row("money-card-new", "resident delegate", BOTH, at=account, answers={"stranger": 302}),  # no account: the ways
    Row("money-card-arrived", "resident", BOTH, at=posted),
    Row("money-card-lost", "resident", BOTH, at=card),  # a delegate freezes it, and stops only her own
    Row("money-card-limits", "resident", BOTH, at=card),
    Row("money-card-phone", "resident", BOTH, at=card),
    Row("staff-card-freeze", "practitioner finance", BOTH, at=card),
    Row("staff-card-unfreeze", "practitioner finance", BOTH, at=frozen),
    Row("staff-card-stop", "practitioner finance", BOTH, at=card),
    Row("money-card-freeze", "resident delegate", "GET POST", at=card),
    *(Row(f"webhooks-{endpoint}", ANYONE, "POST") for endpoint in ("account", "connect", "issuing")),  # unsigned: 400
    Row("staff-home", " ".join(STAFF)),
]


def allauth(name: str, who: str, methods: str = "GET POST", **more) -> Row:
    return Row(name, who, methods, theirs=True, **more)


SPENT = {"key": "spent"}
ALLAUTH = [
    allauth("account_login", ANYONE, answers={"citizen": 302}),  # signed in already
    allauth("account_signup", ANYONE, answers={"citizen": 302}),
    allauth("account_logout", SIGNED_IN),
    allauth("account_inactive", ANYONE, "GET"),
    allauth("account_reauthenticate", SIGNED_IN),
    allauth("account_email", SIGNED_IN),
    allauth("account_email_verification_sent", ANYONE, "GET"),
    allauth("account_confirm_email", ANYONE, post=404, at=lambda _: SPENT),
    allauth("account_change_password", SIGNED_IN),
    allauth("account_set_password", SIGNED_IN, get=302),  # for those without one; ours all have one
    allauth("account_confirm_login_code", ANYONE, get=302),  # nothing to confirm
    allauth("account_reset_password", ANYONE),
    allauth("account_reset_password_done", ANYONE, "GET"),
    allauth("account_reset_password_from_key", ANYONE, at=lambda _: SPENT | {"uidb36": int_to_base36(1)}),
    allauth("account_reset_password_from_key_done", ANYONE, "GET"),
    allauth("mfa_index", SIGNED_IN, "GET"),
    allauth("mfa_authenticate", ANYONE, get=302),  # nobody is half-way in
    allauth("mfa_reauthenticate", SIGNED_IN, get=302),
    allauth("mfa_activate_totp", SIGNED_IN),
    allauth("mfa_deactivate_totp", SIGNED_IN, get=404, post=404),  # nothing switched on yet
    allauth("mfa_view_recovery_codes", SIGNED_IN, "GET", get=404),
    allauth("mfa_generate_recovery_codes", SIGNED_IN),
    allauth("mfa_download_recovery_codes", SIGNED_IN, "GET", get=404),
]
ACCESS = [*OURS, *ASKS, *DECLINES, *FINANCE, *MONEY_IN, *STRIPE, *SURPLUS, *WELFARE, *PEOPLE, *ALLAUTH]
