"""Who may open the pages of asking before buying, of receipts, and of money asked back."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import covers, reclaims
from accounts.actions import purchase_receipts as receipts
from accounts.actions.reclaims import Claim
from accounts.roles import Role
from tests.access import ANYONE, Row
from tests.accounts import hostile
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money

ASKS = "GET POST"
FINANCE = "finance practitioner"


def budget(cast):
    money.card_account(9_000, person=cast.person)
    return {}


def question(cast):
    budget(cast)
    return {"reference": asking.ask(cast.person).reference}


def answered(cast):
    budget(cast)
    return {"reference": asking.answered(cast.person).reference}


def bought(cast):
    return asking.buy(money.card(money.card_account(9_000, person=cast.person)))


def cover(cast):
    card = money.card(money.card_account(9_000, person=cast.person))
    asked = asking.answered(cast.person)
    made = covers.cover(question=asked, key=f"card:{asking.buy(card).pk}", by=cast.person.user)
    return {"reference": asked.reference, "pk": made.pk}


def purchase(cast):
    """One for which the plan asks for a receipt."""
    card = money.card(money.card_account(9_000, person=cast.person))
    until = timezone.localdate() + timedelta(days=9)
    receipts.ask(pot=card.pot, reason="Fares", until=until, by=make.staff(Role.PRACTITIONER))
    return asking.buy(card)


def to_send(cast):
    return {"pk": purchase(cast).pk}


def sent(cast):
    found = purchase(cast)
    receipts.send(authorisation=found, sent=hostile.picture(), by=cast.person.user)
    return {"pk": found.pk}


def receipt(cast):
    return {"pk": receipts.send(authorisation=purchase(cast), sent=hostile.picture(), by=cast.person.user).pk}


def reclaim(cast):
    found = bought(cast)
    claim = Claim(found.pot, 100, "misuse", "A present")
    return reclaims.propose(person=cast.person, key=f"card:{found.pk}", claim=claim, by=make.staff(Role.FINANCE))


def proposed(cast):
    return {"pk": reclaim(cast).pk}


def taken(cast):
    return {"pk": reclaims.take_back(reclaim=reclaim(cast), words="So", by=make.staff(Role.FINANCE)).pk}


def person(cast):
    return {"pk": bought(cast).card.account.person_id}


def one_purchase(cast):
    found = bought(cast)
    return {"pk": cast.person.pk, "key": f"card:{found.pk}"}


def pot(cast):
    whose = money.card_account(9_000, person=make.person("Edith Marlow"))
    return {"pk": whose.person_id, "pot": whose.pots.first().pk}


def whose(cast):
    return {"pk": pot(cast)["pk"]}


def asked_for(cast):
    found = pot(cast)
    made = receipts.ask(
        pot=money.Pot.objects.get(pk=found["pot"]), reason="Fares", until=timezone.localdate(),
        by=make.staff(Role.PRACTITIONER),
    )  # fmt: skip
    return {"pk": found["pk"], "asked": made.pk}


OWN = "resident delegate stranger"
ACCESS = [
    Row("money-ask", OWN, ASKS),
    Row("money-asked", OWN),
    Row("money-asked-one", "resident delegate", at=question),
    Row("money-asked-paper", "resident delegate", at=answered),
    Row("money-asked-cover", "resident delegate", "POST", at=answered),
    Row("money-asked-uncover", "resident delegate", "POST", at=cover),
    Row("money-policy", ANYONE),
    Row("money-true-cost", ANYONE, ASKS),
    Row("money-policy-version", ANYONE, at=lambda _: {"number": 1}),
    Row("money-receipt-send", "resident delegate", ASKS, at=to_send),
    Row("money-receipt", "resident delegate", at=sent),
    Row("money-receipt-remove", "resident delegate", ASKS, at=sent),
    Row("money-reclaims", OWN),
    Row("money-reclaim", "resident delegate", at=proposed),
    Row("staff-questions", "practitioner"),
    Row("staff-question", "practitioner", ASKS, at=question),
    Row("staff-policy", "practitioner administrator", ASKS),
    Row("staff-reclaims", FINANCE),
    Row("staff-reclaim", FINANCE, ASKS, at=proposed),
    Row("staff-reclaim-give-back", FINANCE, ASKS, at=taken),
    Row("staff-receipt", "finance", at=receipt, get=302),  # first a reason
    Row("staff-purchases-reason", "finance", ASKS, at=person),
    Row("staff-purchases", "finance", at=person, get=302),  # first a reason
    Row("staff-reclaim-new", "finance", ASKS, at=one_purchase, get=302),  # first a reason
    Row("staff-person-receipts", "practitioner", at=whose),
    Row("staff-person-receipts-ask", "practitioner", ASKS, at=pot),
    Row("staff-person-receipts-end", "practitioner", "POST", at=asked_for),
]
