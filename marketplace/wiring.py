"""What the marketplace hands to lower rooms, once, when the project starts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import (
    acting,
    changes,
    daily,
    deaths,
    desks,
    forecasts,
    guards,
    homes,
    limits,
    memos,
    outcome_words,
    payee_records,
    surplus,
    welfare,
)
from accounts import slots as money_slots
from accounts.employer_budget import Fit
from accounts.models import Person, User
from accounts.permissions import mandates_of, may
from accounts.roles import Permission, Scope
from cms import about, access, near
from design import slots as shell
from design.formats import day
from directory import bookings, page_fields
from directory import slots as directory_slots
from directory.documents import follow_services
from directory.models import Employment, PersonalAssistantProfile, Service
from marketplace import documents, family_desk, held_here, retention_rules, support_desk, things, words  # noqa: F401
from marketplace.actions import (
    assignments,
    booking_proposals,
    clock,
    employer_payments,
    invoices,
    money,
    offer_words,
    orders,
    own_card,
    places_reminders,
    proposals,
    queries,
    stops,
    successions,
    telephone,
)
from marketplace.actions import deaths as ended
from marketplace.actions.employer_costs import put_by_due
from marketplace.models import Listing
from marketplace.permissions import is_seller, may_book, may_write
from marketplace.queries import desk, employer_costs, necessity, plan_commitments, plan_reviews, plans, sellers
from marketplace.queries import messages as written
from marketplace.queries import orders as found
from marketplace.queries import set_aside as kept_aside
from marketplace.queries import telephone as calling
from marketplace.queries import timesheets as found_timesheets
from marketplace.queries import welfare as signs
from marketplace.queries.picture import YEAR
from marketplace.readers import seller_readers
from marketplace.views import calls
from marketplace.views.employer_costs import aside as keep_true_cost
from search import statistics
from search.documents import also_say
from search.documents import register as register_kind


def requests(at: datetime) -> str:
    expired, unpaid, closed = orders.expire_due(at), own_card.run_out_due(at), booking_proposals.close_due(at)
    return f"{expired} requests expired, {unpaid} not paid, {closed} proposals of bookings not answered"


def visits(at: datetime) -> str:
    """Another time first: a visit that lapses closes it anyway."""
    closed = proposals.close_due(at)
    paid, back, lapsed = clock.confirm_silent(at), clock.give_back_missed(at), clock.lapse_due(at)
    return f"{paid} visits confirmed by silence, {back} missed, {lapsed} lapsed, {closed} proposals closed"


def papers(at: datetime) -> str:
    """Who has none because of a refusal is named by the payee's reference, so that somebody can look."""
    due = invoices.make_due(at)
    said = f"{due.made} invoices and credit notes"
    refused = ", ".join(f"{payee.reference} ({why.code})" for payee, why in due.refused)
    return f"{said}, refused for {refused}" if refused else said


def pauses(at: datetime) -> str:
    """Only a visit that its person has to answer herself goes to the council."""
    return f"{clock.cancel_paused(at)} paused visits cancelled, {queries.ask_unanswered(at)} not answered"


def visits_for_the_person(at: datetime) -> str:
    return f"{queries.ask_for_the_person(at)} visits to which nobody but the seller could say yes, for the council"


def visits_after_death(at: datetime) -> str:
    return f"{queries.hand_over(at)} visits after a death for the council"


def old_queries(at: datetime) -> str:
    return f"{queries.lapse_due(at)} queries not decided in time"


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


def reviews_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.AGREE_BUDGETS):
        return None
    due = plan_reviews.due(timezone.localdate())
    line = plan_reviews.counts(due)
    if due:
        line += f" The oldest since {day(due[0].since)}."
    return desks.Desk("Reviews of support plans", line, reverse("staff-plan-reviews"), icon="calendar")


