"""Letters and calls: what a person is told on paper or by telephone, in the format she asked for.

A letter is written in the caller's transaction and waits on /staff/letters/ until somebody has printed and posted it,
or has told the person by telephone. The same templates serve as for e-mails: the first line is the subject. A person
who reads Easy Read gets `<template>_easy_read.txt`, others on paper `<template>_letter.txt`, where there is one.

In a body an empty line ends a paragraph, a line that begins with `* ` is one of a list, and `[phone] ` before a
paragraph sets a picture beside it (a name from design/icons).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import select_template
from django.utils import timezone

import design
from accounts.audit import audit
from accounts.models import ContactFormat, Invitation, Letter, Person, User
from design.models import Council

ICONS = Path(design.__file__).parent / "templates" / "design" / "icons"
CODE = "[[code]]"  # where the code goes that is made when an invitation is printed
PICTURE = re.compile(r"\[([a-z-]+)\] (.*)", re.DOTALL)


def queue(
    *,
    person: Person,
    template: str,
    context: dict[str, Any] | None = None,
    invitation: Invitation | None = None,
    at: datetime | None = None,
) -> Letter | None:
    """Write `template` to a person, in her format, to be printed and posted (or told). To one who has died: None."""
    if person.died_on:
        return None
    subject, body = render(person, template, context or {})
    return Letter.objects.create(
        person=person,
        template=template,
        subject=subject,
        body=body,
        format=person.contact_format,
        invitation=invitation,
        queued_at=at or timezone.now(),
    )


def render(person: Person, template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body for this person, in her format."""
    given = {"council": Council.current(), "to": person, "person": person, "site_url": settings.SITE_URL}
    names = [f"{template}{ending}.txt" for ending in endings(person)]
    text = select_template(names).render({**given, "on_paper": True, **context})
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip()


def endings(person: Person) -> list[str]:
    easy = ["_easy_read"] if person.contact_format == ContactFormat.EASY_READ else []
    return [*easy, "_letter", ""]


def waiting() -> QuerySet[Letter]:
    """The oldest first."""
    return Letter.objects.filter(done_at=None, dropped_at=None).order_by("queued_at", "pk")


def printed(*, letter: Letter, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    Letter.objects.filter(pk=letter.pk).update(printed_at=now)
    audit(action="letter.printed", by=by, on_behalf_of=letter.person, subject=f"letter:{letter.pk}", at=now)


def done(*, letter: Letter, by: User, at: datetime | None = None) -> bool:
    """Posted, or told by telephone. Its text goes. Whether it was still waiting."""
    now = at or timezone.now()
    if not waiting().filter(pk=letter.pk).update(done_at=now, done_by=by, body=""):
        return False
    audit(action="letter.done", by=by, on_behalf_of=letter.person, subject=f"letter:{letter.pk}", at=now)
    return True


def drop(letters: QuerySet[Letter], *, at: datetime) -> int:
    """Letters that nobody needs any more: what they offer has been taken back."""
    return letters.filter(done_at=None, dropped_at=None).update(dropped_at=at, body="")


@cache
def pictures() -> frozenset[str]:
    """What design/icons has. Anything else in brackets is somebody's own words: "[sic]"."""
    return frozenset(path.stem for path in ICONS.glob("*.svg"))


@dataclass
class Paragraph:
    text: str = ""
    picture: str = ""
    items: list[str] = field(default_factory=list)


def paragraphs(body: str, code: str = "") -> Iterator[Paragraph]:
    """A body as its page draws it."""
    for block in re.split(r"\n\s*\n", body.replace(CODE, code).strip()):
        lines = [line.strip() for line in block.splitlines()]
        if lines and all(line.startswith("* ") for line in lines):
            yield Paragraph(items=[line[2:] for line in lines])
        elif (found := PICTURE.fullmatch("\n".join(lines))) and found[1] in pictures():
            yield Paragraph(found[2], picture=found[1])
        else:
            yield Paragraph("\n".join(lines))
