"""A practitioner sets up a resident from nothing; she comes in by the link, and then sees her money. Another, who has a
letter with a code, comes in without a script on a telephone."""

import re
from datetime import date

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Person
from tests.browser import telling
from tests.browser.telling import fact, follow, headed, look, press, problems, says

NAME, EMAIL, PASSWORD = "Edith Marlow", "edith@aldermere.example", "otter lamp seven"
BORN = date(1948, 3, 31)


def test_a_new_resident_from_nothing(visit, worker):
    page = visit("practitioner", "/staff/")
    set_up(page)
    needs(page)
    budget(page)
    choice(page)
    invite(page)
    worker()
    comes_in(visit(None, link_in_mailbox(visit)))
    the_card_is_made(visit)
    assert call_command("audit_money") is None


def set_up(page: Page) -> None:
    follow(page, "People")
    headed(page, "People you work with")
    follow(page, "Set up somebody new")
    headed(page, "Set up somebody new")
    page.get_by_label("Full name").fill(NAME)
    press(page, "Save and go on")
    problems(
        page,
        "Enter the case reference",
        "Enter their date of birth",
        "Choose how they want to be told things",
    )
    expect(page.get_by_label("Full name")).to_have_value(NAME)
    page.get_by_label("Case reference").fill("las-300123")
    birth(page)
    page.get_by_label("E-mail", exact=True).check()
    page.get_by_label("Address", exact=True).fill("4 Otter Lane, Alderford")
    page.get_by_label("Postcode").fill("am34ab")
    press(page, "Save and go on")
    headed(page, NAME)
    expect(fact(page, "Case reference")).to_contain_text("LAS-300123")


def birth(page: Page) -> None:
    for label, value in (("Day", BORN.day), ("Month", BORN.month), ("Year", BORN.year)):
        page.get_by_label(label, exact=True).fill(str(value))


def needs(page: Page) -> None:
    follow(page, "Go on")
    headed(page, f"Communication needs of {NAME}")
    page.get_by_label("More time to answer").check()
    press(page, "Save")
    headed(page, NAME)
    says(page, "More time to answer")


def budget(page: Page) -> None:
    follow(page, "Go on")
    headed(page, f"Agree a budget for {NAME}")
    page.get_by_label("Their own care and support").check()
    press(page, "Continue")
    problems(page, "Choose how the contribution is paid")
    page.get_by_label("We take it off before we pay, or there is none").check()
    press(page, "Continue")
    problems(page, "Enter an amount a week for at least one outcome")
    page.get_by_label("Keeping clean and well").fill("120")
    page.get_by_label("Getting out").fill("30.50")
    press(page, "Continue")
    headed(page, "Check the budget")
    expect(telling.row(page, "Together")).to_contain_text("£602.00")
    press(page, "Change the answers")
    page.get_by_label("Getting out").fill("30")
    press(page, "Continue")
    page.get_by_role("button", name="Agree this budget").dblclick()
    headed(page, NAME)
    says(page, "£600.00 every 4 weeks")
    assert Person.objects.get(name=NAME).budgets.count() == 1


def choice(page: Page) -> None:
    follow(page, "Go on")
    headed(page, f"How does {NAME} want the money held?")
    follow(page, "The ways, to print or to show")
    headed(page, "How your money can be held")
    page.go_back()
    for way in page.get_by_role("group", name="Which ways was the person shown?").get_by_role("checkbox").all()[:2]:
        way.check()
    page.get_by_label("Keeping clean and well").select_option("A card account")
    page.get_by_label("Getting out").select_option("A card account")
    press(page, "Continue")
    problems(page, "A card account opens only when the person was shown all the other ways")
    for way in page.get_by_role("group", name="Which ways was the person shown?").get_by_role("checkbox").all():
        way.check()
    press(page, "Continue")
    headed(page, f"Check the choice of {NAME}")
    press(page, "Record this choice")
    headed(page, NAME)
    expect(telling.row(page, "Getting out")).to_contain_text("A card account")


def invite(page: Page) -> None:
    follow(page, "Go on")
    headed(page, f"Invite {NAME}")
    page.get_by_label("By a link that we send to their own email address").check()
    press(page, "Invite")
    problems(page, "Enter their email address")
    page.get_by_label("Their own email address, if we send a link").fill(EMAIL)
    press(page, "Invite")
    headed(page, NAME)
    says(page, f"A link to {EMAIL}.")


def link_in_mailbox(visit, subject: str = "Your invitation to sign in") -> str:
    page = visit(None, "/demo/mailbox/")
    follow(page, subject)
    found = page.locator("a[href*='/accounts/invited/link/']").get_attribute("href") or ""
    return re.sub(r"^https?://[^/]+", "", found)


