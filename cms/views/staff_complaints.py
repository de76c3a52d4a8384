"""The complaints queue, and one complaint with what was done. Nobody sees one that is about herself."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.audit import audit
from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from cms import about, complaint_rules
from cms.complaint_rules import Kind
from cms.models import Complaint
from cms.models.complaints import CONSENTS
from cms.queries import complaints as found
from cms.views.staff_complaint_steps import STEPS, load
from design.components import Cell, Column, Table
from design.formats import counted, day, moment

PER_PAGE = 25
QUEUE = [*STAFF, ("Complaints", "/staff/complaints/")]
SHOWS = (("open", "To do"), ("mine", "Yours"), ("closed", "Closed"))


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def queue(request: Request) -> HttpResponse:
    asked = request.GET.get("show", "")
    show = asked if asked in dict(SHOWS) else "open"
    page = Paginator(found.queue(request.user, show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": page,
        "table": table(page, show),
        "shows": [(label, f"?show={key}", key == show) for key, label in SHOWS],
        "letters": [letter_row(letter) for letter in found.letters_to_make(request.user)[:PER_PAGE]],
        "without": found.without_handler(),
    }
    return render(request, "cms/staff_complaints.html", context)


def letter_row(letter: Any) -> dict[str, Any]:
    where = reverse("staff-complaint-letter", args=[letter.complaint.reference, letter.pk])
    return {"title": letter.title, "format": letter.get_format_display(), "at": letter.queued_at, "href": where}


def table(page: Any, show: str) -> Table:
    columns = [
        Column("What", header=True, phone="main"),
        Column("Came", phone="over"),
        Column("Closed" if show == "closed" else "Next step due", phone="over-right"),
        Column("Stage", phone="amount"),
    ]
    return Table("Complaints, compliments and comments", columns, [row(each) for each in page], hide_caption=True)


def row(complaint: Complaint) -> list[Any]:
    where = reverse("staff-complaint", args=[complaint.reference])
    what = f"{complaint.get_kind_display()} {complaint.reference}"
    return [
        Cell(what, sub=complaint.get_subject_display(), href=where),
        Cell(day(complaint.received_at), sub=age(complaint.received_on)),
        Cell(day(complaint.closed_at) if complaint.closed_at else due(complaint), sub=late(complaint)),
        Cell(complaint.get_stage_display(), sub=complaint.handler.name if complaint.handler else "Nobody handles it"),
    ]


def due(complaint: Complaint) -> str:
    return day(complaint.due_on) or "Nothing due"


def late(complaint: Complaint) -> str:
    if not complaint.is_late or complaint.due_on is None:
        return ""
    return f"Late: {counted((timezone.localdate() - complaint.due_on).days, 'day')}"


def age(since: date) -> str:
    """today, 1 day old, 12 days old"""
    old = (timezone.localdate() - since).days
    return f"{counted(old, 'day')} old" if old else "today"


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def one(request: Request, reference: str) -> HttpResponse:
    complaint = load(request, reference)
    audit(action="complaint.seen", by=request.user, subject=f"complaint:{complaint.reference}")
    hers = complaint.handler_id == request.user.pk
    context = {
        "section": "staff",
        "breadcrumbs": QUEUE,
        "complaint": complaint,
        "hers": hers,
        "rows": rows(complaint),
        "steps": offered(complaint) if hers else [],
        "story": story(complaint),
        "letters": complaint.letters.order_by("-queued_at", "-pk"),
        "to_safeguarding": complaint.events.filter(name="to_safeguarding").exists(),
        "late": late(complaint),
        "longest": complaint.longest_on if complaint.kind == Kind.COMPLAINT and complaint.is_open else None,
    }
    return render(request, "cms/staff_complaint.html", context)


def offered(complaint: Complaint) -> list[dict[str, str]]:
    """What can be done now. The first is what the clock waits for."""
    names = complaint_rules.steps(complaint.kind, complaint.stage)
    if complaint.consent not in ("named", "unnamed"):
        names = [name for name in names if name != "pass_on"]
    found_steps = [STEPS[name] for name in names]
    return [
        {"title": step.title, "href": reverse("staff-complaint-step", args=[complaint.reference, step.slug])}
        for step in found_steps
    ]


def rows(complaint: Complaint) -> list[dict[str, Any]]:
    subjects = ", ".join(subject.user.name for subject in complaint.subjects.select_related("user"))
    known = [
        ("Kind", complaint.get_kind_display()),
        ("Subject", complaint.get_subject_display()),
        (about.label(complaint.about_kind), complaint.about_words),
        ("What they say", complaint.words),
        ("What would put it right", complaint.wish),
        ("Somebody at the council", complaint.staff_named),
        ("It is about", subjects),
        ("Name", complaint.name or "Not given"),
        ("How to answer", complaint.get_contact_format_display() or "No answer wanted"),
        ("E-mail", complaint.email),
        ("Telephone", complaint.phone),
        ("Address", complaint.address),
        ("May be passed on", CONSENTS.get(complaint.consent, "")),
        ("Came", moment(complaint.received_at)),
        ("How it is looked into", complaint.plan),
        ("Answer by", answer_day(complaint)),
        ("What we found", complaint.get_outcome_display()),
        ("Our answer", complaint.answer),
        ("To put it right", complaint.put_right),
        ("What we learned", complaint.learning),
        ("What was passed on", complaint.passed_words),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def answer_day(complaint: Complaint) -> str:
    if not complaint.answer_by:
        return ""
    how = "agreed with the person" if complaint.agreed_with_person else "decided by us"
    return f"{day(complaint.answer_by)}, {how}"


STORY = {
    "received": "Received",
    "given": "Handler changed",
    "note": "Note",
    "subjects": "Whom it is about was changed",
    "letter_done": "Letter or call done",
    "to_safeguarding": "Passed to safeguarding",
    "earlier_answer": "The first answer",
}


def story(complaint: Complaint) -> list[dict[str, Any]]:
    events = complaint.events.select_related("by")
    return [
        {
            "title": STORY.get(event.name) or STEPS[event.name].done,
            "at": event.at,
            "by": event.by.name if event.by else "",
            "text": event.words,
            "tone": "warm" if event.name == "to_safeguarding" else "",
        }
        for event in events
    ]
