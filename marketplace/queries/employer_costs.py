"""What employers set aside, what they would owe today, and which budgets cannot lawfully employ."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from accounts import employer_budget, ledger
from accounts.employer_budget import Fit
from accounts.employing import Job, Rates
from accounts.loads import DAY
from accounts.models import Mandate, Person, PersonalBudget, Pot, User
from accounts.queries import employing
from accounts.surplus import Commitment, Kind
from marketplace.models import EmployedAssistant, EmployerCosts, EmployerPayment, Timesheet
from marketplace.models.employer_costs import WEEK

State = EmployerCosts.State
GRACE_WEEKS = 1  # a week that ended yesterday is set aside today


@dataclass(frozen=True)
class Standing:
    """One calculation as it stands today. Pence; `behind` weeks could not be set aside yet."""

    costs: EmployerCosts
    aside_pence: int
    owed_pence: int
    behind: int
    fit: Fit

    @property
    def missing_pence(self) -> int:
        """What the law would ask for today beyond what is set aside."""
        return max(self.owed_pence - self.aside_pence, 0)


def whole(found: QuerySet[EmployerCosts]) -> QuerySet[EmployerCosts]:
    people = ("person__user", "employed__personal_assistant", "answered_by", "sent_by", "rates")
    return found.select_related(*people, "wage_pot__budget", "wage_pot__available", "pot__available", "payee")


def of_person(person: Person) -> QuerySet[EmployerCosts]:
    return whole(EmployerCosts.objects.filter(person=person).exclude(state=State.REPLACED))


def everybodys(user: User) -> QuerySet[EmployerCosts]:
    """Those that a practitioner may look at: not her own, nor of somebody she acts for."""
    own = Q(person__user=user) | Q(person__in=Mandate.acted_for(user))
    return whole(EmployerCosts.objects.exclude(own).exclude(state=State.REPLACED))


def standings(found: Sequence[EmployerCosts], today: date) -> list[Standing]:
    """In the same order. Four queries, however many."""
    balances = ledger.balances(each.pot.available_id for each in found if each.pot)
    holidays = _holidays([each.employed_id for each in found if each.employed_id])
    row = employing.of_day(employing.years(), today)
    rates = employing.figures(row) if row else None
    now = _budgets({each.person_id for each in found}, today)
    return [
        _standing(
            each,
            balances.get(each.pot.available_id or 0, 0) if each.pot else 0,
            holidays.get(each.employed_id or 0, 0),
            rates or employing.figures(each.rates),
            now.get(each.person_id, each.budget_pence),
            today,
        )
        for each in found
    ]


def _budgets(people: Collection[int], today: date) -> dict[int, int]:
    """Pence a year of the budget that runs, by the person's id."""
    runs = PersonalBudget.objects.filter(person__in=people, is_for_caring=False, starts_on__lte=today)
    runs = runs.exclude(ends_on__lt=today).order_by("starts_on", "pk")
    return {each.person_id: employer_budget.a_year(each.amount_pence, each.period) for each in runs}


def _holidays(employed: Collection[int]) -> dict[int, int]:
    paid = EmployerPayment.objects.filter(kind=EmployerPayment.Kind.HOLIDAY, costs__employed__in=employed)
    sums = paid.order_by().values_list("costs__employed").annotate(a=Sum("aside_pence"), b=Sum("wage_pot_pence"))
    return {pk: a + b for pk, a, b in sums}


