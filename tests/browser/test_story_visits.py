"""The main story: found, booked, done, confirmed, paid. The statement and the council's books agree to the penny."""

import csv
import re
from datetime import date, datetime, time, timedelta

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import ledger
from accounts.models import Payee
from design.formats import pounds, weekday
from marketplace.models import Order
from tests.browser import telling
from tests.browser.telling import day_month, fact, follow, headed, look, press, problems, row, says

VISIT, FOUR = 3_300, 13_200  # 2 hours at £16.50; four of them
CHECKS = [
    "Who they are",
    "Right to work in the UK",
    "Criminal record check",
    "Two references",
    "Insurance",
    "Training",
    "Interview",
    "Code of conduct",
]


def test_rosa_ben_and_finance(visit, clock, worker):
    friday = telling.next_friday()
    somebody_finds_ben(visit(None, "/"))
    free, held = telling.free_and_held("rosa")
    reference = rosa_books_ben(visit, friday)
    assert telling.free_and_held("rosa") == (free - FOUR, held + FOUR)
    ben_accepts(visit("ben", "/provider/"), friday)
    letters(visit, worker, reference)
    clock.move_to(timezone.make_aware(datetime.combine(friday, time(11, 30))))
    ben_records(visit("ben", "/provider/"), friday)
    rosa_confirms(visit("rosa", "/money/"), visit("ben", "/provider/"), friday)
    finance_pays(visit)
    the_books_agree(visit)


def somebody_finds_ben(page: Page) -> None:
    """Without signing in: the search, and what was checked of him and what was not."""
    search = page.get_by_role("search").first
    search.get_by_label("What would help?").fill("help with washing")
    search.get_by_label("Near postcode or town").fill("am3 2qt")
    search.get_by_role("button", name="Search").click()
    headed(page, "Help with washing near AM3 2QT")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name="Ben Okafor"))
    expect(card).to_contain_text("0.8 miles from AM3 2QT")
    expect(card).to_contain_text("£16.50")
    card.get_by_role("link", name="Ben Okafor", exact=True).click()
    headed(page, "Ben Okafor")
    passport = page.get_by_role("region", name="What we have checked")
    expect(passport.locator(".wm-passport__name")).to_have_text(CHECKS)
    for number in range(len(CHECKS)):
        checked = passport.locator(".wm-passport__item").nth(number)
        expect(checked).to_contain_text(re.compile(r"Trading Standards, \d+ \w+ \d{4}"))
        expect(checked).to_contain_text(re.compile(r"until \d+ \w+ \d{4}"))
    expect(passport).to_contain_text("Enhanced DBS, nothing recorded that stops this work.")
    expect(passport.locator(".wm-passport__not")).to_contain_text("What has happened since the criminal record check")
    expect(passport.locator(".wm-passport__not")).to_contain_text("Approval is not a recommendation.")


def rosa_books_ben(visit, friday: date) -> str:
    """Through all questions, with mistakes on the way, a double click, a second tab and the back button."""
    page = visit("rosa", "/personal-assistants/ben-okafor/")
    follow(page, "Book Ben")
    mistakes(page, friday)
    headed(page, "Which money will you use?")
    says(page, "Now: £528 left, about 4 weeks. After this: £396 left, about 3 weeks.")
    press(page, "Continue")
    problems(page, "Choose which money to use")
    page.get_by_label("Keeping clean and well").check()
    press(page, "Continue")
    headed(page, "Who you buy from and how to cancel")
    press(page, "Continue")
    problems(
        page,
        "Tick the box if the visits may start in the first 14 days",
        "Tick the box if they are not a close relative who lives with you",
    )
    telling.agree(page)
    headed(page, "Check your answers")
    expect(fact(page, "First visit")).to_have_text(f"{weekday(friday)} at 9am")
    expect(fact(page, "How often")).to_have_text("Every Friday for 4 weeks")
    expect(fact(page, "Price")).to_have_text("£16.50 an hour, £18.00 at weekends")
    expect(fact(page, "Total")).to_have_text("£132.00 for 4 visits of 2 hours")
    expect(fact(page, "Paid from")).to_have_text("Keeping clean and well. After this: £396 left, about 3 weeks")
    return sent_once(page, visit("rosa", page.url))


def mistakes(page: Page, friday: date) -> None:
    """What is wrong is said at the top, what was typed stays."""
    headed(page, "When should Ben come first?")
    yesterday = timezone.localdate() - timedelta(days=1)
    telling.answer_when(page, yesterday, "nine")
    problems(page, "The day must be today or later", "Enter a time, like 9:30am or 2pm")
    expect(page.get_by_label("Year", exact=True)).to_have_value(str(yesterday.year))
    expect(page.get_by_label("What time should it start?")).to_have_value("nine")
    telling.answer_when(page, friday, "9am")
    headed(page, "How long, and how often?")
    telling.answer_length(page, "2 hours", 99)
    problems(page, "Enter a number from 2 to 26")
    expect(page.get_by_label("For how many weeks?")).to_have_value("99")
    telling.answer_length(page, "2 hours", 4)


def sent_once(page: Page, second_tab: Page) -> str:
    before = set(Order.objects.values_list("reference", flat=True))
    page.get_by_role("button", name="Send request and agree to pay").dblclick()
    headed(page, "We have sent your request")
    says(page, "£132.00 is set aside. Nothing has been paid.")
    headed(second_tab, "Check your answers")
    press(second_tab, "Send request and agree to pay")
    says(second_tab, "You have already sent this request. It was sent once.")
    page.go_back()
    again = page.get_by_role("button", name="Send request and agree to pay")
    if again.count():  # the browser kept the page
        again.click()
        says(page, "You have already sent this request. It was sent once.")
    (made,) = set(Order.objects.values_list("reference", flat=True)) - before
    return made