def comes_in(page: Page) -> None:
    headed(page, "Show that it is you")
    page.get_by_label("Day", exact=True).fill("1")
    page.get_by_label("Month", exact=True).fill("4")
    page.get_by_label("Year", exact=True).fill("1948")
    press(page, "Continue")
    problems(page, "That is not what we have. Check it and try again, or call us")
    birth(page)
    press(page, "Continue")
    headed(page, "Choose a password")
    page.get_by_label("Choose a password").fill("short")
    press(page, "Save and sign in")
    problems(page, "Your password must be at least 12 characters")
    page.get_by_label("Choose a password").fill(PASSWORD)
    press(page, "Save and sign in")
    headed(page, "Your money")
    says(page, "Keeping clean and well", "£0.00")
    page.goto("/accounts/who-looked/")
    says(page, "Samuel Osei", "Practitioner. Your page at the council")
    look(page, "Who looked at Edith")


def the_card_is_made(visit) -> None:
    page = visit("practitioner", f"/staff/people/{Person.objects.get(name=NAME).pk}/")
    press(page, "Make the card")
    says(page, "is ready.")
    expect(page.get_by_role("button", name="Make the card")).to_have_count(0)


def test_a_letter_with_a_code(visit, worker):
    """Winifred of the demo is half set up: her letter waits to be printed."""
    page = visit("practitioner", "/staff/letters/")
    follow(page, "Your invitation to sign in")
    headed(page, "Your invitation to sign in")
    press(page, "Show the sheet to print")
    code = page.locator(".wm-paper").get_by_text(re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$")).inner_text()
    look(page, "Letter on paper")
    press(page, "It is posted")
    says(page, "Marked as posted.")
    hers = visit(None, "/accounts/invited/", width=375, script=False)
    headed(hers, "You have a letter with a code")
    hers.get_by_label("The code in your letter").fill("AAAA-AAAA-AAAA")
    press(hers, "Continue")
    problems(hers, "This code does not work. Check each letter, or call us for a new one", focused=False)
    hers.get_by_label("The code in your letter").fill(code.lower().replace("-", " "))
    press(hers, "Continue")
    winifred = Person.objects.get(name="Winifred Hale")
    for label, part in (("Day", "day"), ("Month", "month"), ("Year", "year")):
        hers.get_by_label(label, exact=True).fill(str(getattr(winifred.born_on, part)))
    press(hers, "Continue")
    headed(hers, "Where shall we send your link?")
    hers.get_by_label("Your email address").fill("winifred@aldermere.example")
    press(hers, "Send the link")
    headed(hers, "Look for our e-mail")
    worker()
    hers.goto(link_in_mailbox(visit))
    for label, part in (("Day", "day"), ("Month", "month"), ("Year", "year")):
        hers.get_by_label(label, exact=True).fill(str(getattr(winifred.born_on, part)))
    press(hers, "Continue")
    hers.get_by_label("Choose a password").fill(PASSWORD)
    press(hers, "Save and sign in")
    headed(hers, "Your money")
    hers.goto("/accounts/invited/")
    hers.get_by_label("The code in your letter").fill(code)
    press(hers, "Continue")
    problems(hers, "This code does not work. Check each letter, or call us for a new one", focused=False)


def test_a_delegate_with_a_number(visit, worker):
    """Named, told a number, invited to a sign-in of her own."""
    page = visit("practitioner", "/staff/people/")
    follow(page, "Winifred Hale")
    follow(page, "Name a delegate")
    headed(page, "Who acts for Winifred Hale?")
    page.get_by_label("Their full name").fill("Nia Hale")
    page.get_by_label("Their own email address").fill("nia@aldermere.example")
    page.get_by_label("Nominated by the person (Care Act s.31)").check()
    page.get_by_label("What did you see, and when?").fill(f"Nomination form signed on {timezone.localdate():%d %B %Y}")
    page.get_by_label("I have seen it myself, and it covers what I tick below").check()
    page.get_by_label("See how much money there is").check()
    press(page, "Continue")
    headed(page, "Check the delegate")
    press(page, "Record and ask them")
    headed(page, "Tell Nia Hale this number")
    number = page.locator(".wm-big-figure").inner_text()
    worker()
    hers = visit(None, link_in_mailbox(visit, "You are asked to act for somebody"))
    hers.get_by_label("The number that we told you").fill(number)
    press(hers, "Continue")
    hers.get_by_label("Choose a password").fill(PASSWORD)
    press(hers, "Save and sign in")
    headed(hers, "Who are you acting for?")
    follow(hers, "Read and answer")
    hers.get_by_label("Yes, and I will do what it asks of me").check()
    press(hers, "Go on")
    press(hers, "Accept")
    hers.goto("/money/acting/")
    press(hers, "Act for Winifred Hale")
    headed(hers, "Winifred’s money")
