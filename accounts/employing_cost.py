"""What a year of employing a personal assistant costs, line by line, and what to set aside. Pure.

Each line says in words how it was worked out, and by what law. The lines are in the order in which people meet them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from accounts import employing as law
from accounts.employing import Job, Rates
from design.formats import counted
from design.formats import pounds_short as pounds

NI, ALLOWANCE = "ni", "allowance"
EASY = {  # a picture, and the words of Easy Read
    "wage": ("clock", "The wage"),
    "holiday": ("calendar", "Pay for their holidays"),
    "sick": ("heart", "Pay when they are ill"),
    "ni": ("scales", "A tax that a boss pays. It is called National Insurance"),
    "allowance": ("tick", "You can ask to pay less of this tax. It is called Employment Allowance"),
    "pension": ("purse", "Money for when they are old. It is called a pension"),
    "insurance": ("shield-check", "Insurance, if they get hurt at work"),
    "payroll": ("pencil", "Somebody who does the payslips"),
    "training": ("book", "Training"),
    "notice": ("envelope", "Pay for the last weeks, when the job ends. It is called notice"),
    "redundancy": ("hand", "Pay if you do not need them any more. It is called redundancy"),
    "cover": ("people", "Somebody else while they are away"),
}
ITS_DAY = "HM Revenue and Customs wants it by the 22nd, after each month or each quarter"


@dataclass(frozen=True)
class Line:
    """`pence` a year; below zero it takes something off. `is_set_aside`: it falls due on another day than pay day."""

    key: str
    what: str
    pence: int
    how: str
    source: str
    when: str
    is_set_aside: bool = True

    @property
    def week_pence(self) -> int:
        """What to put by each week, so that it is there: pence up."""
        return -(-self.pence // law.WEEKS_A_YEAR)

    @property
    def less_pence(self) -> int:
        """What it takes off."""
        return -self.pence

    @property
    def picture(self) -> str:
        return EASY[self.key][0]

    @property
    def easy(self) -> str:
        return EASY[self.key][1]


@dataclass(frozen=True)
class Cost:
    """A year. `minutes` are those of help: the assistant's own, and those of whoever comes instead."""

    rates: Rates
    job: Job
    lines: tuple[Line, ...]
    minutes: Fraction

    @property
    def total_pence(self) -> int:
        return sum(line.pence for line in self.lines)

    @property
    def week_pence(self) -> int:
        return law.whole(Fraction(self.total_pence, law.WEEKS_A_YEAR))

    @property
    def hour_pence(self) -> int:
        """One hour of help, all in."""
        return law.whole(self.total_pence * 60 / self.minutes)

    @property
    def set_aside(self) -> tuple[Line, ...]:
        """What falls due on a day of its own. National Insurance is what the Employment Allowance leaves of it."""
        off = sum(line.pence for line in self.lines if line.key == ALLOWANCE)
        own = (replace(line, pence=line.pence + off) if line.key == NI else line for line in self.lines)
        return tuple(line for line in own if line.is_set_aside and line.pence > 0)

    @property
    def set_aside_week_pence(self) -> int:
        return sum(line.week_pence for line in self.set_aside)

    @property
    def notice_now_pence(self) -> int:
        """If the job ended now."""
        return law.notice_weeks(self.job.service_years) * self.job.weekly_pence

    @property
    def redundancy_now_pence(self) -> int:
        half = law.redundancy_half_weeks(self.job.age_years, self.job.service_years)
        return law.whole(Fraction(half * law.redundancy_week_pence(self.rates, self.job), 2))


def cost(rates: Rates, job: Job) -> Cost:
    """Raises BelowMinimumWage, with the minimum of that age in it."""
    law.check_wage(rates, job.age_years, job.rate_pence_an_hour)
    pay = tuple(pay_lines(rates, job))
    yearly = sum(line.pence for line in pay)
    rest = (*ni_lines(rates, job, yearly), pension_line(rates, job, yearly), *bought_lines(job), *end_lines(rates, job))
    return Cost(rates, job, (*pay, *rest, cover_line(job)), (worked_weeks(job) + job.cover_weeks) * job.minutes_a_week)


