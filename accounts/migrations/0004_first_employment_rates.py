"""The figures of two tax years, each with where it was read. What could not be confirmed is not here."""

from datetime import date

from django.db import migrations
from django.utils import timezone

SOURCES_2025 = """Minimum wage from 1 April 2025: GOV.UK, National Minimum Wage and National Living Wage rates
Employer’s National Insurance, Employment Allowance: GOV.UK, Rates and thresholds for employers 2025 to 2026
Employment Allowance for care and support workers: HM Revenue and Customs, National Insurance Manual NIM06520
Sick pay: Social Security Benefits Up-rating Order 2025; lower earnings limit as in Rates and thresholds for employers 2025 to 2026
Pension trigger and limits: GOV.UK, Review of the automatic enrolment earnings trigger and qualifying earnings band for 2025/26; employer’s 3%: Pensions Act 2008, section 20
State Pension age: 66 (Pensions Act 2011, section 1)
Most of a week’s pay for redundancy: Employment Rights (Increase of Limits) Order 2025"""
SOURCES_2026 = """Minimum wage from 1 April 2026: GOV.UK, National Minimum Wage and National Living Wage rates
Employer’s National Insurance, Employment Allowance: GOV.UK, Rates and thresholds for employers 2026 to 2027
Employment Allowance for care and support workers: HM Revenue and Customs, National Insurance Manual NIM06520
Sick pay: GOV.UK, Statutory Sick Pay; Employment Rights Act 2025 (from the first day, for everybody, at most 80% of pay)
Pension trigger and limits: Written statement HCWS1206 of 18 December 2025; employer’s 3%: Pensions Act 2008, section 20
State Pension age: from 66 to 67 between 6 April 2026 and 5 April 2028 (Pensions Act 2014, section 26)
Most of a week’s pay for redundancy: Employment Rights (Increase of Limits) Order 2026 (S.I. 2026/310); GOV.UK, Redundancy: your rights"""
SAME = {
    "employer_ni_basis_points": 1_500,
    "employer_ni_above_pence_a_year": 5_000_00,
    "employer_ni_under_21_above_pence_a_year": 50_270_00,
    "employment_allowance_pence_a_year": 10_500_00,
    "pension_above_pence_a_year": 10_000_00,
    "pension_lower_pence_a_year": 6_240_00,
    "pension_upper_pence_a_year": 50_270_00,
    "pension_employer_basis_points": 300,
    "pension_from_age_years": 22,
}
YEARS = [
    {
        "starts_on": date(2025, 4, 6),
        "minimum_wage_21_pence_an_hour": 12_21,
        "minimum_wage_18_pence_an_hour": 10_00,
        "minimum_wage_16_pence_an_hour": 7_55,
        "sick_pay_pence_a_week": 118_75,
        "sick_pay_most_percent_of_pay": 100,
        "sick_pay_from_pence_a_week": 125_00,
        "sick_pay_waiting_days": 3,
        "pension_below_age_years": 66,
        "redundancy_most_pence_a_week": 719_00,
        "sources": SOURCES_2025,
    },
    {
        "starts_on": date(2026, 4, 6),
        "minimum_wage_21_pence_an_hour": 12_71,
        "minimum_wage_18_pence_an_hour": 10_85,
        "minimum_wage_16_pence_an_hour": 8_00,
        "sick_pay_pence_a_week": 123_25,
        "sick_pay_most_percent_of_pay": 80,
        "sick_pay_from_pence_a_week": 0,
        "sick_pay_waiting_days": 0,
        "pension_below_age_years": 67,
        "redundancy_most_pence_a_week": 751_00,
        "sources": SOURCES_2026,
    },
]


def put_in(apps, schema_editor):
    rates = apps.get_model("accounts", "EmploymentRates")
    for year in YEARS:
        if not rates.objects.filter(starts_on=year["starts_on"]).exists():
            rates.objects.create(**SAME, **year, version=1, added_by=None, added_at=timezone.now())


class Migration(migrations.Migration):
    replaces = [("accounts", "0026_first_employment_rates")]
    dependencies = [("accounts", "0003_first_policy")]
    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
