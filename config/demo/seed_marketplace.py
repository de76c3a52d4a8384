"""What is on sale in Aldermere, and six weeks of visits: asked for, done, paid, and sometimes gone wrong."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import slugify

from accounts import daily, payments
from accounts.actions import payment_files, people
from accounts.models import Person, User
from config.demo import seed_sales, seed_sent
from config.demo.seed_money import Purse, ago, shopping
from directory.models import OrganisationMember, PersonalAssistantProfile, Service
from marketplace.actions import listings, orders, proposals, queries, visits
from marketplace.models import Listing, Order, Query, Visit
from marketplace.states import Party

# slug of the service, unit, pence, shortest visit, notice in hours that costs nothing, percent after that, what you get
SERVICES = (
    ("hollybank-care-at-home", "hour", 2_400, 30, 24, 100, "Help to get up, wash, dress, eat and take medicines."),
    ("hollybank-companions", "hour", 2_100, 60, 24, 50, "A regular visitor for a chat, a walk or the shops."),
    ("hollybank-night-sitting", "hour", 1_950, 480, 48, 100, "Somebody awake in your home all night."),
)
MORNING = 8
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3


@dataclass
class Scene:
    """All that the six weeks need to know."""

    now: datetime
    users: dict[str, User]
    persons: dict[str, Person]
    purses: dict[str, Purse]
    sale: dict[str, Listing] = field(default_factory=dict)

    def user(self, first: str) -> User:
        return self.users[f"{first}@aldermere.example"]


def on_sale(scene: Scene) -> None:
    """Hollybank's three offers, and one of each self-employed assistant who may be booked."""
    at = ago(scene.now, 60)
    grace = scene.user("hollybank")
    hollybank = Service.objects.get(slug=SERVICES[0][0]).organisation
    OrganisationMember.objects.create(organisation=hollybank, user=grace, role="manager", added_at=at, added_by=grace)
    payee = payments.open_payee(name="Hollybank Home Care", sort_code="20-00-00", account_number="55779911", at=at)
    for slug, unit, pence, shortest, hours, percent, included in SERVICES:
        service = Service.objects.get(slug=slug)
        scene.sale[slug] = put_up(
            at,
            payee=payee,
            service=service,
            title=service.name,
            unit=unit,
            price_pence=pence,
            minimum_minutes=shortest,
            free_cancel_hours=hours,
            late_cancel_percent=percent,
            included=included,
            seller_name="Hollybank Home Care Ltd",
            seller_address="14 Church Walk, Alderford",
            is_personal_care=service.gives_personal_care,
        )
    scene.sale |= seed_sales.open_for_business(scene.users, ago(scene.now, 400))
    for number, profile in enumerate(PersonalAssistantProfile.objects.filter(employment="self_employed")):
        if profile.status == "published" and profile.approvals.filter(state="approved").exists():
            of_assistant(scene, profile, number, at)


def of_assistant(scene: Scene, profile: PersonalAssistantProfile, number: int, at: datetime) -> None:
    if profile.user is None:
        email = f"{slugify(profile.name.split(' ')[0])}@aldermere.example"
        profile.user = people.create_sign_in(email=email, name=profile.name, by=None, at=at)
        profile.save(update_fields=["user"])
    payee = payments.open_payee(
        name=profile.name,
        sort_code="20-00-00",
        account_number=f"{73_000_000 + 1_117 * number}",
        phone=f"01632 960{800 + number}",
        at=at,
    )
    scene.sale[profile.slug] = put_up(
        at,
        payee=payee,
        personal_assistant=profile,
        title=f"Support from {profile.name}",
        unit="hour",
        price_pence=profile.weekday_pence,
        weekend_price_pence=profile.weekend_pence,
        minimum_minutes=profile.minimum_minutes,
        free_cancel_hours=24,
        late_cancel_percent=50,
        included=f"Travel within {profile.travel_included_miles} miles.",
        seller_name=profile.name,
        seller_address="Care of Aldermere Council, Council House, AM1 1AA",
    )


