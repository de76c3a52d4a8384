"""Letters to print and post, and what is to be told by telephone: the oldest first."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import flags, letters
from accounts.actions import invitations, welfare
from accounts.desks import STAFF
from accounts.models import Letter, Mandate, User
from accounts.permissions import may, needs
from accounts.queries.welfare import not_to_ask
from accounts.requests import Request
from accounts.roles import Permission
from accounts.wording import waited
from design.components import Cell, Column, Table
from design.formats import moment

LETTERS = [*STAFF, ("Letters and calls", "/staff/letters/")]
PER_PAGE = 25
MADE_WHEN_PRINTED = "(the code is made when you print)"


@require_safe
@needs(Permission.SEND_LETTERS)
def waiting(request: Request) -> HttpResponse:
    page = Paginator(everybodys(request.user, letters.waiting()).select_related("person"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    gone = everybodys(request.user, Letter.objects.exclude(done_at=None))
    done = gone.select_related("person", "done_by").order_by("-done_at", "-pk")[:10]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "page": page,
        "table": waiting_table(list(page)) if page.paginator.count else None,
        "done": done_table(list(done)) if done else None,
    }
    return render(request, "accounts/letters.html", context)


def waiting_table(found: list[Letter]) -> Table:
    columns = [
        Column("Letter or call", header=True, phone="main"),
        Column("How", phone="over"),
        Column("Waits", phone="over-right"),
    ]
    rows = [
        [
            Cell(letter.subject, letter.person.name, reverse("staff-letter", args=[letter.pk])),
            how(letter),
            waited((timezone.localdate() - timezone.localdate(letter.queued_at)).days),
        ]
        for letter in found
    ]
    return Table("To print and post, or to tell", columns, rows, hide_caption=True)


def how(letter: Letter) -> str:
    if letter.is_call:
        return "Telephone call"
    printed = "printed, not posted yet" if letter.printed_at else "to print"
    return f"{letter.get_format_display()}, {printed}" if letter.format != "email" else f"Letter, {printed}"


def done_table(found: list[Letter]) -> Table:
    columns = [Column("Letter or call", header=True, phone="main"), Column("Done", phone="over")]
    rows = [
        [Cell(letter.subject, letter.person.name), f"{letter.done_by.name}, {moment(letter.done_at)}"]
        for letter in found
        if letter.done_by
    ]
    return Table("Posted or told lately", columns, rows)


@require_safe
@needs(Permission.SEND_LETTERS)
def letter(request: Request, pk: int) -> HttpResponse:
    found = load(request.user, pk)
    flags.raise_for(request, found.person)
    body = list(letters.paragraphs(found.body, MADE_WHEN_PRINTED))
    context = {"section": "staff", "breadcrumbs": LETTERS, "letter": found, "paragraphs": body, "rows": rows(found)}
    context["alone"] = alone(request.user, found)
    return render(request, "accounts/letter.html", context)


def alone(user: User, letter: Letter) -> dict[str, Any] | None:
    """Of a call that asks whether all is well: nobody else is to hear it, least of all who acts for the person."""
    if not letter.is_call or letter.template != welfare.TEMPLATE:
        return None
    check = letter.person.welfare_checks.filter(is_asked=True).first()
    names = [mandate.delegate.name for mandate in not_to_ask(letter.person)]
    return {"names": names, "check": check if may(user, Permission.TRIAGE_WELFARE) else None}


def rows(letter: Letter) -> list[dict[str, Any]]:
    person = letter.person
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    to = {"key": "Telephone", "value": person.phone or "None"}
    return [
        {"key": "To", "value": person.name},
        to if letter.is_call else {"key": "Address", "value": address or "None: enter it on the person’s page"},
        {"key": "How", "value": how(letter)},
        {"key": "Written", "value": moment(letter.queued_at)},
    ]


@require_POST
@needs(Permission.SEND_LETTERS)
def paper(request: Request, pk: int) -> HttpResponse:
    """The sheet itself. An invitation's code is made now and is on this answer only."""
    found, code = load(request.user, pk), ""
    if found.invitation:
        try:
            code = invitations.print_code(invitation=found.invitation, by=request.user)
        except invitations.Closed:
            messages.info(request, "This invitation is over. The letter is not needed any more.")
            return redirect("staff-letters")
    letters.printed(letter=found, by=request.user)
    context = {
        "section": "staff",
        "breadcrumbs": LETTERS,
        "letter": found,
        "person": found.person,
        "lines": address_lines(found),
        "paragraphs": letters.paragraphs(found.body, code),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/letter_paper.html", context)


def address_lines(letter: Letter) -> list[str]:
    person = letter.person
    parts = [person.name, *person.address.split(","), person.postcode]
    return [part.strip() for part in parts if part.strip()]


@require_POST
@needs(Permission.SEND_LETTERS)
def done(request: Request, pk: int) -> HttpResponse:
    found = load(request.user, pk)
    if found.invitation and not found.printed_at:
        messages.info(request, "Print the letter first: the code is made when you print.")
        return redirect("staff-letter", pk=pk)
    letters.done(letter=found, by=request.user)
    messages.success(request, "Marked as told." if found.is_call else "Marked as posted.")
    return redirect("staff-letters")


def everybodys(user: User, found: QuerySet[Letter]) -> QuerySet[Letter]:
    """None to herself, nor to somebody she acts for: what is in it may not be for her to know."""
    return found.exclude(Q(person__user=user) | Q(person__in=Mandate.acted_for(user)))


def load(user: User, pk: int) -> Letter:
    """Those that wait: the text of the others is gone."""
    return get_object_or_404(everybodys(user, letters.waiting()).select_related("person", "invitation"), pk=pk)
