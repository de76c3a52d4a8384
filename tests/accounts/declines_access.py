"""Who may open declined payments, the reviews of them, and the lines of a plan behind them."""

from accounts.roles import Role
from tests.access import Row
from tests.factories import accounts as make
from tests.factories import declines, money, setting_up


def declined(cast):
    return {"pk": declines.declined(money.card(money.card_account(5_000, person=cast.person))).pk}


def review(cast):
    return {"pk": declines.review(declines.declined(declines.card(person=make.person("Edith Marlow")))).pk}


def person(cast):
    return {"pk": setting_up.newcomer().pk}


def line(cast):
    found = setting_up.newcomer()
    return {"pk": found.pk, "rule": declines.line(found, by=make.staff(Role.PRACTITIONER)).pk}


ASKS = "GET POST"
DECLINES = [
    Row("money-declines", "resident delegate stranger"),
    Row("money-decline", "resident delegate", at=declined),
    Row("money-decline-for-plan", "resident delegate", ASKS, at=declined),
    Row("staff-reviews", "practitioner"),
    Row("staff-review", "practitioner", at=review),
    Row("staff-review-take", "practitioner", "POST", at=review),
    Row("staff-review-answer", "practitioner", ASKS, at=review),
    Row("staff-person-rule", "practitioner", ASKS, at=person),
    Row("staff-person-rule-end", "practitioner", ASKS, at=line),
]