def put_up(at: datetime, **offer) -> Listing:
    return listings.publish(listing=listings.create(by=None, at=at, **offer), by=None, at=at)


NOT_ANEW = ("open_data",)  # nobody reads the files of a day that is over


def six_weeks(scene: Scene, beside: Callable[[int], None]) -> None:
    """Day after day: requests, visits, silence, mistakes, money; the clock's own work at the end of each day.

    `beside(days)` is what else happened on that day.
    """
    start(scene)
    for days in range(44, -1, -1):
        diary(scene, days)
        beside(days)
        shopping(scene.purses["rosa"], days, scene.now)
        evening(min(ago(scene.now, days, hour=23), scene.now), but=NOT_ANEW if days else ())
        if days == 14:
            pay_providers(scene, days)
    finish(scene)


def evening(at: datetime, but: Collection[str] = NOT_ANEW) -> None:
    """The clock's own work of a day."""
    for key, said, went_well in daily.run(at, but=but):
        if not went_well:
            raise RuntimeError(f"run_day: {key} said {said}")


def start(scene: Scene) -> None:
    rosa, amira, tom = scene.user("rosa"), scene.user("amira"), scene.user("tom")
    for weekday in (TUESDAY, THURSDAY):
        weekly(scene, "rosa", "Keeping clean and well", "ben-okafor", rosa, weekday, 9, 120, 44, 6)
    for weekday in (0, WEDNESDAY, 4):
        weekly(scene, "joan", "Mornings at home", "hollybank-care-at-home", amira, weekday, MORNING, 60, 44, 6)
    weekly(scene, "tom", "Own money", "hollybank-companions", tom, WEDNESDAY, 14, 120, 44, 6)


def finish(scene: Scene) -> None:
    """What is still to come: visits agreed for the next weeks, and requests that wait for an answer."""
    rosa, amira, tom = scene.user("rosa"), scene.user("amira"), scene.user("tom")
    for weekday in (TUESDAY, THURSDAY):
        weekly(scene, "rosa", "Keeping clean and well", "ben-okafor", rosa, weekday, 9, 120, 2, 3)
    for weekday in (0, WEDNESDAY):
        weekly(scene, "joan", "Mornings at home", "hollybank-care-at-home", amira, weekday, MORNING, 60, 2, 3)
    weekly(scene, "rosa", "Getting out", "dylan-price", rosa, 5, 11, 120, 0, 1, answer=False)
    weekly(scene, "joan", "Company", "hollybank-companions", amira, THURSDAY, 14, 120, 0, 2, answer=False)
    turned_down = weekly(scene, "tom", "Own money", "farah-siddiqui", tom, 6, 10, 60, 5, 1, answer=False)
    orders.decline(
        order=turned_down,
        reason="I am away that weekend.",
        by=seller(turned_down.listing, scene),
        at=ago(scene.now, 4),
        send=False,
    )
    still_open(scene)


def still_open(scene: Scene) -> None:
    """What waits for somebody today: Ben's work, a visit where nobody came, two new times to answer."""
    amira, tom = scene.user("amira"), scene.user("tom")
    for_ben(scene)
    for_rosa(scene)
    yesterday = timezone.localdate(ago(scene.now, 1)).weekday()
    alone = weekly(scene, "tom", "Own money", "hollybank-companions", tom, yesterday, 10, 60, 5, 1)
    visits.miss(visit=alone.visits.get(), by=tom, at=ago(scene.now, 1, hour=12), send=False)
    another_time(
        scene, "rosa", seller(scene.sale["ben-okafor"], scene), Party.PROVIDER, "The dentist could only see me then."
    )
    another_time(scene, "joan", amira, Party.PERSON, "Mum has a hospital appointment that morning.")


