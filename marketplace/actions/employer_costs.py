"""What employing somebody truly costs: sent by the person, answered by a practitioner, then set aside week by week.

What is set aside is nobody's to spend. It goes to the assistant when something is due (`employer_payments`), and what
is left when the job is over and all is paid goes back to the pot that pays the wage, to the penny.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import employer_budget, ledger, notices, payments
from accounts.actions import budgets, setting_aside
from accounts.audit import audit, behalf
from accounts.employing import Job
from accounts.employing_cost import cost
from accounts.loads import DAY
from accounts.models import EmploymentRates, Person, Pot, User
from accounts.permissions import has_part_in, may
from accounts.queries import employing
from accounts.roles import Permission, Scope
from design.formats import counted, day
from marketplace import emails
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import EmployedAssistant, EmployerCosts
from marketplace.models.employer_costs import WEEK
from marketplace.permissions import Authority, NotYours, authority, plans_for
from marketplace.queries import employer_costs as queries

State = EmployerCosts.State
OPEN = (State.SENT, State.TALK)
EARLIEST, LATEST = timedelta(weeks=12), timedelta(days=366)  # our own rule


@transaction.atomic
def send(
    *,
    person: Person,
    rates: EmploymentRates,
    job: Job,
    wage_pot: Pot,
    employed: EmployedAssistant | None,
    by: User,
    at: datetime | None = None,
) -> EmployerCosts:
    """Keep a calculation, and let the council look at it. A wage below the minimum is refused before (`cost`), and a
    practitioner hears at once where the budget cannot lawfully employ. Raises BelowMinimumWage, Refused, NotYours."""
    now = at or timezone.now()
    plans_for(by, person, now)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two clicks are one calculation
    if wage_pot.person_id != person.pk or wage_pot.budget is None or wage_pot.available is None or wage_pot.closed_at:
        raise Refused("pot", "Choose a part of the budget whose money is held here.")
    if employed and (employed.person_id != person.pk or employed.ended_at):
        raise Refused("employed", "Choose somebody who works for you now.")
    found = cost(employing.figures(rates), job)
    EmployerCosts.objects.filter(person=person, employed=employed, state=State.SENT).delete()  # nobody answered it yet
    EmployerCosts.objects.filter(person=person, employed=employed, state=State.TALK).update(state=State.REPLACED)
    made = EmployerCosts.objects.create(
        person=person,
        employed=employed,
        rates=rates,
        job=asdict(job),
        total_pence=found.total_pence,
        least_pence=employer_budget.least(found.rates, job),
        aside_week_pence=employer_budget.aside_week_pence(found),
        budget_pence=employer_budget.a_year(wage_pot.budget.amount_pence, wage_pot.budget.period),
        wage_pot=wage_pot,
        sent_by=by,
        sent_at=now,
    )
    _audit("employer_costs.sent", made, by, now, pence=made.total_pence, fit=made.fit)
    emails.employer_costs_to_practitioner(made, at=now)
    return made


@transaction.atomic
def agree(*, costs: EmployerCosts, starts_on: date, words: str, by: User, at: datetime | None = None) -> EmployerCosts:
    """From a day on all but the wage is set aside each week. Raises Refused, Overtaken, NotYours."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=costs.person_id)  # one answer after the other
    held = _to_answer(costs, by)
    if held.employed is None:
        raise Refused("nobody", "Nobody is employed yet. Talk about it, and agree it when somebody is.")
    if held.fit == employer_budget.Fit.CANNOT:
        raise Refused("cannot", "This budget cannot lawfully employ somebody for so many hours. Talk about it first.")
    _check_start(starts_on, now)
    first = queries.first_day(held, starts_on)
    _check_works(held.employed, first)
    before = _replace(held.employed, by, now)
    held.pot = before.pot if before else setting_aside.open_pot(person=held.person, wage=held.wage_pot)
    name = held.employed.personal_assistant.name
    held.payee = before.payee if before else payments.open_payee(name=name, at=now)
    held.starts_on, held.began_on = first, min(before.began_on or first, first) if before else first
    return _answered(held, State.AGREED, words, by, now)


