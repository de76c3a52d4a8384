"""What the law asks of whoever employs a personal assistant, as sums. Pure: whole pence in, whole pence out.

A figure that changes with the tax year stands in `Rates` and comes from the table of employment rates. What is here is
what an Act says in itself: 5.6 weeks, 2 years, one week for each year. `accounts.employing_cost` makes the lines of it.

Rounding: a sum is worked out exactly, and then to the nearest penny, half a penny up. No floats anywhere.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WEEKS_A_YEAR = 52
HOLIDAY_WEEKS, HOLIDAY_DAYS = Fraction(28, 5), 28
MOST_SICK_WEEKS = 28
LAST_HALF_WEEK_AGE, LAST_ONE_WEEK_AGE = 22, 41  # from here on a year counts for more
REDUNDANCY_FROM_YEARS, MOST_REDUNDANCY_YEARS, MOST_NOTICE_WEEKS = 2, 20, 12
UNDER_21, ADULT, SCHOOL_LEAVER = 21, 18, 16


@dataclass(frozen=True)
class Rates:
    """The figures of one tax year. Basis points: 1,500 are 15%."""

    starts_on: date
    minimum_wage_21_pence_an_hour: int
    minimum_wage_18_pence_an_hour: int
    minimum_wage_16_pence_an_hour: int
    employer_ni_basis_points: int
    employer_ni_above_pence_a_year: int
    employer_ni_under_21_above_pence_a_year: int
    employment_allowance_pence_a_year: int
    sick_pay_pence_a_week: int
    sick_pay_most_percent_of_pay: int
    sick_pay_from_pence_a_week: int
    sick_pay_waiting_days: int
    pension_above_pence_a_year: int
    pension_lower_pence_a_year: int
    pension_upper_pence_a_year: int
    pension_employer_basis_points: int
    pension_from_age_years: int
    pension_below_age_years: int
    redundancy_most_pence_a_week: int

    @property
    def label(self) -> str:
        """2026 to 2027, as HM Revenue and Customs writes a tax year."""
        return f"{self.starts_on.year} to {self.starts_on.year + 1}"


@dataclass(frozen=True)
class Job:
    """Somebody employed for a year. Minutes, so that no hour is a fraction; years of service are full ones, by now."""

    minutes_a_week: int
    days_a_week: int
    rate_pence_an_hour: int
    age_years: int
    service_years: int = 0
    sick_weeks: int = 0
    cover_weeks: int = 0
    cover_rate_pence_an_hour: int = 0
    insurance_pence_a_year: int = 0
    payroll_pence_a_year: int = 0
    training_pence_a_year: int = 0
    claims_allowance: bool = True

    def __post_init__(self) -> None:
        if not (self.minutes_a_week > 0 and 1 <= self.days_a_week <= 7 and self.age_years >= SCHOOL_LEAVER):
            raise ValueError("A job has hours, 1 to 7 days a week, and somebody of 16 or over")
        if not (0 <= self.sick_weeks <= MOST_SICK_WEEKS and 0 <= self.cover_weeks <= WEEKS_A_YEAR):
            raise ValueError("Sick pay is for at most 28 weeks, and a year has 52")

    @property
    def weekly_pence(self) -> int:
        """A usual week's pay."""
        return whole(Fraction(self.minutes_a_week * self.rate_pence_an_hour, 60))


class BelowMinimumWage(ValueError):
    """The wage is below the law's minimum for that age, which is in `minimum_pence`."""

    def __init__(self, minimum_pence: int) -> None:
        self.minimum_pence = minimum_pence
        super().__init__(f"At least {minimum_pence} pence an hour")


def whole(exact: Fraction) -> int:
    """To the nearest penny, half a penny up."""
    return (exact + Fraction(1, 2)).__floor__()


def share(pence: int, basis_points: int) -> int:
    return whole(Fraction(pence * basis_points, 10_000))


def minimum_wage(rates: Rates, age_years: int) -> int:
    """Pence an hour. National Minimum Wage Act 1998 s.1; National Minimum Wage Regulations 2015 regs 4 and 4A: from 21,
    from 18, and above compulsory school age. Apprentices are not told apart."""
    if age_years >= UNDER_21:
        return rates.minimum_wage_21_pence_an_hour
    return rates.minimum_wage_18_pence_an_hour if age_years >= ADULT else rates.minimum_wage_16_pence_an_hour


