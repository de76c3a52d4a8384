"""Photos and documents of a page: their order and words, one more, and each as it is sent to whoever may see it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.permissions import may
from accounts.requests import Request
from accounts.roles import Permission
from accounts.uploads import Unfit
from accounts.views import attachment as sent
from accounts.views.desk_form import ASKS, posted
from directory import page_files
from directory.actions import page_files as actions
from directory.actions import proposals
from directory.forms import page_files as forms
from directory.models import ServiceDocument, ServicePhoto, Status
from directory.permissions import WRITERS, may_write, roles_in
from directory.refusals import Refused
from directory.views.page_edit import CHANGED, is_as_seen, seen, shell
from directory.views.pages import Page, load

MINUTES = 10 * 60


@dataclass(frozen=True)
class Kind:
    """What the two kinds of file are called, and what asks for them."""

    title: str
    one: str
    form: type[forms.ArrangeForm]
    new: type[Any]
    hint: str


KINDS = {
    "photos": Kind(
        "Photos",
        "photo",
        forms.PhotosForm,
        forms.PhotoForm,
        "Photos of the place and of what happens there. We look at each before it is on the page.",
    ),
    "documents": Kind(
        "Documents",
        "document",
        forms.DocumentsForm,
        forms.DocumentForm,
        "A menu, a timetable, a price list: PDFs to download. We look at each before it is on the page.",
    ),
}


@ASKS
def arrange(request: Request, pk: int, what: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page, kind = hers(request, pk, what), KINDS[what]
    if not is_as_seen(request, page, [what]):
        messages.info(request, CHANGED)
        return redirect(request.path)
    form = kind.form(posted(request), said=page.said)
    if request.method == "POST" and form.is_valid():
        proposals.write(subject=page.subject, of=page.of, values=form.values(), by=request.user)
        messages.success(request, "Saved as a draft. Nobody else sees it until you send it.")
        return redirect(page.href)
    held = _pictures(page, what)
    groups = [(held.get(number), *boxes) for number, boxes in enumerate(form.groups())]
    full = len(page.said[what]) >= actions.MOST[what]
    context = {"kind": kind, "what": what, "form": form, "groups": groups, "full": full, "most": actions.MOST[what]}
    context["seen"] = seen(page, [what])
    return render(request, "directory/page_files.html", shell(page) | context)


def _pictures(page: Page, what: str) -> dict[int, page_files.Picture]:
    """By number, where a file is a picture that is still kept."""
    if what != "photos":
        return {}
    kept = {one.src: one for one in page_files.pictures(page.said[what])}
    addresses = [reverse("directory-photo", args=[one["photo"]]) for one in page.said[what]]
    return {number: kept[src] for number, src in enumerate(addresses) if src in kept}


def hers(request: Request, pk: int, what: str) -> Page:
    page = load(request, "service", pk)
    if not may_write(request.user, page.of, [what]):
        raise PermissionDenied
    return page


@ASKS
def add(request: Request, pk: int, what: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page, kind = hers(request, pk, what), KINDS[what]
    form = kind.new(request.POST, request.FILES) if request.method == "POST" else kind.new()
    if form.is_valid():
        try:
            _add(page, what, form.cleaned_data, request)
        except (Unfit, Refused) as why:
            form.add_error(None if isinstance(why, Refused) else kind.one, str(why))
        else:
            messages.success(request, "It is in your draft. Nobody else sees it until you send it.")
            return redirect(page.href)
    return render(request, "directory/page_file.html", shell(page) | {"kind": kind, "what": what, "form": form})


def _add(page: Page, what: str, given: dict[str, Any], request: Request) -> None:
    if what == "photos":
        actions.add_photo(service=page.subject, drawn=given["photo"], alt=given["alt"], by=request.user)
    else:
        actions.add_document(service=page.subject, sent=given["document"], name=given["name"], by=request.user)


@require_safe
def photo(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(ServicePhoto.objects.select_related("service__organisation"), uuid=key)
    is_public = may_see(request, found)
    return sent.photo(found.file, keep=f"public, max-age={MINUTES}" if is_public else "private, no-store")


@require_safe
def document(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(ServiceDocument.objects.select_related("service__organisation"), uuid=key)
    may_see(request, found)
    return sent.attachment(found.file, name=f"{slugify(found.name) or 'document'}.pdf", content_type="application/pdf")


def may_see(request: Request, found: ServicePhoto | ServiceDocument) -> bool:
    """Everybody, where it is on a page that is up. Before that whoever writes the page, and whoever answers for it."""
    service = found.service
    if found.position is not None and service.status == Status.PUBLISHED and not service.hidden_at:
        return True
    user = request.user
    if not user.is_authenticated or not (
        roles_in(user, service.organisation) & WRITERS or may(user, Permission.MODERATE_LISTINGS)
    ):
        raise Http404
    return False