def ben_accepts(page: Page, friday: date) -> None:
    headed(page, "Your desk")
    says(page, f"Rosa, from {weekday(friday)} at 9am", "£132.00")
    follow(page, "4 visits of 2 hours")
    headed(page, "Rosa")
    says(page, "You see the address when you have accepted.")
    follow(page, "Accept")
    headed(page, "Accept this request")
    says(page, "4 visits for £132.00 in all.")
    press(page, "Accept")
    headed(page, "Rosa Alvarez")
    says(page, "You have accepted. The visits are in your week.", "8 Weir Cottages, Alderford")


def letters(visit, worker, reference: str) -> None:
    """Each side was told, in words that say nothing of health."""
    worker()
    page = visit(None, "/demo/mailbox/")
    told = {
        "ben@aldermere.example": f"A new request is waiting for your answer ({reference})",
        "rosa@aldermere.example": f"Your booking is accepted ({reference})",
    }
    for to, subject in told.items():
        expect(row(page, f"{to} {subject}")).to_have_count(1)
    follow(page, told["rosa@aldermere.example"])
    expect(page.get_by_role("main")).not_to_contain_text("Keeping clean and well")


def ben_records(page: Page, friday: date) -> None:
    follow(page, f"Rosa Alvarez, {weekday(friday)} at 9am")
    headed(page, "Record this visit")
    page.get_by_label("Hours").fill("0")
    press(page, "Record")
    problems(page, "Enter how long the visit lasted")
    page.get_by_label("Hours").fill("2")
    press(page, "Record")
    says(page, "Recorded. It is paid once it is confirmed, or after 3 days.")
    page.goto("/provider/")
    says(page, "£33.00 more is waiting to be confirmed.")


def owed(page: Page) -> str:
    page.goto("/provider/")
    return page.locator(".wm-big-figure").inner_text()


def in_books(name: str) -> int:
    return ledger.balance(Payee.objects.get(name=name).payable)


def rosa_confirms(page: Page, bens: Page, friday: date) -> None:
    """She says yes, her statement has the line, and Ben is owed as much more."""
    before = in_books("Ben Okafor")
    assert owed(bens) == pounds(before)
    free, held = telling.free_and_held("rosa")
    page.goto("/marketplace/orders/")
    look(page, "Your orders")
    follow(page, f"Ben Okafor, {weekday(friday)}")
    headed(page, "Confirm this visit")
    says(page, f"Ben Okafor recorded 2 hours on {weekday(friday)}, 9am to 11am.", "They will be paid £33.00.")
    press(page, "Confirm")
    says(page, "Thank you. The visit is confirmed and will be paid.", "£33.00 for 2 hours")
    look(page, "Order")
    assert telling.free_and_held("rosa") == (free, held - VISIT)
    telling.statement_agrees(page, "rosa")
    words = f"Ben Okafor, 2 hours on {day_month(friday)}"
    expect(row(page, f"Held for {words}").first).to_contain_text("−£33.00")
    expect(row(page, f"Paid for {words}")).to_contain_text("−£33.00")
    assert (in_books("Ben Okafor"), owed(bens)) == (before + VISIT, pounds(before + VISIT))


def finance_pays(visit) -> None:
    """Martin prepares, Wendy releases and downloads, Ben is owed nothing more."""
    due = in_books("Ben Okafor")
    martin = visit("finance", "/staff/finance/payments/")
    headed(martin, "Payments to providers")
    expect(row(martin, "Ben Okafor")).to_contain_text(pounds(due))
    press(martin, "Prepare a payment file")
    says(martin, "The file is ready. Someone else must check it and release it.", "You prepared this file.")
    expect(martin.get_by_role("button", name="Release this file")).to_have_count(0)
    look(martin, "Payment file to check")
    wendy = visit(None, "/demo/")
    press(wendy, "Be Wendy")
    headed(wendy, "Your desks")
    wendy.goto(martin.url)
    press(wendy, "Release this file")
    says(wendy, "Released. Download the file and give it to the bank.", "Wendy Clarke", "Martin Cole")
    look(wendy, "Payment file released")
    paid = downloaded(wendy)
    assert paid["Ben Okafor"] == f"{due // 100}.{due % 100:02d}"
    total = sum(round(float(amount) * 100) for amount in paid.values())
    expect(fact(wendy, "Total")).to_have_text(pounds(total))
    bens = visit("ben", "/provider/money/")
    assert (in_books("Ben Okafor"), owed(bens)) == (0, "£0.00")


def downloaded(page: Page) -> dict[str, str]:
    with page.expect_download() as waiting:
        follow(page, "Download (CSV)")
    rows = csv.DictReader(waiting.value.path().read_text(encoding="utf-8-sig").splitlines())
    return {line["Name"]: line["Amount"] for line in rows}


def the_books_agree(visit) -> None:
    page = visit("finance", "/staff/finance/trial-balance/")
    says(page, "The books agree")
    expect(row(page, "Together")).to_contain_text("£0.00")
    look(page, "Trial balance")
    page.goto("/staff/finance/")
    look(page, "Finance")
    call_command("audit_money")  # exits with 1 on any difference
