"""Whether a budget can lawfully employ somebody, and what an employer sets aside each week. Pure.

All but the wage of the weeks that are worked falls due on a day of its own, so all of that is set aside: holiday, sick
pay, National Insurance, pension, what is bought once a year, cover, notice and redundancy (`accounts.employing_cost`).
"""

from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from accounts import employing as law
from accounts.employing import BelowMinimumWage, Job, Rates
from accounts.employing_cost import Cost, cost

TIMES_A_YEAR = {"week": 52, "four_weeks": 13, "year": 1}  # a year is 52 weeks, as in the cost and in council's plans
QUARTER = 15  # minutes
WAGE = "wage"


class Fit(StrEnum):
    FITS = "fits"
    NOT_AT_THIS_WAGE = "not_at_this_wage"  # it would at the lowest wage of that age
    CANNOT = "cannot"  # not even at the lowest wage that the law allows
    BELOW_MINIMUM = "below_minimum"  # the wage that was agreed is now below the minimum


def a_year(pence: int, period: str) -> int:
    """A budget's amount as pence a year."""
    return pence * TIMES_A_YEAR[period]


def at_minimum(rates: Rates, job: Job) -> Job:
    """The same job at the lowest wage of that age; cover at the same wage gets as little."""
    least = law.minimum_wage(rates, job.age_years)
    same = job.cover_rate_pence_an_hour == job.rate_pence_an_hour
    return replace(
        job, rate_pence_an_hour=least, cover_rate_pence_an_hour=least if same else job.cover_rate_pence_an_hour
    )


def least(rates: Rates, job: Job) -> int:
    """The true cost of a year at the lowest wage, in pence: with less nobody can be employed for so many hours."""
    return cost(rates, at_minimum(rates, job)).total_pence


def fit(rates: Rates, job: Job, budget_pence: int) -> Fit:
    """National Minimum Wage Act 1998 s.1, and what the other Acts put on top of the wage."""
    try:
        total = cost(rates, job).total_pence
    except BelowMinimumWage:
        return Fit.BELOW_MINIMUM if least(rates, job) <= budget_pence else Fit.CANNOT
    return fit_of(total, least(rates, job), budget_pence)


def fit_of(total_pence: int, least_pence: int, budget_pence: int) -> Fit:
    if least_pence > budget_pence:
        return Fit.CANNOT
    return Fit.FITS if total_pence <= budget_pence else Fit.NOT_AT_THIS_WAGE


def most_minutes(rates: Rates, job: Job, budget_pence: int) -> int:
    """So many minutes a week the budget can pay for at the lowest wage: whole quarters of an hour; 0 is none."""
    low, high = 0, job.minutes_a_week // QUARTER
    while low < high:
        middle = (low + high + 1) // 2
        if least(rates, replace(job, minutes_a_week=middle * QUARTER)) <= budget_pence:
            low = middle
        else:
            high = middle - 1
    return low * QUARTER


def aside_pence(found: Cost) -> int:
    """Of a year, all but the wage."""
    return found.total_pence - sum(line.pence for line in found.lines if line.key == WAGE)


def aside_week_pence(found: Cost) -> int:
    """To set aside each week: pence up, so that it is there on its day."""
    return -(-aside_pence(found) // law.WEEKS_A_YEAR)


def after(job: Job, years: int) -> Job:
    """The same job so many full years later."""
    return replace(job, age_years=job.age_years + years, service_years=job.service_years + years)


def holiday_built_up(job: Job, weeks: int) -> int:
    """Pence of holiday that so many weeks of work have earned."""
    week = Fraction(weeks, law.WEEKS_A_YEAR)
    return law.whole(law.holiday_weeks(job.days_a_week) * job.weekly_pence * week)


def owed_if_ended(rates: Rates, job: Job, weeks: int, holiday_paid_pence: int) -> int:
    """What an employer would owe if the job ended today: notice, redundancy, and holiday that was not taken (Working
    Time Regulations 1998 reg 14). `weeks` are those since the setting aside began."""
    half = law.redundancy_half_weeks(job.age_years, job.service_years)
    redundancy = law.whole(Fraction(half * law.redundancy_week_pence(rates, job), 2))
    notice = law.notice_weeks(job.service_years) * job.weekly_pence
    return notice + redundancy + max(holiday_built_up(job, weeks) - holiday_paid_pence, 0)


def hours(minutes: int) -> Fraction:
    return Fraction(minutes, 60)
