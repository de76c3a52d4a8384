"""On which side of CQC's line a listing is: asked of those who offer it, and of the council."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import day
from directory import cqc_boundary
from directory.actions import care
from directory.actions.care import Subject
from directory.cqc_boundary import Sort
from directory.forms.agreeing import AgreeForm
from directory.forms.care import CareForm, in_words
from directory.models import CareAnswers, PersonalAssistantProfile, Service
from directory.queries import care as found_by

PER_PAGE = 50
KINDS: dict[str, Any] = {"service": Service, "assistant": PersonalAssistantProfile}
NOT_ASKED = "Not answered yet"
HERS = [("Your desk", "/provider/"), ("Personal care", "/provider/care/")]
OURS = [*STAFF, ("Personal care", "/staff/care/")]
LEAD = (
    "Personal care at home has to be registered with the Care Quality Commission (CQC), with few exceptions. "
    "These seven questions say whether yours does.",
)
WAITS = "This would take the listing out of the rules. The council looks at it first. Until then nothing changes."


@require_safe
@login_required
def hers(request: Request) -> HttpResponse:
    if not found_by.answers_for_somebody(request.user):
        raise PermissionDenied
    services, assistants = found_by.hers(request.user)
    rows = [row(one, "provider-care-answer") for one in [*assistants, *services]]
    table = Table("Your listings", [Column("Listing", header=True), Column("Personal care")], rows, hide_caption=True)
    context = {"section": "provider", "breadcrumbs": HERS[:1], "table": table}
    return render(request, "directory/care_hers.html", context)


@ASKS
@login_required
def hers_answer(request: Request, kind: str, pk: int) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    subject = next((one for group in found_by.hers(request.user) for one in group if is_it(one, kind, pk)), None)
    if subject is None:
        raise Http404
    return asked(request, subject, reverse("provider-care"), HERS, section="provider")


def is_it(subject: Subject, kind: str, pk: int) -> bool:
    return isinstance(subject, KINDS[kind]) and subject.pk == pk


@require_safe
@needs(Permission.APPROVE_PROVIDERS)
def staff(request: Request) -> HttpResponse:
    """What waits for the council, what may not be published, and everything else by name."""
    page = Paginator(found_by.unasked_services(), PER_PAGE).get_page(request.GET.get("page"))
    columns = [Column("Listing", header=True), Column("Personal care")]
    waiting = [waiting_row(one) for one in found_by.waiting()[:PER_PAGE]]
    unregistered = [row(one, "staff-care-answer") for one in found_by.unregistered()[:PER_PAGE]]
    people = [row(one, "staff-care-answer") for one in found_by.unasked_assistants()[:PER_PAGE]]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "waiting": Table(
            "To look at", [columns[0], Column("Would be"), Column("Answered")], waiting, hide_caption=True
        ),
        "unregistered": Table("Without a registration", columns, unregistered, hide_caption=True),
        "people": Table("Personal assistants nobody asked", columns, people, hide_caption=True),
        "unasked": Table(
            "Services nobody asked", columns, [row(one, "staff-care-answer") for one in page], hide_caption=True
        ),
        "page": page,
    }
    return render(request, "directory/care_staff.html", context)


@ASKS
@needs(Permission.APPROVE_PROVIDERS)
def staff_answer(request: Request, kind: str, pk: int) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    return asked(request, get_object_or_404(KINDS[kind], pk=pk), reverse("staff-care"), OURS, section="staff")


@ASKS
@needs(Permission.APPROVE_PROVIDERS)
def staff_agree(request: Request, pk: int) -> HttpResponse:
    """A seller's answers that would take a listing out of the rules."""
    found = get_object_or_404(found_by.waiting(), pk=pk)
    form = AgreeForm(posted(request))

    def do() -> str:
        care.agree(answers=found, by=request.user)
        return f"Agreed. {found.subject}: {found.get_sort_display().lower()}."

    desk = Desk(
        title=f"Personal care: {found.subject}",
        caption="Look at the answers",
        form=form,
        do=do,
        then=reverse("staff-care"),
        crumbs=OURS,
        button="Agree",
        rows=[*in_words(found.answers), *outcome(found.get_sort_display(), found.reason, found.source)],
        extra={"also": {"words": "The answers are not right: answer instead", "link": answer_link(found)}},
    )
    return answer(request, desk)


def answer_link(found: CareAnswers) -> str:
    kind = "service" if found.service_id else "assistant"
    return reverse("staff-care-answer", args=[kind, found.subject.pk])


def asked(request: Request, subject: Subject, then: str, crumbs: Any, *, section: str) -> HttpResponse:
    """The form, then what comes of it and why, then it is kept."""
    stands = found_by.standing(subject)
    form = CareForm(posted(request), initial=stands.counts.answers if stands.counts else None)

    def do() -> str:
        kept = care.answer(subject=subject, answers=form.answers(), by=request.user)
        return f"Your answers are kept. {subject}: {Sort(kept.sort).label.lower()}." if kept.counts_from else WAITS

    def check() -> list[dict[str, Any]]:
        found = cqc_boundary.sort(form.answers())
        return [*in_words(form.cleaned_data), *outcome(found.sort.label, found.reason, found.source)]

    desk = Desk(
        title=f"Personal care: {subject}",
        form=form,
        do=do,
        then=then,
        crumbs=crumbs,
        button="Keep these answers",
        lead=LEAD,
        rows=stands_rows(stands),
        check=check,
        warning="Regulated personal care without a live registration comes off the site at once.",
        section=section,
    )
    return answer(request, desk)


def stands_rows(stands: found_by.Standing) -> list[dict[str, Any]]:
    if stands.counts is None:
        return []
    counts = stands.counts
    who = f"{counts.answered_by.name}, {day(counts.answered_at)}"
    agreed = f". Agreed by {counts.agreed_by.name}" if counts.agreed_by else ""
    rows = outcome(counts.get_sort_display(), counts.reason, counts.source)
    return [*rows, {"key": "Answered by", "value": f"{who}{agreed}"}]


def outcome(sort: str, reason: str, source: str) -> list[dict[str, Any]]:
    return [{"key": "It is", "value": sort}, {"key": "Why", "value": reason}, {"key": "The law", "value": source}]


def row(subject: Any, name: str) -> list[Any]:
    kind = "service" if isinstance(subject, Service) else "assistant"
    under = subject.organisation.name if kind == "service" else "Personal assistant"
    said = getattr(subject, "said", Sort.REGULATED.value)
    return [Cell(str(subject), under, reverse(name, args=[kind, subject.pk])), Sort(said).label if said else NOT_ASKED]


def waiting_row(one: CareAnswers) -> list[Any]:
    link = reverse("staff-care-agree", args=[one.pk])
    return [
        Cell(str(one.subject), "", link),
        one.get_sort_display(),
        Cell(day(one.answered_at), one.answered_by.name),
    ]
