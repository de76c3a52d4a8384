"""The people of an organisation: who may do what, asked by its manager; and leaving it, by oneself."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import homes
from accounts.requests import Request
from accounts.views import desk_form
from accounts.views.desk_form import Desk
from design.formats import moment
from design.limits import too_often
from design.views.errors import too_many
from directory.actions import members
from directory.forms.members import InviteForm, RoleForm
from directory.member_rules import LASTS, MAY
from directory.models import MemberInvitation, Organisation, OrganisationMember
from directory.refusals import Refused
from marketplace.permissions import Seller
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs, for_seller_who, show

TIMES, SECONDS = 20, 3600
for_organisation = for_seller_who(lambda seller: seller.manages and seller.organisation_id is not None)
for_member = for_seller_who(lambda seller: seller.organisation_id is not None)


def people_crumbs() -> list[tuple[str, str]]:
    return crumbs(("People and roles", reverse("provider-people")))


def held_in(seller: Seller) -> QuerySet[OrganisationMember]:
    return OrganisationMember.objects.filter(organisation=seller.organisation_id, ended_at=None)


def load(seller: Seller, pk: int) -> OrganisationMember:
    return get_object_or_404(held_in(seller).select_related("user", "organisation"), pk=pk)


@require_safe
@for_organisation
def index(request: Request, seller: Seller) -> HttpResponse:
    people = list(held_in(seller).select_related("user").order_by("user__name", "pk"))
    managers = [one for one in people if one.role == "manager" and one.user.is_active]
    waiting = members.open_ones().filter(organisation=seller.organisation_id).select_related("made_by")
    context = {
        "seller": seller,
        "people": [
            {"member": one, "may": MAY[one.role], "is_you": one.user_id == request.user.pk, "stays": managers == [one]}
            for one in people
        ],
        "waiting": [(one, one.expires_at <= timezone.now()) for one in waiting],
        "roles": [{"key": role, "value": MAY[role.lower()]} for role in ("Manager", "Scheduler", "Finance")],
        "breadcrumbs": crumbs(),
    }
    return show(request, "provider_people", **context)


@ASKS
@for_organisation
def invite(request: Request, seller: Seller) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=seller.organisation_id or 0)
    form = InviteForm(typed(request))

    def do() -> str:
        email = form.cleaned_data["email"]
        members.invite(organisation=organisation, email=email, role=form.chosen, by=request.user)
        return f"Asked. The link lasts {LASTS.days} days."

    if "confirm" in request.POST and too_often(request, "member-invite", times=TIMES, seconds=SECONDS):
        return too_many(request)
    desk = Desk(
        title="Ask somebody to join",
        caption=seller.name,
        form=form,
        do=do,
        then=reverse("provider-people"),
        crumbs=people_crumbs(),
        button="Send the e-mail",
        check=form.rows,
        warning=f"They get a link that works once, for {LASTS.days} days. Nothing changes before they say yes.",
        section="provider",
    )
    return desk_form.answer(request, desk)


@ASKS
@for_organisation
def change(request: Request, seller: Seller, pk: int) -> HttpResponse:
    member = load(seller, pk)
    form = RoleForm(typed(request), initial={"role": member.role})

    def do() -> str:
        members.change_role(member=member, role=form.chosen, by=request.user)
        return f"{member.user.name} is told by e-mail."

    desk = Desk(
        title="Change the role",
        caption=member.user.name,
        form=form,
        do=do,
        then=reverse("provider-people"),
        crumbs=people_crumbs(),
        button="Change the role",
        check=lambda: [{"key": "Role until now", "value": member.get_role_display()}, *form.rows()],
        warning="It holds at once. They get an e-mail.",
        section="provider",
    )
    return desk_form.answer(request, desk)


@ASKS
@for_organisation
def end(request: Request, seller: Seller, pk: int) -> HttpResponse:
    """One button: the page says what it does."""
    member = load(seller, pk)
    if member.user_id == request.user.pk:
        return redirect("provider-leave")

    def do() -> str:
        members.end(member=member, by=request.user)
        return f"{member.user.name} is not your {member.get_role_display().lower()} any more."

    desk = Desk(
        title=f"End the part of {member.user.name}",
        caption=seller.name,
        form=forms.Form(typed(request)),
        do=do,
        then=reverse("provider-people"),
        crumbs=people_crumbs(),
        button="End it now",
        rows=[{"key": "Role", "value": member.get_role_display()}],
        lead=["It holds at once, and they get an e-mail. What they did here stays. You can ask them again later."],
        section="provider",
    )
    return desk_form.answer(request, desk)


@ASKS
@for_organisation
def take_back(request: Request, seller: Seller, pk: int) -> HttpResponse:
    waiting = members.open_ones().filter(organisation=seller.organisation_id)
    found: MemberInvitation = get_object_or_404(waiting.select_related("organisation"), pk=pk)

    def do() -> str:
        members.take_back(invitation=found, by=request.user)
        return "Taken back. The link does not work any more."

    desk = Desk(
        title="Take the invitation back",
        caption=seller.name,
        form=forms.Form(typed(request)),
        do=do,
        then=reverse("provider-people"),
        crumbs=people_crumbs(),
        button="Take it back",
        rows=[
            {"key": "To", "value": found.email},
            {"key": "Role", "value": found.get_role_display()},
            {"key": "Sent", "value": moment(found.made_at)},
        ],
        section="provider",
    )
    return desk_form.answer(request, desk)


@ASKS
@for_member
def leave(request: Request, seller: Seller) -> HttpResponse:
    """The last manager reads why she cannot, and what to do."""
    hers = list(held_in(seller).filter(user=request.user).select_related("organisation").order_by("pk"))
    organisation = hers[0].organisation
    if request.method == "POST":
        try:
            members.leave(organisation=organisation, by=request.user)
        except Refused as why:
            messages.info(request, str(why))
            return redirect("provider-leave")
        messages.success(request, f"You have left {organisation.name}. Its managers are told by e-mail.")
        return redirect(homes.of(request.user))
    asked = members.open_ones().filter(organisation=organisation, made_by=request.user, expires_at__gt=timezone.now())
    context = {
        "seller": seller,
        "stays": any(members.is_last_manager(member) for member in hers),
        "rows": [{"key": "Your role", "value": " and ".join(member.get_role_display() for member in hers)}],
        "asked": asked.count(),
        "breadcrumbs": crumbs(),
    }
    return show(request, "provider_leave", **context)