def worked_weeks(job: Job) -> Fraction:
    return law.WEEKS_A_YEAR - law.holiday_weeks(job.days_a_week) - job.sick_weeks


def pay_lines(rates: Rates, job: Job) -> Iterator[Line]:
    week, holiday = job.weekly_pence, law.holiday_weeks(job.days_a_week)
    worked = worked_weeks(job)
    stops = " The law stops at 28 days." if holiday < law.HOLIDAY_WEEKS else ""
    hours = f"{number(Fraction(job.minutes_a_week, 60))} hours at {pounds(job.rate_pence_an_hour)}"
    yield Line(
        "wage",
        "Wage",
        law.whole(week * worked),
        f"{hours} is {pounds(week)} a week. {number(worked)} weeks are worked: 52, less holiday and sickness.",
        "National Minimum Wage Act 1998, section 1; National Minimum Wage Regulations 2015, regulations 4 and 4A",
        "Each pay day",
        False,
    )
    yield Line(
        "holiday",
        "Paid holiday",
        law.whole(week * holiday),
        f"{number(holiday)} weeks at {pounds(week)}.{stops}",
        "Working Time Regulations 1998, regulations 13 and 13A",
        "When they take it",
        False,
    )
    yield Line(
        "sick",
        "Sick pay",
        law.sick_pay(rates, job),
        sick_words(rates, job),
        "Social Security Contributions and Benefits Act 1992, Part XI; Employment Rights Act 2025",
        "When they are ill, on the usual pay day",
        False,
    )


def sick_words(rates: Rates, job: Job) -> str:
    if not job.sick_weeks:
        return "You said no weeks of illness."
    if job.weekly_pence < rates.sick_pay_from_pence_a_week:
        return f"None: pay is below {pounds(rates.sick_pay_from_pence_a_week)} a week."
    week = law.sick_pay_a_week(rates, job)
    capped = week < rates.sick_pay_pence_a_week
    why = f", which is {rates.sick_pay_most_percent_of_pay}% of their pay" if capped else ""
    wait = rates.sick_pay_waiting_days
    days = f" The first {wait} days are not paid." if wait else " It is paid from the first day."
    return f"{counted(job.sick_weeks, 'week')} at {pounds(law.whole(week))}{why}.{days}"


def ni_lines(rates: Rates, job: Job, pay: int) -> Iterator[Line]:
    above, ni = law.employer_ni_above(rates, job.age_years), law.employer_ni(rates, job.age_years, pay)
    rate = percent(rates.employer_ni_basis_points)
    age = " Under 21 it begins higher." if job.age_years < law.UNDER_21 else ""
    how = f"{rate} of pay above {pounds(above)} a year. Pay is {pounds(pay)}.{age}"
    source = "Social Security Contributions and Benefits Act 1992, sections 6, 9 and 9A"
    yield Line(NI, "Employer’s National Insurance", ni, how, source, ITS_DAY)
    off = law.employment_allowance(rates, ni) if job.claims_allowance else 0
    most = pounds(rates.employment_allowance_pence_a_year)
    said = (
        f"Up to {most} a year comes off, for all whom you employ together. Claim it again each tax year."
        if job.claims_allowance
        else f"You said you do not claim it. Up to {most} a year could come off."
    )
    source = "National Insurance Contributions Act 2014, sections 1 and 2(3A)"
    yield Line(ALLOWANCE, "Employment Allowance", -off, said, source, "With the National Insurance")


