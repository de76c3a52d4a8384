"""The journey of telling us something: which questions are asked, and what was answered so far. Kept in the session."""

import secrets
from dataclasses import asdict
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from cms.about import Thing
from cms.actions.complaints import Told
from cms.complaint_rules import Kind

KEY, SENT = "tell_us", "told_us"
EXTRA = {Kind.COMPLAINT: "put-right", Kind.COMPLIMENT: "pass-on"}  # the question that only this kind is asked
FIELD = {
    "about": "about_it",
    "subject": "subject",
    "words": "words",
    "put-right": "wish",
    "pass-on": "consent",
    "answer": "contact_format",
}  # each question is answered once this name is there


def begin(session: SessionBase, kind: str, thing: Thing | None) -> dict[str, Any]:
    """A new journey. What was typed in one that was not sent is not lost."""
    before = session.get(KEY, {})
    about = asdict(thing) if thing else None
    if before.get("about") != about:
        before.pop("about_it", None)
    journey: dict[str, Any] = {"token": secrets.token_urlsafe(24), **before, "kind": kind, "about": about}
    session[KEY] = journey
    return journey


def answer(session: SessionBase, answers: dict[str, Any]) -> dict[str, Any]:
    session[KEY] = {**session[KEY], **answers}
    found: dict[str, Any] = session[KEY]
    return found


def steps(journey: dict[str, Any]) -> list[str]:
    first = ["about"] if journey["about"] else []
    extra = [EXTRA[journey["kind"]]] if journey["kind"] in EXTRA else []
    return [*first, "subject", "words", *extra, "answer"]


def first_open(journey: dict[str, Any]) -> str:
    """The first question without an answer, or "check"."""
    return next((step for step in steps(journey) if FIELD[step] not in journey), "check")


def told(journey: dict[str, Any]) -> Told:
    names = (
        "token", "kind", "subject", "words", "wish", "staff_named", "name", "contact_format", "email", "phone",
        "address", "consent",
    )  # fmt: skip
    wanted = {name: journey.get(name, "") for name in names}
    if journey["kind"] != Kind.COMPLAINT:
        wanted["wish"] = ""
    if journey["kind"] != Kind.COMPLIMENT:
        wanted["consent"] = ""
    about = Thing(**journey["about"]) if journey["about"] and journey.get("about_it") == "yes" else None
    return Told(**wanted, about=about)


def finish(session: SessionBase, reference: str) -> None:
    session.pop(KEY, None)
    session[SENT] = reference