def for_ben(scene: Scene) -> None:
    """What the tour asks of Ben at whatever hour it is begun: a visit of yesterday to record, a request to answer."""
    rosa, pot = scene.user("rosa"), "Getting out"
    yesterday = timezone.localdate(ago(scene.now, 1)).weekday()
    weekly(scene, "rosa", pot, "ben-okafor", rosa, yesterday, 15, 60, 5, 1)
    later = timezone.localdate(scene.now + timedelta(days=3)).weekday()
    weekly(scene, "rosa", pot, "ben-okafor", rosa, later, 16, 60, 0, 1, answer=False)


def for_rosa(scene: Scene) -> None:
    """What she is asked at whatever hour: whether the visit of the day before yesterday was right. Silence says so
    tomorrow."""
    before = timezone.localdate(ago(scene.now, 2)).weekday()
    order = weekly(scene, "rosa", "Getting out", "ben-okafor", scene.user("rosa"), before, 13, 60, 6, 1)
    visit = order.visits.get()
    over = visit.ends_at + timedelta(minutes=20)
    visits.deliver(visit=visit, minutes=visit.minutes, by=seller(order.listing, scene), at=over, send=False)


def another_time(scene: Scene, who: str, by: User, party: Party, reason: str) -> None:
    """The last of the visits to come, two hours later."""
    coming = Visit.objects.filter(order__person=scene.persons[who], state="planned", order__state="accepted")
    visit = coming.select_related("order__listing").latest("starts_at")
    later = visit.starts_at + timedelta(hours=2)
    proposals.propose(
        visit=visit,
        starts_at=later,
        minutes=visit.minutes,
        by=by,
        party=party,
        reason=reason,
        at=scene.now - timedelta(hours=3),
        send=False,
    )


def weekly(
    scene: Scene,
    who: str,
    pot: str,
    slug: str,
    by: User,
    weekday: int,
    hour: int,
    minutes: int,
    days: int,
    weeks: int,
    answer: bool = True,
) -> Order:
    """Ask for one visit a week from the first such weekday on, that many days ago; the seller says yes next day."""
    asked_at = min(ago(scene.now, days, hour=12), scene.now - timedelta(hours=1))
    listing = scene.sale[slug]
    wish = orders.Wish(
        listing=listing,
        person=scene.persons[who],
        pot=scene.purses[who].pots[pot],
        starts_at=starts(asked_at + timedelta(days=2), weekday, hour, weeks),
        minutes=minutes,
        token=f"demo-{who}-{slug}-{weekday}-{days}",
        start_early=True,
        not_household=True,
    )
    order = orders.place(wish=wish, by=by, at=asked_at, send=False)
    if answer:
        orders.accept(order=order, by=seller(listing, scene), at=asked_at + timedelta(hours=4), send=False)
    return order


def starts(after: datetime, weekday: int, hour: int, weeks: int) -> tuple[datetime, ...]:
    first = timezone.localtime(after) + timedelta(days=(weekday - timezone.localtime(after).weekday()) % 7)
    day = first.date()
    clock = first.time().replace(hour=hour, minute=0, second=0, microsecond=0)
    zone = timezone.get_current_timezone()
    return tuple(datetime.combine(day + timedelta(weeks=number), clock, zone) for number in range(weeks))


def seller(listing: Listing, scene: Scene) -> User:
    if listing.personal_assistant:
        return User.objects.get(personal_assistant=listing.personal_assistant)
    members = OrganisationMember.objects.filter(organisation__offers=listing.service, ended_at=None)
    return members.select_related("user").earliest("added_at").user


def diary(scene: Scene, days: int) -> None:
    """That day's visits: most are done as agreed, and a few are not."""
    day = timezone.localdate(ago(scene.now, days))
    planned = Visit.objects.filter(state="planned", starts_at__date=day, order__person__in=scene.persons.values())
    for visit in planned.select_related("order__listing"):
        done_at = visit.starts_at + timedelta(minutes=visit.minutes + 20)
        if done_at < scene.now:
            happen(scene, visit, done_at)


