"""What each side is told by e-mail: dates, names of sellers and references. Never what the support is for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import notices
from accounts.models import User
from accounts.permissions import may_for
from accounts.roles import Scope
from design.models import Council
from directory.models import OrganisationMember
from directory.models.organisations import MemberRole
from marketplace.models import Order, PlanVersion, Timesheet, Visit

FOLDER = "marketplace/emails"


def to_buyer(order: Order, template: str, *, at: datetime, send: bool, visit: Visit | None = None, **more: Any) -> None:
    """The person, and the delegate who placed the order while her mandate still holds."""
    _queue(buyers(order, at), order, template, at, send, visit=visit, link=_order_link(order), **more)


def to_seller(
    order: Order, template: str, *, at: datetime, send: bool, visit: Visit | None = None, **more: Any
) -> None:
    """The personal assistant, or those who keep the organisation's diary."""
    link = reverse("provider-order", args=[order.reference])
    _queue(sellers(order), order, template, at, send, visit=visit, link=link, **more)


def buyers(order: Order, at: datetime) -> list[User]:
    found = [order.person.user] if order.person.user else []
    delegate = order.placed_by
    if delegate not in found and may_for(delegate, order.person, Scope.ORDER, on=timezone.localdate(at)):
        found.append(delegate)
    return found


def sellers(order: Order) -> list[User]:
    if order.listing.personal_assistant:
        user = order.listing.personal_assistant.user
        return [user] if user else []
    members = OrganisationMember.objects.filter(
        organisation=order.listing.offered_by.organisation,  # type: ignore[union-attr]
        ended_at=None,
        role__in=[MemberRole.MANAGER, MemberRole.SCHEDULER],
    )
    return list({member.user_id: member.user for member in members.select_related("user").order_by("pk")}.values())


def to_planners(version: PlanVersion, template: str, *, at: datetime, send: bool) -> None:
    """The person in her own way, and whoever sent it for her while the mandate holds. Never what the plan says."""
    person, sender = version.plan.person, version.sent_by
    context = {"council": SimpleLazyObject(Council.current), "link": reverse("plans-home")}
    if send:
        notices.tell(person=person, template=f"{FOLDER}/{template}", context=context, at=at)
    if sender and sender != person.user and may_for(sender, person, Scope.PROPOSE, on=timezone.localdate(at)):
        notices.queue(to=sender, template=f"{FOLDER}/{template}", context=context, at=at, send=send)


def _order_link(order: Order) -> str:
    return reverse("marketplace-order", args=[order.reference])


def _queue(
    people: Iterable[User], order: Order, template: str, at: datetime, send: bool, link: str, **more: Any
) -> None:
    council = SimpleLazyObject(Council.current)
    context = {"council": council, "order": order, "seller": order.seller_name, "link": link, **more}
    for user in people:
        notices.queue(to=user, template=f"{FOLDER}/{template}", context=context, at=at, send=send)


def timesheet_to_employer(timesheet: Timesheet, *, at: datetime, send: bool) -> None:
    """The person in the way she asked for, and the delegate who said that the assistant works for her."""
    employed = timesheet.employed
    context = {
        "timesheet": timesheet,
        "assistant": employed.personal_assistant.name,
        "link": timesheet.get_absolute_url(),
    }
    if not send or notices.are_unsent():
        return
    notices.tell(person=employed.person, template=f"{FOLDER}/timesheet_sent", context=context, at=at)
    delegate = employed.said_by
    if delegate.pk != employed.person.user_id and may_for(delegate, employed.person, Scope.ORDER):
        council = {"council": Council.current(), "person": employed.person}
        notices.queue(to=delegate, template=f"{FOLDER}/timesheet_sent", context={**council, **context}, at=at)


def timesheet_to_assistant(timesheet: Timesheet, template: str, *, at: datetime, send: bool) -> None:
    user = timesheet.employed.personal_assistant.user
    if user is None:
        return
    link = reverse("provider-timesheet", args=[timesheet.pk])
    context = {"council": Council.current(), "timesheet": timesheet, "link": link}
    notices.queue(to=user, template=f"{FOLDER}/{template}", context=context, at=at, send=send)
