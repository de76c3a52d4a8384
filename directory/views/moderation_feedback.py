"""What people say about organisations, at the moderator's desk: read, and answered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import checking
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.components import Cell, Column
from design.formats import moment
from directory import feedback_rules as rules
from directory.actions import feedback_moderation as actions
from directory.feedback_rules import ReplyState, State
from directory.forms.feedback import OfSentForm, ShowForm, ShowReplyForm
from directory.forms.moderation import ReasonsForm
from directory.models import OrganisationFeedback
from directory.permissions import has_part, may_decide
from directory.queries import feedback as found_by
from directory.views.what_people_say import TONES
from directory.views.your_feedback import LABELS, taken_out

COLUMNS = [Column("Organisation", header=True), Column("What waits"), Column("Sent")]
DONE = [Column("Organisation", header=True), Column("How it stands"), Column("Sent")]
Told = dict[str, Any]


def row(one: OrganisationFeedback) -> list[Any]:
    """`since` is there where something of it waits (`queries.feedback.to_answer`)."""
    href, when = reverse("staff-moderation-feedback", args=[one.pk]), getattr(one, "since", one.sent_at)
    return [Cell(one.organisation.name, href=href), waits(one) or State(one.state).label, moment(when)]


def waits(one: OrganisationFeedback) -> str:
    """What of it there is to answer, if anything."""
    if one.state == State.WAITING:
        return "What somebody wrote"
    found = ["A reply"] if "reply-approve" in possible(one) else []
    found += ["To look at again"] if "keep" in possible(one) else []
    return ", ".join(found)


def possible(one: OrganisationFeedback) -> list[str]:
    """What can be answered as it stands."""
    if one.state == State.WAITING:
        return ["approve", "send-back", "refuse"]
    if one.state not in rules.TO_REPLY:
        return []
    reply, report = one.answered, one.looked_at_again
    found = ["reply-approve"] if reply and reply.state == ReplyState.WAITING else []
    found += ["reply-send-back"] if reply and reply.state != ReplyState.SENT_BACK else []
    return found + (["keep"] if report and not report.decided_at else []) + ["take-down"]


@require_safe
@needs(Permission.MODERATE_LISTINGS)
def one(request: Request, pk: int) -> HttpResponse:
    found = load(pk)
    state = State(found.state)
    context = {
        **shell(found),
        "state": state,
        "tone": TONES[state],
        "may_read": not has_part(request.user, found.organisation),
        "may_answer": may_decide(request.user, found),
        "can": possible(found),
        "works_elsewhere": found_by.works_elsewhere(found),
        "rows": taken_out(found) if found.is_edited else [],
        "written": [(label, getattr(found, name)) for name, label in LABELS if getattr(found, name)],
        "history": history(found),
    }
    return render(request, "directory/moderation_feedback.html", context)


def load(pk: int) -> OrganisationFeedback:
    return get_object_or_404(found_by.whole(), pk=pk)


def shell(one: OrganisationFeedback) -> dict[str, Any]:
    return {"section": "staff", "breadcrumbs": crumbs(), "one": one}


def crumbs() -> list[tuple[str, str]]:
    return [*STAFF, ("What people say", f"{reverse('staff-moderation')}?show=feedback")]


def history(one: OrganisationFeedback) -> list[dict[str, Any]]:
    """The newest first, from what the rows say."""
    reply, report = one.answered, one.looked_at_again
    decided = one.decided_by.name if one.decided_by else ""
    told = [{"title": "Sent", "at": one.sent_at, "tone": "plain"}]
    by_writer = one.state == State.TAKEN_DOWN and not one.reasons
    if one.decided_at and one.shows_on and (one.ended_at is None or by_writer):
        told.append({"title": "Approved", "at": one.decided_at, "by": decided, "tone": "good"})
    elif one.decided_at and by_writer:
        told.append({"title": State.SENT_BACK.label, "at": one.decided_at, "by": decided, "tone": "alert"})
    elif one.decided_at:
        label = State(one.state).label
        told.append({"title": label, "at": one.decided_at, "by": decided, "text": one.reasons, "tone": "alert"})
    if by_writer:
        told.append({"title": "Taken down by whoever wrote it", "at": one.ended_at, "tone": "plain"})
    if one.shown_at:
        told.append({"title": "On the site", "at": one.shown_at, "tone": "good"})
    if reply:
        told.append({"title": "The organisation replied", "at": reply.sent_at, "tone": "plain"})
    if reply and reply.decided_at:
        back = reply.state == ReplyState.SENT_BACK
        title = "Reply sent back" if back else "Reply approved"
        told.append({"title": title, "at": reply.decided_at, "text": reply.reasons, "tone": "warm" if back else "good"})
    if report:
        told.append({"title": "The organisation asked us to look again", "at": report.sent_at, "tone": "warm"})
    if report and report.decided_at:
        told.append({"title": "We looked again", "at": report.decided_at, "text": report.answer, "tone": "plain"})
    return sorted(told, key=lambda each: each["at"], reverse=True)  # type: ignore[arg-type,return-value]


# What can be answered: the page's title, what it says above the form, and what is said when it is done.
ANSWERS: dict[str, tuple[str, str, str]] = {
    "approve": (
        "Show it",
        f"Take out names of people, and what tells of somebody’s health: put {rules.TAKEN_OUT} in their place. You "
        "cannot add words. Whoever wrote it reads what you took out, and the organisation can reply before others read "
        "it.",
        "Approved. The organisation has been told, and can reply first.",
    ),
    "send-back": (
        "Send it back",
        "Nobody else reads it. They can change it and send it again.",
        "Sent back. Whoever wrote it has been told.",
    ),
    "refuse": ("Refuse it", "Nobody else will read it.", "Refused. Whoever wrote it has been told."),
    "take-down": (
        "Take it down",
        "It leaves the site at once, with the reply. Whoever wrote it reads why.",
        "Taken down. Whoever wrote it has been told.",
    ),
    "keep": (
        "It stays as it is",
        "The organisation asked us to look again, and reads what you write here.",
        "Answered. The organisation has been told.",
    ),
    "reply-approve": ("Show the reply", "It is shown beneath what somebody wrote.", "The reply is approved."),
    "reply-send-back": (
        "Send the reply back",
        "The organisation can change it and send it again.",
        "Sent back. The organisation has been told.",
    ),
}
DO: dict[str, Callable[..., None]] = {
    "send-back": actions.send_back,
    "refuse": actions.refuse,
    "take-down": actions.take_down,
    "keep": actions.keep,
    "reply-send-back": actions.send_back_reply,
}


@ASKS
@needs(Permission.MODERATE_LISTINGS)
def respond(request: Request, pk: int, how: str) -> HttpResponse:
    found = load(pk)
    if how not in possible(found) or not may_decide(request.user, found):
        messages.info(request, "There is nothing for you to answer here.")
        return redirect("staff-moderation-feedback", pk)
    title, lead, done = ANSWERS[how]
    form = form_of(request, found, how)

    def do() -> str:
        given: Told = {"feedback": found, "by": request.user}
        if "sent" in form.fields:
            given["sent"] = form.cleaned_data["sent"]
        if isinstance(form, ShowForm):
            actions.approve(**(given | form.shown()))
        elif isinstance(form, ShowReplyForm):
            actions.approve_reply(**given)
        else:
            DO[how](**given, reasons=form.cleaned_data["reasons"])
        return done

    desk = Desk(
        title=title,
        caption=found.organisation.name,
        form=form,
        do=do,
        then=reverse("staff-moderation-feedback", args=[pk]),
        crumbs=crumbs(),
        button="Confirm" if checking.is_ready(request, form) else "Continue",
        lead=[lead],
        rows=reply_rows(found) if how.startswith("reply") else (),
        check=lambda: check(found, form, how),
    )
    return answer(request, desk)


def form_of(request: Request, found: OrganisationFeedback, how: str) -> forms.Form:
    if how == "approve":
        return ShowForm(posted(request), feedback=found)
    if how == "reply-approve" and found.answered:
        return ShowReplyForm(posted(request), reply=found.answered)
    if how in ("send-back", "refuse"):
        return OfSentForm(posted(request), initial={"sent": actions.as_sent(found)})
    return ReasonsForm(posted(request))


def reply_rows(found: OrganisationFeedback) -> list[Told]:
    return [{"key": "The reply", "value": found.answered.words if found.answered else ""}]


def check(found: OrganisationFeedback, form: forms.Form, how: str) -> list[Told]:
    """What was written and what will be shown, or what they will read."""
    if isinstance(form, ShowForm):
        shown = form.shown()
        return [each for name, label in LABELS for each in beside(label, getattr(found, name), shown[name])]
    return reply_rows(found) if how == "reply-approve" else [they_read(form)]


def beside(label: str, written: str, shown: str) -> list[Told]:
    if not written:
        return []
    will = {"key": f"{label}, as people will read it", "value": shown or "Nothing"}
    return [will] if shown == written else [{"key": f"{label}, as it was written", "value": written}, will]


def they_read(form: forms.Form) -> Told:
    return {"key": "They will read", "value": form.cleaned_data["reasons"]}