def pension_line(rates: Rates, job: Job, pay: int) -> Line:
    due = law.pension(rates, pay)
    enrolled = law.is_enrolled(rates, job.age_years, pay)
    lower, upper = pounds(rates.pension_lower_pence_a_year), pounds(rates.pension_upper_pence_a_year)
    sum_of = f"{percent(rates.pension_employer_basis_points)} of pay between {lower} and {upper} a year"
    ages = f"from {rates.pension_from_age_years} to State Pension age, with pay above"
    who = f"Automatic {ages} {pounds(rates.pension_above_pence_a_year)} a year."
    if enrolled:
        how = f"{sum_of}. {who}"
    elif due and job.age_years < 75:
        how = f"Not automatic here. If they ask to join, you pay {pounds(due)} a year: {sum_of}. {who}"
    else:
        how = f"None has to be paid here. {who}"
    source = "Pensions Act 2008, sections 3, 7, 13 and 20"
    when = "On the day agreed with the pension provider, often by the 22nd of the next month"
    return Line("pension", "Workplace pension", due if enrolled else 0, how, source, when)


def bought_lines(job: Job) -> Iterator[Line]:
    insured = (
        "Your own figure." if job.insurance_pence_a_year else "You gave no price. The law asks for it: get a quote."
    )
    yield Line(
        "insurance",
        "Employer’s liability insurance",
        job.insurance_pence_a_year,
        f"{insured} It covers at least £5 million.",
        "Employers’ Liability (Compulsory Insurance) Act 1969, section 1",
        "Once a year, before the first day of work",
    )
    own = "Your own figure."
    payroll = own if job.payroll_pence_a_year else "You gave no price. Payslips and tax have to be done by somebody."
    source = "Income Tax (Pay As You Earn) Regulations 2003; Employment Rights Act 1996, section 8 (payslips)"
    yield Line("payroll", "Payroll", job.payroll_pence_a_year, payroll, source, "As the payroll service bills you")
    training = own if job.training_pence_a_year else "You gave no price."
    source = "No amount in law. Time in training that you ask for is paid time"
    yield Line("training", "Training", job.training_pence_a_year, training, source, "When they go on a course")


def end_lines(rates: Rates, job: Job) -> Iterator[Line]:
    """What one more year adds, so that the money is there on the day the job ends."""
    had = law.notice_weeks(job.service_years) if job.service_years else 0
    more = law.notice_weeks(job.service_years + 1) - had
    yield Line(
        "notice",
        "Notice, for the day the job ends",
        more * job.weekly_pence,
        f"{counted(more, 'week')} more of {pounds(job.weekly_pence)} to put by this year. The law asks for 1 week"
        " after a month, and from 2 years on 1 week for each year, up to 12.",
        "Employment Rights Act 1996, section 86",
        "When the job ends",
    )
    week = law.redundancy_week_pence(rates, job)
    half = law.building_half_weeks(job.age_years + 1, job.service_years + 1) - law.building_half_weeks(
        job.age_years, job.service_years
    )
    yield Line(
        "redundancy",
        "Redundancy, for the day the job ends",
        law.whole(Fraction(half * week, 2)),
        f"{weeks(Fraction(half, 2))} more of {pounds(week)} to put by this year. It is due once they have worked"
        " for you for 2 years, and grows each year.",
        "Employment Rights Act 1996, sections 135, 155, 162 and 227",
        "When the job ends because you no longer need it done",
    )


def cover_line(job: Job) -> Line:
    hours = Fraction(job.cover_weeks * job.minutes_a_week, 60)
    how = f"{counted(job.cover_weeks, 'week')}, {number(hours)} hours at {pounds(job.cover_rate_pence_an_hour)}."
    pence = law.whole(hours * job.cover_rate_pence_an_hour)
    how = how if job.cover_weeks else "You said nobody comes instead."
    source = "No amount in law: your own figures"
    return Line("cover", "Somebody else while they are away", pence, how, source, "When they are away")


def number(exact: Fraction) -> str:
    """46.4, 20, 7.33: two places, without zeros at the end."""
    hundredths = law.whole(exact * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def weeks(exact: Fraction) -> str:
    return f"{number(exact)} week{'' if exact == 1 else 's'}"


def percent(basis_points: int) -> str:
    return f"{number(Fraction(basis_points, 100))}%"
