"""Who may open a support plan, what a practitioner answers, and the ideas that anybody may read."""

from marketplace.actions import ideas
from tests.access import ANYONE, Row
from tests.factories import plans as make

PLANNERS = "resident stranger delegate"
MINE = "resident delegate"
SIGNS_OFF = "practitioner"


def draft(cast):
    make.written(cast.person)
    return {}


def outcome(cast):
    return {"pk": make.written(cast.person).outcomes.get().pk}


def line(cast):
    return {"pk": make.written(cast.person).outcomes.get().lines.get().pk}


def sent(cast):
    return {"number": make.sent(cast.person).number}


def to_answer(cast):
    return {"pk": make.sent(cast.person).pk}


def idea(cast):
    ideas.load()
    return {"slug": "lunch-club"}


def idea_and_draft(cast):
    make.written(cast.person)
    return idea(cast)


def on_draft(name, methods="GET POST", at=draft):
    """A stranger has no draft: she is led to how her own plan stands."""
    return Row(name, MINE, methods, at=at, answers={"stranger": 302})


PLANS = [
    Row("ideas-home", ANYONE),
    Row("ideas-idea", ANYONE, at=idea),
    Row("ideas-add", MINE, "POST", at=idea_and_draft, answers={"stranger": 302}),
    Row("plans-cases", "delegate", "GET POST"),
    Row("plans-home", PLANNERS),
    Row("plans-start", PLANNERS, "GET POST"),
    Row("plans-version", MINE, at=sent),
    Row("plans-take-back", MINE, "GET POST", at=sent),
    on_draft("plans-draft", "GET"),
    on_draft("plans-outcome-add"),
    on_draft("plans-outcome", at=outcome),
    on_draft("plans-outcome-remove", at=outcome),
    on_draft("plans-line-add", at=outcome),
    on_draft("plans-line", at=line),
    on_draft("plans-line-remove", at=line),
    on_draft("plans-contingency"),
    on_draft("plans-format"),
    on_draft("plans-prices", "GET"),
    on_draft("plans-check"),
    on_draft("plans-discard"),
    Row("staff-plans", SIGNS_OFF),
    Row("staff-plans-csv", SIGNS_OFF),
    Row("staff-plan", SIGNS_OFF, at=to_answer),
    Row("staff-plan-prices", SIGNS_OFF, at=to_answer),
    Row("staff-plan-agree", SIGNS_OFF, "GET POST", at=to_answer),
    Row("staff-plan-send-back", SIGNS_OFF, "GET POST", at=to_answer),
]
