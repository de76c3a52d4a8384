"""What waits for a seller, most pressing first: people who wait for an answer, then visits, then pages."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from design.formats import clock, counted, weekday
from directory.queries import to_do as of_pages
from directory.queries.to_do import Todo
from marketplace.models import Order, Visit


def about_pages(organisation: int, *, manages: bool) -> list[Todo]:
    return of_pages.pages(organisation, manages=manages, today=timezone.localdate())


def about_own_page(profile: int) -> list[Todo]:
    return of_pages.of_assistant(profile, timezone.localdate())


def answers(
    requests: Sequence[Order], asked: Sequence[Visit], to_record: Sequence[Visit], new_messages: int
) -> list[Todo]:
    """People who wait for whoever keeps the diary."""
    found = []
    if requests:
        due = min(one.answer_due_at for one in requests)
        sub = f"The first by {weekday(due)}, {clock(due)}"
        found.append(Todo(f"Answer {counted(len(requests), 'request')}", "", "#requests", "To answer", sub=sub))
    if asked:
        found.append(Todo(f"Answer questions about {counted(len(asked), 'visit')}", "", "#asked", "To answer"))
    if to_record:
        found.append(Todo(f"Record {counted(len(to_record), 'visit')}", "", "#record", "To record"))
    if new_messages:
        href = reverse("provider-messages")
        found.append(Todo(f"Read {counted(new_messages, 'new message')}", "", href, "New", "plain"))
    return found
