"""What each side is told: dates, names of sellers and references. Never what the support is for.

Sellers and delegates read e-mails. The person is told in her own format, on paper with the visits and the price.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import notices
from accounts.employer_budget import Fit
from accounts.models import Mandate, User
from accounts.permissions import may, may_for
from accounts.roles import Permission, Scope
from design.models import Council
from marketplace.models import (
    BookingProposal,
    EmployerCosts,
    NecessityDecision,
    Order,
    PlanReview,
    PlanVersion,
    SaleHandover,
    SecondLook,
    Timesheet,
    Visit,
)
from marketplace.readers import seller_readers

FOLDER = "marketplace/emails"


def to_buyer(order: Order, template: str, *, at: datetime, send: bool, visit: Visit | None = None, **more: Any) -> None:
    """The person in her own format, and the delegate who placed the order while her mandate still holds, by e-mail."""
    given = {"visit": visit, "link": _order_link(order), **more}
    context = _context(order, **given)
    notices.tell(person=order.person, template=f"{FOLDER}/{template}", context=context, at=at, send=send)
    _queue(delegates(order, at), order, template, at, send, **given)


def to_seller(
    order: Order, template: str, *, at: datetime, send: bool, visit: Visit | None = None, **more: Any
) -> None:
    """The personal assistant, or those who keep the organisation's diary: of a visit, whoever did it or is to."""
    link = reverse("provider-order", args=[order.reference])
    _queue(seller_readers((visit or order).sold_by), order, template, at, send, visit=visit, link=link, **more)


def to_all_who_see(order: Order, template: str, *, at: datetime, send: bool, **more: Any) -> None:
    """The person in her own format, and by e-mail every delegate who may see her orders that day."""
    given = {"link": _order_link(order), "find": reverse("directory-find"), **more}
    context = _context(order, **given)
    notices.tell(person=order.person, template=f"{FOLDER}/{template}", context=context, at=at, send=send)
    _queue(who_see(order, at), order, template, at, send, **given)


def who_see(order: Order, at: datetime) -> list[User]:
    """Her delegates who may open an order's page: each once."""
    found = Mandate.objects.filter(person=order.person).select_related("delegate").order_by("pk")
    day = timezone.localdate(at)
    seen = {one.delegate_id: one.delegate for one in found if one.holds_on(day) and Scope.SEE_LINES in one.scopes}
    return [user for user in seen.values() if user.is_active]


def delegates(order: Order, at: datetime) -> list[User]:
    """Who placed it, where that is not the person and may still order for her: nobody of the council's staff."""
    by = order.placed_by
    if by == order.person.user or not may_for(by, order.person, Scope.ORDER, on=timezone.localdate(at)):
        return []
    return [by]


def to_planners(version: PlanVersion, template: str, *, at: datetime, send: bool) -> None:
    """The person in her own way, and whoever sent it for her: a delegate while the mandate holds, or a practitioner.

    An e-mail never says what is in the plan. A letter brings it along: it is the person's own copy, in her format.
    """
    person, sender = version.plan.person, version.sent_by
    context = {"council": SimpleLazyObject(Council.current), "link": reverse("plans-home")}
    on_paper = {**context, "version": version}
    notices.tell(person=person, template=f"{FOLDER}/{template}", context=on_paper, at=at, send=send)
    if sender is None or sender == person.user:
        return
    if may_for(sender, person, Scope.PROPOSE, on=timezone.localdate(at)):
        notices.queue(to=sender, template=f"{FOLDER}/{template}", context=context, at=at, send=send)
    elif may(sender, Permission.AGREE_BUDGETS):
        context["link"] = reverse("staff-person-plan-home", args=[person.pk])
        notices.queue(to=sender, template=f"{FOLDER}/{template}", context=context, at=at, send=send)


def plan_reviewed(review: PlanReview, *, at: datetime) -> None:
    """What was said is on the person's own page; a letter says what comes of it."""
    context = {"review": review, "link": reverse("plans-home")}
    notices.tell(person=review.plan.person, template=f"{FOLDER}/plan_reviewed", context=context, at=at)


def _order_link(order: Order) -> str:
    return reverse("marketplace-order", args=[order.reference])


