"""What the marketplace hands to lower rooms, once, when the project starts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import daily, desks, forecasts, guards, homes, limits, memos, payee_records
from accounts import slots as money_slots
from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission, Scope
from cms import about
from design import slots as shell
from directory import bookings
from directory import slots as directory_slots
from directory.documents import follow_services
from directory.models import PersonalAssistantProfile, Service
from marketplace import documents, things, words
from marketplace.actions import assignments, clock, invoices, money, orders, proposals, queries, stops
from marketplace.models import Listing
from marketplace.permissions import is_seller, may_book, may_write
from marketplace.queries import desk, plans, sellers
from marketplace.queries import messages as written
from marketplace.queries import orders as found
from marketplace.queries import timesheets as found_timesheets
from search.documents import also_say
from search.documents import register as register_kind


def requests(at: datetime) -> str:
    return f"{orders.expire_due(at)} requests expired"


def visits(at: datetime) -> str:
    """Another time first: a visit that lapses closes it anyway."""
    closed = proposals.close_due(at)
    paid, back, lapsed = clock.confirm_silent(at), clock.give_back_missed(at), clock.lapse_due(at)
    return f"{paid} visits confirmed by silence, {back} missed, {lapsed} lapsed, {closed} proposals closed"


def papers(at: datetime) -> str:
    return f"{invoices.make_due(at)} invoices and credit notes"


def old_queries(at: datetime) -> str:
    return f"{queries.lapse_due(at)} queries not decided in time"


def old_drafts(at: datetime) -> str:
    return f"{clock.clear_drafts(at)} unfinished bookings cleared"


def queries_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.DECIDE_QUERIES):
        return None
    waiting, old = desk.query_counts()
    line = f"{waiting} to decide." + (f" {old} older than 5 days." if old else "")
    return desks.Desk("Queries about visits", line, reverse("staff-queries"), icon="hand")


def plans_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.AGREE_BUDGETS):
        return None
    waiting = plans.waiting().count()
    return desks.Desk("Support plans", f"{waiting} to answer.", reverse("staff-plans"), icon="pencil")


def support_plan(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money: the way to what it is for."""
    if not request.acting.may(Scope.PROPOSE):  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_support_plan.html"}


def who_is_coming(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money: the next visits, and those to check. Only for somebody who may see lines."""
    if not request.acting.may(Scope.SEE_LINES):  # type: ignore[attr-defined]
        return None
    now = timezone.now()
    next_visits = found.coming(person, now)
    coming = [{"visit": visit, "span": words.span(visit.starts_at, visit.ends_at)} for visit in next_visits]
    return {
        "template": "marketplace/_who_is_coming.html",
        "coming": coming,
        "not_approved": found.not_approved(person, now),
        "to_check": len(found.to_check(person)),
        "to_answer": found.to_answer(person),
    }


def timesheets_aside(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, where somebody works for her as an employee."""
    if not request.acting.may(Scope.SEE_LINES):  # type: ignore[attr-defined]
        return None
    if not found_timesheets.employed(person).exists():
        return None
    return {"template": "marketplace/_timesheets_aside.html", "waiting": found_timesheets.waiting(person)}


def book_assistant(request: HttpRequest, profile: PersonalAssistantProfile) -> dict[str, Any] | None:
    listing = Listing.objects.on_sale(timezone.localdate()).filter(personal_assistant=profile).first()
    if profile.employment != "self_employed":
        may_say = request.acting.may(Scope.ORDER)  # type: ignore[attr-defined]
        return {"template": "marketplace/_employed.html", "profile": profile, "may_say": may_say}
    if listing is None:
        return None
    allowed = may_book(request.acting)  # type: ignore[attr-defined]
    shown = {"offers": [listing], "name": profile.first_name, "may_book": allowed}
    return {"template": "marketplace/_book.html", **shown}


def book_service(request: HttpRequest, service: Service) -> dict[str, Any] | None:
    listings = Listing.objects.on_sale(timezone.localdate()).filter(service=service).order_by("price_pence", "pk")
    offers = list(listings[:3])
    if not offers:
        return None
    allowed = may_book(request.acting)  # type: ignore[attr-defined]
    return {"template": "marketplace/_offers.html", "offers": offers, "may_book": allowed}


def write_to_assistant(request: HttpRequest, profile: PersonalAssistantProfile) -> dict[str, Any] | None:
    """Ask before booking: also somebody who would be employed, whom nobody books here."""
    if profile.user_id is None or not may_write(request.acting):  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_write_to.html", "ask": reverse("messages-to-assistant", args=[profile.slug])}


def new_messages(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, for who may read them."""
    if not request.acting.may(Scope.MESSAGE):  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_new_messages.html", "new": written.unread_of_person(person)}


def messages_link(user: User) -> tuple[str, str] | None:
    """Under "Your details": the person's own. A delegate finds hers when she acts."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return None
    new = written.unread_of_person(person)
    return f"Your messages ({new} new)" if new else "Your messages", reverse("messages")


def reported_messages_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.SEE_REPORTED_MESSAGES):
        return None
    waiting, unsafe = written.report_counts()
    line = f"{waiting} to look at." + (f" {unsafe} about somebody’s safety." if unsafe else "")
    return desks.Desk("Reported messages", line, reverse("staff-messages"), icon="envelope")


def provider_link(request: HttpRequest) -> dict[str, Any] | None:
    """Sellers find their desk from any page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not is_seller(user):
        return None
    return {"label": "Your desk", "href": reverse("provider-home"), "section": "provider"}


def provider_home(user: User) -> str | None:
    return reverse("provider-home") if is_seller(user) else None


forecasts.register("visits", sellers.held_by_day)
payee_records.register("sellers", sellers.record)
daily.register("requests", requests)
daily.register("visits", visits)
daily.register("visit_queries", old_queries)
daily.register("drafts", old_drafts)
daily.register("invoices", papers)
guards.append_only("marketplace_invoice")
guards.append_only("marketplace_invoiceline")
desks.register("queries", queries_desk)
desks.register("reported_messages", reported_messages_desk)
desks.register("plans", plans_desk)
limits.also_counts("orders", money.spent_on_orders)
homes.register("provider", provider_home)
memos.register("visit", found.memo_words)
money_slots.register("money_aside", "who_is_coming", who_is_coming)
money_slots.register("money_aside", "timesheets", timesheets_aside)
money_slots.register("money_aside", "messages", new_messages)
money_slots.links.register("messages", messages_link)
money_slots.register("money_aside", "support_plan", support_plan)
directory_slots.register("book_personal_assistant", book_assistant)
directory_slots.register("book_personal_assistant", write_to_assistant, key="messages")
directory_slots.register("book_service", book_service)
bookings.register_visitors("marketplace", stops.visitors)
bookings.on_stopped("marketplace", stops.carry_out)
bookings.on_left("marketplace", assignments.open_again)
shell.register("nav", provider_link)
follow_services("listings", documents.refresh_of_services)
register_kind(documents.KIND)
register_kind(documents.IDEAS)
also_say("service", documents.book_services)
also_say("personal_assistant", documents.book_assistants)
about.register_all(things.KINDS, things.ADDRESSES)
