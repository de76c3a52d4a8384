"""Sellers, offers and orders for tests, made by the same actions as the site's."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts import ledger, payments
from accounts.ledger import LedgerKind, Move
from accounts.models import Outcome, Person, PersonalBudget, Pot, User, WayOfHolding
from accounts.roles import Basis, Scope
from directory import photos
from directory.actions import staff_members
from directory.models import Organisation, PersonalAssistantProfile, Service, StaffMember
from marketplace.actions import booking_proposals, drafts, listings, orders, queries, timesheets, visits
from marketplace.actions.orders import Wish
from marketplace.models import BookingProposal, Draft, EmployedAssistant, Listing, Order, Query, Timesheet, Visit
from tests.factories import accounts as people
from tests.factories import directory

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 12, tzinfo=LONDON)  # a Sunday
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=LONDON)
numbers = count(1)


def running(person: Person) -> PersonalBudget:
    """Her personal budget: one, however many pots."""
    return PersonalBudget.objects.filter(
        person=person, ends_on=None, is_for_caring=False
    ).first() or PersonalBudget.objects.create(
        person=person,
        amount_pence=5500,
        period="week",
        starts_on=date(2026, 4, 1),
        agreed_by=people.user("Practitioner"),
        agreed_on=date(2026, 3, 1),
    )


def pot(person: Person, pence: int = 41260, label: str = "Keeping clean and well", **fields: Any) -> Pot:
    """A pot of a personal budget, looked after by the council, with money in it."""
    number = next(numbers)
    budget = fields.pop("budget", None) or running(person)
    made = Pot.objects.create(
        **{
            "person": person,
            "budget": budget,
            "outcome": outcome(label),
            "label": label,
            "weekly_pence": 3300,
            "held_as": WayOfHolding.COUNCIL,
            "available": ledger.open_account(kind=LedgerKind.AVAILABLE, owner=f"test-pot:{number}"),
            "held": ledger.open_account(kind=LedgerKind.HELD, owner=f"test-pot:{number}"),
            **fields,
        }
    )
    if pence:
        funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
        ledger.post(
            key=f"test-pot-load:{number}", kind="load", moves=[Move(funds, made.available, pence)], by=None, at=NOW
        )
    return made


def outcome(name: str = "Keeping clean and well") -> Outcome:
    return Outcome.objects.get_or_create(name=name)[0]


def assistant(name: str = "Ben Okafor", **fields: Any) -> PersonalAssistantProfile:
    """A self-employed personal assistant who can sign in and whose approval holds."""
    made = directory.assistant(name, user=people.user(name), status="published", **fields)
    directory.approval(
        made,
        state="approved",
        approved_on=date(2026, 9, 3),
        until=date(2029, 3, 31),
        decided_at=NOW,
        decided_by=people.user(),
    )
    return made


def listing(*, published: bool = True, **fields: Any) -> Listing:
    """Ben's hours, unless told otherwise. A service that is on sale is a public one."""
    if "service" not in fields and "personal_assistant" not in fields:
        fields["personal_assistant"] = assistant()
    if published and "service" in fields:
        Service.objects.filter(pk=fields["service"].pk).update(status="published")
    seller = fields.get("personal_assistant") or fields["service"].organisation
    terms = {
        "title": f"An hour with {seller.name}",
        "unit": "hour",
        "price_pence": 1650,
        "weekend_price_pence": 1800,
        "minimum_minutes": 60,
        "free_cancel_hours": 24,
        "late_cancel_percent": 50,
        "included": "Travel within 5 miles.",
        "seller_name": seller.name,
        "seller_address": "Care of Aldermere Council, Market Square, Alderford AM1 1AA",
    }
    payee = fields.pop("payee", None) or payments.open_payee(name=seller.name)
    made = listings.create(payee=payee, by=None, at=NOW, **{**terms, **fields})
    return listings.publish(listing=made, by=None, at=NOW) if published else made


def picture() -> ContentFile:
    """A photo as a telephone would send it, of nothing."""
    drawn = BytesIO()
    Image.new("RGB", (600, 900), "#084540").save(drawn, "JPEG")
    return ContentFile(drawn.getvalue(), name="IMG_20261122_rosa.jpg")


def member(of: Organisation, name: str = "Sam Carter", *, photo: bool = False, at: datetime = NOW) -> StaffMember:
    """Somebody whom this organisation may send."""
    face = photos.portrait(picture(), 100) if photo else None
    return staff_members.add(organisation=of, name=name, photo=face, by=people.user("Manager"), at=at)


def seller_user(of: Listing) -> User:
    """Whoever answers for the seller: the assistant, or a manager of the organisation."""
    if of.personal_assistant:
        return of.personal_assistant.user
    member = of.service.organisation.members.first() or directory.member(
        of.service.organisation, people.user("Grace Hollis")
    )
    return member.user


def wish(
    of: Listing, pot: Pot, *, weeks: int = 1, first: datetime = TUESDAY, minutes: int = 120, **fields: Any
) -> Wish:
    starts = tuple(first + timedelta(weeks=number) for number in range(weeks))
    given = {"token": f"journey-{next(numbers)}", "start_early": True, "not_household": True, **fields}
    return Wish(listing=of, person=pot.person, pot=pot, starts_at=starts, minutes=minutes, **given)