def _check_start(starts_on: date, now: datetime) -> None:
    """A mistyped year would set years aside in one night."""
    today = timezone.localdate(now)
    if not today - EARLIEST <= starts_on <= today + LATEST:
        raise Refused("starts_on", "The first day must be within the last 12 weeks or the next year.")


def _check_works(employed: EmployedAssistant, first: date) -> None:
    """Nothing is owed for days on which nobody says that the two worked together."""
    since = queries.works_since(employed)
    if first < since:
        name = employed.personal_assistant.name
        raise Refused("not_yet", f"We know of {name}’s work since {day(since)}. The first day cannot be before that.")


def _replace(employed: EmployedAssistant, by: User, now: datetime) -> EmployerCosts | None:
    """The calculation that was agreed before for the same job: its money stays where it is."""
    before = EmployerCosts.objects.select_for_update(of=("self",), no_key=True).filter(
        employed=employed, state=State.AGREED
    )
    if found := before.first():
        EmployerCosts.objects.filter(pk=found.pk).update(state=State.REPLACED)
        _audit("employer_costs.replaced", found, by, now)
    return found


@transaction.atomic
def talk(*, costs: EmployerCosts, words: str, by: User, at: datetime | None = None) -> EmployerCosts:
    """Not so, or not yet: what the council says about it. Nothing is set aside."""
    now, held = at or timezone.now(), _to_answer(costs, by)
    if not words.strip():
        raise Refused("words", "Say what there is to talk about.")
    return _answered(held, State.TALK, words, by, now)


def _to_answer(costs: EmployerCosts, by: User) -> EmployerCosts:
    """Fresh and locked, by a practitioner who has no part in it."""
    held = locked(costs)
    if not may(by, Permission.AGREE_BUDGETS) or has_part_in(by, held.person):
        raise NotYours
    if held.state not in OPEN:
        raise Overtaken
    return held


def locked(costs: EmployerCosts) -> EmployerCosts:
    EmployerCosts.objects.select_for_update(no_key=True, of=("self",)).get(pk=costs.pk)
    whole = EmployerCosts.objects.select_related(
        "person__user", "person__practitioner", "employed__personal_assistant", "payee__payable", "rates",
        "wage_pot__available", "wage_pot__held", "wage_pot__budget", "pot__available", "pot__held",
    )  # fmt: skip
    return whole.get(pk=costs.pk)


def _answered(held: EmployerCosts, state: str, words: str, by: User, now: datetime) -> EmployerCosts:
    held.state, held.answer, held.answered_by, held.answered_at = state, words.strip(), by, now
    held.save()
    _audit(f"employer_costs.{state}", held, by, now)
    context = {"costs": held, "link": held.get_absolute_url()}
    notices.tell(person=held.person, template="marketplace/emails/employer_costs_answered", context=context, at=now)
    return held


def put_by_due(at: datetime) -> str:
    """Every week that is over and is not set aside yet, each by itself. Safe to run twice."""
    running = EmployerCosts.objects.filter(state=State.AGREED).order_by("pk")
    return counted(sum(put_by(costs=costs, at=at) for costs in running), "week") + " set aside by employers"


@transaction.atomic
def put_by(*, costs: EmployerCosts, at: datetime) -> int:
    """How many weeks were set aside now, the oldest first. Where there is not enough they wait, and nothing stops."""
    held, done = locked(costs), 0
    if held.state != State.AGREED or held.starts_on is None or held.pot is None or held.employed is None:
        return 0
    try:
        wage = wage_pot(held)
    except Refused:
        return 0  # the weeks wait
    while (last := _next_week(held)) < min(timezone.localdate(at), _end(held) + DAY):
        key = f"set-aside:{held.employed.pk}:{last.isoformat()}"
        if held.aside_week_pence and not setting_aside.put_by(
            pot=held.pot, wage=wage, pence=held.aside_week_pence, key=key, at=at
        ):
            break
        held.set_aside_until, done = last, done + 1
    if done:
        EmployerCosts.objects.filter(pk=held.pk).update(set_aside_until=held.set_aside_until)
    return done