def person_plan(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """On a person's page at the council: how her plan stands."""
    return {"template": "marketplace/_staff_support_plan.html", "last": plans.last_of([person.pk]).get(person.pk)}


def support_plan(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money: the way to what it is for."""
    if not request.acting.may(Scope.PROPOSE):  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_support_plan.html"}


def calls_left(at: datetime) -> str:
    return f"{telephone.lapse_due(at)} half-done calls ended"


def telephone_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.PLACE_ORDERS):
        return None
    placed, half_done = calling.placed_on(timezone.localdate()).count(), calling.open_calls().count()
    line = f"{placed} taken today, {half_done} half-done."
    return desks.Desk("Orders by telephone", line, reverse("staff-orders"), icon="phone")


def supply_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.SEE_SUPPLY):
        return None
    unmet = len(statistics.unmet_words(timezone.localdate() - YEAR))
    line = f"{unmet} {'thing that people search' if unmet == 1 else 'things that people search'} for and do not find."
    return desks.Desk("Supply and demand", line, reverse("staff-supply"), icon="chart")


def plan_link(user: User) -> tuple[str, str] | None:
    """Under "Your details": her own plan, or the plans of those she helps."""
    if Person.objects.filter(user=user).exists():
        return "Your support plan", reverse("plans-home")
    helps = any(Scope.PROPOSE in mandate.scopes for mandate in mandates_of(user))
    return ("Support plans you help with", reverse("plans-cases")) if helps else None


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
        "not_registered": found.not_registered(person, now),
        "to_check": len(found.to_check(person)),
        "to_answer": found.to_answer(person),
    }


def booked_visits(request: HttpRequest, person: Person) -> dict[str, Any]:
    """In what is coming, beside what the money was spent on, which only somebody opens who may see lines."""
    visits, last = found.booked(person, timezone.now())
    return {"template": "marketplace/_booked_visits.html", "visits": visits, "last": last}


def timesheets_aside(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, where somebody works for her as an employee."""
    if not request.acting.may(Scope.SEE_LINES):  # type: ignore[attr-defined]
        return None
    if not found_timesheets.employed(person).exists():
        return None
    return {"template": "marketplace/_timesheets_aside.html", "waiting": found_timesheets.waiting(person)}


def set_aside(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, where what she owes as an employer is set aside or somebody looks at it."""
    if not request.acting.may(Scope.SEE_LINES) or not employer_costs.of_person(person).exists():  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_employer_costs_aside.html"}


def employing_desk(user: User) -> desks.Desk | None:
    """Where the law is not met comes first, then what waits."""
    if not may(user, Permission.AGREE_BUDGETS):
        return None
    waiting = employer_costs.to_look_at(user).count()
    running = employer_costs.standings(list(employer_costs.running(user)), timezone.localdate())
    wrong = sum(each.fit in (Fit.CANNOT, Fit.BELOW_MINIMUM) for each in running)
    cannot = sum(each.fit == Fit.CANNOT for each in employer_costs.to_look_at(user))
    line = f"{waiting} to look at." + (f" {wrong + cannot} cannot lawfully employ." if wrong + cannot else "")
    return desks.Desk("Employing somebody", line, reverse("staff-employer-costs"), icon="people")


def handover_sheet(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money: what somebody would need who steps in."""
    if not request.acting.may(Scope.HANDOVER):  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_handover.html"}


def book_assistant(request: HttpRequest, profile: PersonalAssistantProfile) -> dict[str, Any] | None:
    listing = Listing.objects.on_sale(timezone.localdate()).filter(personal_assistant=profile).first()
    if profile.employment != Employment.SELF_EMPLOYED:
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
    if not may_write(request.acting) or not seller_readers(profile):  # type: ignore[attr-defined]
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


def week_link(request: HttpRequest) -> dict[str, Any] | None:
    """Whoever sees a person's payments finds who is coming to her, but not from the desks of sellers and staff."""
    acting = getattr(request, "acting", None)
    if (
        acting is None
        or request.path.startswith(("/staff/", "/provider/"))
        or acting.person is None
        or not acting.may(Scope.SEE_LINES)
    ):
        return None
    return {"label": "Who is coming", "href": reverse("marketplace-week"), "section": "week"}


def ask_about_places(at: datetime) -> str:
    return f"{places_reminders.remind_due(at)} e-mails about places"


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
daily.register("pauses", pauses)
daily.register("visits_after_death", visits_after_death)
daily.register("visits_for_the_person", visits_for_the_person)
daily.register("visit_queries", old_queries)
daily.register("invoices", papers)
daily.register("places", ask_about_places)
daily.register("set_aside", put_by_due)
guards.append_only("marketplace_invoice")
guards.append_only("marketplace_invoiceline")
daily.register("telephone_orders", calls_left)
desks.register("queries", queries_desk)
desks.register("hours", family_desk.hours)
desks.register("booking_proposals", family_desk.proposals)
desks.register("second_looks", family_desk.looks)
desks.register("lost_support", support_desk.lost)
desks.register("to_set_up", support_desk.to_set_up)
desks.register("supply", supply_desk)
desks.register("reported_messages", reported_messages_desk)
desks.register("plans", plans_desk)
desks.register("telephone_orders", telephone_desk)
acting.elsewhere.register("telephone", calls.stands_in)
desks.register("plan_reviews", reviews_desk)
desks.register("employing", employing_desk)
limits.also_counts("orders", money.spent_on_orders)
limits.also_counts("employers", employer_payments.spent_by)
surplus.also_commits("plan", plan_commitments.of_all)
surplus.also_commits("employers", employer_costs.commitments)
changes.also_tells("employers", kept_aside.told)
welfare.also_away.register("pauses", signs.away)
welfare.also_worked.register("visits", signs.worked)
homes.register("provider", provider_home)
page_fields.beside.register("offer", offer_words.field)
memos.register("visit", found.memo_words)
memos.register("employer", employer_costs.memo_words)
outcome_words.register("plan", plans.own_words)
money_slots.register("money_aside", "booking_proposals", family_desk.asks_for_a_yes)
money_slots.register("money_aside", "who_is_coming", who_is_coming)
money_slots.register("money_aside", "timesheets", timesheets_aside)
money_slots.register("money_aside", "messages", new_messages)
money_slots.register("money_aside", "employer_costs", set_aside)
money_slots.register("true_cost_aside", "employer_costs", keep_true_cost)
money_slots.links.register("messages", messages_link)
money_slots.register("money_aside", "support_plan", support_plan)
money_slots.register("money_aside", "handover_sheet", handover_sheet)
money_slots.register("money_aside", "family", family_desk.standing)
money_slots.register("spending_coming", "booked_visits", booked_visits)
money_slots.register("staff_person_aside", "support_plan", person_plan)
money_slots.register("staff_person_aside", "family", family_desk.paid)
money_slots.links.register("support_plan", plan_link)
directory_slots.register("book_personal_assistant", book_assistant)
directory_slots.register("book_personal_assistant", write_to_assistant, key="messages")
directory_slots.register("book_service", book_service)
bookings.register_visitors("marketplace", stops.visitors)
bookings.on_stopped("marketplace", stops.carry_out)
bookings.on_lapsed("marketplace", stops.lapsed)
bookings.on_unregistered("marketplace", stops.unregistered)
deaths.on_recorded("marketplace", ended.carry_out)
bookings.on_succeeded("marketplace", successions.follow)
bookings.register_selling("marketplace", successions.selling)
bookings.on_left("marketplace", assignments.open_again)
shell.register("nav", week_link)
shell.register("nav", provider_link)
shell.register("banner", calls.banner)
follow_services("listings", documents.refresh_of_services)
register_kind(documents.KIND)
register_kind(documents.IDEAS)
also_say("service", documents.book_services)
also_say("personal_assistant", documents.book_assistants)
access.administer("marketplace", ("planreviewsettings",))
near.register("household", necessity.tied_to)
about.register_all(things.KINDS, things.ADDRESSES)