def order(
    of: Listing | None = None, pot: Pot | None = None, *, by: User | None = None, at: datetime = NOW, **fields: Any
) -> Order:
    """Asked for on Sunday 22 November, for Tuesday at 9am."""
    money = pot or globals()["pot"](people.person())
    asked = wish(of or listing(), money, **fields)
    return orders.place(wish=asked, by=by or money.person.user, at=at)


def accepted(*args: Any, at: datetime = NOW, **fields: Any) -> Order:
    made = order(*args, at=at, **fields)
    return orders.accept(order=made, by=seller_user(made.listing), at=at + timedelta(hours=1))


def planned(*args: Any, **fields: Any) -> Visit:
    return accepted(*args, **fields).visits.get(number=1)


def delivered(minutes: int = 120, **fields: Any) -> Visit:
    """Recorded when it was over, however long that took."""
    visit = planned(**fields)
    over = max(visit.ends_at, visit.starts_at + timedelta(minutes=minutes))
    return visits.deliver(visit=visit, minutes=minutes, by=seller_user(visit.order.listing), at=over)


def settled(**fields: Any) -> Visit:
    visit = delivered(**fields)
    return visits.confirm(visit=visit, by=visit.order.person.user, at=visit.ends_at + timedelta(hours=1))


def held(pot: Pot) -> int:
    return ledger.balance(pot.held)


def available(pot: Pot) -> int:
    return ledger.balance(pot.available)


def owed(of: Listing) -> int:
    return ledger.balance(of.payee.payable)


# By the real clock, for screens


def soon(days: float = 5) -> datetime:
    """Noon, so many days from now: never at the edge of a day."""
    there = timezone.localtime(timezone.now() + timedelta(days=days))
    return there.replace(hour=12, minute=0, second=0, microsecond=0)


def coming(*args: Any, **fields: Any) -> Order:
    """Accepted an hour ago, for five days from now."""
    return accepted(*args, **{"at": timezone.now() - timedelta(hours=2), "first": soon(), **fields})


def waiting(*args: Any, **fields: Any) -> Order:
    return order(*args, **{"at": timezone.now() - timedelta(hours=1), "first": soon(), **fields})


def started(*args: Any, **fields: Any) -> Visit:
    """Planned for yesterday, and nobody has said anything yet."""
    made = accepted(*args, **{"at": soon(-4), "first": soon(-2), **fields})
    return made.visits.get(number=1)


def recorded(*args: Any, minutes: int = 120, **fields: Any) -> Visit:
    visit = started(*args, **fields)
    return visits.deliver(visit=visit, minutes=minutes, by=seller_user(visit.order.listing), at=soon(-1))


def queried(*args: Any, **fields: Any) -> Query:
    visit = recorded(*args, **fields)
    return queries.ask(visit=visit, reason="They left early", by=visit.order.placed_by, at=visit.delivered_at)


# Those who are employed


def maria() -> PersonalAssistantProfile:
    """An approved assistant who works as an employee and can sign in."""
    return assistant("Maria Lewis", employment="employee")


def employed(person: Person, profile: PersonalAssistantProfile | None = None) -> EmployedAssistant:
    by = person.user or people.user()
    return timesheets.employ(person=person, profile=profile or maria(), not_household=True, by=by, at=soon(-30))


def last_monday() -> date:
    """Of the week before this one, which is over."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday() + 7)


def shift(day: int = 0, hour: int = 9) -> datetime:
    """On a day of last week: 0 is Monday."""
    return timezone.make_aware(datetime.combine(last_monday() + timedelta(days=day), time(hour)))


def timesheet(of: EmployedAssistant, *, sent: bool = True) -> Timesheet:
    """Last week: Monday 9am to 1pm with half an hour's break."""
    by = of.personal_assistant.user
    made = timesheets.start(employed=of, first_day=last_monday(), by=by)
    timesheets.add_line(timesheet=made, starts_at=shift(), minutes=240, break_minutes=30, by=by)
    return timesheets.send(timesheet=made, by=by) if sent else made


def proposal(of: Listing, pot: Pot, **more: Any) -> BookingProposal:
    """The seller acts for the person, and would like to book two hours at noon five days from now."""
    by = seller_user(of)
    if not by.mandates.filter(person=pot.person).exists():
        buys = (Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER, Scope.PAY)
        people.mandate(pot.person, by, *buys, basis=Basis.AUTHORISED)
    return booking_proposals.propose(draft=journey(of, pot, by, **more), shown_pence=two_hours(of), by=by)


def two_hours(of: Listing) -> int:
    return 2 * ((of.weekend_price_pence or of.price_pence) if soon().weekday() >= 5 else of.price_pence)


def journey(of: Listing, pot: Pot, by: User, **more: Any) -> Draft:
    """All questions answered."""
    first = {"first_on": soon().date().isoformat(), "start": "12:00", "minutes": 120, "weeks": 1, "pot": pot.pk}
    said = {"start_early": True, "not_household": True, "agreed": True}
    return drafts.answer(draft=drafts.begin(listing=of, person=pot.person, by=by), answers={**first, **said, **more})