def _next_week(held: EmployerCosts) -> date:
    """The last day of the next whole week to set aside."""
    first = held.set_aside_until + DAY if held.set_aside_until else held.starts_on
    return (first or date.max - WEEK) + WEEK - DAY


def _end(held: EmployerCosts) -> date:
    """The last day of the job, or of the person's life."""
    ended = timezone.localdate(held.employed.ended_at) if held.employed and held.employed.ended_at else date.max - DAY
    return min(ended, held.person.died_on or ended)


def wage_pot(held: EmployerCosts) -> Pot:
    """What pays the wage now: where its budget has ended and the pot was carried over, the one it was carried to.
    Raises Refused where there is none in our books: into a closed pot nothing goes, and nothing comes out of it."""
    pot = held.wage_pot
    if pot.closed_at is None or pot.budget is None:
        return pot
    runs = budgets.running(held.person, pot.budget.is_for_caring, timezone.localdate(), begun=True)
    if heir := budgets.heir_of(pot, runs):
        return heir
    raise Refused("no_pot", "The wage is not paid from money held here any more. Call us about what is set aside.")


def may_pay(costs: EmployerCosts, by: User, at: datetime) -> Authority:
    """The person, or who may order and pay for her, but never the assistant herself; the council where the person has
    no sign-in, or has died. Raises NotYours, Refused."""
    person = costs.person
    if costs.employed and by.pk == costs.employed.personal_assistant.user_id:
        raise Refused("own_pay", "You are the personal assistant, so somebody else must pay for the employer.")
    alone = person.user_id is None or person.died_on is not None
    if alone and may(by, Permission.AGREE_BUDGETS) and not has_part_in(by, person):
        return Authority(staff=True)
    return authority(by, person, Scope.ORDER, Scope.PAY, at=at)


@transaction.atomic
def finish(*, costs: EmployerCosts, by: User, at: datetime | None = None) -> EmployerCosts:
    """The job is over and everything is paid: what is left goes back to the pot that pays the wage, to the penny.
    Again: nothing. By who may pay for the person; by the council where nobody else can. Raises Refused, NotYours."""
    now, held = at or timezone.now(), locked(costs)
    may_pay(held, by, now)
    if held.state == State.ENDED:
        return held
    if held.state != State.AGREED or held.employed is None or held.pot is None or held.pot.available is None:
        raise Overtaken
    if held.employed.ended_at is None and held.person.died_on is None:
        raise Refused("works", f"{held.who} still works for you. Say first that the job has ended.")
    wage = wage_pot(held)
    left = ledger.lock(side for side in (held.pot.available, wage.available) if side)[held.pot.available.pk]
    if left:
        key = f"set-aside-over:{held.pk}"
        setting_aside.give_back(
            pot=held.pot, wage=wage, pence=left, key=key, by=by, at=now, behalf=behalf(held.person, by)
        )
    Pot.objects.filter(pk=held.pot.pk).update(closed_at=now)
    EmployerCosts.objects.filter(pk=held.pk).update(state=State.ENDED, ended_by=by, ended_at=now)
    held.refresh_from_db()
    _audit("employer_costs.ended", held, by, now, pence=left)
    return held


def _audit(action: str, costs: EmployerCosts, by: User, at: datetime, **detail: object) -> None:
    audit(
        action=action,
        by=by,
        on_behalf_of=behalf(costs.person, by),
        subject=f"employer_costs:{costs.pk}",
        detail=dict(detail),
        at=at,
    )
