"""Joan sets aside what Maria will be owed, and an afternoon of holiday is paid from it; Colin's budget cannot lawfully
employ; Neil's contribution is late, and talked about."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import arrears
from accounts.employing import Job
from accounts.models import ArrearsEntry, EmploymentRates, Person, Pot
from accounts.queries import employing
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_year import found
from marketplace.actions import employer_costs, employer_payments
from marketplace.models import EmployedAssistant, EmployerPayment

FIVE_HOURS = Job(
    minutes_a_week=300,
    days_a_week=2,
    rate_pence_an_hour=1_350,
    age_years=34,
    sick_weeks=1,
    cover_weeks=2,
    cover_rate_pence_an_hour=1_350,
    insurance_pence_a_year=6_500,
)
TWELVE_HOURS = Job(minutes_a_week=720, days_a_week=4, rate_pence_an_hour=1_300, age_years=28, sick_weeks=1)
Kind = ArrearsEntry.Kind


def all_of_it(scene: Scene) -> None:
    joan(scene)
    colin(scene)
    neil(scene)


def joan(scene: Scene) -> None:
    """Amira sent it, Samuel agreed it, four weeks are set aside, and Maria had a day of holiday."""
    person, amira = scene.persons["joan"], scene.user("amira")
    sent = employer_costs.send(
        person=person,
        rates=rates(),
        job=FIVE_HOURS,
        wage_pot=Pot.objects.get(person=person, label="Mornings at home", closed_at=None),
        employed=EmployedAssistant.objects.get(person=person, ended_at=None),
        by=amira,
        at=ago(scene.now, 32, hour=18),
    )
    agreed = employer_costs.agree(
        costs=sent,
        starts_on=timezone.localdate(ago(scene.now, 30)),
        words="Five hours a week fit beside the visits. Call me if the hours change.",
        by=scene.user("practitioner"),
        at=ago(scene.now, 30, hour=11),
    )
    for weeks in (23, 16, 9, 2):
        employer_costs.put_by(costs=agreed, at=ago(scene.now, weeks, hour=6))
    employer_payments.pay(
        costs=agreed,
        kind=EmployerPayment.Kind.HOLIDAY,
        pence=2_025,
        note="one afternoon",
        reference="demo-holiday-1",
        by=amira,
        at=ago(scene.now, 1, hour=19),
    )


def colin(scene: Scene) -> None:
    """He wants to know before he asks anybody. Samuel is told."""
    person = Person.objects.get(name="Colin Marsh")
    pots = Pot.objects.filter(person=person, available__isnull=False, closed_at=None)
    employer_costs.send(
        person=person,
        rates=rates(),
        job=TWELVE_HOURS,
        wage_pot=pots.order_by("position", "pk")[0],
        employed=None,
        by=found(person),
        at=ago(scene.now, 3, hour=17),
    )


def neil(scene: Scene) -> None:
    """His part has not come for months. He asks to pay in parts, and waits for an answer."""
    person = Person.objects.get(name="Neil Abbott")
    budget = person.budgets.filter(ends_on=None).latest("pk")
    him, martin = found(person), scene.user("finance")
    said = "My hours at work were cut in the summer, so I stopped the standing order. I should have said."
    arrears.say(budget=budget, kind=Kind.SAY, words=said, by=him, at=ago(scene.now, 20, hour=19))
    reply = "Thank you for telling us. Nothing stops. We can look at your costs again, or you can pay in parts."
    arrears.answer(budget=budget, kind=Kind.ANSWER, words=reply, by=martin, at=ago(scene.now, 18, hour=10))
    arrears.say(budget=budget, kind=Kind.SPREAD, months=6, words="From January.", by=him, at=ago(scene.now, 4, hour=20))
    arrears.propose_waiver(
        budget=budget,
        pence=2_400,
        why="Three weeks in which he had no visits.",
        by=martin,
        at=scene.now - timedelta(hours=30),
    )


def rates() -> EmploymentRates:
    """Those of today."""
    row = employing.of_day(employing.years(), timezone.localdate())
    if row is None:
        raise ValueError("The rates come with Waymark.")
    return row
