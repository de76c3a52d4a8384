"""A provider's own pages: which there are, how each stands, and one of them with its draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from directory import page_fields, pages, public
from directory.actions import own_services, proposals
from directory.change_rules import State, matters
from directory.models import (
    ChangeProposal,
    FeedbackSettings,
    Location,
    Organisation,
    PersonalAssistantProfile,
    Service,
    Status,
)
from directory.page_fields import Subject
from directory.permissions import Owner, may_write, roles_in
from directory.sections import SECTIONS, Section
from directory.views import difference
from directory.views.assistant_page import standing
from directory.views.moderation import TONES, history

UP, HIDDEN = "On the site", "Hidden until somebody confirms it"
STATES = {Status.DRAFT: "Not on the site yet", Status.PUBLISHED: UP, Status.WITHDRAWN: "Taken down"}


@dataclass(frozen=True)
class Page:
    """One page as its provider has it: what it says to the public, and what it would say."""

    kind: str
    subject: Any
    of: Owner
    draft: ChangeProposal | None
    live: dict[str, Any]

    @property
    def said(self) -> dict[str, Any]:
        """What it would say with the draft."""
        changes = self.draft.changes.all() if self.draft else []
        return self.live | {change.field: change.after for change in changes}

    @property
    def href(self) -> str:
        return reverse("provider-page", args=[self.kind, self.subject.pk])


def load(request: Request, kind: str, pk: int) -> Page:
    """Of an organisation in which she may write something; to anybody else it is not there."""
    if kind not in page_fields.KINDS:
        raise Http404
    subject: Subject = get_object_or_404(pages.loaded(page_fields.KINDS[kind]), pk=pk)
    owner = pages.owner(request.user, subject)
    if owner is None:
        raise Http404
    return Page(kind, subject, owner, proposals.open_one(subject), page_fields.read(subject))


def crumbs(page: Page | None = None) -> list[tuple[str, str]]:
    found = [("Your desk", "/provider/"), ("Your pages", reverse("provider-pages"))]
    return [*found, (str(page.subject), page.href)] if page else found


@require_safe
def index(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    mine = pages.organisations_of(request.user)
    own = PersonalAssistantProfile.objects.filter(user=request.user).first()
    if own and not mine:
        return redirect("provider-page", "assistant", own.pk)
    if not mine:
        raise PermissionDenied
    context = {"section": "provider", "breadcrumbs": crumbs()[:1], "organisations": pages.overview(mine), "own": own}
    context["has_feedback"] = FeedbackSettings.current().is_on
    return render(request, "directory/pages.html", context)


@require_safe
def page(request: Request, kind: str, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found = load(request, kind, pk)
    waiting = list(pages.waiting(found.subject))
    context = {
        "section": "provider",
        "breadcrumbs": crumbs(),
        "page": found,
        "state": state_of(found),
        "rows": [row(request, found, key, one) for key, one in SECTIONS[kind].items()],
        "waiting": waiting,
        "places": pages.places(found.subject) if isinstance(found.subject, Service) else [],
        "told": pages.told(found.subject),
        "draft_waits": found.draft and any(matters(change.field) for change in found.draft.changes.all()),
        "public": public_address(found.subject),
        "may_confirm": state_of(found) in (UP, HIDDEN)
        and kind in ("service", "assistant")
        and roles_in(request.user, found.of) >= {"manager"},
        "is_service": kind == "service",
        "choices": own_services.choices(found.subject, request.user) if isinstance(found.subject, Service) else [],
        "own": standing(found.subject) if isinstance(found.subject, PersonalAssistantProfile) else None,
        "may_close": kind == "place" and may_write(request.user, found.of, ["places"]),
        "unknown": isinstance(found.subject, Location) and found.subject.latitude is None,
    }
    return render(request, "directory/page.html", context)


def row(request: Request, found: Page, key: str, section: Section) -> dict[str, Any]:
    fields = page_fields.of(found.subject)
    said = found.said
    lines = [line for field in section.fields for line in shown(fields[field].lines(said[field]))]
    return {
        "title": section.title,
        "lines": lines
        or (of_the_organisation(found.of, section) if key in INHERITED and found.kind == "service" else []),
        "changed": any(said[field] != found.live[field] for field in section.fields),
        "href": address(found, key, section) if may_write(request.user, found.of, section.fields) else "",
    }


INHERITED = ("phones", "web")


def of_the_organisation(of: Owner, section: Section) -> list[str]:
    """What people read where a service has nothing of its own."""
    fields, said = page_fields.of(of), page_fields.read(of)
    lines = [line for field in section.fields for line in fields[field].lines(said[field])]
    return ["The organisation’s:", *lines] if lines else []


def address(found: Page, key: str, section: Section) -> str:
    if section.at:
        return reverse(section.at, args=[found.subject.pk])
    return reverse("provider-page-edit", args=[found.kind, found.subject.pk, key])


def shown(lines: list[str]) -> list[str]:
    """Long texts as their beginning."""
    return [line if len(line) <= 160 else f"{line[:160].rsplit(' ', 1)[0]} …" for line in lines]


def state_of(found: Page) -> str:
    if not isinstance(found.subject, Service | PersonalAssistantProfile):
        return UP
    if found.subject.hidden_at and found.subject.status == Status.PUBLISHED:
        return HIDDEN
    return STATES[Status(found.subject.status)]


def public_address(subject: Subject) -> str:
    if isinstance(subject, PersonalAssistantProfile) and public.public_assistants().filter(pk=subject.pk).exists():
        return reverse("directory-assistant", args=[subject.slug])
    if isinstance(subject, Service) and subject.is_shown:
        return reverse("directory-service", args=[subject.slug])
    if isinstance(subject, Organisation) and public.public_organisations().filter(pk=subject.pk).exists():
        return reverse("directory-organisation", args=[subject.slug])
    return ""


@require_safe
def change(request: Request, pk: int) -> HttpResponse:
    """One change that was sent: what became of it, and why."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    proposal, found = load_change(request, pk)
    state = State(proposal.state)
    context = {
        "section": "provider",
        "breadcrumbs": crumbs(found),
        "page": found,
        "proposal": proposal,
        "state": state,
        "tone": TONES[state],
        "rows": difference.rows(proposal),
        "history": [event | {"by": ""} for event in history(proposal)],
        "may_withdraw": state in (State.WAITING, State.SENT_BACK)
        and may_write(request.user, proposal.whose, [one.field for one in proposal.changes.all()]),
    }
    return render(request, "directory/page_change.html", context)


def load_change(request: Request, pk: int) -> tuple[ChangeProposal, Page]:
    proposal = get_object_or_404(ChangeProposal.objects.prefetch_related("changes"), pk=pk, came_from="provider")
    found = load(request, page_fields.kind_of(proposal.subject), proposal.subject.pk)
    if proposal.service_id and proposal.of_id != found.of.pk:
        raise Http404  # the provider before wrote it
    return proposal, found
