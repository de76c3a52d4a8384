"""The handover sheet as the person and her delegate write it, and give it to somebody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from marketplace import words
from marketplace.actions import handover
from marketplace.actions.moves import Refused
from marketplace.forms.handover import ContactForm, GiveForm, PartForm
from marketplace.models import HandoverContact, HandoverLink, HandoverSheet
from marketplace.queries import coming
from marketplace.queries import handover as found
from marketplace.views.asking import ASKS, person_of, typed

HOME = [("Home", "/"), ("Your money", "/money/")]
TITLES = {"routines": "What a day is like", "to_know": "What to know", "key_place": "Where the key is"}


def shell(request: Request, **more: Any) -> dict[str, Any]:
    person = person_of(request)
    crumbs = [*HOME, ("Handover sheet", reverse("handover-home"))]
    whose = person.first_name if request.acting.for_another else ""
    return {"section": "money", "breadcrumbs": crumbs, "person": person, "whose": whose, **more}


def reading(sheet: HandoverSheet) -> dict[str, Any]:
    """What a reader of the sheet sees, whoever it is."""
    now, today = timezone.now(), timezone.localdate()
    rows = [
        {"visit": visit, "when": words.when(visit.starts_at, visit.ends_at)}
        for visit in found.bookings(sheet.person, now)
    ]
    paused = coming.paused_words(coming.paused_in(sheet.person, today, found.AHEAD.days), today)
    parts = [(TITLES[part], getattr(sheet, part)) for part in handover.PARTS]
    contacts = list(sheet.contacts.all()) if sheet.pk else []
    return {
        "person": sheet.person,
        "parts": parts,
        "rows": rows,
        "paused": paused,
        "contacts": contacts,
    }


@require_safe
@for_person(Scope.HANDOVER)
def home(request: Request) -> HttpResponse:
    """The sheet as it is read, who can read it now, and who did."""
    person, now = person_of(request), timezone.now()
    sheet = found.sheet_of(person) or HandoverSheet(person=person)
    open_ones, old_ones = found.links_of(sheet, now) if sheet.pk else ([], [])
    shown = reading(sheet)
    context = shell(request, breadcrumbs=HOME, open_links=open_ones, old_links=old_ones, **shown)
    context["edits"] = [(part, TITLES[part], getattr(sheet, part)) for part in handover.PARTS]
    context["full"] = len(shown["contacts"]) >= handover.MOST_CONTACTS
    context["ready"] = bool(shown["contacts"]) or any(text for _, text in shown["parts"])
    return render(request, "marketplace/handover.html", context)


@ASKS
@for_person(Scope.HANDOVER)
def write(request: Request, part: str) -> HttpResponse:
    if part not in handover.PARTS:
        raise Http404
    person = person_of(request)
    sheet = found.sheet_of(person)
    form = PartForm(typed(request), part=part, initial={"text": getattr(sheet, part) if sheet else ""})
    if request.method == "POST" and form.is_valid():
        handover.write(person=person, part=part, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "Saved.")
        return redirect("handover-home")
    return render(request, "marketplace/handover_write.html", shell(request, form=form, title=TITLES[part]))


@ASKS
@for_person(Scope.HANDOVER)
def contact(request: Request, pk: int | None = None) -> HttpResponse:
    """Somebody to call: a new one, or other words for one that is there."""
    person = person_of(request)
    known = get_object_or_404(HandoverContact, pk=pk, sheet__person=person) if pk else None
    initial = {name: getattr(known, name) for name in ContactForm.base_fields} if known else None
    form = ContactForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            handover.save_contact(person=person, contact=known, by=request.user, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("handover-home")
        except Refused as refused:
            form.add_error(None, refused.words)
    return render(request, "marketplace/handover_contact.html", shell(request, form=form, contact=known))


@require_POST
@for_person(Scope.HANDOVER)
def remove_contact(request: Request, pk: int) -> HttpResponse:
    known = get_object_or_404(HandoverContact, pk=pk, sheet__person=person_of(request))
    handover.remove_contact(contact=known, by=request.user)
    messages.success(request, f"{known.name} is off the sheet.")
    return redirect("handover-home")


@ASKS
@for_person(Scope.HANDOVER)
def give(request: Request) -> HttpResponse:
    """A link for one person. It is shown once, on the page that answers: afterwards we only keep its trace."""
    context = shell(request)
    form = GiveForm(typed(request), name=context["whose"])
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("receiver", "email", "agreed")}
        try:
            made = handover.give(person=person_of(request), lasts=form.lasting(), by=request.user, **asked)
            context |= {"link": made.link, "address": request.build_absolute_uri(made.address)}
            return render(request, "marketplace/handover_given.html", context)
        except Refused as refused:
            form.add_error(None, refused.words)
    return render(request, "marketplace/handover_give.html", {**context, "form": form})


@require_POST
@for_person(Scope.HANDOVER)
def withdraw(request: Request, pk: int) -> HttpResponse:
    link = get_object_or_404(HandoverLink, pk=pk, sheet__person=person_of(request))
    if handover.withdraw(link=link, by=request.user):
        messages.success(request, f"{link.receiver} cannot open the sheet any more.")
    else:
        messages.info(request, "That link was over already.")
    return redirect("handover-home")


@require_safe
@for_person(Scope.HANDOVER)
def paper(request: Request) -> HttpResponse:
    """To print for the hospital bag, or to hand over by hand."""
    sheet = found.sheet_of(person_of(request))
    if sheet is None:
        return redirect("handover-home")
    context = shell(request, printed_at=timezone.now(), **reading(sheet))
    return render(request, "marketplace/handover_paper.html", context)
