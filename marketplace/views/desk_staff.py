"""The people an organisation may send: kept, checked, and sent to visits."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from design.formats import counted
from directory.actions import staff_members
from directory.models import Organisation, StaffMember
from directory.refusals import Moved
from marketplace.actions import assignments
from marketplace.actions.moves import Refused
from marketplace.forms.staff import NOBODY, StaffCheckForm, StaffMemberForm, WhoGoesForm
from marketplace.models import Order, Visit
from marketplace.permissions import Seller
from marketplace.queries import diaries, staff
from marketplace.queries.visits import checks_of
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs, for_scheduler, show
from marketplace.views.desk_orders import ask, home_of
from marketplace.views.desk_visits import for_diary
from marketplace.views.visits import when
from marketplace.views.who import picture


def load(seller: Seller, pk: int) -> StaffMember:
    return get_object_or_404(StaffMember.objects.prefetch_related("checks"), pk=pk, organisation=seller.organisation_id)


def staff_crumbs() -> list[tuple[str, str]]:
    return crumbs(("Your staff", reverse("provider-staff")))


@require_safe
@for_scheduler
def index(request: Request, seller: Seller) -> HttpResponse:
    everybody = list(StaffMember.objects.filter(organisation=seller.organisation_id).prefetch_related("checks"))
    coming = staff.visits_to_come(everybody, timezone.now())
    rows = [{"member": one, "visits": coming.get(one.pk, 0), "checks": checks_of(one)} for one in everybody]
    active = [row for row in rows if row["member"].is_active]
    left = [row for row in rows if not row["member"].is_active]
    return show(request, "provider_staff", seller=seller, active=active, left=left, breadcrumbs=crumbs())


@ASKS
@for_scheduler
def add(request: Request, seller: Seller) -> HttpResponse:
    form = StaffMemberForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = staff_members.add(
            organisation=get_object_or_404(Organisation, pk=seller.organisation_id or 0),
            name=given["name"],
            photo=given["photo"],
            by=request.user,
        )
        messages.success(request, f"{made.name} is on your list. Now say what you checked.")
        return redirect("provider-staff-member", made.pk)
    title = "Add somebody you may send"
    return show(request, "provider_staff_form", form=form, title=title, button="Add", breadcrumbs=staff_crumbs())


@require_safe
@for_scheduler
def member(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    coming = staff.coming(found, timezone.now())
    return show(
        request,
        "provider_staff_member",
        member=found,
        checks=checks_of(found),
        table=staff.table(coming) if coming else None,
        breadcrumbs=staff_crumbs(),
    )


@require_safe
@for_scheduler
def photo(request: Request, seller: Seller, pk: int) -> HttpResponse:
    return picture(load(seller, pk))


@ASKS
@for_scheduler
def change(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    form = StaffMemberForm(typed(request), request.FILES or None, member=found, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        staff_members.change(
            member=found,
            name=given["name"],
            photo=given["photo"],
            remove_photo=given.get("remove_photo", False),
            by=request.user,
        )
        messages.success(request, "Saved.")
        return redirect("provider-staff-member", pk)
    return show(
        request,
        "provider_staff_form",
        form=form,
        title="Change name or photo",
        button="Save",
        member=found,
        breadcrumbs=[*staff_crumbs(), (found.name, reverse("provider-staff-member", args=[pk]))],
    )


@ASKS
@for_scheduler
def check(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    form = StaffCheckForm(typed(request))
    if request.method == "POST" and form.is_valid():
        staff_members.record_check(member=found, by=request.user, **form.cleaned_data)
        messages.success(request, "The check is recorded. People whom they visit can read it.")
        return redirect("provider-staff-member", pk)
    back = reverse("provider-staff-member", args=[pk])
    crumb = [*staff_crumbs(), (found.name, back)]
    title = f"A check of {found.name}"
    return show(request, "provider_staff_form", form=form, title=title, button="Record", breadcrumbs=crumb)


@ASKS
@for_scheduler
def leave(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    if request.method == "POST":
        done = f"{found.name} has left. Visits that were theirs now wait for somebody else."
        return moved(request, pk, lambda: staff_members.leave(member=found, by=request.user), done)
    visits = staff.visits_to_come([found], timezone.now()).get(pk, 0)
    return show(request, "provider_staff_leave", member=found, visits=visits, breadcrumbs=staff_crumbs())


@ASKS
@for_scheduler
def come_back(request: Request, seller: Seller, pk: int) -> HttpResponse:
    found = load(seller, pk)
    if request.method == "POST":
        done = f"{found.name} can be sent again."
        return moved(request, pk, lambda: staff_members.come_back(member=found, by=request.user), done)
    return show(request, "provider_staff_back", member=found, breadcrumbs=staff_crumbs())


def moved(request: Request, pk: int, do: Callable[[], Any], done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done)
    except Moved as refused:
        messages.info(request, str(refused))
    return redirect("provider-staff-member", pk)


@for_diary("who")
def choose(request: Request, shown: Order, visit: Any) -> HttpResponse:
    """Who goes to this visit, and perhaps to the later ones of the order."""
    form = who_form(request, visit)
    if request.method == "POST" and form.is_valid():
        try:
            assignments.assign(visit=visit, member=form.chosen(), by=request.user)
            messages.success(request, chosen_words(form, visit, request))
            return home_of(shown)
        except Refused as refused:
            form.add_error("member", refused.words)
    lines = [f"{shown.person.name}, {when(visit)}.", f"{shown.person.first_name} then sees who comes."]
    if not form.staff:
        lines.append("There is nobody on your list yet. Add those you may send under “Your staff”.")
    return ask(request, shown, "Choose who goes", "Save", lines=lines, form=form)


def who_form(request: Request, visit: Visit) -> WhoGoesForm:
    everybody = list(StaffMember.objects.filter(organisation=visit.sold_by.pk, left_at=None))
    taken = diaries.of_staff(everybody, diaries.span(visit), but=visit)
    busy = {pk: assignments.where(other.staff_member, other) for pk, other in taken.items() if other.staff_member}
    rest = [one for one in visit.order.visits.all() if one.starts_at > visit.starts_at and one.staff_member_id is None]
    return WhoGoesForm(
        typed(request),
        staff=everybody,
        busy=busy,
        any_rest=any(one.state == visit.state for one in rest),
        initial={"member": str(visit.staff_member_id or NOBODY)},
    )


def chosen_words(form: WhoGoesForm, visit: Visit, request: Request) -> str:
    """Exactly what was done, with the visits that stay open."""
    member = form.chosen()
    if member is None:
        return "Nobody is chosen for this visit now."
    if not form.cleaned_data.get("rest"):
        return f"{member.name} goes to this visit."
    done, busy = assignments.assign_rest(visit=visit, member=member, by=request.user)
    more = f"{member.name} goes to this visit and to {counted(done, 'later one')}."
    if busy:
        more += f" Not to {len(busy)}, because {member.name} is with somebody else then."
    return more
