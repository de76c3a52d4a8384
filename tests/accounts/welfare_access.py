"""Who may open the pages of whether all is well: never somebody who acts for the person."""

from accounts.actions import welfare
from tests.access import Row
from tests.factories import welfare as told

ASKS = "GET POST"


def asked(cast):
    return {"pk": told.asked(cast.person).pk}


def to_look(cast):
    check = told.asked(cast.person)
    return {"pk": welfare.answer(check=check, answer="call", by=cast.resident).pk}


WELFARE = [
    Row("money-all-well", "resident stranger", ASKS, answers={"others": 404}),  # they have no such page to be refused
    Row("staff-welfare", "practitioner"),
    Row("staff-welfare-counts", "practitioner administrator"),
    Row("staff-welfare-sheet", "practitioner administrator"),
    Row("staff-welfare-one", "practitioner", at=asked),
    Row("staff-welfare-heard", "practitioner", ASKS, at=asked),
    Row("staff-welfare-triage", "practitioner", ASKS, at=to_look),
]
