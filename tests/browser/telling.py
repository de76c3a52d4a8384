"""What the stories share: pressing and following by the words people see, booking Ben, and figures beside the ledger.

With WAYMARK_SCREENSHOTS=1 each page that `look` passes is kept in var/screenshots/stories/, wide and narrow.
"""

import os
import re
from datetime import date, timedelta

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts import ledger
from accounts.models import Pot
from design.formats import pounds, weekday

BROKEN = """() => axe.run({resultTypes: ['violations']}).then(
    (results) => results.violations.map((rule) => `${rule.id} at ${rule.nodes[0].target}`))"""
FRIDAY = 4
KEEP = settings.BASE_DIR / "var" / "screenshots" / "stories" if os.environ.get("WAYMARK_SCREENSHOTS") == "1" else None


def next_friday() -> date:
    """The first one that is at least two days away: within the 14 days in which an order can be cancelled."""
    soonest = timezone.localdate() + timedelta(days=2)
    return soonest + timedelta(days=(FRIDAY - soonest.weekday()) % 7)


def day_month(on: date) -> str:
    return weekday(on).split(" ", 1)[1]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str], nth: int = 0) -> None:
    page.get_by_role("main").get_by_role("link", name=name).nth(nth).click()


def headed(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    look(page, words)


def says(page: Page, *words: str) -> None:
    for each in words:
        expect(page.get_by_role("main")).to_contain_text(each)


def problems(page: Page, *words: str, focused: bool = True) -> None:
    """The summary of what is wrong is there, named in the title, and (where there is script) has the focus."""
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("listitem")).to_have_text(list(words))
    expect(page).to_have_title(re.compile("^Error: "))
    if focused:
        expect(summary).to_be_focused()
    look(page, f"error {words[0]}")


def axe(page: Page) -> list[str]:
    """Each rule broken, with the first place where it is. A page that is asked again has the script already."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(BROKEN)


def sound(page: Page, *widths: int, script: bool = True) -> None:
    """Nothing for axe to find (which is itself a script), and nothing to scroll sideways: as wide as the window is, or
    at each of these widths."""
    page.wait_for_load_state()  # a page that has only begun has nothing to measure
    before = page.viewport_size
    for width in widths or (before["width"],):
        if widths:
            page.set_viewport_size({"width": width, "height": 900})
        assert not script or (width, page.url, axe(page)) == (width, page.url, [])
        assert fits(page, width), page.url
    page.set_viewport_size(before)


def fits(page: Page, width: int) -> bool:
    """Asked for two seconds: a busy machine lays a page out a moment after it was loaded."""
    for _ in range(20):
        if page.evaluate("document.documentElement.scrollWidth") <= width:
            return True
        page.wait_for_timeout(100)
    return False


def row(page: Page, words: str) -> Locator:
    return page.get_by_role("row", name=re.compile(re.escape(words)))


def fact(page: Page, key: str | re.Pattern[str]) -> Locator:
    """The value beside a key in a summary list."""
    found = page.locator(".govuk-summary-list__row").filter(has=page.get_by_text(key, exact=True))
    return found.locator(".govuk-summary-list__value")


def answer_when(page: Page, on: date, start: str) -> None:
    for label, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("What time should it start?").fill(start)
    press(page, "Continue")


def answer_length(page: Page, length: str, weeks: int) -> None:
    page.get_by_label("How long?").select_option(length)
    page.get_by_label("Every week, on the same day").check()
    page.get_by_label("For how many weeks?").fill(str(weeks))
    press(page, "Continue")


def agree(page: Page) -> None:
    headed(page, "Who you buy from and how to cancel")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Continue")


def book_ben(page: Page, on: date) -> None:
    """From his page to "Check your answers": Fridays at 9am, 2 hours, 4 weeks, from one pot."""
    follow(page, "Book Ben")
    headed(page, "When should Ben come first?")
    answer_when(page, on, "9am")
    headed(page, "How long, and how often?")
    answer_length(page, "2 hours", 4)
    headed(page, "Which money will you use?")
    says(page, "Now: £528 left, about 4 weeks. After this: £396 left, about 3 weeks.")
    page.get_by_label("Keeping clean and well").check()
    press(page, "Continue")
    agree(page)
    headed(page, "Check your answers")


def free_and_held(first_name: str) -> tuple[int, int]:
    """What the ledger says of this person's pots."""
    mine = Pot.objects.filter(person__user__email=f"{first_name}@aldermere.example", closed_at=None)
    pots = list(mine.filter(by_order=False))  # the others keep nothing
    now = ledger.balances([account for pot in pots for account in (pot.available_id, pot.held_id)])
    return sum(now[pot.available_id] for pot in pots), sum(now[pot.held_id] for pot in pots)


def statement_agrees(page: Page, first_name: str) -> None:
    """The statement's figures are the ledger's, and each table's last line comes to the same."""
    page.goto("/money/statement/?period=3-months&print=1")
    free, held = (pounds(pence) for pence in free_and_held(first_name))
    expect(fact(page, re.compile("^Free to spend now"))).to_have_text(free)
    expect(fact(page, "Held for things already booked, now")).to_have_text(held)
    for number, figure in enumerate((free, held)):
        expect(page.get_by_role("table").nth(number).get_by_role("row").last).to_contain_text(figure)
    look(page, "Statement")


def look(page: Page, name: str) -> None:
    if KEEP:
        before = page.viewport_size
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
            page.screenshot(path=KEEP / f"{file}-{width}.png", full_page=True)
        if before:
            page.set_viewport_size(before)
