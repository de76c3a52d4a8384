"""A provider changes one thing of a page, looks at the page as others would see it, and sends the change."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from accounts.views.desk_form import ASKS, posted
from directory import page_fields, pages, public
from directory.actions import copies, proposals
from directory.forms.page_lists import ListForm
from directory.forms.pages import PageForm
from directory.models import Service
from directory.permissions import may_write
from directory.refusals import Moved, Refused
from directory.sections import SECTIONS
from directory.views import difference
from directory.views.pages import Page, crumbs, load, load_change
from directory.views.service import said

CHANGED = "Somebody else changed this while you wrote. Look at the page, then save yours: it takes the place of theirs."


@ASKS
def edit(request: Request, kind: str, pk: int, section: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page, chosen = load(request, kind, pk), SECTIONS.get(kind, {}).get(section)
    if chosen is None or chosen.at:
        raise Http404
    if not may_write(request.user, page.of, chosen.fields):
        raise PermissionDenied
    form = chosen.form(posted(request), said=page.said)
    as_seen = is_as_seen(request, page, chosen.fields)
    if request.method == "POST" and form.is_valid() and (as_seen or is_said(page, form.values())):
        proposals.write(subject=page.subject, of=page.of, values=form.values(), by=request.user)
        if "more" in request.POST:
            return redirect(request.path)
        messages.success(request, "Saved as a draft. Nobody else sees it until you send it.")
        return redirect(page.href)
    if not as_seen:
        form = again(request, chosen.form, page)
    context = {**shell(page), "title": chosen.title, "hint": chosen.hint, "form": form}
    context["seen"] = seen(page, chosen.fields)
    return render(request, "directory/page_edit.html", context | {"is_list": isinstance(form, ListForm)})


def seen(page: Page, fields: Iterable[str]) -> str:
    """A print of what the form was opened on: it comes back with what was typed."""
    return page_fields.version({field: page.said[field] for field in fields})


def is_as_seen(request: Request, page: Page, fields: Iterable[str]) -> bool:
    """Whether nobody else wrote the same thing meanwhile: ticks are of the lines that were shown."""
    return request.POST.get("seen", "") in ("", seen(page, fields))


def is_said(page: Page, values: dict[str, Any]) -> bool:
    """A button that was pressed twice."""
    return all(page.said[field] == value for field, value in values.items())


def again(request: Request, form: type[PageForm], page: Page) -> PageForm:
    """What was typed, on what the page says by now: all its lines stay ticked."""
    typed, opened = request.POST.copy(), form(said=page.said)
    if "keep" in opened.fields:
        typed.setlist("keep", opened.fields["keep"].initial)
    made = form(typed, said=page.said)
    made.add_error(None, CHANGED)
    return made


def shell(page: Page) -> dict[str, Any]:
    return {"section": "provider", "breadcrumbs": crumbs(page), "page": page}


@ASKS
def send(request: Request, kind: str, pk: int) -> HttpResponse:
    """Check, then send: the difference once more, and what goes live at once."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = load(request, kind, pk)
    if page.draft is None:
        messages.info(request, "There is nothing to send.")
        return redirect(page.href)
    error = ""
    if request.method == "POST":
        try:
            sent = proposals.send(proposal=page.draft, by=request.user, sent=request.POST.get("sent", ""))
        except Moved as refusal:
            messages.info(request, str(refusal))
            return redirect("provider-page-send", kind, pk)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, SENT[sent.state])
            return redirect(page.href)
    context = {**shell(page), "rows": difference.rows(page.draft), "error": error}
    context["sent"] = proposals.as_sent(page.draft)
    return render(request, "directory/page_send.html", context)


SENT = {
    "live": "Your change is on the page now. We look at it after.",
    "waiting": "Sent. We look at it and write to you. The page stays as it was until then.",
}


@ASKS
def withdraw(request: Request, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    proposal, page = load_change(request, pk)
    if request.method == "POST":
        try:
            proposals.withdraw(proposal=proposal, by=request.user)
            messages.success(request, "Taken back. The page stays as it was.")
        except Refused as refusal:
            messages.info(request, str(refusal))
        return redirect(page.href)
    return render(request, "directory/page_withdraw.html", {**shell(page), "proposal": proposal})


@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """The page as the public would read it: written, shown and undone, so that it cannot say anything else."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = load(request, "service", pk)
    with transaction.atomic():
        for subject in (page.subject, *pages.places(page.subject)):
            if draft := proposals.open_one(subject):
                page_fields.write(subject, {change.field: change.after for change in draft.changes.all()})
        shown = get_object_or_404(public.whole(Service.objects.all()), pk=pk)
        answer = render(
            request,
            "directory/service.html",
            said(request, shown) | {**shell(page), "preview": True, "back": page.href, "book": []},
        )
        transaction.set_rollback(True)
    return answer


@ASKS
def copy(request: Request, pk: int) -> HttpResponse:
    """A new page like this one, not on the site yet."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = load(request, "service", pk)
    if not may_write(request.user, page.of, ["name"]):
        raise PermissionDenied
    if request.method == "POST":
        made = copies.copy(service=page.subject, by=request.user)
        messages.success(request, "Copied. Give it a name of its own, then send it.")
        return redirect("provider-page-edit", "service", made.pk, "about")
    return render(request, "directory/page_copy.html", shell(page))
