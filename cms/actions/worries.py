"""Worries about somebody's safety that lower rooms hand over: each becomes a concern, once."""

from accounts.safeguarding import Worry
from cms.actions.concerns import raise_concern


def take(worry: Worry) -> None:
    person = worry.person
    known = (person.name, person.case_reference, person.address, person.postcode, person.phone)
    raise_concern(
        words=worry.words,
        source="staff",
        source_ref=worry.source,
        about_words="A check whether all is well",
        whom=", ".join(part for part in known if part),
        reporter=worry.by.name,
        token=worry.source,
        person=person,
        by=worry.by,
        at=worry.at,
    )
