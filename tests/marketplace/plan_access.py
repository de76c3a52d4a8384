"""Who may open a support plan, what a practitioner answers, and the ideas that anybody may read."""

from marketplace.actions import ideas, plan_reviews
from tests.access import ANYONE, Row
from tests.factories import accounts as people
from tests.factories import marketplace as market
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


def line_step(cast):
    return {**line(cast), "step": "price"}


def outcome_step(cast):
    return {**outcome(cast), "step": "what"}


def offer(cast):
    draft(cast)
    return {"slug": market.listing(personal_assistant=cast.profile).slug}


def agreed(cast):
    make.agreed(cast.person)
    return {}


def asked(cast):
    agreed(cast)
    plan_reviews.ask(person=cast.person, by=cast.person.user)
    return {}


def unsigned(made):
    """A person without a sign-in, with a plan that a practitioner writes with her."""

    def at(cast):
        person = people.person("Ada Quill", signs_in=False)
        return {"person": person.pk, **made(person, cast.user("practitioner"))}

    return at


def nothing(person, by):
    return {}


def written(person, by):
    make.written(person, by=by)
    return {}


def her_outcome(person, by):
    return {"pk": make.written(person, by=by).outcomes.get().pk}


def her_line(person, by):
    return {"pk": make.written(person, by=by).outcomes.get().lines.get().pk}


def her_sent(person, by):
    return {"number": make.sent(person, by=by).number}


def her_agreed(person, by):
    make.agreed(person, by=by)
    return {}


def step_of(made):
    return lambda person, by: {**made(person, by), "step": "what"}


def at_the_council(name, methods="GET POST", made=written):
    return Row(f"staff-person-plan-{name}", SIGNS_OFF, methods, at=unsigned(made))


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
    on_draft("plans-line-add-step", at=outcome_step),
    on_draft("plans-line", at=line),
    on_draft("plans-line-step", at=line_step),
    Row("plans-offer", MINE, at=offer, answers={"stranger": 302}),  # on sale for all; she has no draft to add it to
    # where there is nothing to ask about, back to how things stand
    Row("plans-review", MINE, "GET POST", at=agreed, answers={"stranger": 302}),
    Row("plans-review-take-back", MINE, "GET POST", at=asked, answers={"stranger": 302}),
    at_the_council("home", "GET"),
    at_the_council("start", made=nothing),
    at_the_council("take-back", made=her_sent),
    at_the_council("draft", "GET"),
    at_the_council("outcome-add"),
    at_the_council("outcome", made=her_outcome),
    at_the_council("outcome-remove", made=her_outcome),
    at_the_council("line-add", made=her_outcome),
    at_the_council("line-add-step", made=step_of(her_outcome)),
    at_the_council("line", made=her_line),
    at_the_council("line-step", made=step_of(her_line)),
    at_the_council("line-remove", made=her_line),
    at_the_council("contingency"),
    at_the_council("format"),
    at_the_council("prices", "GET"),
    at_the_council("check"),
    at_the_council("discard"),
    at_the_council("review", made=her_agreed),
    at_the_council("review-ask", made=her_agreed),
    Row("staff-plan-reviews", SIGNS_OFF),
    Row("staff-plans-spending-csv", SIGNS_OFF),
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
