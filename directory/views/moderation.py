"""The moderator's desk: what providers would change of their pages, and one change as a difference."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import moment
from directory import page_fields
from directory.change_rules import State
from directory.models import ChangeProposal
from directory.permissions import may_answer
from directory.queries import feedback
from directory.queries import moderation as found_by
from directory.views import difference, moderation_feedback, moderation_imports

PER_PAGE = 25
COLUMNS = [
    Column("Page", header=True),
    Column("What would change"),
    Column("Sent"),
]
TONES = {
    State.DRAFT: "plain",
    State.WAITING: "warm",
    State.SENT_BACK: "warm",
    State.LIVE: "plain",
    State.APPROVED: "good",
    State.DECLINED: "alert",
    State.WITHDRAWN: "plain",
}


@require_safe
@needs(Permission.MODERATE_LISTINGS)
def queue(request: HttpRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    counts = found_by.counts()
    show = show if show in counts else "waiting"
    title, (find, columns, row) = found_by.SHOWS[show], LISTS.get(show, CHANGES)
    page = Paginator(find(show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "show": show,
        "shows": [(key, label, counts[key]) for key, label in found_by.SHOWS.items() if key in counts],
        "title": title,
        "page": page,
        "table": Table(title, columns, [row(one) for one in page], hide_caption=True),
    }
    return render(request, "directory/moderation.html", context)


def _row(proposal: ChangeProposal) -> list[Any]:
    labels = ", ".join(page_fields.named(proposal.subject, change.field).label for change in proposal.changes.all())
    return [
        Cell(str(proposal.subject), _owner(proposal), reverse("staff-moderation-one", args=[proposal.pk])),
        labels or "A member of the public told us something",
        moment(proposal.sent_at),
    ]


List = tuple[Callable[[str], QuerySet[Any]], list[Column], Callable[[Any], list[Any]]]
CHANGES: List = (found_by.queue, COLUMNS, _row)
LISTS: dict[str, List] = {  # those that are not of changes that providers sent
    found_by.IMPORTS: (lambda _: found_by.from_imports(), moderation_imports.COLUMNS, moderation_imports.row),
    found_by.FEEDBACK: (lambda _: feedback.to_answer(), moderation_feedback.COLUMNS, moderation_feedback.row),
    found_by.FEEDBACK_DONE: (lambda _: feedback.answered(), moderation_feedback.DONE, moderation_feedback.row),
}


def _owner(proposal: ChangeProposal) -> str:
    return proposal.whose.name if proposal.whose.name != str(proposal.subject) else ""


@require_safe
@needs(Permission.MODERATE_LISTINGS)
def one(request: Request, pk: int) -> HttpResponse:
    found = load(pk)
    state = State(found.state)
    rows = difference.rows(found)
    context = {
        **shell(found),
        "state": state,
        "tone": TONES[state],
        "rows": rows,
        "conflicts": any(row.conflicts for row in rows),
        "waits": state == State.WAITING,
        "live": state == State.LIVE,
        "may_answer": may_answer(request.user, found),
        "history": history(found),
    }
    return render(request, "directory/moderation_one.html", context)


def load(pk: int) -> ChangeProposal:
    return get_object_or_404(found_by.whole(), pk=pk)


def shell(proposal: ChangeProposal) -> dict[str, Any]:
    """What every page of a change has."""
    crumbs = [*STAFF, ("Changes to pages", reverse("staff-moderation"))]
    return {"section": "staff", "breadcrumbs": crumbs, "proposal": proposal, "subject": proposal.subject}


def history(proposal: ChangeProposal) -> list[dict[str, Any]]:
    """Newest first."""
    return [
        {
            "title": State(event.to_state).label,
            "at": event.at,
            "by": event.by.name if event.by else "",
            "text": event.reasons,
            "tone": TONES[State(event.to_state)],
        }
        for event in proposal.events.select_related("by").order_by("-at", "-pk")
    ]
