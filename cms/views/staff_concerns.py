"""Safeguarding's queue, one concern, and who looked. For anybody else these pages are not there."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.requests import Request
from accounts.roles import Permission
from accounts.section_42 import TESTS
from cms import concern_rules
from cms.actions import concerns
from cms.concern_rules import Decision, Stage
from cms.forms.concern_steps import called
from cms.handlers import found_with
from cms.models import Concern
from cms.models.concerns import DANGER, WISHES
from cms.queries import concerns as found
from cms.views.asking import kept_by_nobody
from design.components import Cell, Column, Table
from design.formats import counted, moment

PER_PAGE = 25
QUEUE = [*STAFF, ("Concerns", "/staff/concerns/")]
SHOWS = (("undecided", "To decide"), ("decided", "To close"), ("closed", "Closed"))
STORY = {
    "raised": "Raised",
    "take": "Taken on",
    "tests": "The three tests answered",
    "wishes": "What the person wants",
    "decide": "Decided",
    "look_again": "Opened again",
    "close": "Closed",
    "note": "Note",
    "link": "Linked to a person",
    "unlink": "Link to a person taken away",
}


@require_safe
@found_with(Permission.SEE_CONCERNS)
@kept_by_nobody
def queue(request: Request) -> HttpResponse:
    """No names and no words: they are behind a look that is kept."""
    asked = request.GET.get("show", "")
    show = asked if asked in dict(SHOWS) else "undecided"
    page = Paginator(found.queue(show, request.user), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("Concern", header=True, phone="main"),
        Column("Raised", phone="over"),
        Column("Stage", phone="over-right"),
        Column("Lead", phone="amount"),
    ]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": page,
        "table": Table("Concerns", columns, [row(concern) for concern in page], hide_caption=True),
        "shows": [(label, f"?show={key}", key == show) for key, label in SHOWS],
    }
    return render(request, "cms/staff_concerns.html", context)


def row(concern: Concern) -> list[Any]:
    sub = "In danger now" if concern.danger == "yes" and concern.stage in (Stage.NEW, Stage.TRIAGE) else ""
    state = concern.get_decision_display() if concern.decision else concern.get_stage_display()
    return [
        Cell(concern.reference, sub=sub, href=reverse("staff-concern", args=[concern.reference])),
        Cell(moment(concern.raised_at), sub=age(concern)),
        Cell(state, sub="Late" if concern.is_late else ""),
        concern.lead.name if concern.lead else "Nobody leads",
    ]


def age(concern: Concern) -> str:
    old = (timezone.localdate() - timezone.localdate(concern.raised_at)).days
    return "today" if not old else f"{counted(old, 'day')} old"


def load(request: Request, reference: str) -> Concern:
    """Of somebody whom she stands near to, none is found."""
    hers = found.seen_by(request.user)
    return get_object_or_404(
        hers.select_related("lead", "person", "decided_by", "closed_by", "raised_by"), reference=reference
    )


@require_safe
@found_with(Permission.SEE_CONCERNS)
@kept_by_nobody
def one(request: Request, reference: str) -> HttpResponse:
    concern = load(request, reference)
    concerns.look(concern=concern, by=request.user, page="concern")
    context = {
        "section": "staff",
        "breadcrumbs": QUEUE,
        "concern": concern,
        "told": told(concern),
        "known": known(concern),
        "tests": tests(concern),
        "steps": offered(concern, request),
        "story": story(concern),
        "looks": concern.looks.select_related("by")[:10],
        "only_second": concern.stage == Stage.DECIDED and concern.decided_by_id == request.user.pk,
        "must_find_out": concern.stage == Stage.TRIAGE and not decisions(concern),
    }
    return render(request, "cms/staff_concern.html", context)


def decisions(concern: Concern) -> tuple[Decision, ...]:
    return concern_rules.open_decisions(concerns.answers_of(concern))


def told(concern: Concern) -> list[dict[str, Any]]:
    """What somebody told us, as it came."""
    return only(
        ("What they are worried about", concern.words),
        ("Who, and where", concern.whom),
        ("In danger now", DANGER.get(concern.danger, "Not said")),
        ("What the person wants", concern.wanted),
        ("Who told us", concern.reporter or "Not said"),
        ("How to reach them safely", concern.reach),
        ("How it came", source(concern)),
        ("From the page", concern.about_words),
        ("Raised", moment(concern.raised_at)),
    )


def source(concern: Concern) -> str:
    by = f", passed on by {concern.raised_by.name}" if concern.raised_by else ""
    ref = f" ({concern.source_ref})" if concern.source_ref else ""
    return f"{concern.get_source_display()}{ref}{by}"


def known(concern: Concern) -> list[dict[str, Any]]:
    """What we know and decided."""
    wishes = f"{WISHES[concern.wishes]}. {concern.wishes_words}".strip() if concern.wishes_words else ""
    decided = closed = ""
    if concern.decided_by:
        decided = f"{concern.get_decision_display()}, {concern.decided_by.name}, {moment(concern.decided_at)}"
    if concern.closed_by:
        closed = f"{concern.closed_by.name}, {moment(concern.closed_at)}"
    return only(
        ("Lead", concern.lead.name if concern.lead else "Nobody"),
        ("Person", called(concern.person) if concern.person else "Not linked to a person"),
        ("What the person wants", wishes or "Not asked yet"),
        ("Decision", decided),
        ("Why", concern.decision_why),
        ("How it ended", concern.outcome),
        ("Closed", closed),
    )


def only(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in pairs if value]


def tests(concern: Concern) -> list[dict[str, Any]]:
    rows = []
    for test, question in TESTS.items():
        answer = getattr(concern, f"get_{test}_display")()
        rows.append({"question": question, "answer": answer or "Not answered", "why": getattr(concern, f"{test}_why")})
    return rows


TITLES = {
    "tests": "Answer the three tests",
    "wishes": "Write down what the person wants",
    "decide": "Decide",
    "close": "Close it",
    "look_again": "Open it again",
    "link": "Link it to a person",
    "note": "Write a note",
}
SLUGS = {name: name.replace("_", "-") for name in [*TITLES, "unlink"]}


def offered(concern: Concern, request: HttpRequest) -> list[tuple[str, str]]:
    names = [name for name in TITLES if concern.stage in concern_rules.FROM[name]]
    if not decisions(concern):
        names = [name for name in names if name != "decide"]
    if concern.decided_by_id == request.user.pk:
        names = [name for name in names if name != "close"]
    titles = {**TITLES, "unlink": "Take away the link to the person"}
    if concern.person_id and "link" in names:
        names[names.index("link")] = "unlink"
    return [(titles[name], reverse("staff-concern-step", args=[concern.reference, SLUGS[name]])) for name in names]


def story(concern: Concern) -> list[dict[str, Any]]:
    return [
        {
            "title": STORY[event.name],
            "at": event.at,
            "by": event.by.name if event.by else "",
            "text": event.words if event.name != "tests" else "",
        }
        for event in concern.events.select_related("by")
    ]


@require_safe
@found_with(Permission.SEE_CONCERNS)
@kept_by_nobody
def looks(request: Request) -> HttpResponse:
    """Everybody who opened a concern, for safeguarding's lead to watch."""
    page = Paginator(found.looks(request.user), PER_PAGE).get_page(request.GET.get("page"))
    columns = [
        Column("Who", header=True, phone="main"),
        Column("When", phone="over"),
        Column("Concern", phone="amount"),
    ]
    rows = [
        [
            look.by.name,
            moment(look.at),
            Cell(look.concern.reference, href=reverse("staff-concern", args=[look.concern.reference])),
        ]
        for look in page
    ]
    context = {
        "section": "staff",
        "breadcrumbs": QUEUE,
        "page": page,
        "table": Table("Who looked", columns, rows, hide_caption=True),
    }
    return render(request, "cms/staff_concern_looks.html", context)
