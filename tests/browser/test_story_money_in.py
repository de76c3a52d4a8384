"""Finance's month end: loads ran, a contribution is matched, bank details change by two people, a file is paid, the
journal balances, and the books agree."""

import csv
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import contributions
from accounts.models import ContributionReceipt, JournalExport, Payee, PersonalBudget
from tests.browser.telling import fact, follow, headed, look, press, problems, row, says


def test_finance_closes_the_month(visit):
    martin = visit("finance", "/staff/finance/")
    what_there_is_to_do(martin)
    loads_ran(martin)
    edith_is_matched(visit("finance", "/staff/finance/receipts/", script=False))
    wendy = second_person(visit)
    hollybank_is_called(martin, wendy)
    providers_are_paid(martin, wendy)
    georges_money_is_left(martin)
    journal_balances(martin)
    month_is_closed(martin)
    eight_weeks(martin)
    call_command("audit_money")  # exits with 1 on any difference


def what_there_is_to_do(page: Page) -> None:
    headed(page, "Finance")
    for work in ("Contributions to match", "Bank details", "Paid for days without support", "Ready to pay"):
        expect(row(page, work)).to_have_count(1)


def loads_ran(page: Page) -> None:
    page.goto("/staff/finance/loads/")
    headed(page, "Council loads")
    rosa = PersonalBudget.objects.get(person__user__email="rosa@aldermere.example")
    hers = page.get_by_role("row").filter(has=page.get_by_role("link", name=f"Budget {rosa.pk}", exact=True))
    expect(hers.first).to_contain_text("£688.00")
    expect(page.get_by_role("main")).not_to_contain_text("Rosa")


def edith_is_matched(page: Page) -> None:
    """Without script: a mistake is explained, then the right reference is checked and matched."""
    headed(page, "Payments in")
    follow(page, "E FAIRLEY")
    headed(page, "Match a payment")
    press(page, "Match")
    problems(page, "Enter the reference or the budget’s number", focused=False)
    edith = PersonalBudget.objects.get(person__name="Edith Fairley")
    page.get_by_label("Whose contribution is it?").fill(contributions.reference(edith.pk))
    press(page, "Match")
    headed(page, "Check your answers")
    says(page, "Edith Fairley", "£18.50")
    press(page, "Match")
    says(page, "Matched.", "Nothing to match")
    assert ContributionReceipt.objects.get(bank_words="E FAIRLEY").budget == edith


def second_person(visit) -> Page:
    page = visit(None, "/demo/")
    press(page, "Be Wendy")
    headed(page, "Your desks")
    return page


def hollybank_is_called(martin: Page, wendy: Page) -> None:
    """Martin entered it, so he cannot confirm it; Wendy calls the number that the directory has."""
    martin.goto("/staff/finance/bank-details/")
    headed(martin, "Bank details")
    follow(martin, "Hollybank Home Care")
    says(martin, "You entered this. Someone else must call and check it.")
    wendy.goto(martin.url)
    look(wendy, "Check bank details")
    press(wendy, "Confirm and use the new details")
    problems(
        wendy,
        "Choose the number that you called",
        "Enter a time, like 9:30am",
        "Enter whom you spoke to",
        "Tick the box if they read both numbers to you",
    )
    wendy.get_by_label("01632 960210").check()
    wendy.get_by_label("What time?").fill(f"{timezone.localtime():%H:%M}")
    wendy.get_by_label("Whom did you speak to?").fill("Grace Hollis")
    wendy.get_by_label("They read both numbers to me").check()
    press(wendy, "Confirm and use the new details")
    says(wendy, "Confirmed. From now on Hollybank Home Care is paid into the new account")
    payee = Payee.objects.get(name="Hollybank Home Care")
    assert (payee.sort_code, payee.account_number) == ("309950", "40417766")


def providers_are_paid(martin: Page, wendy: Page) -> None:
    martin.goto("/staff/finance/payments/")
    press(martin, "Prepare a payment file")
    wendy.goto(martin.url)
    expect(row(wendy, "Hollybank Home Care").first).to_contain_text("Account ending 766")
    press(wendy, "Release this file")
    says(wendy, "Released. Download the file and give it to the bank.")


def georges_money_is_left(page: Page) -> None:
    page.goto("/staff/finance/loads/")
    page.get_by_role("table", name="Paid for days without support").get_by_role("link").first.click()
    headed(page, f"Budget {george().pk}, George TullyPaid for days without support")
    page.get_by_label("Leave it").check()
    page.get_by_label("Why?").fill("His sister pays the cleaner while he is away.")
    press(page, "Decide")
    says(page, "This is final.", "£0.00")
    press(page, "Decide")
    headed(page, f"George Tully, LAS-203952Budget {george().pk} Paused")
    says(page, "Decided. We do not ask about these days again.")


def george() -> PersonalBudget:
    return PersonalBudget.objects.get(person__name="George Tully")


def journal_balances(page: Page) -> None:
    page.goto("/staff/finance/journal/")
    headed(page, "Journals")
    follow(page, "Make a journal")
    yesterday = timezone.localdate() - timedelta(days=1)
    for label, value in (("Day", yesterday.day), ("Month", yesterday.month), ("Year", yesterday.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    press(page, "Make it")
    says(page, "Debit and credit are")
    made = JournalExport.objects.latest("made_at")
    follow(page, made.reference)
    headed(page, f"Journal {made.reference}")
    expect(fact(page, "Difference")).to_have_text("£0.00")
    first, second = download(page), download(page)
    assert first == second
    *lines, control = csv.DictReader(first.decode().splitlines())
    debit, credit = (sum(pence(line[side]) for line in lines) for side in ("Debit", "Credit"))
    assert debit == credit == made.debit_pence == pence(control["Debit"]) == pence(control["Credit"])


def download(page: Page) -> bytes:
    with page.expect_download() as waiting:
        follow(page, "Download (CSV)")
    return Path(waiting.value.path()).read_bytes()


def pence(text: str) -> int:
    return round(float(text or 0) * 100)


def month_is_closed(page: Page) -> None:
    page.goto("/staff/finance/month-end/")
    look(page, "Month end")
    says(page, "Everything is done")


def eight_weeks(page: Page) -> None:
    page.goto("/staff/finance/forecast/")
    headed(page, "The next 8 weeks")
    expect(page.get_by_role("table", name="Week by week").get_by_role("row")).to_have_count(11)