def _standing(costs: EmployerCosts, aside: int, holiday: int, rates: Rates, budget_pence: int, today: date) -> Standing:
    job = now(costs, today)
    fit = employer_budget.fit(rates, job, budget_pence)
    if costs.state != State.AGREED or costs.starts_on is None or costs.began_on is None:
        return Standing(costs, aside, 0, 0, fit)
    last = end(costs, today)
    weeks = max((last - costs.began_on).days + 1, 0) // 7
    owed = employer_budget.owed_if_ended(rates, job, weeks, holiday)
    done = costs.set_aside_until or costs.starts_on - DAY
    behind = max((min(last, today - DAY) - done).days // WEEK.days - GRACE_WEEKS, 0)
    return Standing(costs, aside, owed, behind, fit)


def end(costs: EmployerCosts, today: date) -> date:
    """Today, or the last day of the job."""
    ended = costs.employed.ended_at if costs.employed else None
    return min(timezone.localdate(ended), today) if ended else today


def now(costs: EmployerCosts, today: date) -> Job:
    """The job with the years that have gone by since she said it."""
    return employer_budget.after(costs.asked, max((today - timezone.localdate(costs.sent_at)).days // 365, 0))


def first_day(costs: EmployerCosts, typed: date) -> date:
    """From which day on it is set aside, agreed now: where one runs for this job, from where that one stops."""
    runs = EmployerCosts.objects.filter(employed=costs.employed, state=State.AGREED).exclude(set_aside_until=None)
    before = runs.first() if costs.employed_id else None
    return before.set_aside_until + DAY if before and before.set_aside_until else typed


def works_since(employed: EmployedAssistant) -> date:
    """When it was said that somebody works for her, or the first week of hours she agreed, whichever is sooner."""
    said = timezone.localdate(employed.said_at)
    agreed = employed.timesheets.filter(state=Timesheet.State.AGREED).order_by("first_day").first()
    return min(said, agreed.first_day) if agreed else said


def to_look_at(user: User) -> QuerySet[EmployerCosts]:
    """The oldest first."""
    return everybodys(user).filter(state=State.SENT).order_by("sent_at", "pk")


def running(user: User) -> QuerySet[EmployerCosts]:
    return everybodys(user).filter(state=State.AGREED).order_by("sent_at", "pk")


def commitments(people: Collection[int]) -> dict[int, list[Commitment]]:
    """What each employer must keep: what is set aside, or what the law would ask for today, where that is more. None
    where a job has no calculation that was agreed: then nobody can say. Six queries, however many people."""
    jobs = EmployedAssistant.objects.filter(Q(ended_at=None) | Q(costs__state=State.AGREED), person__in=people)
    agreed = list(whole(EmployerCosts.objects.filter(person__in=people, state=State.AGREED)))
    known = {each.costs.employed_id: each for each in standings(agreed, timezone.localdate())} if agreed else {}
    found: dict[int, list[Commitment]] = {}
    for pk, person in jobs.order_by("pk").values_list("pk", "person").distinct():
        standing = known.get(pk)
        pence = max(standing.aside_pence, standing.owed_pence) if standing else None
        found.setdefault(person, []).append(Commitment(Kind.EMPLOYER, pence))
    return found


def wage_pots(person: Person) -> list[Pot]:
    """Parts of the budget from which a wage can be paid here."""
    pots = Pot.objects.filter(
        person=person, closed_at=None, budget__isnull=False, available__isnull=False, is_contingency=False
    )
    today = timezone.localdate()
    runs = pots.filter(Q(budget__ends_on=None) | Q(budget__ends_on__gte=today), budget__starts_on__lte=today)
    return list(
        runs.filter(budget__is_for_caring=False).select_related("budget", "available").order_by("position", "pk")
    )


def memo_words(references: list[str]) -> dict[str, str]:
    """Words for the lines of a statement: "holiday pay, 5 days in August". One query."""
    names = {reference.removesuffix("-more") for reference in references}
    found = {each.reference: each for each in EmployerPayment.objects.filter(reference__in=names)}
    return {
        reference: memo(found[reference.removesuffix("-more")])
        for reference in references
        if reference.removesuffix("-more") in found
    }


PAY = {"holiday": "holiday pay", "sick": "sick pay", "notice": "pay for notice", "redundancy": "redundancy pay"}


def memo(payment: EmployerPayment) -> str:
    words = PAY.get(payment.kind, payment.get_kind_display())
    return f"{words}, {payment.note}" if payment.note else words
