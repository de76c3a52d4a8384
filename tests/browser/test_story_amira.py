"""Amira acts for her mother Joan: every page says so, her limits hold, and Joan sees who did it."""

import re

from playwright.sync_api import Page, expect

from tests.browser import telling
from tests.browser.telling import fact, follow, headed, look, press, says

BANNER = "You are acting for Joan Whitfield"


def banner(page: Page) -> None:
    expect(page.get_by_role("region", name="Who you are acting for")).to_contain_text(BANNER)


def test_amira_for_joan(visit):
    page = visit("amira", "/money/acting/")
    headed(page, "Who are you acting for?")
    says(page, "up to £400 a purchase, up to £1,500 a month")
    press(page, "Act for Joan Whitfield")
    headed(page, "Joan’s money")
    for address in ("/", "/money/statement/", "/marketplace/orders/", "/directory/", "/accounts/", "/no-such-page/"):
        page.goto(address)
        banner(page)
    free, held = telling.free_and_held("joan")
    refused_beyond_her_limit(page)
    books_within_it(page)
    assert telling.free_and_held("joan") == (free - 8_400, held + 8_400)
    call = page.url
    joan_sees_who_did_it(visit, call)
    stops(page)


def refused_beyond_her_limit(page: Page) -> None:
    page.goto("/marketplace/listings/hollybank-companions/")
    follow(page, "Book")
    headed(page, "When should it start?")
    says(page, "Book Hollybank Home Care for Joan Whitfield")
    telling.answer_when(page, telling.next_friday(), "2pm")
    telling.answer_length(page, "2 hours", 10)
    headed(page, "This is more than you may spend")
    says(page, "It comes to £420.00. You can spend up to £400.00 at a time for this person.")
    banner(page)


def books_within_it(page: Page) -> None:
    follow(page, "Change how often")
    expect(page.get_by_label("For how many weeks?")).to_have_value("10")
    telling.answer_length(page, "2 hours", 2)
    page.get_by_label("Company").check()
    press(page, "Continue")
    telling.agree(page)
    headed(page, "Check your answers")
    expect(fact(page, "Total")).to_have_text("£84.00 for 2 visits of 2 hours")
    press(page, "Send request and agree to pay")
    headed(page, "We have sent your request")
    banner(page)
    follow(page, "See your order")
    says(page, "Ordered by Amira Whitfield for Joan Whitfield")
    banner(page)
    look(page, "Order of Amira for Joan")


def joan_sees_who_did_it(visit, address: str) -> None:
    page = visit("joan", address)
    says(page, "£84.00", "Ordered by Amira Whitfield for Joan Whitfield")
    expect(page.get_by_role("region", name="Who you are acting for")).to_have_count(0)
    page.goto("/accounts/")
    says(page, "Amira Whitfield, ")
    look(page, "Details of Joan")
    page.goto("/accounts/who-looked/")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text(re.compile("Amira Whitfield"))


def stops(page: Page) -> None:
    press(page, "Stop")
    headed(page, "Who are you acting for?")
    expect(page.get_by_role("region", name="Who you are acting for")).to_have_count(0)
    page.goto("/money/statement/")
    expect(page.get_by_text("Joan’s")).to_have_count(0)