def happen(scene: Scene, visit: Visit, done_at: datetime) -> None:
    order = visit.order
    gone_wrong: dict[tuple[str, int, int], Callable[[Scene, Visit, datetime], None]] = {
        ("rosa", THURSDAY, 3): nobody_came,
        ("rosa", TUESDAY, 4): cancelled_in_time,
        ("joan", 0, 2): left_early,
        ("joan", 4, 5): queried,
        ("tom", WEDNESDAY, 3): paid_back,
    }
    who = next(name for name, person in scene.persons.items() if person.pk == order.person_id)
    act = gone_wrong.get((who, timezone.localtime(visit.starts_at).weekday(), visit.number), as_agreed)
    act(scene, visit, done_at)


def as_agreed(scene: Scene, visit: Visit, done_at: datetime) -> None:
    visits.deliver(visit=visit, minutes=visit.minutes, by=seller(visit.order.listing, scene), at=done_at, send=False)
    in_the_evening = done_at.replace(hour=18)
    if visit.number % 3 and in_the_evening < scene.now:  # now and then silence confirms it, after three days
        visits.confirm(visit=visit, by=visit.order.placed_by, at=max(in_the_evening, done_at), send=False)


def nobody_came(scene: Scene, visit: Visit, done_at: datetime) -> None:
    visits.miss(visit=visit, by=visit.order.placed_by, at=done_at, send=False)
    visits.agree_missed(visit=visit, by=seller(visit.order.listing, scene), at=done_at + timedelta(hours=2), send=False)


def cancelled_in_time(scene: Scene, visit: Visit, done_at: datetime) -> None:
    two_days_before = visit.starts_at - timedelta(hours=48)
    visits.cancel(
        visit=visit,
        by=visit.order.placed_by,
        party=Party.PERSON,
        reason="My sister is staying.",
        at=two_days_before,
        send=False,
    )


def left_early(scene: Scene, visit: Visit, done_at: datetime) -> None:
    """Recorded as a whole hour; the family said 40 minutes; the council decided that part is paid."""
    visits.deliver(visit=visit, minutes=visit.minutes, by=scene.user("hollybank"), at=done_at, send=False)
    words = "The carer left at twenty to nine."
    query = queries.ask(visit=visit, reason=words, by=scene.user("amira"), at=done_at + timedelta(hours=3), send=False)
    queries.decide(
        query=query,
        decision=Query.Decision.PART,
        part_pence=1_600,
        explanation="The call log shows 40 minutes. Hollybank is paid for 40 minutes and Joan has the rest back.",
        by=scene.user("practitioner"),
        at=done_at + timedelta(days=2),
        send=False,
    )


def queried(scene: Scene, visit: Visit, done_at: datetime) -> None:
    """One that waits for a decision."""
    visits.deliver(visit=visit, minutes=visit.minutes, by=scene.user("hollybank"), at=done_at, send=False)
    words = "Mum says that nobody helped her to wash."
    queries.ask(visit=visit, reason=words, by=scene.user("amira"), at=done_at + timedelta(hours=5), send=False)


def paid_back(scene: Scene, visit: Visit, done_at: datetime) -> None:
    visits.deliver(visit=visit, minutes=visit.minutes, by=scene.user("hollybank"), at=done_at, send=False)
    visits.confirm(visit=visit, by=visit.order.placed_by, at=done_at + timedelta(hours=1), send=False)
    visits.refund(
        visit=visit,
        pence=2_100,
        reason="We were an hour late. This is on us.",
        by=scene.user("hollybank"),
        at=done_at + timedelta(days=1),
        send=False,
    )


def pay_providers(scene: Scene, days: int) -> None:
    """Prepared by one person in finance and released by another."""
    made = payment_files.prepare(by=scene.user("finance"), through_stripe=True, at=ago(scene.now, days, hour=10))
    payment_files.release(file=made, by=scene.user("finance2"), at=ago(scene.now, days, hour=15))
    seed_sent.was_sent()
