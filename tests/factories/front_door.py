"""Complaints and concerns, made the way the site makes them."""

from datetime import date, datetime
from itertools import count
from typing import Any

from accounts.models import User
from accounts.roles import Role
from cms.actions import complaint_steps as steps
from cms.actions import complaints, concerns
from cms.actions.complaints import Told
from cms.complaint_rules import Outcome
from cms.concern_rules import Decision
from cms.models import Complaint, Concern
from tests.factories import accounts as people

_numbers = count(1)
SECRET = "The carer Zebedee shouted at her about her insulin"


def handler(name: str = "Samuel Osei", role: Role = Role.PRACTITIONER) -> User:
    return people.staff(role, name=name)


def safeguarding(name: str = "Ruth Bellamy") -> User:
    return people.staff(Role.SAFEGUARDING, name=name)


def told(**fields: Any) -> Told:
    usual = {"token": f"token-{next(_numbers):020}", "kind": "complaint", "subject": "service", "words": SECRET}
    return Told(**{**usual, **fields})


def complaint(*, by: User | None = None, person: Any = None, at: datetime | None = None, **fields: Any) -> Complaint:
    return complaints.tell(told=told(**fields), by=by, person=person, at=at)


def taken(complaint: Complaint, by: User) -> Complaint:
    return steps.give(complaint=complaint, to=by, by=by)


def planned(handler: User, answer_by: date, **fields: Any) -> Complaint:
    made = taken(complaint(**fields), handler)
    steps.acknowledge(complaint=made, words="", by=handler)
    return steps.plan(complaint=made, answer_by=answer_by, how="We ask everybody", agreed=True, by=handler)


def answered(handler: User, answer_by: date, **fields: Any) -> Complaint:
    made = steps.begin(complaint=planned(handler, answer_by, **fields), by=handler)
    words = {"words": "We were wrong", "put_right": "A new time"}
    return steps.answer(complaint=made, outcome=Outcome.UPHELD, **words, by=handler)


def concern(**fields: Any) -> Concern:
    return concerns.raise_concern(**{"words": SECRET, "source": "form", **fields})


YES = dict.fromkeys(("needs", "risk", "protect"), ("yes", "Seen at home"))


def tested(by: User, **answers: tuple[str, str]) -> Concern:
    made = concerns.take(concern=concern(), by=by)
    return concerns.answer_tests(concern=made, answers={**YES, **answers}, by=by)


def decided(by: User) -> Concern:
    return concerns.decide(concern=tested(by), decision=Decision.ENQUIRY, why="All three are so", by=by)
