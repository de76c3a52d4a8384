"""A conversation from either side: read, answer, take back, report, block (pages: messages.py, desk_messages.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import Request
from design.models import Council
from marketplace.actions import messages as writing
from marketplace.actions import reports
from marketplace.actions.moves import Refused
from marketplace.forms.messages import MessageForm, ReportForm
from marketplace.models import Conversation, Message, MessageParty
from marketplace.queries import messages as found
from marketplace.views.asking import typed
from search.urgent import Help, help_for

PER_PAGE = 20
LINES = 30  # messages on a page of a conversation


@dataclass(frozen=True)
class Side:
    """Where one side's pages are."""

    party: MessageParty
    prefix: str  # of the URL names
    section: str

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.prefix}-{name}", args=args)


PERSON = Side(MessageParty.PERSON, "messages", "money")
PROVIDER = Side(MessageParty.PROVIDER, "provider-messages", "provider")


def to_page(side: Side, conversation: Conversation) -> HttpResponse:
    return redirect(side.url("conversation", conversation.reference))


def send(request: Request, form: MessageForm, write: Callable[..., Message]) -> tuple[Message | None, list[Help]]:
    """The message that the form made, where it was sent and nothing stopped it; else whom to call before it goes."""
    if request.method != "POST" or not form.is_valid():
        return None, []
    if urgent := _needs_help(request, form):
        return None, urgent
    try:
        return write(words=form.words(), by=request.user), []
    except Refused as refused:
        form.add_error("text", refused.words)
        return None, []


def _needs_help(request: Request, form: MessageForm) -> list[Help]:
    """Whom to call, where the words speak of danger: shown once before the message goes, which it always may."""
    if request.POST.get("seen_help"):
        return []
    return help_for(form.cleaned_data["text"], Council.current)


def page(request: Request, side: Side, shown: Conversation, who: str, **more: Any) -> HttpResponse:
    """The thread and the box to answer in. `who` is how this side calls the other."""
    form = MessageForm(typed(request))
    sent, urgent = send(request, form, partial(writing.reply, conversation=shown, party=side.party))
    if sent:
        messages.success(request, "Your message is sent.")
        return to_page(side, shown)
    if request.method == "GET":
        writing.read(conversation=shown, party=side.party, by=request.user)
    stopped, ours = stop_words(shown, side, who)
    answers = found.reports_of(shown, side.party)
    context = {
        "conversation": shown,
        "who": who,
        "form": form,
        "urgent": urgent,
        "stopped": stopped,
        "writable": form.is_bound or not stopped,
        "report": answers[0] if answers else None,
        "blocked_by_us": ours,
        "links": {name: side.url(name, shown.reference) for name in ("report", "block")},
        "section": side.section,
        **thread(request, side, shown),
        **more,
    }
    return render(request, "marketplace/messages/conversation.html", context)


def thread(request: Request, side: Side, shown: Conversation) -> dict[str, Any]:
    """One page of messages, the oldest of them first; page 1 has the newest."""
    now = timezone.now()
    those = Paginator(found.thread(shown), LINES).get_page(request.GET.get("page"))
    lines = [
        {
            "message": message,
            "ours": message.party == side.party,
            "author": found.author(message, shown),
            "take_back": _take_back(side, shown, message)
            if message.by_id == request.user.pk and message.party == side.party and message.may_be_taken_back(now)
            else "",
        }
        for message in reversed(list(those))
    ]
    return {"page": those, "lines": lines}


def _take_back(side: Side, shown: Conversation, message: Message) -> str:
    return side.url("take-back", shown.reference, message.pk)


def stop_words(shown: Conversation, side: Side, who: str) -> tuple[str, bool]:
    """Why nobody can write here now, calmly (nothing where they can); and whether this side blocks."""
    blocks = found.blocks(shown)
    ours = any(block.party == side.party for block in blocks)
    if shown.closed_at:
        return "The council has closed this conversation. Nobody can write in it.", ours
    if ours:
        return f"You have blocked messages from {who}. Nobody can write here until you end this.", ours
    return (f"You cannot write to {who} here at the moment." if blocks else ""), ours


def take_back(request: Request, side: Side, shown: Conversation, pk: int) -> HttpResponse:
    message = shown.messages.filter(pk=pk, by=request.user, party=side.party).first()
    if message is None:
        raise Http404
    try:
        writing.take_back(message=message, by=request.user)
        messages.success(request, "Your message is taken back. Nobody has read it.")
    except Refused as refused:
        messages.info(request, refused.words)
    return to_page(side, shown)


def report(request: Request, side: Side, shown: Conversation, who: str, **more: Any) -> HttpResponse:
    form = ReportForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            reports.report(conversation=shown, party=side.party, by=request.user, **form.cleaned_data)
            messages.success(request, "Thank you. Somebody at the council will read this conversation and tell you.")
        except Refused as refused:
            messages.info(request, refused.words)
        return to_page(side, shown)
    context = {"who": who, "form": form, "back": to_page(side, shown).url, "section": side.section, **more}
    return render(request, "marketplace/messages/report.html", context)


def block(request: Request, side: Side, shown: Conversation, who: str, **more: Any) -> HttpResponse:
    """Block, or end the block: the button says which, so that two windows do not undo each other."""
    if request.method == "POST":
        if request.POST.get("end"):
            reports.unblock(conversation=shown, party=side.party, by=request.user)
            messages.success(request, f"You have ended the block. You and {who} can write again.")
        else:
            reports.block(conversation=shown, party=side.party, by=request.user)
            messages.success(request, f"You have blocked messages from {who}.")
        return to_page(side, shown)
    context = {
        "who": who,
        "blocked": any(block.party == side.party for block in found.blocks(shown)),
        "due": found.visits_due(shown, timezone.now()),
        "back": to_page(side, shown).url,
        "section": side.section,
        **more,
    }
    return render(request, "marketplace/messages/block.html", context)
