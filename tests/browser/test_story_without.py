"""The same without a script on a telephone, and without a mouse."""

from playwright.sync_api import Page, expect

from config.demo.people import PASSWORD
from marketplace.models import Order
from tests.browser import telling
from tests.browser.telling import headed, press, problems, says

RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
}"""


def test_booking_without_a_script_on_a_telephone(visit):
    page = visit("rosa", "/personal-assistants/ben-okafor/", width=375, script=False)
    telling.follow(page, "Book Ben")
    telling.answer_when(page, telling.next_friday(), "")
    problems(page, "Enter a time, like 9:30am", focused=False)
    page.goto("/personal-assistants/ben-okafor/")
    telling.book_ben(page, telling.next_friday())
    before = Order.objects.count()
    press(page, "Send request and agree to pay")
    headed(page, "We have sent your request")
    says(page, "£132.00 is set aside. Nothing has been paid.")
    assert Order.objects.count() == before + 1
    page.locator("summary").filter(has_text="Menu").click()
    expect(page.get_by_role("navigation", name="Menu")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """By Tab alone; where it stops can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if focus.count() and name in (focus.inner_text().strip(), focus.get_attribute("aria-label"), label_of(page)):
            assert page.evaluate(RING), f"Nobody sees the focus on {name}"
            return
    raise AssertionError(f"Tab never came to {name}")


def label_of(page: Page) -> str:
    return page.evaluate("() => document.activeElement.labels?.[0]?.innerText ?? ''").strip()


def test_sign_in_and_search_by_keyboard(visit):
    page = visit(None, "/accounts/login/")
    tab_to(page, "Email address")
    page.keyboard.type("rosa@aldermere.example")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    headed(page, "Your money")
    tab_to(page, "Search")
    page.keyboard.press("Enter")
    headed(page, "Search")
    skip(page)
    tab_to(page, "What would help?")
    page.keyboard.type("help with washing")
    tab_to(page, "Near postcode or town")
    page.keyboard.type("AM3 2QT")
    page.keyboard.press("Enter")
    headed(page, "Help with washing near AM3 2QT")
    past_the_filters_to(page, "Nearest")
    page.wait_for_url("**sort=distance")
    skip(page)
    past_the_filters_to(page, "Ben Okafor")
    headed(page, "Ben Okafor")


def past_the_filters_to(page: Page, name: str) -> None:
    tab_to(page, "Skip to results")
    page.keyboard.press("Enter")
    tab_to(page, name)
    page.keyboard.press("Enter")


def skip(page: Page) -> None:
    """The first stop leads past the navigation."""
    page.keyboard.press("Tab")
    first = page.get_by_role("link", name="Skip to main content")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