def check_wage(rates: Rates, age_years: int, pence_an_hour: int) -> None:
    """Raises BelowMinimumWage. Exactly the minimum is enough."""
    if pence_an_hour < (minimum := minimum_wage(rates, age_years)):
        raise BelowMinimumWage(minimum)


def holiday_weeks(days_a_week: int) -> Fraction:
    """Working Time Regulations 1998 regs 13 and 13A: 5.6 weeks, at most 28 days: fewer weeks from 6 days a week on."""
    return min(HOLIDAY_WEEKS, Fraction(HOLIDAY_DAYS, days_a_week))


def sick_pay(rates: Rates, job: Job) -> int:
    """Pence for one spell of that many weeks. Social Security Contributions and Benefits Act 1992 Part XI.

    Until 5 April 2026 the first 3 days were unpaid, and pay below the lower earnings limit had none; the Employment
    Rights Act 2025 ended both, and sick pay is now at most 80% of a week's pay.
    """
    if job.weekly_pence < rates.sick_pay_from_pence_a_week:
        return 0
    days = max(job.sick_weeks * job.days_a_week - rates.sick_pay_waiting_days, 0)
    return whole(sick_pay_a_week(rates, job) * Fraction(days, job.days_a_week))


def sick_pay_a_week(rates: Rates, job: Job) -> Fraction:
    most = Fraction(job.weekly_pence * rates.sick_pay_most_percent_of_pay, 100)
    return min(Fraction(rates.sick_pay_pence_a_week), most)


def employer_ni_above(rates: Rates, age_years: int) -> int:
    """From where on employer's National Insurance is due, in pence a year: the secondary threshold; under 21 the upper
    one. Social Security Contributions and Benefits Act 1992 ss.6, 9 and 9A."""
    under = age_years < UNDER_21
    return rates.employer_ni_under_21_above_pence_a_year if under else rates.employer_ni_above_pence_a_year


def employer_ni(rates: Rates, age_years: int, pay_pence_a_year: int) -> int:
    """Pence a year, before the Employment Allowance. Payroll works it out on each pay day; pay that is the same each
    time comes to the same, but for pence."""
    above = max(pay_pence_a_year - employer_ni_above(rates, age_years), 0)
    return share(above, rates.employer_ni_basis_points)


def employment_allowance(rates: Rates, ni_pence: int) -> int:
    """What the Employment Allowance takes off. National Insurance Contributions Act 2014 ss.1 and 2(3A): whoever
    employs a care and support worker may claim it, though not for other work in a household (HMRC, NIM06520)."""
    return min(ni_pence, rates.employment_allowance_pence_a_year)


def is_enrolled(rates: Rates, age_years: int, pay_pence_a_year: int) -> bool:
    """Pensions Act 2008 s.3: from 22 to State Pension age, with pay above the trigger. Exactly as much is not."""
    of_age = rates.pension_from_age_years <= age_years < rates.pension_below_age_years
    return of_age and pay_pence_a_year > rates.pension_above_pence_a_year


def pension(rates: Rates, pay_pence_a_year: int) -> int:
    """The employer's least, in pence a year. Pensions Act 2008 ss.13 and 20: a share of pay between two limits."""
    band = min(pay_pence_a_year, rates.pension_upper_pence_a_year) - rates.pension_lower_pence_a_year
    return share(max(band, 0), rates.pension_employer_basis_points)


def notice_weeks(service_years: int) -> int:
    """Employment Rights Act 1996 s.86: a week from the first month on, and from 2 years a week for each, at most 12."""
    return min(max(service_years, 1), MOST_NOTICE_WEEKS)


def redundancy_half_weeks(age_years: int, service_years: int) -> int:
    """Half weeks of pay that are due. Employment Rights Act 1996 ss.135, 155 and 162: nothing below 2 years."""
    return building_half_weeks(age_years, service_years) if service_years >= REDUNDANCY_FROM_YEARS else 0


def building_half_weeks(age_years: int, service_years: int) -> int:
    """The same without the first 2 years' wait: what builds up. Counted back from now, the last 20 years only: half a
    week for a year that began below 22, one week below 41, then one and a half (s.162(2))."""
    began = (age_years - back for back in range(1, min(service_years, MOST_REDUNDANCY_YEARS) + 1))
    return sum(1 if age < LAST_HALF_WEEK_AGE else 2 if age < LAST_ONE_WEEK_AGE else 3 for age in began)


def redundancy_week_pence(rates: Rates, job: Job) -> int:
    """A week's pay, as far as it counts (s.227)."""
    return min(job.weekly_pence, rates.redundancy_most_pence_a_week)