def _queue(
    people: Iterable[User], order: Order, template: str, at: datetime, send: bool, link: str, **more: Any
) -> None:
    context = _context(order, link=link, **more)
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
    notices.tell(person=employed.person, template=f"{FOLDER}/timesheet_sent", context=context, at=at, send=send)
    delegate, day = employed.said_by, timezone.localdate(at)
    if delegate.pk != employed.person.user_id and may_for(delegate, employed.person, Scope.ORDER, on=day):
        shown = {"council": Council.current(), "person": employed.person, **context}
        notices.queue(to=delegate, template=f"{FOLDER}/timesheet_sent", context=shown, at=at, send=send)


def timesheet_to_assistant(timesheet: Timesheet, template: str, *, at: datetime, send: bool) -> None:
    user = timesheet.employed.personal_assistant.user
    if user is None:
        return
    link = reverse("provider-timesheet", args=[timesheet.pk])
    context = {"council": Council.current(), "timesheet": timesheet, "link": link}
    notices.queue(to=user, template=f"{FOLDER}/{template}", context=context, at=at, send=send)


def necessity_to_assistant(decision: NecessityDecision, *, at: datetime) -> None:
    """So that nobody goes on working unpaid without knowing."""
    user = decision.personal_assistant.user
    if user is None:
        return
    context = {"council": Council.current(), "decision": decision, "link": reverse("provider-home")}
    notices.queue(to=user, template=f"{FOLDER}/necessity_over", context=context, at=at)


def handed_over(handover: SaleHandover, *, at: datetime) -> None:
    """Both providers: who kept the diary, and who keeps it from now on."""
    context = {"handover": handover, "council": Council.current(), "link": reverse("provider-home")}
    for organisation in (handover.from_organisation, handover.to_organisation):
        shown = {**context, "taking": organisation == handover.to_organisation}
        for user in seller_readers(organisation):
            notices.queue(to=user, template=f"{FOLDER}/handed_over", context=shown, at=at)


def second_look_answered(look: SecondLook, *, at: datetime) -> None:
    """The person in her own way, and the delegate who asked while she may still see it: why stays on the page."""
    template, link = f"{FOLDER}/second_look_answered", reverse("money-family")
    context = {"look": look, "council": Council.current(), "link": link}
    notices.tell(person=look.person, template=template, context=context, at=at)
    asker, day = look.asked_by, timezone.localdate(at)
    if asker.pk != look.person.user_id and may_for(asker, look.person, Scope.SEE_LINES, on=day):
        notices.queue(to=asker, template=template, context=context, at=at)


def booking_proposed(proposal: BookingProposal, to: Iterable[User], *, at: datetime) -> None:
    """Whoever could say yes: the person in her own way, a delegate by e-mail. What it is stays on the page."""
    template = f"{FOLDER}/booking_proposed"
    context = {"proposal": proposal, "council": Council.current()}
    context["link"] = reverse("marketplace-proposal", args=[proposal.pk])
    for user in to:
        if user.pk == proposal.person.user_id:
            notices.tell(person=proposal.person, template=template, context=context, at=at)
        else:
            notices.queue(to=user, template=template, context=context, at=at)


def booking_answered(proposal: BookingProposal, *, at: datetime, send: bool = True) -> None:
    """Whoever proposed it. With a yes the person hears of the order as of any other."""
    link = reverse("marketplace-proposal", args=[proposal.pk])
    context = {"proposal": proposal, "council": Council.current(), "link": link}
    notices.queue(to=proposal.proposed_by, template=f"{FOLDER}/booking_answered", context=context, at=at, send=send)


def _context(order: Order, **more: Any) -> dict[str, Any]:
    return {"council": SimpleLazyObject(Council.current), "order": order, "seller": order.seller_name} | more


def employer_costs_to_practitioner(costs: EmployerCosts, *, at: datetime) -> None:
    """Whoever works with the person: that there is something to look at. What it says stays on the page."""
    practitioner = costs.person.practitioner
    if practitioner is None or not may(practitioner, Permission.AGREE_BUDGETS):
        return
    context = {"link": reverse("staff-employer-costs"), "cannot": costs.fit == Fit.CANNOT}
    notices.queue(to=practitioner, template=f"{FOLDER}/employer_costs_sent", context=context, at=at)
