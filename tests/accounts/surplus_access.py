"""Who may open the pages of money that was not spent."""

from tests.access import Row
from tests.factories import accounts as make
from tests.factories import surplus as unspent

ASKS = "GET POST"
FINANCE = "finance practitioner"


def proposed(cast):
    return {"pk": unspent.proposed(unspent.rich(cast.person).person).pk}


def decided(cast):
    made = unspent.proposed(unspent.rich(cast.person).person)
    return {"pk": unspent.decided(made).pk}


def appealed(cast):
    made = unspent.decided(unspent.proposed(unspent.rich(cast.person).person))
    return {"pk": unspent.appealed(made).pk}


def somebody(cast):
    return {"pk": unspent.rich(make.person("Edith Marlow")).person_id}


SURPLUS = [
    Row("money-surplus", "resident delegate", at=proposed),
    Row("money-surplus-say", "resident delegate", ASKS, at=proposed),
    Row("money-surplus-appeal", "resident delegate", ASKS, at=decided),
    Row("staff-surplus", FINANCE),
    Row("staff-surplus-new", FINANCE, ASKS, at=somebody),
    Row("staff-surplus-one", FINANCE, at=proposed),
    Row("staff-surplus-heard", FINANCE, ASKS, at=proposed),
    Row("staff-surplus-decide", FINANCE, ASKS, at=proposed),
    Row("staff-surplus-answer", FINANCE, ASKS, at=appealed),
    Row("staff-surplus-leave", FINANCE, ASKS, at=decided),
    Row("staff-surplus-take", FINANCE, ASKS, at=decided),
]
