"""An order by telephone, from the call to the letter; a handover link that is opened, taken back, and then refused."""

import re

from playwright.sync_api import Page, expect

from marketplace.models import HandoverLink, Order
from tests.browser import telling
from tests.browser.telling import fact, follow, headed, press, problems, says, sound


def test_an_order_by_telephone(visit):
    page = visit("practitioner", "/staff/")
    follow(page, "Orders by telephone")
    headed(page, "Orders by telephone")
    says(page, "Half-done, the oldest first", "Joan Whitfield", "Edna Pike")
    sound(page, 1280, 320)
    find_edna(page)
    check_identity(page)
    order = book(page)
    says(page, f"Your reference is {order.reference}. We tell you all this by letter in large print.")
    sound(page, 1280, 320)
    letter(page, order)


def find_edna(page: Page) -> None:
    follow(page, "Take a call")
    headed(page, "Who is calling?")
    press(page, "Look")
    problems(page, "Enter a name or a case reference")
    page.get_by_label("Name or case reference").fill("pike")
    press(page, "Look")
    says(page, "1 found for “pike”", "LAS-206318")
    sound(page, 1280, 320)
    press(page, "Take their order Edna Pike")


def check_identity(page: Page) -> None:
    headed(page, "Is it Edna Pike?")
    page.get_by_label("Date of birth").check()
    press(page, "It is them: go on")
    problems(page, "Tick two things that you asked for, and that they answered as we have it.")
    sound(page, 1280, 320)
    page.get_by_label("Address and postcode").check()
    press(page, "It is them: go on")
    headed(page, "What would Edna Pike like to order?")
    says(page, "Checked by date of birth and address and postcode.", "Edna is told by letter in large")
    expect(page.get_by_role("region", name="Communication needs")).to_contain_text(
        "A hearing loop; Told by: Large print"
    )
    sound(page, 1280, 320)


def book(page: Page) -> Order:
    """The pages are those that Edna would see."""
    follow(page, "Support from Ben Okafor")
    expect(page.get_by_role("region", name="Whom you are ordering for")).to_contain_text("Edna Pike, checked until")
    follow(page, re.compile("^Book"))
    headed(page, "When should Ben come first?")
    says(page, "Book Ben Okafor for Edna Pike", "Edna has up to")
    telling.answer_when(page, telling.next_friday(), "9am")
    page.get_by_label("How long?").select_option("1 hour")
    page.get_by_label("Just once").check()
    press(page, "Continue")
    page.get_by_label("Seeing people").check()
    press(page, "Continue")
    telling.agree(page)
    headed(page, "Check your answers")
    sound(page, 1280, 320)
    press(page, "Send request and agree to pay")
    headed(page, "The request is sent for Edna Pike")
    return Order.objects.latest("pk")


def letter(page: Page, order: Order) -> None:
    page.goto("/staff/letters/")
    follow(page, f"We have sent your request ({order.reference})")
    says(
        page,
        f"{telling.weekday(telling.next_friday())}, 9am to 10am",
        "In all £16.50",
        "You ordered this by telephone.",
    )
    expect(fact(page, "How")).to_have_text("Large print, to print")
    sound(page, 1280, 320)


def test_a_handover_link(visit, worker):
    """The receiver has no sign-in, no script, and a small telephone."""
    rosa = visit("rosa", "/money/")
    follow(rosa, "Handover sheet")
    headed(rosa, "Your handover sheet")
    sound(rosa, 1280, 320)
    no_codes(rosa)
    address = give(rosa)
    nia = visit(None, address, width=320, script=False)
    headed(nia, "A handover sheet for you")
    expect(nia.get_by_text("penicillin")).to_have_count(0)
    press(nia, "Open the sheet")
    headed(nia, "How to help Rosa Alvarez")
    says(nia, "For Olu Peters", "I am allergic to penicillin.", "Luis Alvarez", "Ben Okafor", "01632 960 199")
    assert "link" not in nia.url
    rosa.goto("/handover/")
    says(rosa, "Olu Peters", "Opened 1 time, last on")
    rosa.get_by_role("button", name="Take it back now Olu Peters").click()
    says(rosa, "Olu Peters cannot open the sheet any more.")
    refused(nia, address)


def no_codes(page: Page) -> None:
    follow(page, "Change “Where the key is”")
    page.get_by_label("Where is the key?").fill("In the key safe. 4711")
    press(page, "Save")
    problems(page, "Leave out codes, PINs and passwords. Tell them by word of mouth, or ask us how to keep them safe")
    sound(page, 1280, 320)
    page.get_by_label("Where is the key?").fill("Nia next door has one.")
    press(page, "Save")


def give(page: Page) -> str:
    follow(page, "Give somebody a link")
    headed(page, "Give somebody a link")
    page.get_by_label("Who may read it?").fill("Olu Peters")
    page.get_by_label("4 hours").check()
    press(page, "Make the link")
    problems(page, "Tick the box: nobody reads it unless the person agrees")
    sound(page, 1280, 320)
    page.get_by_label("I agree that they read my sheet").check()
    press(page, "Make the link")
    headed(page, "The link for Olu Peters")
    sound(page, 1280, 320)
    assert HandoverLink.objects.latest("pk").receiver == "Olu Peters"
    return re.sub(r"^https?://[^/]+", "", page.locator("#handover-address").inner_text())


def refused(page: Page, address: str) -> None:
    page.reload()
    headed(page, "This link is closed")
    page.goto(address)
    headed(page, "This link is closed")
    says(page, "You have done nothing wrong.", "call 999", "01632 960 100")
    expect(page.get_by_text("penicillin")).to_have_count(0)


def test_what_is_printed(visit):
    page = visit("rosa", "/handover/print/")
    headed(page, "If somebody has to step in for Rosa Alvarez")
    sound(page, 1280, 320)
